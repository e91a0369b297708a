import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** What work apart may take before it is ended. */
export interface Limits {
  readonly milliseconds: number;
  readonly megabytes: number;
}

const compiler = ['--import', 'tsx', '--conditions=source'];
/** How the scripts of this program end: the compiled ones, or in tests the sources. */
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'));

/** Work apart gave an answer, took too long, or fell over (its memory was used up, or its input broke it). */
export type Outcome = { readonly answer: unknown } | { readonly failed: 'tooLong' | 'broken' };

/**
 * Runs a module in a process of its own, for input that comes from outside and may be made to break whoever reads it: with little
 * time and memory, and without the house's environment. `module` is the address of a script beside the caller, without its
 * ending; it gets `input` as one message and answers with one.
 */
export function runApart(module: URL, input: unknown, { milliseconds, megabytes }: Limits): Promise<Outcome> {
  const child = fork(`${fileURLToPath(module)}${ending}`, {
    // A source, as in tests, needs the compiler; the product runs what was compiled before.
    execArgv: [...(ending === '.ts' ? compiler : []), `--max-old-space-size=${megabytes}`],
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

/** Starts a module as a thread, for work of our own that would hold everybody up. `module` is as for `runApart`. */
export function startThread(module: URL, options: WorkerOptions = {}): Worker {
  const script = `${module.href}${ending}`;
  if (ending !== '.ts') return new Worker(new URL(script), options);
  const load = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(script)}); });`;
  return new Worker(load, { ...options, eval: true });
}
