import { startThread } from '#platform/apart';
import { UserError } from '#platform/errors';
import type { Plan } from './plan.ts';
import type { Goal, Staffing } from './staffing.ts';
import type { Comparison, Result } from './study.ts';

/** Longer than this nobody waits for a page, in seconds. */
export const limitSeconds = 30;
/** So many run beside each other; the desks go first. */
const mostAtOnce = 2;
let running = 0;

/** What can be worked out of plans. */
export interface Tasks {
  simulate: { ask: { plan: Plan; days: number; goalMinutes: number }; answer: Result };
  compare: { ask: { first: Plan; second: Plan; days: number; goalMinutes: number }; answer: Comparison };
  smallest: { ask: { plan: Plan; days: number; goal: Goal }; answer: { staffing: Staffing; result: Result } };
}

/** What was worked out, and in how many seconds. */
export interface Worked<Answer> {
  answer: Answer;
  seconds: number;
}

const busy = () =>
  new UserError('simulation.busy', 'いま、ほかの試算をしています。30秒ほど待って、もう一度押してください。', 503);
const tooLong = () =>
  new UserError(
    'simulation.long',
    `${limitSeconds}秒では終わらなかったので、試算を止めました。「試す日数」か人数を減らして、もう一度押してください。`,
    422,
  );

/** Works a task out in a thread of its own, so that the hall goes on meanwhile; stops it when it takes too long. */
export async function workApart<Task extends keyof Tasks>(
  task: Task,
  ask: Tasks[Task]['ask'],
): Promise<Worked<Tasks[Task]['answer']>> {
  if (running >= mostAtOnce) throw busy();
  running += 1;
  const begun = performance.now();
  const worker = startThread('simulation/worker', {
    workerData: { task, ask },
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const answer = await new Promise<Tasks[Task]['answer']>((resolve, reject) => {
      timer = setTimeout(() => reject(tooLong()), limitSeconds * 1000);
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(tooLong()));
    });
    return { answer, seconds: (performance.now() - begun) / 1000 };
  } finally {
    clearTimeout(timer);
    running -= 1;
    await worker.terminate();
  }
}
