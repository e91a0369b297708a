import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Database } from '#platform/database';
import { testDatabase } from '#platform/testing';
import { movableClock, sampleReception, sampleSettings } from '../queue/fixtures.ts';
import { queueRules } from '../queue/rules.ts';
import type { ReceptionService } from '../queue/service.ts';
import { differences, type HallSettings } from './settings.ts';

const clock = movableClock('2026-11-25T01:00:00Z');
const place = '1階 5番窓口';
let database: Database;
let reception: ReceptionService;
let settings: HallSettings;
before(async () => {
  database = await testDatabase('reception');
  reception = await sampleReception(database, clock);
  settings = sampleSettings(database, clock, reception);
});
beforeEach(() => clock.forward(1));
after(() => database.close());

/** What the trail says of the last minute: who, about what, which setting, before and after. */
async function trail(): Promise<string[]> {
  const { rows } = await database.pool.query('select actor, resource from audit where at = $1', [clock.now()]);
  return rows
    .map(({ actor, resource: { change, of, setting, before, after } }) =>
      [actor, change, of, setting, `${before}→${after}`].join(' '),
    )
    .sort();
}

test('V5 X2 a change of the rules stands in the trail with who, what was before and what is now', async () => {
  await settings.setRules(queueRules.parse({ mostOvertaken: 7, lateMinutes: 20 }), 'manager');
  assert.deepEqual(await trail(), [
    'staff:manager rules main lateMinutes 15→20',
    'staff:manager rules main mostOvertaken 5→7',
  ]);
  assert.equal((await reception.rules()).mostOvertaken, 7);
});

test('V5 X2 a change of the numbers of a place stands in the trail; what was refused or changes nothing does not', async () => {
  const before = (await reception.numbers()).get(place);
  const other = (await reception.numbers()).get('1階 3番窓口');
  assert.ok(before && other);
  await settings.setNumbers(place, before, 'manager');
  await assert.rejects(settings.setNumbers(place, { ...before, letter: other.letter }, 'manager'));
  assert.deepEqual(await trail(), []);
  await settings.setNumbers(place, { ...before, first: 301, dailyLimit: 50 }, 'manager');
  assert.deepEqual(await trail(), [
    `staff:manager numbers ${place} dailyLimit →50`,
    `staff:manager numbers ${place} first 1→301`,
  ]);
});

test('V5 X2 two managers who change at once leave a chain without a gap', async () => {
  const rules = await reception.rules();
  await Promise.all([5, 6, 7, 8].map((mostCalls) => settings.setRules({ ...rules, mostCalls }, `m${mostCalls}`)));
  const steps = (await trail()).map((line) => line.split(' ').at(-1)?.split('→') ?? []);
  const froms = new Set(steps.map(([from]) => from));
  assert.equal(froms.size, steps.length, 'each began where another one ended');
});

test('V5 only what became another value is a change', () => {
  assert.deepEqual(differences({ a: 1, b: null }, { a: 1, b: null }), []);
  assert.deepEqual(differences({ a: 1, b: null }, { a: 2, b: '' }), [{ name: 'a', before: '1', after: '2' }]);
});
