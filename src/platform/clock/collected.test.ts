import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collected } from './index.ts';

test('X5 what comes together while work runs is done in one round, nothing is left out, and a failure stops nothing', async () => {
  const rounds: number[][] = [];
  const work = collected<number>(async (items) => {
    rounds.push([...items]);
    await new Promise((done) => setTimeout(done, 5));
    if (items.includes(1)) throw new Error('this round fails');
  });
  work.add(1);
  await new Promise((done) => setTimeout(done, 1));
  for (const item of [2, 3, 4]) work.add(item);
  await work.settled();
  assert.deepEqual(rounds, [[1], [2, 3, 4]]);
  work.add(5);
  await work.settled();
  assert.deepEqual(rounds.at(-1), [5]);
});
