import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** A new identifier: UUIDv7, so that later rows sort after earlier ones. */
export function newId(): string {
  return v7();
}

/** A secret for a link or a cookie: 128 random bits, 22 signs of base64url. */
export function newToken(): string {
  return randomBytes(16).toString('base64url');
}

/** What is kept of a token: SHA-256 in base64url, 43 signs. A stolen table opens nothing. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('base64url');
}
