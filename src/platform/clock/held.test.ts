import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heldFor } from './held.ts';

function clockAt(start: string) {
  let time = Date.parse(start);
  return {
    clock: { now: () => new Date(time), today: () => '2026-11-20' },
    pass: (seconds: number) => {
      time += seconds * 1000;
    },
  };
}

test('X5 what everybody asks for is read once in its time, also by those who ask together', async () => {
  const { clock, pass } = clockAt('2026-11-20T10:00:00Z');
  let readings = 0;
  const held = heldFor(2, clock, async () => {
    readings += 1;
    return readings;
  });
  assert.deepEqual(await Promise.all([held(), held()]), [1, 1]);
  pass(1.9);
  assert.equal(await held(), 1);
  pass(0.1);
  assert.equal(await held(), 2);
});

test('X5 who changed it makes the next one read anew at once', async () => {
  const { clock } = clockAt('2026-11-20T10:00:00Z');
  let stored = 'before';
  const held = heldFor(60, clock, async () => stored);
  assert.equal(await held(), 'before');
  stored = 'after';
  assert.equal(await held(), 'before');
  held.forget();
  assert.equal(await held(), 'after');
});

test('X3 a reading that failed is tried again at once', async () => {
  const { clock } = clockAt('2026-11-20T10:00:00Z');
  let broken = true;
  const held = heldFor(60, clock, async () => {
    if (broken) throw new Error('no connection');
    return 'here';
  });
  await assert.rejects(held());
  broken = false;
  assert.equal(await held(), 'here');
});
