import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Fields } from './route.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What is known of an unsafe request when it is judged whether our own page sent it. */
export interface Provenance {
  readonly method: string;
  readonly fetchSite: string | undefined;
  readonly origin: string | undefined;
  /** Our own scheme and host. */
  readonly ours: string;
  /** The secret cookies of this browser: session, case, draft. */
  readonly secrets: readonly string[];
  readonly path: string;
  readonly contentType: string | undefined;
  /** The route is for machines that bring a secret of their own. */
  readonly machine?: boolean;
  readonly body: unknown;
}

/**
 * Whether a request that changes something comes from our own page. Browsers say so in `Sec-Fetch-Site`; older ones in
 * `Origin`; the oldest prove it by a token in the form. `Origin: null` says nothing: browsers send it from our own
 * pages too, because of our referrer policy. A JSON body without any cookie of ours is another machine: no foreign
 * page can make a browser send that. Nor can one guess the secret that a machine's own route asks for.
 */
export function comesFromUs(request: Provenance): boolean {
  if (safeMethods.has(request.method)) return true;
  if (request.machine) return !isFromBrowser(request);
  if (request.fetchSite !== undefined) return request.fetchSite === 'same-origin';
  if (request.origin !== undefined && request.origin !== 'null') return request.origin === request.ours;
  if (request.secrets.length === 0) return request.contentType?.startsWith('application/json') ?? false;
  const expected = request.secrets.map((secret) => formToken(secret, request.path));
  return givenTokens(request.body).some((token) => expected.some((other) => isSame(token, other)));
}

/** Browsers say where a request comes from, or bring a cookie. */
function isFromBrowser({ fetchSite, origin, secrets }: Provenance): boolean {
  return fetchSite !== undefined || origin !== undefined || secrets.length > 0;
}

/** The token that a form for `path` carries in a browser that holds `secret`. */
export function formToken(secret: string, path: string): string {
  return createHmac('sha256', secret).update(`form|${path}`).digest('base64url');
}

function isSame(token: string, expected: string): boolean {
  const [one, other] = [Buffer.from(token), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function givenTokens(body: unknown): readonly string[] {
  if (typeof body !== 'object' || body === null) return [];
  const { csrf } = body as Fields;
  return [csrf ?? []].flat().filter((token) => typeof token === 'string');
}

const postForm = /<form\b[^>]*\bmethod="post"[^>]*>/gi;
const formAction = /\sformaction="([^"]+)"/gi;

/**
 * Adds the token to each form of a finished page. A form gets one token for its own address and one for each address
 * that a button on the page may send it to. React writes `<`, `>` and `"` in attributes as entities, so the patterns
 * cannot be led astray by content.
 */
export function withFormTokens(html: string, secret: string, pagePath: string): string {
  const buttons = [...html.matchAll(formAction)].map((match) => pathOf(match[1], pagePath));
  return html.replace(postForm, (form) => {
    const own = pathOf(/\saction="([^"]*)"/i.exec(form)?.[1], pagePath);
    const inputs = [...new Set([own, ...buttons])].map(
      (path) => `<input type="hidden" name="csrf" value="${formToken(secret, path)}"/>`,
    );
    return form + inputs.join('');
  });
}

/** Nothing in it that an address would still have to resolve. */
const plainPath = /^\/(?:[a-z0-9_,-]+\/)*[a-z0-9_,-]*$/i;

function pathOf(action: string | undefined, pagePath: string): string {
  const address = action === undefined || action === '' ? pagePath : action.replaceAll('&amp;', '&');
  if (plainPath.test(address)) return address;
  return new URL(address, new URL(pagePath, 'http://page.invalid')).pathname;
}
