import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadInventory } from '#inventory';
import { importManual, type ManualDraft } from './index.ts';
import { readFileBytes } from './read.ts';
import {
  excelSquares,
  excelTable,
  type Known,
  knownOf,
  numberings,
  pdf,
  wordByHand,
  wordWithLists,
  wordWithTable,
} from './sample-manuals.ts';
import {
  excelChecklist,
  excelInSections,
  pdfWithTables,
  sceneNames,
  wordAsForm,
  wordWithChapters,
  wordWithSigns,
} from './sample-office-manuals.ts';
import { draftOf } from './structure.ts';

/** Reads a file in this process: here are no files from outside, and starting a process for each takes most of the time. */
async function read(bytes: Buffer): Promise<ManualDraft> {
  const reading = await readFileBytes(bytes);
  assert.ok('blocks' in reading, JSON.stringify(reading));
  return draftOf(reading.blocks);
}

/** Manuals about real procedures: each fiftieth, from one on. */
async function knownManuals(from = 0): Promise<Known[]> {
  const inventory = await loadInventory(join(import.meta.dirname, '..', '..', '..', 'content', 'asahikawa'));
  return inventory.procedures.filter((_, index) => index % 50 === from).map(knownOf);
}

const plain = (text: string): string => text.normalize('NFKC').replace(/[\s。]/gu, '');
const texts = (list: readonly { text: string }[]): string[] => list.map(({ text }) => plain(text));

/** How many of the items that are there were found, and which were found that are not there. */
function compare(
  found: readonly string[],
  known: readonly string[],
): { found: number; invented: string[]; inOrder: boolean } {
  const wanted = known.map(plain);
  const right = found.filter((text) => wanted.includes(text));
  return {
    found: new Set(right).size,
    invented: found.filter((text) => !wanted.includes(text)),
    inOrder: right
      .map((text) => wanted.indexOf(text))
      .every((place, index, places) => index === 0 || place >= (places[index - 1] ?? 0)),
  };
}

/** Reads a manual as several hands wrote it; gives how many of its items were found. What is found beside them, or out of order, fails. */
async function foundBy(known: Known, hands: readonly (readonly [string, Buffer])[], names: readonly string[] = []) {
  let found = 0;
  for (const [hand, bytes] of hands) {
    const draft = await read(bytes);
    const steps = compare(
      texts(draft.steps).filter((text) => !names.includes(text)),
      known.steps,
    );
    const documents = compare(texts(draft.documents), known.documents);
    const where = `${hand}: ${known.title}`;
    assert.equal(draft.title, known.title, where);
    assert.deepEqual([steps.invented, documents.invented], [[], []], where);
    assert.ok(steps.inOrder && documents.inOrder, where);
    found += steps.found + documents.found;
  }
  return { known: hands.length * (known.steps.length + known.documents.length), found };
}

test('K3 of manuals in Word, Excel and PDF at least nine of ten steps and papers are found in their order, and none is invented', async () => {
  const totals = { known: 0, found: 0 };
  for (const [index, known] of (await knownManuals()).entries()) {
    const number = numberings[index % numberings.length] ?? ((at: number) => `${at + 1}. `);
    const hands: [string, Buffer][] = [
      ['Word の箇条書き', await wordWithLists(known)],
      ['手で打った Word', await wordByHand(known, number)],
      ['Word の表', await wordWithTable(known)],
      ['Excel の表', await excelTable(known)],
      ['Excel の方眼紙', await excelSquares(known)],
      ['PDF', pdf(known, number)],
      ['PDF in two columns', pdf(known, number, 2)],
      ['PDF without a hanging indent', pdf(known, number, 1, false)],
      ['PDF in two columns without a hanging indent', pdf(known, number, 2, false)],
    ];
    const one = await foundBy(known, hands);
    totals.known += one.known;
    totals.found += one.found;
  }
  assert.ok(totals.found / totals.known >= 0.9, `${totals.found} of ${totals.known}`);
});

test('K3 a PDF in two columns is read down the left one first, over several pages', async () => {
  const known = {
    title: '転入届 事務マニュアル',
    purpose: '市外から引っ越してきた人の届出を受け付けます。',
    documents: Array.from({ length: 8 }, (_, index) => `書類その${index + 1}で、名前が長いため次の行へ続くもの`),
    steps: Array.from(
      { length: 30 },
      (_, index) => `段階${index + 1}として来庁者の話を聞き、書類を受け取って内容を確かめ、入力してから控えを渡す`,
    ),
    notes: ['年末は混む', '印鑑は要らない'],
  };
  const draft = await read(pdf(known, (index) => `${index + 1}. `, 2));
  const steps = compare(texts(draft.steps), known.steps);
  assert.ok(steps.found >= 28 && steps.inOrder, `${steps.found}`);
  assert.deepEqual(texts(draft.documents), known.documents.map(plain));
});

test('K3 a short step that speaks of papers is a step, not the heading of a list of papers', async () => {
  const steps = ['本人確認書類を見せてもらう', '必要書類を受け取る', '注意点を読む', '案内票を渡す'];
  const known = {
    title: '転入届 事務マニュアル',
    purpose: '引っ越しの届け出です。',
    documents: ['転出証明書'],
    steps,
    notes: [],
  };
  for (const bytes of [
    await wordWithLists(known),
    await wordByHand(known, numberings[1] ?? String),
    await excelSquares(known),
  ]) {
    const draft = await read(bytes);
    assert.deepEqual([texts(draft.steps), texts(draft.documents)], [steps, ['転出証明書']]);
  }
});

test('K3 every finding names the passage that says so, and where it stands', async () => {
  const [known] = await knownManuals();
  assert.ok(known);
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-import-'));
  const path = join(folder, 'manual');
  writeFileSync(path, await excelSquares(known));
  const { steps, documents, notes } = await importManual(path).finally(() => rmSync(folder, { recursive: true }));
  for (const { text, source } of [...steps, ...documents, ...notes]) {
    assert.ok(plain(source.passage).includes(plain(text)));
    assert.match(source.place, /^シート「マニュアル」の[A-Z]+\d+$/);
  }
});

test('K3 a text that is no manual gives nothing: no step, no paper', async () => {
  const known = {
    title: 'お知らせ',
    purpose: '来週の月曜日は、会議のため窓口を閉めます。1階の入口に張り紙をしてください。',
    documents: [],
    steps: [],
    notes: [],
  };
  const draft = await read(await wordByHand(known, (index) => `${index}. `));
  assert.deepEqual([draft.steps, draft.documents], [[], []]);
});

test('K3 of manuals as offices keep them nineteen of twenty steps and papers are found, and nothing of what stands around them', async () => {
  const totals = { known: 0, found: 0 };
  for (const known of await knownManuals(7)) {
    const hands: [string, Buffer][] = [
      ['Word with chapters', await wordWithChapters(known)],
      ['Word as a form', await wordAsForm(known)],
      ['Word with signs', await wordWithSigns(known)],
      ['Excel in sections', await excelInSections(known)],
      ['Excel to tick off', await excelChecklist(known)],
      ['PDF with tables', pdfWithTables(known)],
    ];
    const one = await foundBy(known, hands, sceneNames);
    totals.known += one.known;
    totals.found += one.found;
  }
  assert.ok(totals.found / totals.known >= 0.95, `${totals.found} of ${totals.known}`);
});
