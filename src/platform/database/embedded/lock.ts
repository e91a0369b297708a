import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { OperatorError } from '#platform/errors';

const longestWait = 60_000;

/**
 * Binds a name in the kernel's abstract socket space. Only one process can hold it, and the kernel frees it when that
 * process ends in whatever way, so no stale lock has ever to be recognised. Undefined when another process holds it.
 */
async function take(name: string): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy());
  server.listen(`\0${name}`);
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
}

/**
 * Runs `work` while no other process of this machine works on `folder` under this lock.
 * Throws an OperatorError when it was not free within a minute.
 */
export async function alone<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const name = `hitomado-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`;
  const deadline = performance.now() + longestWait;
  let held = await take(name);
  while (!held) {
    if (performance.now() > deadline) {
      throw new OperatorError(
        `ほかのプロセスがデータベースの起動を終えません。それを終了してから、もう一度起動してください（${folder}）。`,
      );
    }
    await wait(20);
    held = await take(name);
  }
  try {
    return await work();
  } finally {
    held.close();
    await once(held, 'close');
  }
}
