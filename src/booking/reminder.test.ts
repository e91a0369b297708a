import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { toDay } from '#platform/clock';
import { instantOfCell } from './cell.ts';
import { reminderChoices, reminderTimes } from './reminder.ts';

/** Cell of a time of day. */
const at = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 6 + minutes / 10;
};
const inJapan = (instant: Date): string =>
  `${toDay(instant)} ${new Date(instant.getTime() + 32_400_000).toISOString().slice(11, 16)}`;
const timesOf = (time: string, choices: readonly string[], now = '2026-11-01T00:00:00Z') =>
  reminderTimes({ day: '2026-11-25', firstCell: at(time) }, choices, new Date(now)).map(
    ({ choice, dueAt }) => `${choice} ${inJapan(dueAt)}`,
  );

test('V2 reminders come on the days that were chosen, at 17:00, and two hours before on the day itself', () => {
  assert.deepEqual(timesOf('14:00', reminderChoices), [
    'week 2026-11-18 17:00',
    'threeDays 2026-11-22 17:00',
    'dayBefore 2026-11-24 17:00',
    'hours 2026-11-25 12:00',
  ]);
  assert.deepEqual(timesOf('14:00', ['dayBefore']), ['dayBefore 2026-11-24 17:00']);
  assert.deepEqual(timesOf('14:00', []), []);
});

test('V2 nobody is reminded before nine: an hour before where that is enough, else the evening before, and not twice then', () => {
  assert.deepEqual(timesOf('11:00', ['hours']), ['hours 2026-11-25 09:00']);
  assert.deepEqual(timesOf('10:00', ['hours']), ['hours 2026-11-25 09:00']);
  assert.deepEqual(timesOf('09:50', ['hours']), ['hours 2026-11-24 17:00']);
  assert.deepEqual(timesOf('08:50', ['hours', 'dayBefore']), ['dayBefore 2026-11-24 17:00']);
});

test('V2 what lies behind is not reminded of', () => {
  assert.deepEqual(timesOf('14:00', reminderChoices, '2026-11-24T08:00:00Z'), ['hours 2026-11-25 12:00']);
  assert.deepEqual(timesOf('14:00', reminderChoices, '2026-11-25T03:00:00Z'), []);
});

test('V2 whatever is chosen and whenever it is booked: within 9:00–20:00, ahead of now, before the visit, no two at once', () => {
  const cells = fc.integer({ min: at('08:40'), max: at('19:00') });
  const nows = fc.integer({ min: Date.parse('2026-11-10T00:00:00Z'), max: Date.parse('2026-11-26T00:00:00Z') });
  fc.assert(
    fc.property(cells, fc.subarray([...reminderChoices]), nows, (firstCell, choices, milliseconds) => {
      const now = new Date(milliseconds);
      const begins = instantOfCell('2026-11-25', firstCell);
      const times = reminderTimes({ day: '2026-11-25', firstCell }, choices, now);
      for (const { dueAt, notAfter } of times) {
        const time = inJapan(dueAt).slice(11);
        assert.ok(time >= '09:00' && time < '20:00', time);
        assert.ok(dueAt > now && dueAt < notAfter && notAfter <= begins);
      }
      assert.equal(new Set(times.map(({ dueAt }) => dueAt.getTime())).size, times.length);
    }),
    { numRuns: 300 },
  );
});
