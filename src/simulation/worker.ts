import { parentPort, workerData } from 'node:worker_threads';
import { planSchema } from './plan.ts';
import { compare, simulate } from './study.ts';

const { first, second, days } = workerData as { first: unknown; second: unknown; days: number };
const plan = planSchema.parse(first);
parentPort?.postMessage(second === null ? simulate(plan, { days }) : compare(plan, planSchema.parse(second), { days }));
