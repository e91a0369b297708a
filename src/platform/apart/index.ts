import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What work apart may take before it is ended. */
export interface Limits {
  readonly milliseconds: number;
  readonly megabytes: number;
}

const compiler = ['--import', 'tsx', '--conditions=source'];

/** Work apart gave an answer, took too long, or fell over (its memory was used up, or its input broke it). */
export type Outcome = { readonly answer: unknown } | { readonly failed: 'tooLong' | 'broken' };

/**
 * Runs a module in a process of its own, for input that comes from outside and may be made to break whoever reads it: with little
 * time and memory, and without the house's environment. `module` is the address of a script beside the caller, without its
 * ending; it gets `input` as one message and answers with one.
 */
export function runApart(module: URL, input: unknown, { milliseconds, megabytes }: Limits): Promise<Outcome> {
  const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'));
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
