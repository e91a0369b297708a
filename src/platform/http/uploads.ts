import type { FastifyInstance, FastifyRequest } from 'fastify';
import { UserError } from '#platform/errors';
import { BadRequest, limits } from './bodies.ts';

/** A file that was sent with a form. */
export class UploadedFile {
  /** Null where the file is larger than its route takes. */
  readonly bytes: Uint8Array | null;
  /** As the browser calls it, without folders; never a place to write to. */
  readonly name: string;

  constructor(bytes: Uint8Array | null, name: string) {
    this.bytes = bytes;
    this.name = name;
  }
}

/** Forms with a file that are taken in at the same time: they are read before it is known who sends them. */
const mostAtOnce = 8;

const crowded = () =>
  new UserError(
    'http.uploads',
    'いま、ほかのファイルを受け取っています。10秒ほど待って、もう一度送ってください。',
    503,
  );

/** Takes in forms with a file, on the routes that ask for one. */
export function takeUploads(server: FastifyInstance): void {
  let running = 0;
  server.addContentTypeParser(
    'multipart/form-data',
    async (request: FastifyRequest, payload: AsyncIterable<Buffer>) => {
      const most = (request.routeOptions.config as { upload?: number }).upload;
      if (most === undefined) throw new BadRequest(400);
      if (running >= mostAtOnce) throw crowded();
      running += 1;
      try {
        const body = await beginningOf(payload, most + limits.form);
        return partsOf(body.bytes, boundaryOf(request.headers['content-type'] ?? ''), body.isAll, most);
      } finally {
        running -= 1;
      }
    },
  );
}

/**
 * The first bytes of a body. What is too much is read and dropped: a browser that cannot send to the end shows its own error
 * instead of our page.
 */
async function beginningOf(payload: AsyncIterable<Buffer>, most: number): Promise<{ bytes: Buffer; isAll: boolean }> {
  const kept: Buffer[] = [];
  let length = 0;
  for await (const chunk of payload) {
    length += chunk.length;
    if (length <= most) kept.push(chunk);
  }
  return { bytes: Buffer.concat(kept), isAll: length <= most };
}

function boundaryOf(contentType: string): string {
  const boundary = /boundary="?([^";\s]{1,70})"?/i.exec(contentType)?.[1];
  if (boundary === undefined) throw new BadRequest(400);
  return boundary;
}

/** The last part of a file's name, one line of it; some browsers send the folders as well. */
const baseName = (name: string): string =>
  name
    .replace(/^.*[/\\]/su, '')
    .replace(/\p{Cc}/gu, '')
    .slice(0, 200);

/** The fields of a `multipart/form-data` body (RFC 7578): texts, and files. A part that ends too early is a file too large. */
export function partsOf(
  body: Buffer,
  boundary: string,
  isAll: boolean,
  most: number,
): Record<string, string | UploadedFile> {
  const fields: Record<string, string | UploadedFile> = Object.create(null);
  const line = Buffer.from(`--${boundary}`);
  const separator = Buffer.from(`\r\n--${boundary}`);
  let at = body.indexOf(line);
  if (at < 0) throw new BadRequest(400);
  at += line.length;
  for (let count = 0; body.subarray(at, at + 2).toString('latin1') === '\r\n'; count += 1) {
    if (count >= limits.fields) throw new BadRequest(413);
    const head = body.indexOf('\r\n\r\n', at);
    if (head < 0) throw new BadRequest(isAll ? 400 : 413);
    const disposition = body.subarray(at, head).toString('utf8');
    const name = /\bname="([^"]{1,200})"/i.exec(disposition)?.[1];
    if (name === undefined) throw new BadRequest(400);
    const end = body.indexOf(separator, head + 4);
    if (end < 0 && isAll) throw new BadRequest(400);
    const fileName = /\bfilename="([^"]{0,400})/i.exec(disposition)?.[1];
    const bytes = body.subarray(head + 4, end < 0 ? body.length : end);
    if (fileName !== undefined)
      fields[name] = new UploadedFile(end < 0 || bytes.length > most ? null : bytes, baseName(fileName));
    else fields[name] = bytes.toString('utf8');
    if (end < 0) break;
    at = end + separator.length;
  }
  return fields;
}
