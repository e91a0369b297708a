import type { ReactElement } from 'react';
import type { CookieChange } from './cookies.ts';

interface Common {
  readonly status: number;
  readonly cookies: readonly CookieChange[];
  /** Seconds a browser may keep the answer; absent = it keeps nothing; 0 = it asks each time with the ETag. */
  readonly cache?: number;
  /** Names this state of the answer in its ETag; without it the ETag is made from the content. */
  readonly tag?: string;
}

/** An answer that has something to say. */
export type Answer =
  | (Common & { readonly kind: 'page'; readonly element: ReactElement })
  | (Common & { readonly kind: 'redirect'; readonly path: string })
  | (Common & { readonly kind: 'json'; readonly value: unknown })
  | (Common & { readonly kind: 'text'; readonly text: string; readonly type: string })
  | (Common & {
      readonly kind: 'file';
      readonly bytes: Uint8Array;
      readonly type: string;
      readonly name?: string;
      readonly inline: boolean;
    })
  | (Common & { readonly kind: 'stream'; readonly chunks: AsyncIterable<string> });

/** What a handler gives back. */
export type Result = Answer | (Common & { readonly kind: 'notFound' });

interface Options {
  readonly status?: number;
  readonly cookies?: readonly CookieChange[];
  readonly cache?: number;
  readonly tag?: string;
}

const common = ({ status = 200, cookies = [], cache, tag }: Options = {}): Common => ({ status, cookies, cache, tag });

/** A page, rendered from a React element without hooks. */
export const page = (element: ReactElement, options?: Options): Answer => ({
  kind: 'page',
  element,
  ...common(options),
});

/** Sends the browser to another address of ours by GET (303). Throws a RangeError for an address elsewhere. */
export function redirect(path: string, options?: Pick<Options, 'cookies'>): Answer {
  if (!isLocalPath(path)) throw new RangeError('a redirect must stay on this server');
  return { kind: 'redirect', path, ...common({ ...options, status: 303 }) };
}

/** The path that a form or link asks to come back to, if it is one of ours; `otherwise` if not. */
export const localPath = (wanted: unknown, otherwise: string): string =>
  typeof wanted === 'string' && isLocalPath(wanted) ? wanted : otherwise;

/** Browsers read `//host` and `/\\host` as another server, and drop tabs and line breaks before they look. */
const isLocalPath = (path: string): boolean => /^\/(?![/\\])[^\s\\]*$/.test(path);

/** A JSON answer. */
export const json = (value: unknown, options?: Options): Answer => ({ kind: 'json', value, ...common(options) });

/** A plain text answer, such as measures. */
export const text = (content: string, type = 'text/plain; charset=utf-8', options?: Options): Answer => ({
  kind: 'text',
  text: content,
  type,
  ...common(options),
});

/** A file: saved by the browser, or shown in its window with `inline`. */
export const file = (
  bytes: Uint8Array,
  options: Options & { readonly type: string; readonly name?: string; readonly inline?: boolean },
): Answer => ({
  kind: 'file',
  bytes,
  type: options.type,
  name: options.name,
  inline: options.inline ?? false,
  ...common(options),
});

/** Server-sent events: each chunk is finished SSE text (`id: …\ndata: …\n\n`). It ends when the browser leaves or the server stops. */
export const eventStream = (chunks: AsyncIterable<string>, options?: Pick<Options, 'cookies'>): Answer => ({
  kind: 'stream',
  chunks,
  ...common(options),
});

/** What is not there, and what one may not know of, look the same. */
export const notFound = (): Result => ({ kind: 'notFound', ...common({ status: 404 }) });
