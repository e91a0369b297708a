import { Worker } from 'node:worker_threads';
import { UserError } from '#platform/errors';
import type { Plan } from './plan.ts';
import type { Comparison, Result } from './study.ts';

/** Longer than this nobody waits for a page. */
const limitMilliseconds = 20_000;
/** So many run beside each other; the desks go first. */
const mostAtOnce = 2;
let running = 0;

const busy = () =>
  new UserError('simulation.busy', 'いま、ほかの試算をしています。30秒ほど待って、もう一度押してください。', 503);
const tooLong = () =>
  new UserError('simulation.long', '試算が終わりませんでした。人数か日数を減らして、もう一度押してください。', 422);

/** The thread: the compiled file, or in tests the source, for which a thread has to load the compiler itself. */
function startWorker(workerData: { first: Plan; second: Plan | null; days: number }): Worker {
  const options = { workerData, resourceLimits: { maxOldGenerationSizeMb: 256 } };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./worker.js', import.meta.url), options);
  const source = JSON.stringify(new URL('./worker.ts', import.meta.url).href);
  const load = `import('tsx/esm/api').then(({ register }) => { register(); return import(${source}); });`;
  return new Worker(load, { ...options, eval: true });
}

/** Simulates in a thread of its own, so that the hall goes on meanwhile. With a second plan both are compared. */
export async function runApart(first: Plan, second: Plan | null, days: number): Promise<Result | Comparison> {
  if (running >= mostAtOnce) throw busy();
  running += 1;
  const worker = startWorker({ first, second, days });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(tooLong()), limitMilliseconds);
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(tooLong()));
    });
  } finally {
    clearTimeout(timer);
    running -= 1;
    await worker.terminate();
  }
}
