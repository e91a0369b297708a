import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { estimateWait } from './wait.ts';

test('V5 the wait is work ahead divided by open desks, as a range in steps of five minutes', () => {
  const load = { minutesAhead: 90, minutesInService: 20, openDesks: 4, freeDesks: 0 };
  assert.deepEqual(estimateWait(load), { kind: 'range', from: 25, to: 40 });
});

test('V5 a free desk with nobody waiting says so, and a place without staff gives no number', () => {
  const load = { minutesAhead: 0, minutesInService: 15, openDesks: 2, freeDesks: 1 };
  assert.deepEqual(estimateWait(load), { kind: 'now' });
  assert.deepEqual(estimateWait({ ...load, openDesks: 0, freeDesks: 0 }), { kind: 'unknown' });
});

test('V5 property: more people before never means a shorter wait, and a range is never empty', () => {
  const load = fc.record({
    minutesAhead: fc.nat(2000),
    minutesInService: fc.nat(200),
    openDesks: fc.integer({ min: 1, max: 20 }),
    freeDesks: fc.constant(0),
  });
  fc.assert(
    fc.property(load, fc.nat(100), (one, more) => {
      const near = estimateWait(one);
      const far = estimateWait({ ...one, minutesAhead: one.minutesAhead + more });
      assert.ok(near.kind === 'range' && far.kind === 'range');
      assert.ok(near.to > near.from && near.from % 5 === 0 && near.to % 5 === 0);
      assert.ok(far.from >= near.from && far.to >= near.to);
    }),
  );
});
