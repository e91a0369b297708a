/** The studio: from publication until every process shows it, findings of 300 procedures, differences and impact. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { checkPack, compileInventory, type InventoryRecords, loadInventory, openInventory } from '#inventory';
import { fixedClock } from '#platform/clock';
import { EventBus } from '#platform/events';
import { testDatabase } from '#platform/testing';
import { findRecords, impactOf, recordDifferences } from '#studio';
import { median, percentile, report } from './report.ts';

const pack = await loadInventory('content/asahikawa', { cacheFolder: join(tmpdir(), 'hitomado-bench-inventory') });
const clock = fixedClock('2026-11-22T01:00:00Z');

const milliseconds = (work: () => unknown): number => {
  const begun = performance.now();
  work();
  return performance.now() - begun;
};

/** The city's procedures more than twice over, each with a condition of its own. */
function manyProcedures(count: number): InventoryRecords {
  const procedures = Array.from({ length: count }, (_, index) => {
    const original = pack.records.procedures[index % pack.records.procedures.length];
    if (!original) throw new Error('the pack has procedures');
    const turn = Math.floor(index / pack.records.procedures.length);
    return turn === 0 ? original : { ...original, id: `${original.id.slice(0, 56)}_${turn}` };
  });
  return { ...pack.records, procedures };
}

const database = await testDatabase('inventory', 'studio');
const buses = await Promise.all([1, 2, 3].map(() => EventBus.open(database)));
const processes = await Promise.all(buses.map((bus) => openInventory({ database, bus, clock, pack })));
const publications: number[] = [];
for (let round = 1; round <= 8; round += 1) {
  const records = structuredClone(pack.records);
  records.city.hall.phone = `0166-00-${String(round).padStart(4, '0')}`;
  const begun = performance.now();
  const { hash } = (await processes[0]?.publish(records)) ?? { hash: '' };
  while (processes.some((one) => one.current().revision !== hash)) await wait(5);
  publications.push(performance.now() - begun);
}
for (const bus of buses) await bus.close();
await database.close();

const many = manyProcedures(300);
const lint = milliseconds(() => checkPack(many));
const relint = milliseconds(() =>
  checkPack({
    ...many,
    procedures: many.procedures.map((one, index) => (index === 0 ? { ...one, who: '別の文' } : one)),
  }),
);
const changed = compileInventory({
  ...pack.records,
  procedures: pack.records.procedures.map((one) =>
    one.lifeEvents.includes('tennyu') ? { ...one, deadline: { ...one.deadline, text: '30日以内' } } : one,
  ),
});
const impact = milliseconds(() => {
  recordDifferences(pack, changed);
  impactOf(pack, changed);
});
findRecords(pack, '');
const searches = ['転入', 'マイナンバーカード', '国民健康保険 届', 'てんにゅう', '窓口'].map((question) =>
  milliseconds(() => findRecords(pack, question)),
);

report({
  name: 'studio',
  figures: {
    'publication to every process, p50, ms': median(publications),
    'publication to every process, worst, ms': percentile(publications, 1),
    'findings of 300 procedures, ms': lint,
    'findings after a text was corrected, ms': relint,
    'differences and impact, ms': impact,
    'a record found by a word, worst, ms': Math.max(...searches),
  },
  peers: {},
  goal: {
    'publication to every process, worst, ms': '≤ 2000',
    'findings of 300 procedures, ms': '< 2000',
    'differences and impact, ms': '< 3000',
  },
  pass: percentile(publications, 1) <= 2000 && lint < 2000 && impact < 3000,
});
