import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, daysBetween, fixedClock, instantOf, toDay, weekday } from './index.ts';

const day = fc
  .date({ min: new Date('1952-05-01'), max: new Date('2200-01-01'), noInvalidDate: true })
  .map((date) => toDay(date));

test('V2 the day changes at midnight in Japan, not in UTC', () => {
  assert.equal(toDay(new Date('2026-11-21T14:59:59Z')), '2026-11-21');
  assert.equal(toDay(new Date('2026-11-21T15:00:00Z')), '2026-11-22');
  assert.equal(fixedClock('2026-12-31T23:30:00+09:00').today(), '2026-12-31');
});

test('V2 days are counted over leap days and the ends of years', () => {
  assert.equal(addDays('2028-02-28', 1), '2028-02-29');
  assert.equal(addDays('2026-12-31', 1), '2027-01-01');
  assert.equal(daysBetween('2026-12-31', '2027-01-14'), 14);
  assert.equal(weekday('2026-11-22'), 0);
  fc.assert(
    fc.property(day, fc.integer({ min: -5_000, max: 5_000 }), (from, count) => {
      assert.equal(daysBetween(from, addDays(from, count)), count);
      assert.equal(weekday(addDays(from, 7)), weekday(from));
    }),
  );
});

test('V2 an instant of a day in Japan lies on that day', () => {
  assert.equal(instantOf('2026-11-22', '08:45').toISOString(), '2026-11-21T23:45:00.000Z');
  fc.assert(
    fc.property(day, (given) => {
      assert.equal(toDay(instantOf(given)), given);
      assert.equal(toDay(instantOf(given, '23:59')), given);
    }),
  );
});

test('V2 a text that is no day of the calendar is refused', () => {
  for (const text of ['2026-02-30', '2026-2-3', '', '令和8年11月22日'])
    assert.throws(() => addDays(text, 1), RangeError);
  assert.throws(() => fixedClock('soon'), RangeError);
});
