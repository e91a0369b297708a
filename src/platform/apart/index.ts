import { fork } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { packageRoot } from '#platform/package';

/** What work apart may take before it is ended. */
export interface Limits {
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Whether this runs from its source, as in tests; the product runs what was built before. */
const fromSource = import.meta.url.endsWith('.ts');

/** Where a script is, by its path below `src` without an ending. */
function fileOf(script: string): string {
  return fromSource ? join(packageRoot, 'src', `${script}.ts`) : join(packageRoot, 'dist', `${script}.js`);
}

/** Work apart gave an answer, took too long, or fell over (its memory was used up, or its input broke it). */
export type Outcome = { readonly answer: unknown } | { readonly failed: 'tooLong' | 'broken' };

/**
 * Runs a module in a process of its own, for input that comes from outside and may be made to break whoever reads it: with little
 * time and memory, and without the house's environment. `script` is its path below `src` without an ending, one of those that
 * `scripts/build.mjs` names; it gets `input` as one message and answers with one.
 */
export function runApart(script: string, input: unknown, { milliseconds, megabytes }: Limits): Promise<Outcome> {
  const child = fork(fileOf(script), {
    execArgv: [...(fromSource ? ['--import', 'tsx'] : []), `--max-old-space-size=${megabytes}`],
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve({ failed: 'tooLong' });
    }, milliseconds);
    child.once('message', (answer) => resolve({ answer }));
    child.once('exit', () => {
      clearTimeout(timer);
      resolve({ failed: 'broken' });
    });
    child.send(input as object);
  });
}

/** Starts a module as a thread, for work of our own that would hold everybody up. `script` is as for `runApart`. */
export function startThread(script: string, options: WorkerOptions = {}): Worker {
  const address = pathToFileURL(fileOf(script));
  if (!fromSource) return new Worker(address, options);
  const load = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(address.href)}); });`;
  return new Worker(load, { ...options, eval: true });
}
