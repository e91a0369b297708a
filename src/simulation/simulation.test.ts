import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { lognormal, seeded } from '#platform/random';
import { simulateDay } from './day.ts';
import { type Plan, planSchema, withDesks } from './plan.ts';
import { readRecords } from './recording.ts';
import { planOfSheet, type Sheet, sheetSchema } from './sheet.ts';
import { entriesOf, filled, readSheet } from './sheet-form.ts';
import { smallestStaffing, withRoster } from './staffing.ts';
import { intervalOf, meanOverDays, quantileOverDays } from './statistics.ts';
import { compare, simulate, waitsByCell } from './study.ts';
import { hoursOfRecords, planOfRecords, sheetOfRecords, withBookings } from './usual-day.ts';

const planWith = (visitors: number, desks: number): Plan =>
  planSchema.parse({
    name: `${desks}席`,
    visitors,
    classes: [{ name: '届け出', share: 1, legs: [{ place: '3番', minutes: 12 }] }],
    places: [{ id: '3番', roster: [{ from: '08:45', to: '17:15', desks }] }],
  });

test('T6 the same seed gives the same day, another seed another one', () => {
  const plan = planWith(120, 4);
  assert.deepEqual(simulateDay(plan, 'a'), simulateDay(plan, 'a'));
  assert.notDeepEqual(simulateDay(plan, 'a').waits, simulateDay(plan, 'b').waits);
});

test('T6 property: nobody is lost, and one desk more never makes the mean wait longer', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 200 }),
      fc.integer({ min: 1, max: 6 }),
      fc.nat(),
      (visitors, desks, seed) => {
        const patient = { ...planWith(visitors, desks), patience: seed % 2 === 0 ? undefined : 40 };
        const day = simulateDay(patient, String(seed));
        assert.equal(day.finished + day.gaveUp, day.visitors);
        const mean = (plan: Plan) => {
          const { waits } = simulateDay(plan, String(seed));
          return waits.reduce((sum, { waited }) => sum + waited, 0) / Math.max(1, waits.length);
        };
        const plan = planWith(visitors, desks);
        assert.ok(mean(withDesks(plan, '3番', desks + 1)) <= mean(plan) + 1e-9);
      },
    ),
    { numRuns: 40 },
  );
});

test('T6 two plans are compared on the same days, with an interval and in a sentence', () => {
  const { difference, sentence, first, second } = compare(planWith(180, 4), planWith(180, 6), { days: 15 });
  assert.ok(difference.high < 0 && second.wait.mean < first.wait.mean);
  assert.match(sentence, /「6席」は「4席」より、待ち時間が平均で\d+\.\d分短くなります/);
  assert.deepEqual(intervalOf([1, 1, 1]), { mean: 1, low: 1, high: 1 });
});

test('T6 a day of a queue with one kind and many desks agrees with theory: the busy share is the offered load', () => {
  const result = simulate(planSchema.parse({ ...planWith(150, 6), doorBurst: 0 }), { days: 60 });
  const offered = (100 * 150 * 12) / (6 * 510);
  assert.ok(Math.abs((result.places[0]?.utilisation ?? 0) - offered) < 3);
});

/** A recorded day made apart from the simulation: desks as a list of times at which they are free. */
function recordedDay(): { text: string; mean: number } {
  const random = seeded('recorded');
  const free = [525, 525, 525, 525];
  const lines = ['受付,窓口,呼出,開始,終了'];
  let total = 0;
  const clock = (minute: number) =>
    `${Math.floor(minute / 60)}:${String(Math.floor(minute % 60)).padStart(2, '0')}:${String(Math.floor((minute * 60) % 60)).padStart(2, '0')}`;
  let at = 525;
  for (let index = 0; index < 170; index += 1) {
    at += -Math.log(1 - random()) * (index < 100 ? 2.1 : 3.2);
    free.sort((one, other) => one - other);
    const called = Math.max(at, free[0] ?? 0);
    const ended = called + Math.min(60, lognormal(random, 10, 0.7));
    free[0] = ended;
    total += called - at;
    lines.push([clock(at), '1階 3番窓口', clock(called), clock(called + 0.2), clock(ended)].join(','));
  }
  return { text: lines.join('\r\n'), mean: total / 170 };
}

test('T6 a recorded day is reproduced: its mean wait within 15 %, from UTF-8 and from Shift_JIS', () => {
  const { text, mean } = recordedDay();
  for (const bytes of [Buffer.from(text), iconv.encode(text, 'cp932')]) {
    const { records, problems } = readRecords(bytes);
    assert.deepEqual([records.length, problems], [170, []]);
    const { wait } = simulate(planOfRecords(records, { replay: true }), { days: 3 });
    assert.ok(Math.abs(wait.mean / mean - 1) <= 0.15, `${wait.mean} for ${mean}`);
  }
});

test('T6 dirty lines are named with number and reason, and the others count', () => {
  const text =
    '受付,窓口,呼出,開始,終了\n9:00,3番,9:05,9:06,9:20\nあさ,3番,,,\n9:10,,,,\n9:20,3番,9:10,,\n9:30,3番,,,\n9:4';
  const { records, problems } = readRecords(Buffer.from(text));
  assert.equal(records.length, 2);
  assert.deepEqual(
    problems.map(({ line }) => line),
    [3, 4, 5, 7],
  );
  assert.match(problems[2]?.reason ?? '', /早く/);
});

test('T6 property: whatever a file holds, reading it ends and every line is counted or named', () => {
  const line = fc.oneof(fc.string(), fc.constant('9:00,3番,9:05,9:06,9:20'), fc.constant('9:00,3番,,,'));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      const text = ['受付,窓口,呼出,開始,終了', ...lines].join('\n');
      const { records, problems } = readRecords(Buffer.from(text));
      const written = text
        .split(/\r\n|\n|\r/)
        .slice(1)
        .filter((one) => one.trim() !== '');
      assert.equal(records.length + problems.length, written.length);
      if (records.length > 0) simulate(planOfRecords(records, { replay: true }), { days: 1 });
    }),
    { numRuns: 60 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readRecords(bytes)),
    { numRuns: 100 },
  );
});

test('T6 a file that ends in the middle of a line is said to be cut, with the line', () => {
  const { records, problems } = readRecords(
    Buffer.from('受付,窓口,呼出,開始,終了\n9:00,3番,9:05,9:06,9:20\n9:10,3番,9:1'),
  );
  assert.equal(records.length, 1);
  assert.deepEqual(
    problems.map(({ line, reason }) => [line, reason.slice(0, 12)]),
    [[3, '行が途中で切れています。']],
  );
  const columns = readRecords(Buffer.from('名前,電話\n山田,0166'));
  assert.deepEqual([columns.records.length, columns.problems[0]?.line], [0, 1]);
});

/** Two days of a hall: each with 20 people who go from 3番 to 12番, and 40 who come to 5番 only. */
function twoDays(): string {
  const line = (cells: readonly string[]): string => cells.join(',');
  const lines = ['2026/11/24', '2026/11/25'].flatMap((day) => [
    ...Array.from({ length: 20 }, (_, index) => {
      const hour = 9 + Math.floor(index / 4);
      const at = (minute: number): string => `${hour}:${String((index % 4) * 10 + minute).padStart(2, '0')}`;
      return [
        line([`A${index}`, `${day} ${at(0)}`, '3番', at(0), '', at(8)]),
        line([`A${index}`, `${day} ${at(8)}`, '12番', at(9), '', `${hour}:50`]),
      ];
    }).flat(),
    ...Array.from({ length: 40 }, (_, index) => {
      const hour = 10 + (index % 4);
      return line([`B${index}`, `${day} ${hour}:0${index % 10}`, '5番', `${hour}:15`, '', `${hour}:20`]);
    }),
  ]);
  return ['番号,受付,窓口,呼出,開始,終了', ...lines].join('\n');
}

test('T6 recorded days become one usual day: people of a day, and who goes through several places in a row', () => {
  const { records, problems } = readRecords(Buffer.from(twoDays()));
  assert.deepEqual(problems, []);
  const sheet = sheetOfRecords(records, { origin: '', hours: hoursOfRecords(records) });
  assert.deepEqual(sheet.journeys, [{ people: 20, places: ['3番', '12番'] }]);
  assert.deepEqual(
    new Map(sheet.places.map(({ id, people }) => [id, people])),
    new Map([
      ['5番', 40],
      ['3番', 0],
      ['12番', 0],
    ]),
  );
  const result = simulate(planOfSheet('2日', sheet), { days: 30 });
  const calls = (id: string) => (result.places.find((place) => place.id === id)?.waits.calls ?? 0) / 30;
  assert.ok(Math.abs(calls('3番') - 20) < 3 && Math.abs(calls('12番') - 20) < 3 && Math.abs(calls('5番') - 40) < 4);
});

const sheetWith = (people: number, desks: number): Sheet =>
  sheetSchema.parse({
    origin: '',
    open: '08:45',
    close: '17:15',
    profile: [1],
    spread: 0.6,
    bookings: [],
    places: [
      { id: '3番', people, minutes: 12, desks: Array(10).fill(desks) },
      { id: '12番', people: 30, minutes: 6, desks: Array(10).fill(desks) },
    ],
    journeys: [{ people: 20, places: ['3番', '12番'] }],
    preEntry: 0,
    goal: { minutes: 15, share: 80 },
    days: 10,
  });

test('T6 appointments of tomorrow come at their times, beside those without one', () => {
  const bookings = Array.from({ length: 40 }, () => ({ at: '10:00', places: ['3番'] }));
  const sheet = withBookings(sheetWith(0, 30), bookings, []);
  const hours = simulate(planOfSheet('明日', sheet), { days: 20 }).cells.filter(({ place }) => place === '3番');
  const people = new Map(hours.map(({ hour, visitors }) => [hour, visitors]));
  assert.ok((people.get(10) ?? 0) > 34 && (people.get(11) ?? 0) < 6, JSON.stringify([...people]));
});

test('T6 property: what a plan shows in its form is the plan, and the quick fill changes the hours that it names', () => {
  const sheet = sheetWith(90, 3);
  assert.deepEqual(readSheet(entriesOf('計画', sheet), sheet), { sheet, problems: [] });
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 17 }), fc.integer({ min: 8, max: 17 }), fc.nat(40), (from, to, desks) => {
      const typed = { fillPlace: '1', fillFrom: String(from), fillTo: String(to), fillDesks: String(desks) };
      const { sheet: changed } = readSheet(filled({ ...entriesOf('計画', sheet), ...typed }, sheet), sheet);
      if (changed === null) return assert.equal(desks, 0);
      assert.deepEqual(changed.places[0], sheet.places[0]);
      assert.deepEqual(
        changed.places[1]?.desks,
        Array.from({ length: 10 }, (_, index) => (index + 8 >= from && index + 8 <= to ? desks : 3)),
      );
    }),
    { numRuns: 40 },
  );
  const wrong = readSheet({ ...entriesOf('計画', sheet), 'desks-0-9': '二', 'people-1': '４５' }, sheet);
  assert.deepEqual(
    wrong.problems.map(({ name }) => name),
    ['desks-0-9'],
  );
});

test('T6 intervals hold the truth as often as they say, also where the visitors of one day hang together', () => {
  const random = seeded('intervals');
  let [mean, quantile] = [0, 0];
  for (let repetition = 0; repetition < 300; repetition += 1) {
    const days = Array.from({ length: 12 }, () => {
      const level = 10 + 6 * (random() - 0.5);
      return Array.from({ length: 5 + Math.floor(random() * 60) }, () => level + 8 * (random() - 0.5));
    });
    const ofMean = meanOverDays(days);
    if (ofMean.low <= 10 && ofMean.high >= 10) mean += 1;
    // The sum of two uniform numbers, 6 and 8 wide around 10: a trapezium whose 80 % point lies 2.6 above its middle.
    const ofQuantile = quantileOverDays(days, 0.8);
    if (ofQuantile.low <= 12.6 && ofQuantile.high >= 12.6) quantile += 1;
  }
  assert.ok(mean >= 270 && mean <= 297, `mean ${mean}`);
  assert.ok(quantile >= 265, `quantile ${quantile}`);
});

test('T6 the smallest staffing holds the goal everywhere, and no hour can go with one less', () => {
  const plan = planOfSheet('計画', sheetWith(120, 1));
  const goal = { minutes: 15, share: 80 };
  const days = 10;
  const { desks, holds } = smallestStaffing(plan, goal, { days });
  assert.ok(holds);
  const missed = (some: number[][]) =>
    simulate(withRoster(plan, some), { days }).cells.filter(
      ({ hour, within }) => hour < 17 && within.mean < goal.share,
    );
  assert.deepEqual(missed(desks), []);
  const superfluous = desks.flatMap((row, place) =>
    row.flatMap((count, part) => {
      if (count === 1) return [];
      const fewer = desks.map((own, index) => (index === place ? own.with(part, count - 1) : own));
      const days = Array.from({ length: 10 }, (_, day) => simulateDay(withRoster(plan, fewer), `hitomado ${day}`));
      const holdsToo = waitsByCell(days, 2).every((hours) => {
        const late = [...hours.slice(0, 17), hours.slice(17).flat()];
        return late.every((cell) => {
          const waits = cell.flat();
          return waits.filter((waited) => waited <= goal.minutes).length * 100 >= goal.share * waits.length;
        });
      });
      return holdsToo ? [`${place} ${part}`] : [];
    }),
  );
  assert.deepEqual(superfluous, []);
});

test('T6 who comes when a place opens no more is counted as turned away, not as served at once', () => {
  const sheet = sheetWith(80, 3);
  const closed = { ...sheet, places: sheet.places.map((one) => ({ ...one, desks: one.desks.fill(0, 7) })) };
  const result = simulate(planOfSheet('早じまい', closed), { days: 5 });
  assert.ok(result.gaveUp > 10);
  const late = result.cells.filter(({ hour }) => hour === 16);
  assert.ok(late.length > 0 && late.every(({ within }) => within.mean < 5));
});
