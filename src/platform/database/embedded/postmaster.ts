import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '#platform/errors';
import { type Cluster, clusterFolder, logFile, spawnOptions } from './cluster.ts';
import { serverFailure } from './failures.ts';
import { commandOf, startTimeOf, until } from './processes.ts';
import { type ServerOptions, serverSettings, socketName } from './settings.ts';

/** The server's first process, as its own file `postmaster.pid` describes it. */
export interface Postmaster {
  readonly pid: number;
  readonly socketFolder: string;
  readonly ready: boolean;
}

const longestStart = 60_000;
const longestStop = 30_000;
const largestLog = 10_000_000;

function pidFile(cluster: Cluster): string {
  return join(clusterFolder(cluster), 'postmaster.pid');
}

/** What the file holds. A server that ends takes it away, so to ask first whether it is there would not be enough. */
function pidFileText(cluster: Cluster): string | undefined {
  try {
    return readFileSync(pidFile(cluster), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** What the file says; lines by PostgreSQL's miscadmin.h: 1 process, 5 socket folder, 8 status. */
function readPidFile(cluster: Cluster): Postmaster | undefined {
  const text = pidFileText(cluster);
  if (text === undefined) return undefined;
  const [pid = '', , , , socketFolder = '', , , status = ''] = text.split('\n');
  return { pid: Number(pid), socketFolder, ready: status.trim() === 'ready' };
}

/** Whether process `pid` is the server of this cluster, and not another program that got the number since. */
function serves(cluster: Cluster, pid: number): boolean {
  return startTimeOf(pid) !== undefined && commandOf(pid).includes(clusterFolder(cluster));
}

/** The server of this cluster that runs now, also one that an earlier process left behind. */
export function findPostmaster(cluster: Cluster): Postmaster | undefined {
  const found = readPidFile(cluster);
  return found && serves(cluster, found.pid) ? found : undefined;
}

/** Whether new connections can be made; programs that sweep the temporary folder may take the socket away. */
export function isReachable({ socketFolder }: Postmaster): boolean {
  return existsSync(join(socketFolder, socketName));
}

/** The end of the log written since `start` bytes. */
function logSince(cluster: Cluster, start: number): string {
  return readFileSync(logFile(cluster)).subarray(start).toString('utf8');
}

/** Opens the log to append to it; a long one is put aside once. */
function openLog(cluster: Cluster): { descriptor: number; size: number } {
  const path = logFile(cluster);
  if (existsSync(path) && statSync(path).size > largestLog) renameSync(path, `${path}.1`);
  const descriptor = openSync(path, 'a', 0o600);
  return { descriptor, size: statSync(path).size };
}

/** More than any process number of Linux (2²² at most). */
const nobodysNumber = 2_147_483_646;

/**
 * PostgreSQL refuses to start while the process that a left-over file names seems to live: another program that got the
 * number since, or the remains of the killed server when nobody collects them (a container without an init). In
 * `postmaster.pid` only the number is replaced: by the other lines PostgreSQL sees whether children of the former server
 * still use its memory. The socket and its lock lie in a folder of our own and hold nothing more. Only for a cluster
 * without a server.
 */
function disownLeftovers(cluster: Cluster, socketFolder: string): void {
  for (const name of [socketName, `${socketName}.lock`]) rmSync(join(socketFolder, name), { force: true });
  const text = pidFileText(cluster);
  if (text === undefined) return;
  const [, ...others] = text.split('\n');
  writeFileSync(pidFile(cluster), [nobodysNumber, ...others].join('\n'));
}

/** Starts the server in a session of its own, so that an interrupt from the keyboard does not reach it before us. */
async function launch(cluster: Cluster, options: ServerOptions): Promise<Postmaster | string> {
  disownLeftovers(cluster, options.socketFolder);
  const settings = Object.entries(serverSettings(options)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { descriptor, size } = openLog(cluster);
  const child = spawn(join(cluster.binaries, 'bin/postgres'), ['-D', clusterFolder(cluster), ...settings], {
    ...spawnOptions(cluster),
    detached: true,
    stdio: ['ignore', descriptor, descriptor],
  });
  closeSync(descriptor);
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  child.unref();
  // The file of the server before may still be there, so the number counts as well.
  const ready = () => {
    const found = readPidFile(cluster);
    return found?.pid === child.pid && found?.ready ? found : undefined;
  };
  await until(() => ended || ready() !== undefined, longestStart);
  return ready() ?? logSince(cluster, size);
}

/** Children of a server that was killed need a moment to notice, and hold its shared memory until then. */
const isStillLeaving = /pre-existing shared memory block|is still in use/;

/** Starts the server of a cluster that has none. Throws an OperatorError with the reason when it does not come up. */
export async function startPostmaster(cluster: Cluster, options: ServerOptions): Promise<Postmaster> {
  const deadline = performance.now() + longestStart;
  for (;;) {
    const started = await launch(cluster, options);
    if (typeof started !== 'string') return started;
    if (!isStillLeaving.test(started) || performance.now() > deadline) throw serverFailure(started, logFile(cluster));
    await until(() => false, 200);
  }
}

/** Waits until a server that is starting or was found by its file takes connections. */
export async function awaitReady(cluster: Cluster): Promise<Postmaster | undefined> {
  await until(() => findPostmaster(cluster)?.ready !== false, longestStart);
  return findPostmaster(cluster);
}

/**
 * Stops the server: fast (it breaks connections off, writes everything out and ends), and at once when that takes
 * longer than 30 s, which costs a recovery at the next start but no data.
 */
export async function stopPostmaster(cluster: Cluster): Promise<void> {
  const running = findPostmaster(cluster);
  if (!running) return;
  const gone = () => !serves(cluster, running.pid);
  process.kill(running.pid, 'SIGINT');
  if (await until(gone, longestStop)) return;
  process.kill(running.pid, 'SIGQUIT');
  if (await until(gone, longestStop)) return;
  throw new OperatorError(`データベース（プロセス ${running.pid}）が止まりません。機械を再起動してください。`);
}
