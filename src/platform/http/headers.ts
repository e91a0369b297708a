/** What every answer carries, whatever it is (notes: browser). */
export const commonHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const base = "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";

/**
 * Content security policies: pages of forms, pages with 3D, voice or documents, and the one page with the editor of flows, whose
 * library writes its own styles. Scripts come from this server alone everywhere.
 */
const policies = {
  default:
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
    `${base}; require-trusted-types-for 'script'; trusted-types hitomado hitomado-worker`,
  media:
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; " +
    "font-src 'self'; media-src 'self' blob:; connect-src 'self' blob:; worker-src 'self'; " +
    base,
  editor:
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
    `connect-src 'self'; ${base}`,
  widget:
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
    "form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types hitomado",
} as const;

const permissions = {
  default: 'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=()',
  camera: 'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), serial=()',
  widget: 'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=()',
  editor: 'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=()',
  media: 'camera=(self), microphone=(self), geolocation=(), display-capture=(self), usb=(), serial=()',
} as const;

/**
 * What a page needs beyond a form: `camera` to read a QR code, `media` for 3D, voice and documents, `editor` for drawing a
 * flow. A `widget` has no
 * forms, and stands inside pages of others.
 */
export type PagePolicy = keyof typeof permissions;

/** Headers that depend on what the page needs; a widget may stand in `widgetPages` and nowhere else. */
export function policyHeaders(
  policy: PagePolicy,
  widgetPages: readonly string[] = [],
): Readonly<Record<string, string>> {
  const around = widgetPages.length === 0 ? "'none'" : widgetPages.join(' ');
  return {
    'Content-Security-Policy':
      policy === 'widget'
        ? `${policies.widget}; frame-ancestors ${around}`
        : policies[policy === 'media' || policy === 'editor' ? policy : 'default'],
    'Permissions-Policy': permissions[policy],
  };
}

/** A file that is saved never runs as a page; one that is shown may only be drawn by the browser's own viewer. */
export function fileHeaders(name: string | undefined, inline: boolean): Readonly<Record<string, string>> {
  const encoded = name === undefined ? '' : `; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", '%27')}`;
  return {
    'Content-Disposition': `${inline ? 'inline' : 'attachment'}${encoded}`,
    'Content-Security-Policy': inline
      ? "default-src 'none'; object-src 'self'; frame-ancestors 'none'"
      : "sandbox; default-src 'none'",
  };
}

/** `Cache-Control` and its company. Nothing is kept unless a route says so; what is not kept is not for search engines either. */
export function cacheHeaders(seconds: number | undefined): Readonly<Record<string, string>> {
  if (seconds === undefined) return { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' };
  const age = seconds === 0 ? 'no-cache' : `max-age=${seconds}`;
  return { 'Cache-Control': `private, ${age}`, Vary: 'Cookie, Accept-Language, Accept-Encoding' };
}

/** Only where the product itself or a proxy speaks TLS under a public name. */
export const strictTransport = { 'Strict-Transport-Security': 'max-age=31536000' } as const;
