import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTimeOf } from './processes.ts';

/** `<process>-<start time>-<random>`: one for each use of the cluster. */
function isLiving(lease: string): boolean {
  const [pid = '', startTime = ''] = lease.split('-');
  return startTimeOf(Number(pid)) === startTime;
}

/** Notes in `folder` that this process uses the cluster. Returns the note, for `giveUpLease`. */
export function takeLease(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lease = join(folder, `${process.pid}-${startTimeOf(process.pid)}-${randomUUID()}`);
  writeFileSync(lease, '', { mode: 0o600 });
  return lease;
}

/** Takes the note back, with those of processes that ended without doing so. Returns whether nobody uses the cluster now. */
export function giveUpLease(folder: string, lease: string): boolean {
  rmSync(lease, { force: true });
  const leases = readdirSync(folder);
  for (const dead of leases.filter((name) => !isLiving(name))) rmSync(join(folder, dead), { force: true });
  return !leases.some(isLiving);
}
