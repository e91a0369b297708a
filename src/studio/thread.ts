import type { Worker } from 'node:worker_threads';
import type { InventoryRecords } from '#inventory';
import { startThread } from '#platform/apart';
import type { Day } from '#platform/clock';
import { UserError } from '#platform/errors';
import type { StudioFinding } from './findings.ts';
import type { Impact } from './impact.ts';

/** What is worked out about an inventory besides the hall: seconds of thinking, during which nobody at a counter may wait. */
export interface Tasks {
  findings: { ask: { records: InventoryRecords; today: Day }; answer: StudioFinding[] };
  impact: { ask: { before: InventoryRecords; after: InventoryRecords }; answer: Impact };
}

/** A task as the thread gets it. */
export interface Asked {
  number: number;
  task: keyof Tasks;
  ask: unknown;
}

/** A task that takes longer than this has gone wrong. */
const limitSeconds = 60;
/** The thread remembers what it found about earlier states, and goes when nobody works on the inventory any more. */
const idleSeconds = 300;

interface Waiting {
  resolve(answer: never): void;
  reject(error: Error): void;
}

let thread: Worker | undefined;
let lastNumber = 0;
let idle: NodeJS.Timeout | undefined;
const waiting = new Map<number, Waiting>();

const tooLong = () =>
  new UserError(
    'studio.tooLong',
    '台帳を調べるのに時間がかかりすぎたので、止めました。少し待って、もう一度開いてください。',
    503,
  );

/** Ends the thread; whoever still waits is told. */
function end(error: Error): void {
  const ended = thread;
  thread = undefined;
  clearTimeout(idle);
  for (const { reject } of waiting.values()) reject(error);
  waiting.clear();
  void ended?.terminate();
}

function start(): Worker {
  const started = startThread('studio/worker');
  started.on('message', ({ number, answer, failed }: { number: number; answer: never; failed?: string }) => {
    const one = waiting.get(number);
    waiting.delete(number);
    if (failed === undefined) one?.resolve(answer);
    else one?.reject(new Error(failed));
    if (waiting.size === 0) rest();
  });
  started.on('error', (error) => {
    if (thread === started) end(error as Error);
  });
  return started;
}

/** Nothing to do: the thread keeps no process from ending, and goes after a while. */
function rest(): void {
  thread?.unref();
  clearTimeout(idle);
  idle = setTimeout(() => end(tooLong()), idleSeconds * 1000).unref();
}

/** Works something out in the thread of the studio, one after the other. */
export async function workApart<Task extends keyof Tasks>(
  task: Task,
  ask: Tasks[Task]['ask'],
): Promise<Tasks[Task]['answer']> {
  clearTimeout(idle);
  thread ??= start();
  thread.ref();
  lastNumber += 1;
  const number = lastNumber;
  const timer = setTimeout(() => end(tooLong()), limitSeconds * 1000);
  try {
    return await new Promise<Tasks[Task]['answer']>((resolve, reject) => {
      waiting.set(number, { resolve, reject });
      thread?.postMessage({ number, task, ask } satisfies Asked);
    });
  } finally {
    clearTimeout(timer);
  }
}
