import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '#platform/testing';
import { openRush, replay, runRush, violations } from './support/rush.ts';

const steps = 100_000;

test(`V5 forty desks over two servers, ${steps} random steps: no call twice, no ticket twice, nobody lost`, async (t) => {
  const database = await testDatabase('reception');
  t.after(() => database.close());
  const seed = Number(process.env.HITOMADO_SEED ?? 20261125);
  const outcomes = await runRush(await openRush(database, 8), steps, seed);
  assert.deepEqual(await violations(database), [], `seed ${seed}`);
  assert.ok((await replay(database)) > steps / 8, JSON.stringify([...outcomes]));
});
