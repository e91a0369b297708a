/**
 * Cookie names carry the prefix `__Host-`: the browser then accepts them only with Secure, Path=/ and without Domain, so
 * that no neighbouring host can set them.
 */
export type CookieName = `__Host-${string}`;

/** A cookie to set; `value: null` takes it away. */
export interface CookieChange {
  readonly name: CookieName;
  readonly value: string | null;
  /** Seconds; without it the cookie goes when the browser closes. */
  readonly maxAge?: number;
}

/** Cookies that belong to the platform or to every channel. */
export const cookieNames = {
  staff: '__Host-hm_s',
  resident: '__Host-hm_c',
  draft: '__Host-hm_d',
  device: '__Host-hm_v',
  language: '__Host-hm_l',
  formToken: '__Host-hm_t',
} as const satisfies Record<string, CookieName>;

/** A cookie to be set with a result. `maxAge` in seconds. */
export function setCookie(name: CookieName, value: string, options: { maxAge?: number } = {}): CookieChange {
  return { name, value, maxAge: options.maxAge };
}

/** Takes a cookie away. */
export function clearCookie(name: CookieName): CookieChange {
  return { name, value: null };
}
