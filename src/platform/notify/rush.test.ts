import assert from 'node:assert/strict';
import { test } from 'node:test';
import { naiveRush, reminderRush } from '../testing/reminder-rush.ts';

test('V2 X5 hundreds of reminders at once, a process killed and every line dropped: none twice, none forgotten, none for others', async () => {
  const result = await reminderRush({ count: 400, delay: 10, lanes: 5, sendingLease: 2_000 });
  assert.equal(result.twice, 0);
  assert.equal(result.forOthers, 0);
  assert.equal(result.forgotten, 0);
  assert.equal(result.reached + result.unknown >= 360, true);
  // What was on the lines when the process died, and when the lines broke: five of each channel, twice.
  assert.ok(result.unknown <= 20, `${result.unknown} unknown`);
});

test('V2 X5 the usual loop, which sends and then marks, writes to some people twice under the same faults', async () => {
  const { twice } = await naiveRush({ count: 200, delay: 10, lanes: 5 });
  assert.ok(twice > 0, 'so that the test above shows something');
});
