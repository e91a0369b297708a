/** Memory of the product at rest: the application and every process of its database, as their share of real memory (PSS). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startServer } from '../tests/support/server.ts';
import { report } from './report.ts';

const restSeconds = 15;
const kilobytes = 1024;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process has just ended.
    return '';
  }
}

/** Shared pages are counted in parts, so that the sum over processes is what the machine really gives. In MB. */
function shareOf(pid: number): number {
  const [, amount = '0'] = /^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`)) ?? [];
  return Number(amount) / kilobytes;
}

/** The process and all that descend from it. */
function familyOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: Number(/^PPid:\s+(\d+)$/m.exec(read(`/proc/${name}/status`))?.[1]) }));
  const below = (one: number): number[] => [
    one,
    ...parents.filter(({ parent }) => parent === one).flatMap((child) => below(child.pid)),
  ];
  return below(pid);
}

const sum = (pids: readonly number[]) => pids.reduce((total, pid) => total + shareOf(pid), 0);

const server = await startServer();
try {
  for (const path of ['/', '/procedures', '/api/v1/inventory', '/guide/start/move'])
    await fetch(`${server.url}${path}`);
  await wait(restSeconds * 1000);
  const postmaster = Number(
    readFileSync(join(server.dataFolder, 'database/cluster/postmaster.pid'), 'utf8').split('\n')[0],
  );
  const application = sum(familyOf(server.process.pid ?? 0).filter((pid) => pid !== postmaster));
  const database = sum(familyOf(postmaster));
  const figures = { 'application MB': application, 'database MB': database, 'together MB': application + database };
  report({
    name: 'memory',
    figures,
    peers: {},
    goal: { 'together MB': '≤ 400' },
    pass: application > 0 && database > 0 && application + database <= 400,
  });
} finally {
  await server.close();
}
