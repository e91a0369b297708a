import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from '#platform/config';
import { OperatorError } from '#platform/errors';
import { keyLength } from './cipher.ts';
import { draftSuffix, keepFile } from './files.ts';

/** What is needed of the settings to find the master key. */
export type KeyConfig = Pick<Config, 'mode' | 'dataFolder' | 'masterKey'>;

const demoMark = 'demo:';
const openToOthers = 0o077;

/** Where the keys of this city lie, beside the database and never in it. */
export function keysFolder(config: Pick<KeyConfig, 'dataFolder'>): string {
  return join(config.dataFolder, 'keys');
}

/**
 * The city's master key: 32 bytes as base64 or hexadecimal, from a file only its owner may read, or from the
 * environment, where it is taken away once read. In demo mode one is made at the first start, marked so that production
 * refuses it. A key that does not fit the keys already there is an OperatorError; another one is never made in its place.
 */
export function readMasterKey(config: KeyConfig, environment: NodeJS.ProcessEnv): Buffer {
  const folder = keysFolder(config);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const text = readText(config, folder, environment);
  if (text.startsWith(demoMark) && config.mode === 'production') {
    throw new OperatorError(
      'お試し用の親鍵は本番では使えません。本番用の鍵のファイルを作り、その場所を指定してください。',
    );
  }
  const key = decode(text.startsWith(demoMark) ? text.slice(demoMark.length) : text);
  checkFingerprint(folder, key);
  return key;
}

function readText(config: KeyConfig, folder: string, environment: NodeJS.ProcessEnv): string {
  const { masterKey } = config;
  if (masterKey.kind === 'file') return readKeyFile(masterKey.path);
  if (masterKey.kind === 'demo') return readDemoKey(folder);
  const text = environment[masterKey.variable] ?? '';
  // Child processes and crash reports must not see it.
  delete environment[masterKey.variable];
  return text.trim();
}

function readDemoKey(folder: string): string {
  const path = join(folder, 'master.key');
  if (readdirSync(folder).every((name) => name.endsWith(draftSuffix))) {
    keepFile(path, `${demoMark}${randomBytes(keyLength).toString('base64')}\n`);
  }
  return readKeyFile(path);
}

function readKeyFile(path: string): string {
  try {
    if ((statSync(path).mode & openToOthers) !== 0) {
      throw new OperatorError(
        `親鍵のファイル ${path} が、ほかの人にも読めるようになっています。「chmod 600 ${path}」を実行してください。`,
      );
    }
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(
      `親鍵のファイル ${path} を読めません。ファイルを元の場所に戻すか、控えの用紙から復元してください。`,
      { cause: error },
    );
  }
}

function decode(text: string): Buffer {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (key.length === keyLength) return key;
  throw new OperatorError('親鍵の形が正しくありません。32バイトの鍵をbase64で書いてください。');
}

const fingerprintPath = (folder: string) => join(folder, 'fingerprint');

/** The first key is remembered by its fingerprint; from then on only the same key is taken. */
function checkFingerprint(folder: string, key: Buffer): void {
  const fingerprint = createHash('sha256').update('hitomado master key').update(key).digest('hex').slice(0, 32);
  const path = fingerprintPath(folder);
  if (!existsSync(path)) keepFile(path, `${fingerprint}\n`);
  if (readFileSync(path, 'utf8').trim() === fingerprint) return;
  throw new OperatorError(
    `親鍵が、${dirname(path)} にあるデータの鍵と合いません。これまで使っていた親鍵を指定してください。新しい鍵では、入力された内容を開けません。`,
  );
}
