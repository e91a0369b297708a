import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Length of every key in bytes: AES-256, HMAC-SHA-256. */
export const keyLength = 32;

const wrapping = 'id-aes256-wrap-pad';
/** The alternative initial value of RFC 5649. */
const wrappingValue = Buffer.from('a65959a6', 'hex');

/** Wraps a key by another one (AES-256 key wrap with padding, RFC 5649). */
export function wrapKey(by: Buffer, key: Buffer): Buffer {
  const cipher = createCipheriv(wrapping, by, wrappingValue);
  return Buffer.concat([cipher.update(key), cipher.final()]);
}

/** Opens a wrapped key; throws when it was wrapped by another key or was changed. */
export function unwrapKey(by: Buffer, wrapped: Buffer): Buffer {
  const decipher = createDecipheriv(wrapping, by, wrappingValue);
  return Buffer.concat([decipher.update(wrapped), decipher.final()]);
}

const version = 0x01;
const headLength = 3;
const ivLength = 12;
const tagLength = 16;
const step = 64;
const paddingMark = 0x80;

/**
 * Encrypts a text: `0x01 ‖ epoch (2 bytes) ‖ iv (12) ‖ ciphertext ‖ tag (16)`, AES-256-GCM. The text is padded to steps of
 * 64 bytes, because lengths give names away. `place` is authenticated: the value opens only where it was put.
 */
export function seal(key: Buffer, epoch: number, place: string, text: string, iv = randomBytes(ivLength)): Buffer {
  const head = Buffer.from([version, epoch >> 8, epoch & 0xff]);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(pad(Buffer.from(text))), cipher.final()]);
  return Buffer.concat([head, iv, body, cipher.getAuthTag()]);
}

/** Opens what `seal` made; throws when the key or the place is another, or a bit was changed. */
export function unseal(key: Buffer, place: string, sealed: Buffer): string {
  if (sealed[0] !== version || sealed.length < headLength + ivLength + step + tagLength) {
    throw new Error('not a sealed value of this version');
  }
  const iv = sealed.subarray(headLength, headLength + ivLength);
  const tag = sealed.subarray(-tagLength);
  const body = sealed.subarray(headLength + ivLength, -tagLength);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
  return unpad(Buffer.concat([decipher.update(body), decipher.final()])).toString();
}

/** ISO/IEC 7816-4: one bit, then zeros. */
function pad(bytes: Buffer): Buffer {
  const length = Math.ceil((bytes.length + 1) / step) * step;
  const padded = Buffer.alloc(length);
  bytes.copy(padded);
  padded[bytes.length] = paddingMark;
  return padded;
}

function unpad(padded: Buffer): Buffer {
  return padded.subarray(0, padded.lastIndexOf(paddingMark));
}

/** A key for one purpose made from another key (HKDF-SHA-256, RFC 5869). */
export function deriveKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `hitomado ${purpose}`, keyLength));
}

/**
 * A keyed fingerprint of a value, cut to `bits` (8 to 31), for looking it up without storing it. Cut values collide on
 * purpose: whoever reads the table learns only rough buckets; the caller opens the few hits and compares.
 */
export function blindIndexOf(indexKey: Buffer, purpose: string, value: string, bits: number): number {
  if (bits < 8 || bits > 31) throw new RangeError('a blind index has 8 to 31 bits');
  const digest = createHmac('sha256', deriveKey(indexKey, `blind index ${purpose}`))
    .update(value)
    .digest();
  return digest.readUInt32BE(0) >>> (32 - bits);
}
