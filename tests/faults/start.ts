import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { startServer } from '../support/server.ts';

export const root = resolve(import.meta.dirname, '..', '..');

/** A folder that goes after the test; the database's user may pass through it. */
export function scratchFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-start-'));
  chmodSync(folder, 0o711);
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

let prepared: Promise<string> | undefined;

/** The master key of `usedData`, as the environment names it. */
export const ownKey = { HITOMADO_MASTER_KEY: Buffer.alloc(32, 5).toString('base64') };

/** A copy of a data folder that was used once, as a demo with a key of its own (`ownKey`). */
export async function usedData(t: TestContext): Promise<string> {
  prepared ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hitomado-used-'));
    await (await startServer({ dataFolder: folder, environment: ownKey })).close();
    return folder;
  })();
  const copy = join(scratchFolder(t), '窓口 の データ');
  // Owners count: the database's files belong to its own user.
  execFileSync('cp', ['-a', await prepared, copy]);
  return copy;
}

/** Removes what `usedData` keeps for the other tests of a file. */
export async function forgetUsedData(): Promise<void> {
  if (prepared) rmSync(await prepared, { recursive: true, force: true });
}

const logLine = /^\{"time":/;

/**
 * Starts the product where it cannot start, and gives what it says: it must be one Japanese sentence or two, on one line,
 * with exit code 1 and without a stack.
 */
export async function refusalOf(
  environment: Readonly<Record<string, string>>,
  program = join(root, 'bin', 'hitomado'),
): Promise<string> {
  const { DATABASE_URL: _server, ...own } = process.env;
  const child = spawn(process.execPath, [program, 'serve'], {
    env: { ...own, NODE_ENV: 'production', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  clearTimeout(timer);
  const lines = complained.split('\n').filter((line) => line !== '' && !logLine.test(line));
  assert.equal(code, 1, complained);
  assert.equal(said, '');
  assert.equal(lines.length, 1, complained);
  const [sentence = ''] = lines;
  assert.match(sentence, /[ぁ-ん].*。$/);
  assert.doesNotMatch(sentence, / at |Error/);
  return sentence;
}
