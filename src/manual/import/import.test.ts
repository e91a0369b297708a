import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { loadInventory } from '#inventory';
import { UserError } from '#platform/errors';
import { importManual, type ManualDraft } from './index.ts';
import {
  excelSquares,
  excelTable,
  type Known,
  numberings,
  pdf,
  wordByHand,
  wordWithLists,
  wordWithTable,
} from './sample-manuals.ts';

const folder = mkdtempSync(join(tmpdir(), 'hitomado-import-'));
after(() => rmSync(folder, { recursive: true }));
let count = 0;

function read(bytes: Buffer | string): Promise<ManualDraft> {
  count += 1;
  const path = join(folder, `manual-${count}`);
  writeFileSync(path, bytes);
  return importManual(path);
}

/** Manuals about real procedures; the words are the city's own. */
async function knownManuals(): Promise<Known[]> {
  const inventory = await loadInventory(join(import.meta.dirname, '..', '..', '..', 'content', 'asahikawa'));
  return inventory.procedures
    .filter((_, index) => index % 50 === 0)
    .map((procedure) => ({
      title: `${procedure.name.ja} 事務マニュアル`,
      purpose: `${procedure.summary.ja}`,
      documents: [...new Set(procedure.documents.map(({ name }) => name.ja.replace(/[、・,／]/gu, 'と')))].slice(0, 8),
      steps: procedure.staffSteps.map(({ do: text }) => text),
      notes: procedure.notes.slice(0, 3).map((text) => text.replaceAll('\n', '')),
    }));
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
    ];
    for (const [hand, bytes] of hands) {
      const draft = await read(bytes);
      const steps = compare(texts(draft.steps), known.steps);
      const documents = compare(texts(draft.documents), known.documents);
      const where = `${hand}: ${known.title}`;
      assert.equal(draft.title, known.title, where);
      assert.deepEqual([steps.invented, documents.invented], [[], []], where);
      assert.ok(steps.inOrder && documents.inOrder, where);
      totals.known += known.steps.length + known.documents.length;
      totals.found += steps.found + documents.found;
    }
  }
  assert.ok(totals.found / totals.known >= 0.9, `${totals.found} of ${totals.known}`);
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
  const { steps, documents, notes } = await read(await excelSquares(known));
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

/** A ZIP file whose directory says what we like. */
function zip(name: string, content: Buffer, statedSize = content.length): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(statedSize, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(statedSize, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end]);
}

test('K3 hostile and broken files are refused with a sentence that says what to do, and nothing falls over', async () => {
  const bomb = Buffer.alloc(64 * 1024 * 1024);
  const entities = Buffer.from(
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><w:document xmlns:w="x"><w:body>&b;&c;</w:body></w:document>',
  );
  const files: Record<string, Buffer | string> = {
    empty: '',
    text: '手順1 開ける',
    old: Buffer.from('d0cf11e0a1b11ae1000000000000', 'hex'),
    'half a pdf': '%PDF-1.7\n1 0 obj\n<<',
    'half a zip': zip('word/document.xml', Buffer.from('<a/>')).subarray(0, 60),
    'zip of something else': zip('photo.jpg', Buffer.from('x')),
    'stated bomb': zip('word/document.xml', Buffer.from('x'), 4_000_000_000),
    'hidden bomb': zip('word/document.xml', Buffer.concat([Buffer.from('<w:document>'), bomb]), 100),
    entities: zip('word/document.xml', entities),
    'broken sheet': zip('xl/workbook.xml', Buffer.from('<workbook')),
  };
  for (const [name, bytes] of Object.entries(files)) {
    await assert.rejects(read(bytes), (error: unknown) => {
      assert.ok(error instanceof UserError, `${name}: ${error}`);
      assert.match(String(error.sentence), /ください。$/, name);
      return true;
    });
  }
});
