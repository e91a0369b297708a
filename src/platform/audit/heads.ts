import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { appendFile, readFile } from 'node:fs/promises';
import { canonicalJson } from './canonical.ts';

/** The last row of one chain at some time. */
export interface Head {
  readonly stream: number;
  readonly seq: number;
  /** Hexadecimal. */
  readonly hash: string;
}

/** The heads of all chains at `at`, signed by the city (Ed25519). */
interface SignedHeads {
  readonly at: string;
  readonly heads: readonly Head[];
  readonly signature: string;
}

/** Adds the present heads, signed, to the file outside the database; copies of it belong in other hands. */
export async function publishHeads(path: string, key: KeyObject, at: Date, heads: readonly Head[]): Promise<void> {
  const unsigned = { at: at.toISOString(), heads };
  const signature = sign(null, Buffer.from(signedText(unsigned)), key).toString('base64');
  await appendFile(path, `${JSON.stringify({ ...unsigned, signature })}\n`, { mode: 0o600, flush: true });
}

/** All published heads in order, or `forged` when a line was not signed by the city. A missing file holds none. */
export async function readPublishedHeads(path: string, key: KeyObject): Promise<readonly Head[] | 'forged'> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const publicKey = createPublicKey(key);
  const lines = text.split('\n').filter((line) => line !== '');
  const published = lines.map((line) => readLine(line, publicKey));
  return published.includes(undefined) ? 'forged' : published.flatMap((heads) => heads ?? []);
}

function readLine(line: string, key: KeyObject): readonly Head[] | undefined {
  try {
    const { at, heads, signature } = JSON.parse(line) as SignedHeads;
    const genuine = verify(null, Buffer.from(signedText({ at, heads })), key, Buffer.from(signature, 'base64'));
    return genuine ? heads : undefined;
  } catch {
    return undefined;
  }
}

function signedText({ at, heads }: Omit<SignedHeads, 'signature'>): string {
  const plain = heads.map(({ stream, seq, hash }) => ({ stream, seq, hash }));
  return `hitomado audit heads\n${canonicalJson({ at, heads: plain })}`;
}
