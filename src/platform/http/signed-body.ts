import { Transform } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Bodies of machines as they came: a signature is over the very bytes, not over what was read from them. */
const bodies = new WeakMap<FastifyRequest, Buffer[]>();

/** Keeps the bodies of routes for machines beside what is parsed from them; the parser goes on guarding their size. */
export function keepMachineBodies(server: FastifyInstance): void {
  server.addHook('preParsing', async (request, _reply, payload) => {
    if (!(request.routeOptions.config as { machine?: boolean }).machine) return payload;
    const chunks: Buffer[] = [];
    bodies.set(request, chunks);
    const kept = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        done(null, chunk);
      },
    });
    payload.on('error', (error) => kept.destroy(error));
    return payload.pipe(kept);
  });
}

/** The body of a request of a machine as text; empty where there was none. */
export function bodyText(request: FastifyRequest): string {
  return Buffer.concat(bodies.get(request) ?? []).toString('utf8');
}
