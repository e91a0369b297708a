import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadInventory } from '#inventory';
import { importManual } from '#manual';
import {
  excelSquares,
  excelTable,
  type Known,
  numberings,
  pdf,
  wordByHand,
  wordWithLists,
  wordWithTable,
} from '../src/manual/import/sample-manuals.ts';
import { percentile, report } from './report.ts';

/** Each so many-th procedure is written as a manual in all hands. */
const everyNth = 15;

const inventory = await loadInventory(join(import.meta.dirname, '..', 'content', 'asahikawa'));
const folder = mkdtempSync(join(tmpdir(), 'hitomado-bench-import-'));
const plain = (text: string): string => text.normalize('NFKC').replace(/[\s。]/gu, '');

const manuals: Known[] = inventory.procedures
  .filter((_, index) => index % everyNth === 0)
  .map((procedure) => ({
    title: `${procedure.name.ja} 事務マニュアル`,
    purpose: procedure.summary.ja,
    documents: [...new Set(procedure.documents.map(({ name }) => name.ja.replace(/[、・,／]/gu, 'と')))].slice(0, 8),
    steps: procedure.staffSteps.map(({ do: work }) => work),
    notes: procedure.notes.slice(0, 3).map((text) => text.replaceAll('\n', '')),
  }));

const times: number[] = [];
const total = { known: 0, found: 0, invented: 0, outOfOrder: 0, files: 0 };

/** Counts what was found of a list, what was made up, and whether the order is the file's. */
function count(found: readonly { text: string }[], known: readonly string[]): void {
  const wanted = known.map(plain);
  const texts = found.map(({ text }) => plain(text));
  const places = texts.map((text) => wanted.indexOf(text)).filter((place) => place >= 0);
  total.known += wanted.length;
  total.found += new Set(places).size;
  total.invented += texts.length - places.length;
  if (places.some((place, index) => place < (places[index - 1] ?? 0))) total.outOfOrder += 1;
}

for (const [index, known] of manuals.entries()) {
  const number = numberings[index % numberings.length] ?? ((at: number) => `${at + 1}. `);
  const files = [
    await wordWithLists(known),
    await wordByHand(known, number),
    await wordWithTable(known),
    await excelTable(known),
    await excelSquares(known),
    pdf(known, number),
    pdf(known, number, 2),
  ];
  for (const bytes of files) {
    const path = join(folder, 'manual');
    writeFileSync(path, bytes);
    const begun = performance.now();
    const draft = await importManual(path);
    times.push(performance.now() - begun);
    total.files += 1;
    count(draft.steps, known.steps);
    count(draft.documents, known.documents);
  }
}
rmSync(folder, { recursive: true });

const found = total.found / total.known;
report({
  name: 'import',
  figures: {
    files: total.files,
    items: total.known,
    found,
    invented: total.invented,
    filesOutOfOrder: total.outOfOrder,
    p95Milliseconds: percentile(times, 0.95),
  },
  peers: {},
  goal: { found: '≥ 0.9', invented: '0', filesOutOfOrder: '0' },
  pass: found >= 0.9 && total.invented === 0 && total.outOfOrder === 0,
});
