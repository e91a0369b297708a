import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { CookieChange } from './cookies.ts';
import { withFormTokens } from './cross-site.ts';
import { cacheHeaders, fileHeaders, type PagePolicy, policyHeaders } from './headers.ts';
import type { Answer } from './results.ts';
import type { StillAllowed, Streams } from './streams.ts';

const compressFrom = 1024;
/** Pages are small: compressing them here costs less than handing them to another thread. */
const compressionLevel = 3;

/** What sending needs to know beside the result. */
export interface Sending {
  readonly policy: PagePolicy;
  /** Pages of others that may show our widgets. */
  readonly widgetPages: readonly string[] | undefined;
  /** Puts around a page what all pages know. */
  readonly frame: ((page: ReactElement) => ReactElement) | undefined;
  /** The secret that form tokens are made with, where the browser needs them. */
  readonly formSecret: string | undefined;
  readonly streams: Streams;
  readonly stillAllowed: StillAllowed;
}

/** Turns the result of a handler into an HTTP answer. */
export async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  result: Answer,
  sending: Sending,
): Promise<FastifyReply> {
  for (const change of result.cookies) changeCookie(reply, change);
  reply
    .code(result.status)
    .headers({ ...policyHeaders(sending.policy, sending.widgetPages), ...cacheHeaders(result.cache) });
  switch (result.kind) {
    case 'page':
      return sendText(request, reply, renderPage(request, result, sending), 'text/html; charset=utf-8', result);
    case 'json':
      return sendText(request, reply, JSON.stringify(result.value), 'application/json; charset=utf-8', result);
    case 'text':
      return sendText(request, reply, result.text, result.type, result);
    case 'redirect':
      return reply.redirect(result.path, 303);
    case 'file':
      return reply.headers(fileHeaders(result.name, result.inline)).type(result.type).send(Buffer.from(result.bytes));
    case 'stream':
      return sendStream(request, reply, result.chunks, sending);
  }
}

/** Cookies are for our own pages over TLS (or this machine) only, and never for scripts. */
export function changeCookie(reply: FastifyReply, { name, value, maxAge }: CookieChange): void {
  const age = value === null ? 0 : maxAge;
  reply.setCookie(name, value ?? '', { path: '/', secure: true, httpOnly: true, sameSite: 'lax', maxAge: age });
}

function renderPage(request: FastifyRequest, result: Answer & { kind: 'page' }, sending: Sending): string {
  const { formSecret, frame = (page) => page } = sending;
  const html = `<!doctype html>${renderToStaticMarkup(frame(result.element))}`;
  return formSecret === undefined ? html : withFormTokens(html, formSecret, request.url);
}

function sendText(
  request: FastifyRequest,
  reply: FastifyReply,
  content: string,
  type: string,
  { cache, tag }: Pick<Answer, 'cache' | 'tag'>,
): FastifyReply {
  reply.type(type);
  if (cache !== undefined) {
    const etag = `W/"${tag ?? createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
    reply.header('ETag', etag);
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  }
  const bytes = Buffer.from(content);
  if (bytes.length < compressFrom || !acceptsGzip(request)) return reply.send(bytes);
  return reply.header('Content-Encoding', 'gzip').send(gzipSync(bytes, { level: compressionLevel }));
}

function acceptsGzip(request: FastifyRequest): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(request.headers['accept-encoding'] ?? ''));
}

async function sendStream(
  request: FastifyRequest,
  reply: FastifyReply,
  chunks: AsyncIterable<string>,
  { streams, stillAllowed }: Sending,
): Promise<FastifyReply> {
  reply.headers({ 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' });
  if (request.method === 'HEAD') return reply.send();
  reply.hijack();
  reply.raw.writeHead(reply.statusCode, headersOf(reply));
  await streams.send(reply.raw, chunks, request.ip, stillAllowed);
  return reply;
}

function headersOf(reply: FastifyReply): Record<string, string | string[]> {
  const given = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, Array.isArray(value) ? value : String(value)]));
}
