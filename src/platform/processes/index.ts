import cluster, { type Worker } from 'node:cluster';
import { setTimeout as wait } from 'node:timers/promises';

/** What a process that serves can do for those who watch over it. */
export interface Serving {
  /** What to say to the person at the machine once it serves. */
  readonly greeting: string;
  /** Stops: what runs is finished. */
  close(): Promise<void>;
}

/** Whether this process is not one of several that another one started. */
export const { isPrimary } = cluster;

/** What the watching process and those that serve say to each other. */
const ready = 'hitomado:ready';
const stop = 'hitomado:stop';
/** A process that ended is followed by another one after this time, so that a fault that lasts does not turn in circles. */
const pauseMilliseconds = 1000;

/**
 * Serves in this process until it is told to stop, also while it is still starting: what was opened then is closed as always, the
 * database with it. The second signal ends it at once.
 */
export async function serveUntilStopped(start: () => Promise<Serving>): Promise<void> {
  let serving: Serving | undefined;
  let isToStop = false;
  const close = (what: Serving): void => {
    what.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  const end = (): void => {
    if (isToStop) return;
    isToStop = true;
    process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
    if (serving) close(serving);
  };
  process.on('SIGTERM', end).on('SIGINT', end);
  process.on('message', (message) => {
    if (message === stop) end();
  });
  serving = await start();
  if (isToStop) return close(serving);
  if (isPrimary || cluster.worker?.id === 1) process.stdout.write(`${serving.greeting}\n`);
  process.send?.(ready);
}

/**
 * Lets several processes serve on one port, each on a core of its own: `count` copies of this program. The first one starts
 * alone, because it opens the data. One that ends is replaced; when the first ends before it served, nothing is served at all.
 */
export async function serveInProcesses(count: number): Promise<void> {
  const running = new Set<Worker>();
  let hasServed = false;
  let stopping = false;
  let code = 0;
  const end = () => {
    stopping = true;
    for (const worker of running) tellToStop(worker);
  };
  process.on('SIGTERM', end).on('SIGINT', end);

  /** Starts one; settles when it serves or has ended. */
  function startOne(): Promise<void> {
    const worker = cluster.fork();
    running.add(worker);
    return new Promise((settled) => {
      worker.on('message', (message) => {
        if (message !== ready) return;
        hasServed = true;
        settled();
        // It was still starting when the others were told, and heard nothing.
        if (stopping) tellToStop(worker);
      });
      worker.once('exit', (exitCode) => {
        running.delete(worker);
        settled();
        if (!hasServed && !stopping) {
          code = exitCode || 1;
          end();
        }
        if (stopping && running.size === 0) process.exit(code);
        if (!stopping) replaceLater();
      });
    });
  }

  async function replaceLater(): Promise<void> {
    await wait(pauseMilliseconds);
    if (!stopping) await startOne();
  }

  for (let index = 0; index < count && !stopping; index += 1) await startOne();
}

/** Tells a process to stop; one that has just ended cannot be told any more. */
function tellToStop(worker: Worker): void {
  if (worker.isConnected()) worker.send(stop, () => undefined);
}
