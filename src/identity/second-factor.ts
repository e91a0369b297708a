import { Secret, TOTP } from 'otpauth';

/** Length of a period in seconds; what every app takes without being told (RFC 6238). */
const period = 30;
/** Periods before and after the present one whose code counts: clocks of telephones run up to half a minute off. */
const drift = 1;
/** 160 bits, the length of the hash (RFC 4226, 4). */
const secretBytes = 20;

/** A new secret as Base32, for an app. */
export function newSecret(): string {
  return new Secret({ size: secretBytes }).base32;
}

const clockOf = (secret: string, login = '') =>
  new TOTP({ issuer: 'ひとまど', label: login, secret: Secret.fromBase32(secret), period });

/** The address that an app reads from a QR code. */
export function addressForApp(secret: string, login: string): string {
  return clockOf(secret, login).toString();
}

/** A secret in groups of four, for typing it by hand. */
export function secretInGroups(secret: string): string {
  return (secret.match(/.{1,4}/g) ?? []).join(' ');
}

/** Six digits as typed, full-width and with blanks too; null for anything else. */
export function readCode(typed: string): string | null {
  const code = typed.slice(0, 64).normalize('NFKC').replace(/\s/g, '');
  return /^\d{6}$/.test(code) ? code : null;
}

/** The period that a code of six digits is of, or null when it is none of the present ones. */
export function stepOf(code: string, secret: string, now: Date): number | null {
  const totp = clockOf(secret);
  const timestamp = now.getTime();
  const delta = totp.validate({ token: code, timestamp, window: drift });
  return delta === null ? null : totp.counter({ timestamp }) + delta;
}
