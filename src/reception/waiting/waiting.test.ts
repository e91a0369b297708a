import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Snapshot } from '../queue/board.ts';
import { queueRules } from '../queue/rules.ts';
import type { Leg } from '../queue/visit.ts';
import { accuracyOf } from './accuracy.ts';
import { corrected80, correctionOf } from './correction.ts';
import { learn, type Stay, timesFor } from './experience.ts';
import { lookAhead } from './look-ahead.ts';
import { estimateOf, type Outlook } from './outlook.ts';
import { drawRest, meanOf, usualTimes } from './times.ts';
import { paceToday } from './today.ts';

const at = new Date('2027-02-01T10:00:00+09:00');
const place = '1階 3番窓口';
const nothing: Outlook = { experience: new Map(), correction: new Map(), coming: [] };
const before = (minutes: number): Date => new Date(at.getTime() - minutes * 60_000);

function leg(index: number, change: Partial<Leg> = {}): Leg {
  return {
    id: `leg${index}`,
    visitId: `visit${index}`,
    position: 1,
    serviceId: place,
    procedures: ['tennyu'],
    minutes: 12,
    state: 'waiting',
    rankAt: before(60 - index / 100),
    fairAt: before(60),
    queuedAt: null,
    notBefore: null,
    dependsOn: [],
    targetCounterId: null,
    targetStaffId: null,
    counterId: null,
    callCount: 0,
    calledAt: null,
    servingAt: null,
    endedAt: null,
    holdReason: null,
    holdUntil: null,
    ...change,
  };
}

function hall(waiting: number, desks: number): Snapshot {
  const serving = Array.from({ length: desks }, (_, index) =>
    leg(1000 + index, { state: 'serving', counterId: index, calledAt: before(index), rankAt: before(90) }),
  );
  return {
    at,
    services: [
      { id: place, floor: 1, window: '3', name: '3番窓口', departments: [], series: 'A', standardMinutes: 12 },
    ],
    seats: Array.from({ length: desks }, (_, id) => ({
      id,
      serviceId: place,
      number: id + 1,
      staffId: `s${id}`,
      skills: [place],
    })),
    visits: new Map(),
    rules: queueRules.parse({}),
    legs: [...serving, ...Array.from({ length: waiting }, (_, index) => leg(index))],
  };
}

const quoteOf = (snapshot: Snapshot) => lookAhead(snapshot, nothing).places.get(place) ?? assert.fail();

test('V5 the same hall gives the same wait, so that pages do not flicker', () => {
  assert.deepEqual(quoteOf(hall(12, 3)), quoteOf(hall(12, 3)));
});

test('V5 property: one more before never means a shorter wait, one desk more never a longer one', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.integer({ min: 1, max: 8 }), (waiting, desks) => {
      const [here, longer] = [quoteOf(hall(waiting, desks)), quoteOf(hall(waiting + 1, desks))];
      assert.ok(longer.p50 >= here.p50 && longer.p80 >= here.p80);
      const free = hall(waiting, desks);
      const more = {
        ...free,
        seats: [...free.seats, { id: 99, serviceId: place, number: 99, staffId: 'x', skills: [place] }],
      };
      assert.ok(quoteOf(more).p50 <= here.p50 && quoteOf(more).p80 <= here.p80);
    }),
    { numRuns: 30 },
  );
});

test('V5 the range is shown in steps of five minutes; without anybody at work there is no number', () => {
  assert.deepEqual(estimateOf({ p50: 21.2, raw80: 30, p80: 33.1 }, true), { kind: 'range', from: 25, to: 35 });
  assert.deepEqual(estimateOf({ p50: 21.2, raw80: 24, p80: 33.1 }, true), { kind: 'range', from: 30, to: 35 }, 'slow');
  assert.deepEqual(estimateOf({ p50: 21.2, raw80: 40, p80: 33.1 }, true), { kind: 'range', from: 25, to: 35 }, 'quick');
  assert.deepEqual(estimateOf({ p50: 1, raw80: 2, p80: 2 }, true), { kind: 'range', from: 0, to: 5 });
  assert.deepEqual(estimateOf({ p50: 0, raw80: 0, p80: 0 }, true), { kind: 'now' });
  assert.deepEqual(estimateOf({ p50: 0, raw80: 0, p80: 0 }, false), { kind: 'unknown' });
});

test('V5 times at the desk are learned from the record, and one forgotten 「完了」 changes nothing', () => {
  const stays = Array.from(
    { length: 80 },
    (_, index): Stay => ({
      serviceId: place,
      procedures: ['tennyu'],
      planned: 12,
      minutes: index === 0 ? 600 : 20 + (index % 5),
      minute: 600,
      desk: { day: String(index), counterId: 1 },
    }),
  );
  const experience = new Map(learn(stays).map((one) => [one.serviceId, one]));
  const learned = meanOf(timesFor(experience, leg(1)));
  assert.ok(learned > 19 && learned < 24, `${learned}`);
  assert.ok(Math.abs(meanOf(usualTimes(12)) - 12) < 1e-9);
});

test('V5 who is long at the desk still needs some time, and a slow day is noticed', () => {
  assert.ok(drawRest(usualTimes(12), 500, 0.5) > 0);
  const done = Array.from({ length: 40 }, (_, index) =>
    leg(index, { state: 'done', calledAt: before(100), endedAt: before(100 - 18) }),
  );
  const pace = paceToday(done, at, new Map())(place);
  assert.ok(pace > 1.25 && pace < 1.5, `${pace}`);
  assert.ok(Math.abs(paceToday([], at, new Map())(place) - 1) < 1e-9);
});

test('V5 P80 covers four fifths also when every wait becomes half as long again', () => {
  let correction: ReadonlyMap<string, number> = new Map();
  let covered = 0;
  for (let index = 0; index < 1000; index += 1) {
    const quote = { serviceId: place, p50: 20, raw80: 26 };
    const p80 = corrected80(quote, correction.get(place) ?? 0);
    const actual = 30 + ((index * 7) % 21) - 10;
    if (actual <= p80) covered += 1;
    correction = correctionOf([{ ...quote, p80, actual }], correction);
  }
  assert.ok(covered >= 750 && covered <= 850, `${covered}`);
});

test('V5 who left without being called counts as left, not as an error', () => {
  const quote = { serviceId: place, at, p50: 10, raw80: 15, p80: 15, meanMethod: 20, actual: 12, left: false };
  const found = accuracyOf([quote, { ...quote, actual: 90, left: true }]);
  assert.deepEqual([found.count, found.left, found.meanError, found.meanMethodError], [1, 1, 2, 8]);
});
