import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { lognormal, seeded } from '#platform/random';
import { simulateDay } from './day.ts';
import { type Plan, planSchema, withDesks } from './plan.ts';
import { planOfRecords, readRecords } from './recording.ts';
import { compare, intervalOf, simulate } from './study.ts';

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
