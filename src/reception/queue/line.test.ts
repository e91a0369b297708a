import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Seat } from './hall-store.ts';
import { type InLine, inCallingOrder, isCallableFrom, overtakenBy } from './line.ts';
import { queueRules, rankOf } from './rules.ts';

const start = new Date('2026-11-25T00:00:00Z').getTime();
const at = (minute: number): Date => new Date(start + minute * 60_000);
const usual = queueRules.parse({});

interface Person {
  minute: number;
  priority: boolean;
  /** Minutes from the arrival to the appointment; null for a walk-in. */
  booked: number | null;
}
const person: fc.Arbitrary<Person> = fc.record({
  minute: fc.integer({ min: 0, max: 120 }),
  priority: fc.boolean(),
  booked: fc.option(fc.integer({ min: -40, max: 60 })),
});

function legOf({ minute, priority, booked }: Person, index: number, rules = usual): InLine {
  const appointmentAt = booked === null ? null : at(minute + booked);
  const rank = rankOf(at(minute), { priority, appointmentAt }, rules);
  return {
    id: String(index).padStart(4, '0'),
    serviceId: 'one',
    state: 'waiting',
    ...rank,
    queuedAt: at(minute),
    calledAt: null,
  };
}

test('V5 nobody is overtaken more often than the city allows, whoever comes and whenever somebody is called', () => {
  fc.assert(
    fc.property(
      fc.array(person, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 0, max: 6 }),
      fc.integer({ min: 1, max: 5 }),
      (people, mostOvertaken, every) => {
        const legs = people.map((one, index) => legOf(one, index));
        for (let minute = 0; legs.some(({ state }) => state === 'waiting'); minute += every) {
          const here = legs.filter(({ queuedAt }) => queuedAt !== null && queuedAt <= at(minute));
          const next = inCallingOrder(here, { now: at(minute), mostOvertaken }).find(
            ({ state }) => state === 'waiting',
          );
          if (!next) continue;
          next.state = 'called';
          next.calledAt = at(minute);
          for (const leg of here.filter(({ state }) => state === 'waiting')) {
            assert.ok(overtakenBy(leg, legs) <= mostOvertaken, `overtaken ${overtakenBy(leg, legs)} times`);
          }
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('V5 walk-ins alone are called in the order in which they came, whatever the rules', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 40 }), fc.nat(10), (minutes, mostOvertaken) => {
      const legs = minutes.map((minute, index) => legOf({ minute, priority: false, booked: null }, index));
      const order = inCallingOrder(legs, { now: at(120), mostOvertaken });
      assert.deepEqual(
        order.map(({ fairAt }) => fairAt.getTime()),
        order.map(({ fairAt }) => fairAt.getTime()).sort((left, right) => left - right),
      );
    }),
    { numRuns: 100 },
  );
});

test('V5 an appointment counts from its time: early waits behind those whose turn it is, too late is a walk-in', () => {
  const walkIn = legOf({ minute: 5, priority: false, booked: null }, 1);
  const early = legOf({ minute: 0, priority: false, booked: 60 }, 2);
  const late = legOf({ minute: 20, priority: false, booked: -16 }, 3);
  const order = (minute: number) => inCallingOrder([late, early, walkIn], { now: at(minute), mostOvertaken: 5 });
  assert.deepEqual(
    order(20).map(({ id }) => id),
    [walkIn, late, early].map(({ id }) => id),
  );
  assert.deepEqual(late.fairAt, at(20));
  const other = legOf({ minute: 45, priority: false, booked: null }, 4);
  assert.deepEqual(
    inCallingOrder([other, early], { now: at(50), mostOvertaken: 5 }).map(({ id }) => id),
    [early.id, other.id],
    'from ten minutes before the appointment on it is called before those who came half an hour before it',
  );
});

const seat = (id: number, staffId: string | null, skills = ['one']): Seat => ({
  id,
  serviceId: 'one',
  number: id,
  staffId,
  skills,
});

test('V5 somebody sent to one seat or person is theirs alone as long as they are there, and everybody’s once they left', () => {
  const toSeat = { serviceId: 'one', targetCounterId: 2, targetStaffId: null };
  const toPerson = { serviceId: 'one', targetCounterId: null, targetStaffId: 'b' };
  const [first, second] = [seat(1, 'a'), seat(2, 'b')];
  for (const leg of [toSeat, toPerson]) {
    assert.equal(isCallableFrom(leg, first, [first, second]), false);
    assert.equal(isCallableFrom(leg, second, [first, second]), true);
    assert.equal(isCallableFrom(leg, first, [first, seat(2, null)]), true, 'the seat is empty now');
  }
  const elsewhere = seat(3, 'b', ['two']);
  assert.equal(isCallableFrom(toPerson, first, [first, elsewhere]), true, 'the person works at another place now');
  assert.equal(isCallableFrom(toPerson, elsewhere, [first, elsewhere]), false);
});
