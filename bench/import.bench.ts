import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadInventory } from '#inventory';
import { importManual } from '#manual';
import {
  excelSquares,
  excelTable,
  type Known,
  knownOf,
  numberings,
  pdf,
  wordByHand,
  wordInOtherWords,
  wordWithLists,
  wordWithTable,
} from '../src/manual/import/sample-manuals.ts';
import {
  excelChecklist,
  excelInSections,
  pdfWithTables,
  sceneNames,
  wordAsForm,
  wordWithChapters,
  wordWithSigns,
} from '../src/manual/import/sample-office-manuals.ts';
import { percentile, report } from './report.ts';

/** Each so many-th procedure is written as a manual in all hands. */
const everyNth = 15;

const inventory = await loadInventory(join(import.meta.dirname, '..', 'content', 'asahikawa'));
const folder = mkdtempSync(join(tmpdir(), 'hitomado-bench-import-'));
const plain = (text: string): string => text.normalize('NFKC').replace(/[\s。]/gu, '');

type Number = (index: number) => string;
type Hand = (known: Known, number: Number) => Buffer | Promise<Buffer>;

/** Manuals that hold little beside what has to be found. */
const plainHands: Readonly<Record<string, Hand>> = {
  wordWithLists,
  wordByHand,
  wordInOtherWords,
  wordWithTable,
  excelTable,
  excelSquares,
  pdf: (known, number) => pdf(known, number),
  pdfInTwoColumns: (known, number) => pdf(known, number, 2),
  pdfWithoutIndent: (known, number) => pdf(known, number, 1, false),
  pdfInTwoColumnsWithoutIndent: (known, number) => pdf(known, number, 2, false),
};
/** Manuals as offices keep them, with contents, histories, forms, merged cells and persons in charge around it. */
const officeHands: Readonly<Record<string, Hand>> = {
  wordWithChapters,
  wordWithSigns,
  wordAsForm,
  excelChecklist,
  excelInSections,
  pdfWithTables,
};

const times: number[] = [];
const nothing = { files: 0, known: 0, found: 0, invented: 0, outOfOrder: 0 };
type Total = typeof nothing;

/** Counts what was found of a list, what was made up, and whether the order is the file's. */
function count(total: Total, hand: string, found: readonly { text: string }[], known: readonly string[]): void {
  const wanted = known.map(plain);
  const texts = found.map(({ text }) => plain(text)).filter((text) => !sceneNames.includes(text));
  const places = texts.map((text) => wanted.indexOf(text)).filter((place) => place >= 0);
  total.known += wanted.length;
  total.found += new Set(places).size;
  total.invented += texts.length - places.length;
  if (places.some((place, index) => place < (places[index - 1] ?? 0))) total.outOfOrder += 1;
  // What went wrong is told by name, for whoever mends it.
  for (const text of texts) if (!wanted.includes(text)) console.error(`invented (${hand}): ${text}`);
  for (const text of wanted) if (!texts.includes(text)) console.error(`not found (${hand}): ${text}`);
}

/** Reads manuals about each so many-th procedure, beginning with `from`, in the given hands. */
async function measure(hands: Readonly<Record<string, Hand>>, from: number): Promise<Total> {
  const total = { ...nothing };
  const manuals = inventory.procedures.filter((_, index) => index % everyNth === from).map(knownOf);
  for (const [index, known] of manuals.entries()) {
    const number = numberings[index % numberings.length] ?? ((at: number) => `${at + 1}. `);
    for (const [hand, write] of Object.entries(hands)) {
      const path = join(folder, 'manual');
      writeFileSync(path, await write(known, number));
      const begun = performance.now();
      const draft = await importManual(path);
      times.push(performance.now() - begun);
      total.files += 1;
      count(total, hand, draft.steps, known.steps);
      count(total, hand, draft.documents, known.documents);
    }
  }
  return total;
}

const simple = await measure(plainHands, 0);
// Other procedures than above, so that their words are others, too.
const office = await measure(officeHands, 11);
rmSync(folder, { recursive: true });

const found = simple.found / simple.known;
const officeFound = office.found / office.known;
const invented = simple.invented + office.invented;
const filesOutOfOrder = simple.outOfOrder + office.outOfOrder;
report({
  name: 'import',
  figures: {
    files: simple.files,
    items: simple.known,
    found,
    officeFiles: office.files,
    officeItems: office.known,
    officeFound,
    invented,
    filesOutOfOrder,
    p95Milliseconds: percentile(times, 0.95),
  },
  peers: {},
  goal: { found: '≥ 0.9', officeFound: '≥ 0.95', invented: '0', filesOutOfOrder: '0' },
  pass: found >= 0.9 && officeFound >= 0.95 && invented === 0 && filesOutOfOrder === 0,
});
