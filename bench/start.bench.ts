/** How long a start takes until the first page comes: on new data, and on data that were used before. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../tests/support/server.ts';
import { median, report } from './report.ts';

const rounds = 5;
const folder = mkdtempSync(join(tmpdir(), 'hitomado-start-bench-'));
// The database may run as a user of its own, which has to pass.
chmodSync(folder, 0o711);

/** Seconds from starting the process to a page of the guide. */
async function secondsToPage(dataFolder: string): Promise<number> {
  const begun = performance.now();
  const server = await startServer({ dataFolder });
  const page = await fetch(server.url);
  const seconds = (performance.now() - begun) / 1000;
  if (!page.ok) throw new Error(`the first page came with ${page.status}`);
  await server.close();
  return seconds;
}

try {
  const first: number[] = [];
  const warm: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const dataFolder = join(folder, String(round));
    first.push(await secondsToPage(dataFolder));
    warm.push(await secondsToPage(dataFolder));
  }
  const figures = { 'first start s': median(first), 'warm start s': median(warm) };
  report({
    name: 'start',
    figures,
    peers: {},
    goal: { 'warm start s': '≤ 5' },
    pass: figures['warm start s'] <= 5,
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
