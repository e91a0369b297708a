import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { OperatorError } from '#platform/errors';

/**
 * The outer form of a backup file: `hitomado backup 1\n`, a salt of 32 bytes, then frames. Each frame is its kind (1 byte:
 * 1 data, 2 the last one), the length of the sealed part (4 bytes), and that part, sealed with AES-256-GCM under a key of
 * this file (HKDF-SHA-256 of the secret and the salt). The nonce is the number of the frame, the head of the frame is
 * authenticated: a frame that is missing, moved, changed or cut off is noticed, and so is a file without its last frame.
 */
const magic = Buffer.from('hitomado backup 1\n');
const saltLength = 32;
const headLength = 5;
const tagLength = 16;
const chunkLength = 1024 * 1024;
const kinds = { data: 1, last: 2 } as const;

/** A damaged, foreign or cut-off backup file. */
export function damagedFile(): OperatorError {
  return new OperatorError(
    'バックアップのファイルを開けません。壊れているか、途中で切れているか、別の市の鍵で封じられています。別のバックアップを使うか、keysフォルダーが元のものかを確かめてください。',
  );
}

function keyOf(secret: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, 'hitomado backup file', 32));
}

function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(index), 4);
  return nonce;
}

function frame(key: Buffer, index: number, kind: number, content: Buffer): Buffer {
  const head = Buffer.alloc(headLength);
  head.writeUInt8(kind, 0);
  head.writeUInt32BE(content.length + tagLength, 1);
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index)).setAAD(head);
  return Buffer.concat([head, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

function openFrame(key: Buffer, index: number, head: Buffer, sealed: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index), { authTagLength: tagLength });
    decipher.setAAD(head).setAuthTag(sealed.subarray(-tagLength));
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagLength)), decipher.final()]);
  } catch {
    throw damagedFile();
  }
}

/** Pieces of any size as pieces of `length` bytes; the last one may be shorter. */
async function* inChunks(data: AsyncIterable<Buffer>, length: number): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const piece of data) {
    waiting.push(piece);
    size += piece.length;
    if (size < length) continue;
    const whole = Buffer.concat(waiting);
    const full = size - (size % length);
    for (let start = 0; start < full; start += length) yield whole.subarray(start, start + length);
    waiting = [whole.subarray(full)];
    size -= full;
  }
  if (size > 0) yield Buffer.concat(waiting);
}

/** Seals `data`; what `last` gives when all of it has passed goes into the last frame. */
export async function* seal(
  secret: Buffer,
  data: AsyncIterable<Buffer>,
  last: () => Promise<Buffer>,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(saltLength);
  const key = keyOf(secret, salt);
  yield Buffer.concat([magic, salt]);
  let index = 0;
  for await (const chunk of inChunks(data, chunkLength)) {
    yield frame(key, index, kinds.data, chunk);
    index += 1;
  }
  yield frame(key, index, kinds.last, await last());
}

/** Gives exact numbers of bytes of a stream. */
function reader(input: AsyncIterable<Buffer>) {
  const pieces = input[Symbol.asyncIterator]();
  let buffered: Buffer = Buffer.alloc(0);
  return {
    /** The next `length` bytes, or fewer at the end. */
    async take(length: number): Promise<Buffer> {
      const parts: Buffer[] = [buffered];
      let size = buffered.length;
      while (size < length) {
        const { value, done } = await pieces.next();
        if (done) break;
        parts.push(value);
        size += value.length;
      }
      const whole = Buffer.concat(parts);
      buffered = whole.subarray(length);
      return whole.subarray(0, length);
    },
  };
}

/**
 * Opens what `seal` made, frame by frame: each piece of the data, and at the end the content of the last frame. Throws an
 * OperatorError at the first byte that is not as it was sealed; pieces given out before were genuine.
 */
export async function* open(
  secret: Buffer,
  input: AsyncIterable<Buffer>,
): AsyncGenerator<{ readonly kind: 'data' | 'last'; readonly content: Buffer }> {
  const { take } = reader(input);
  const start = await take(magic.length + saltLength);
  if (start.length < magic.length + saltLength || !start.subarray(0, magic.length).equals(magic)) throw damagedFile();
  const key = keyOf(secret, start.subarray(magic.length));
  for (let index = 0; ; index += 1) {
    const head = await take(headLength);
    const length = head.length === headLength ? head.readUInt32BE(1) : 0;
    if (length < tagLength || length > chunkLength * 8) throw damagedFile();
    const sealed = await take(length);
    if (sealed.length < length) throw damagedFile();
    const content = openFrame(key, index, head, sealed);
    if (head[0] !== kinds.last) {
      yield { kind: 'data', content };
      continue;
    }
    if ((await take(1)).length > 0) throw damagedFile();
    yield { kind: 'last', content };
    return;
  }
}
