import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open as openFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import type { Contents } from '#platform/database';
import { OperatorError } from '#platform/errors';
import { damagedFile, open, seal } from './sealed-stream.ts';

/** What a backup file says of itself, in its last frame. */
const manifestShape = z.strictObject({
  /** ISO 8601. */
  createdAt: z.iso.datetime(),
  /** Of the program that wrote it. */
  version: z.string(),
  migrations: z.array(z.strictObject({ name: z.string(), hash: z.string() })).readonly(),
  tables: z.array(z.strictObject({ name: z.string(), rows: z.number().int().min(0), sha256: z.string() })).readonly(),
  /** SHA-256 of the packed content. */
  sha256: z.string(),
  /** The signed heads of the audit trail just before, one line; the trail in the backup holds at least these rows. */
  auditHeads: z.string(),
});

/** Time, version, tables with their row counts and hashes, and the heads of the audit trail. */
export type Manifest = z.infer<typeof manifestShape>;

const compressionLevel = 3;
const ownerOnly = 0o600;
const readAtOnce = 256 * 1024;

/** Bytes on their way, and the hash over all that have passed. */
function hashing(data: AsyncIterable<Buffer>): { pieces: AsyncGenerator<Buffer>; digest: () => string } {
  const hash = createHash('sha256');
  const pass = async function* () {
    for await (const piece of data) {
      hash.update(piece);
      yield piece;
    }
  };
  return { pieces: pass(), digest: () => hash.digest('hex') };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await openFile(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

/**
 * Writes a sealed backup file and reads it again: it is whole under its name, or not there at all. `fill` writes the
 * content and says what it was. Only the owner may read the file. Throws an OperatorError when it can't be written.
 */
export async function writeBackupFile(
  path: string,
  secret: Buffer,
  about: Pick<Manifest, 'createdAt' | 'version' | 'auditHeads'>,
  fill: (output: Writable) => Promise<Contents>,
): Promise<Manifest> {
  const draft = `${path}.draft`;
  const packed = createGzip({ level: compressionLevel });
  const filling = fill(packed);
  const { pieces, digest } = hashing(packed);
  const sealed = seal(secret, pieces, async () => {
    const manifest: Manifest = { ...about, ...(await filling), sha256: digest() };
    return Buffer.from(JSON.stringify(manifest));
  });
  try {
    const file = createWriteStream(draft, { mode: ownerOnly, flush: true });
    await Promise.all([pipeline(sealed, file), filling]);
    const manifest = await checkBackupFile(draft, secret);
    await rename(draft, path);
    await syncFolder(dirname(path));
    return manifest;
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw explained(error, path, `フォルダー ${dirname(path)} がありません。場所を確かめてください。`);
  }
}

/** Reads a backup file to its end and gives its manifest, or throws an OperatorError: nothing else is done with it. */
export async function checkBackupFile(path: string, secret: Buffer): Promise<Manifest> {
  const hash = createHash('sha256');
  let manifest: Manifest | undefined;
  for await (const { kind, content } of frames(path, secret)) {
    if (kind === 'data') hash.update(content);
    else manifest = readManifest(content);
  }
  if (manifest?.sha256 !== hash.digest('hex')) throw damagedFile();
  return manifest;
}

/** The content of a backup file, as `fill` wrote it. */
export function contentOf(path: string, secret: Buffer): Readable {
  const data = async function* () {
    for await (const { kind, content } of frames(path, secret)) if (kind === 'data') yield content;
  };
  const unpacked = createGunzip();
  // A failure destroys the stream that is read, and so reaches the reader.
  pipeline(Readable.from(data()), unpacked).catch(() => undefined);
  return unpacked;
}

async function* frames(path: string, secret: Buffer): ReturnType<typeof open> {
  try {
    yield* open(secret, createReadStream(path, { highWaterMark: readAtOnce }));
  } catch (error) {
    throw explained(error, path, `バックアップのファイル ${path} がありません。場所を確かめてください。`);
  }
}

function readManifest(content: Buffer): Manifest {
  try {
    return manifestShape.parse(JSON.parse(content.toString()));
  } catch {
    throw damagedFile();
  }
}

/** The error for the operator, where it is about the file. */
function explained(error: unknown, path: string, missing: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') {
    return new OperatorError(missing, { cause: error });
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new OperatorError(`${dirname(path)} に空きがありません。空きをつくるか、別の場所を指定してください。`, {
      cause: error,
    });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new OperatorError(`${path} を読み書きする権限がありません。別の場所を指定してください。`, { cause: error });
  }
  return error;
}
