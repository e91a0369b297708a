import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolConfig } from 'pg';
import { findBinaries } from '../database/embedded/binaries.ts';
import { type Cluster, ensureCluster, readSecret, roleName } from '../database/embedded/cluster.ts';
import { alone } from '../database/embedded/lock.ts';
import { awaitReady, findPostmaster, startPostmaster } from '../database/embedded/postmaster.ts';
import { startTimeOf } from '../database/embedded/processes.ts';
import { canEnter, handOver, serverUser } from '../database/embedded/user.ts';

/** Ends the cluster when the process given as $1 has ended in whatever way: $2 is the server, $3 its folder. */
const caretaker = `while kill -0 "$1" 2>/dev/null; do sleep 1; done
kill -QUIT "$2" 2>/dev/null; while kill -0 "$2" 2>/dev/null; do sleep 0.1; done; rm -rf "$3"`;

/** The process that all test files of one run have in common: the test runner, or this process when it runs alone. */
function rootOfRun(): number {
  return process.env.NODE_TEST_CONTEXT === undefined ? process.pid : process.ppid;
}

function temporaryFolder(): string {
  const user = serverUser();
  return canEnter(tmpdir(), user) ? tmpdir() : '/tmp';
}

/** Starts a cluster for this run of tests, with a caretaker that removes it when the run has ended. */
async function start(cluster: Cluster, root: number): Promise<void> {
  await ensureCluster(cluster);
  const sockets = join(cluster.home, 'sockets');
  mkdirSync(sockets, { recursive: true, mode: 0o700 });
  handOver(sockets, cluster.user);
  const { pid } = await startPostmaster(cluster, { socketFolder: sockets, durable: false });
  const words = ['-c', caretaker, 'caretaker', String(root), String(pid), cluster.home];
  spawn('/bin/sh', words, { detached: true, stdio: 'ignore' }).unref();
}

/**
 * How to connect to the cluster of this run of tests; the first file to ask starts it. It is shared by all files that
 * one test runner runs, loses data in a power cut (which makes it fast) and goes when the runner ends, even by a crash.
 */
export async function testCluster(): Promise<PoolConfig> {
  const root = rootOfRun();
  const home = join(temporaryFolder(), `hitomado-test-${root}-${startTimeOf(root)}`);
  mkdirSync(home, { recursive: true, mode: 0o711 });
  return alone(home, async () => {
    const user = serverUser();
    const cluster: Cluster = { home, user, binaries: findBinaries(user, join(home, 'binaries')) };
    if (!(await awaitReady(cluster))) await start(cluster, root);
    const socketFolder = findPostmaster(cluster)?.socketFolder;
    return { host: socketFolder, user: roleName, password: readSecret(cluster), database: roleName };
  });
}
