import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Client } from './client.ts';
import { freePort } from './server.ts';

/** A route of the product with what is done there. */
export interface Route {
  method: string;
  url: string;
  action: string;
}

/** The product in this very process, with all its routes, for tests that look at each of them. */
export interface Product {
  url: string;
  routes: readonly Route[];
  close(): Promise<void>;
}

/** Starts the product in this process on data of its own. */
export async function startProduct(): Promise<Product> {
  const routes: Route[] = [];
  const watch = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', ({ method, url, config }) => {
      const action = (config as { action?: string } | undefined)?.action;
      // Fastify adds HEAD to each GET by itself.
      if (action !== undefined && typeof method === 'string' && method !== 'HEAD') routes.push({ method, url, action });
    });
  };
  const dataFolder = mkdtempSync(join(tmpdir(), 'hitomado-product-'));
  const port = await freePort();
  writeFileSync(join(dataFolder, 'hitomado.yaml'), 'logLevel: error\n');
  subscribe('fastify.initialization', watch);
  try {
    const { startServer } = await import('#server');
    const environment = {
      PORT: String(port),
      HITOMADO_DATA: dataFolder,
      HITOMADO_LOOPBACK_RATE_FACTOR: '1000',
    };
    const server = await startServer(environment, dataFolder);
    return {
      url: `http://localhost:${port}`,
      routes,
      async close() {
        await server.close();
        rmSync(dataFolder, { recursive: true, force: true });
      },
    };
  } finally {
    unsubscribe('fastify.initialization', watch);
  }
}

/** Someone who asks: a resident with a case of their own, a machine, or a member of staff of the demo. */
export async function clientFor(url: string, who: string): Promise<Client> {
  const client = new Client(url);
  if (who === 'anonymous') return client;
  if (who === 'resident') {
    await openCase(client);
    return client;
  }
  const device = { kiosk: 'kiosk', display: 'display', conciergeDevice: 'concierge' }[who];
  if (device !== undefined) await client.post('/staff/demo/device', { kind: device });
  else await client.post('/staff/demo', { login: `demo-${who === 'counter' ? 'shimin' : who}` });
  return client;
}

/** Whatever of these a question knows says no to it, or that one does not know. */
const noAnswer = ['_none', 'no', '_unknown'];

/** Makes a case out of a few answers, as the result page of the guide does; gives its id. */
export async function openCase(client: Client): Promise<string> {
  let answer = await client.post('/guide/start', { choice: 'event:tenkyo' });
  while (answer.path.startsWith('/guide/questions/')) {
    const facts = decodeURIComponent(answer.path.replace('/guide/questions/', '')).split(',');
    const fields = ['answer', ...facts.map((fact) => `answer.${fact}`)];
    answer = await client.post(answer.path, Object.fromEntries(fields.map((field) => [field, noAnswer])));
  }
  const { path } = await client.post('/guide/case');
  return path.split('/')[2] ?? '';
}
