import { parentPort, workerData } from 'node:worker_threads';
import type { Tasks } from './run.ts';
import { smallestStaffing, withRoster } from './staffing.ts';
import { compare, simulate } from './study.ts';

const work: { [Task in keyof Tasks]: (ask: Tasks[Task]['ask']) => Tasks[Task]['answer'] } = {
  simulate: ({ plan, ...options }) => simulate(plan, options),
  compare: ({ first, second, ...options }) => compare(first, second, options),
  smallest: ({ plan, days, goal }) => {
    const staffing = smallestStaffing(plan, goal, { days });
    return { staffing, result: simulate(withRoster(plan, staffing.desks), { days, goalMinutes: goal.minutes }) };
  },
};

const { task, ask } = workerData as { task: keyof Tasks; ask: never };
parentPort?.postMessage(work[task](ask));
