import { parentPort } from 'node:worker_threads';
import { compileInventory } from '#inventory';
import { findingsOf } from './findings.ts';
import { impactOf } from './impact.ts';
import type { Asked, Tasks } from './thread.ts';

const work: { [Task in keyof Tasks]: (ask: Tasks[Task]['ask']) => Tasks[Task]['answer'] } = {
  findings: ({ records, today }) => findingsOf(records, today),
  impact: ({ before, after }) => impactOf(compileInventory(before), compileInventory(after)),
};

parentPort?.on('message', ({ number, task, ask }: Asked) => {
  try {
    parentPort?.postMessage({ number, answer: work[task](ask as never) });
  } catch (error) {
    parentPort?.postMessage({ number, failed: String((error as Error).stack) });
  }
});
