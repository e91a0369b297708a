import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sampleInventory } from './fixtures.ts';
import { planHall } from './hall.ts';
import { planJourney } from './journey.ts';
import { placeOf } from './place.ts';

const inventory = sampleInventory();

test('V5 procedures at one place are one leg; places come after what must precede them, then floor by floor', () => {
  const journey = planJourney(inventory, ['jidou', 'card', 'kokuho', 'tennyu', 'kokuho', 'unknown']);
  assert.deepEqual(
    journey.legs.map(({ place, procedures, minutes }) => [place.id, procedures, minutes]),
    [
      ['1階 3番窓口', ['tennyu', 'kokuho'], 35],
      ['2階 12番窓口', ['card'], 15],
      ['3階 子育て助成課', ['jidou'], 20],
    ],
  );
});

test('V5 what is done in another building is named, not queued for', () => {
  const journey = planJourney(inventory, ['suidou', 'shoumei']);
  assert.deepEqual(journey.elsewhere, ['suidou']);
  assert.deepEqual(
    journey.legs.map(({ place }) => place.id),
    ['1階 5番窓口'],
  );
});

test('V5 two places that wait for each other do not keep the visitor from going', () => {
  const circular = sampleInventory([
    { id: 'first', floor: 2, window: '12', place: '総合庁舎2階 12番窓口', after: ['second'], minutes: 5 },
    { id: 'second', floor: 1, window: '5', place: '総合庁舎1階 5番窓口', after: ['third'], minutes: 5 },
    { id: 'third', floor: 2, window: '12', place: '総合庁舎2階 12番窓口', minutes: 5 },
  ]);
  const journey = planJourney(circular, ['first', 'second', 'third']);
  assert.deepEqual(
    journey.legs.map(({ place }) => place.id),
    ['1階 5番窓口', '2階 12番窓口'],
  );
});

test('V5 property: every procedure is in exactly one leg or elsewhere, whatever the order of the list', () => {
  const ids = inventory.procedures.map(({ id }) => id);
  fc.assert(
    fc.property(fc.shuffledSubarray(ids), (chosen) => {
      const journey = planJourney(inventory, chosen);
      const all = [...journey.legs.flatMap(({ procedures }) => procedures), ...journey.elsewhere];
      assert.deepEqual([...all].sort(), [...chosen].sort());
      assert.deepEqual(journey, planJourney(inventory, [...chosen].reverse().sort()));
    }),
    { numRuns: 200 },
  );
});

test('V5 the name of a place is short: no building, no telephone, no branches', () => {
  const name = (place: string, window?: string) => placeOf({ floor: 1, window, place }, '市民課')?.id;
  assert.equal(name('総合庁舎1階 1番窓口、各支所', '1'), '1階 1番窓口');
  assert.equal(name('総合庁舎1階 市民課 国民年金担当(0166-25-6306)、各支所'), '1階 市民課 国民年金担当');
  assert.equal(name('総合庁舎1階 市民課(戸籍)、各支所。時間外は1階 宿日直室(預かり)'), '1階 市民課(戸籍)');
  assert.equal(name('総合庁舎(おくやみ窓口)'), '1階 おくやみ窓口');
  assert.equal(name('総合庁舎1階(窓口番号は未確認)'), '1階 市民課');
  assert.equal(placeOf({ place: '水道局' }, '水道局'), null);
});

test('V5 every place has a letter of its own, and keeps it when places are added', () => {
  const before = planHall(inventory);
  const letters = new Map(before.map(({ id, series }) => [id, series]));
  assert.equal(new Set(letters.values()).size, before.length);
  const more = sampleInventory([{ id: 'zei', floor: 1, window: '2', place: '総合庁舎1階 2番窓口', minutes: 5 }]);
  const after = planHall(more, letters);
  assert.equal(after.length, before.length + 1);
  for (const { id, series } of after) assert.equal(series, letters.get(id) ?? series);
  assert.equal(new Set(after.map(({ series }) => series)).size, after.length);
});
