import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Database } from '#platform/database';
import type { WorkerOrders } from './notify-worker.ts';

/** Starts a worker in a process of its own on `database`; settles when it sends. */
export async function startWorker(
  database: Database,
  orders: Omit<WorkerOrders, 'server'>,
): Promise<ChildProcess & { readonly stdout: NonNullable<ChildProcess['stdout']> }> {
  const { host = '', user = '', password = '', database: name = '' } = database.pool.options;
  const server = { host, user, password: String(password), database: name };
  const script = join(import.meta.dirname, 'notify-worker.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify({ ...orders, server })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}
