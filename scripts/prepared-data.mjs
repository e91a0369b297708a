// The data of an installation that was started once, for tests that begin with a new installation: making them takes longer
// than many a test.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './environment.mjs';

/** Starts the built product once on new data and ends it when it serves. Gives the folder, or throws with what it said. */
export async function prepareData() {
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-prepared-'));
  const child = spawn(process.execPath, [join(root, 'bin', 'hitomado'), 'serve'], {
    env: { ...process.env, NODE_ENV: 'production', HITOMADO_DATA: folder, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += String(chunk);
    if (printed.includes('ひとまどが開きました')) child.kill('SIGTERM');
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`the product ended with ${code}:\n${printed}`);
  return folder;
}
