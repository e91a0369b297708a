import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import excel from 'exceljs';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { parse } from 'yaml';
import { UserError } from '#platform/errors';
import { packageRoot } from '#platform/package';
import { isShownToResidents } from '../audience.ts';
import type { Inventory, Procedure } from '../inventory.ts';
import { loadInventory, readPack, readPackSources } from '../pack.ts';
import { changesBetween } from '../parts.ts';
import {
  csvOf,
  governmentData,
  packFiles,
  packJson,
  packJsonSchema,
  readCsv,
  readPackJson,
  readSheets,
  readWorkbook,
  type Sheet,
  sheetsOf,
  siteOf,
  workbookOf,
} from './index.ts';

const folder = join(packageRoot, 'content', 'asahikawa');
let inventory: Inventory;
let sources: Map<string, string>;
before(async () => {
  inventory = await loadInventory(folder);
  sources = new Map((await readPackSources(folder)).map(({ file, text }) => [file, text]));
});

const isPublic = (procedure: Procedure): boolean => isShownToResidents(inventory, procedure);

test('K6 the pack goes out as it came in, byte by byte, with its comments', () => {
  const files = packFiles(inventory.records, sources);
  assert.equal(files.size, sources.size);
  for (const [file, text] of files) assert.equal(text, sources.get(file), file);
});

test('K6 a changed record changes its lines and leaves comments and everything else alone', () => {
  const records = structuredClone(inventory.records);
  const procedure = records.procedures.find(({ id }) => id === 'tennyu_todoke') ?? assert.fail();
  procedure.fee.text = '300円';
  procedure.when = { all: [procedure.when, { fact: 'isAgent', is: true }] };
  const files = packFiles(records, sources);
  const changed = [...files].filter(([file, text]) => sources.get(file) !== text);
  assert.deepEqual(
    changed.map(([file]) => file),
    ['procedures/shiminka/tennyu_todoke.yaml'],
  );
  const [before, after] = [sources.get(changed[0]?.[0] ?? '')?.split('\n') ?? [], changed[0]?.[1].split('\n') ?? []];
  assert.equal(after.length, before.length);
  const lines = after.filter((line, index) => line !== before[index]);
  assert.deepEqual(lines, ['when: list contains(events, "tennyu") and isAgent = true', '  text: 300円']);
  assert.equal(after[1], '# 転入届');
  assert.deepEqual(
    changesBetween(
      inventory.records,
      readPack([...files].map(([file, text]) => ({ file, text }))).records ?? assert.fail(),
    ).map(({ kind, id }) => `${kind} ${id}`),
    ['procedure tennyu_todoke'],
  );
});

test('K6 without the files it came from the pack is written anew and reads the same', () => {
  const files = packFiles(inventory.records, new Map());
  const { records, findings } = readPack([...files].map(([file, text]) => ({ file, text })));
  assert.deepEqual(findings, []);
  assert.deepEqual(changesBetween(inventory.records, records ?? assert.fail()), []);
});

test('K6 the inventory as JSON fits its schema and comes back without a change; broken JSON is refused with a sentence', () => {
  assert.deepEqual(changesBetween(inventory.records, readPackJson(packJson(inventory.records))), []);
  assert.equal(JSON.parse(packJsonSchema()).type, 'object');
  const without = JSON.parse(packJson(inventory.records));
  delete without.records.procedures[0].fee;
  for (const text of ['{', '[]', JSON.stringify(without)]) assert.throws(() => readPackJson(text), UserError);
});

const cellOf = (
  sheets: readonly Sheet[],
  name: string,
  key: string,
  column: string,
): { sheet: Sheet; row: number; at: number } => {
  const sheet = sheets.find((one) => one.name === name) ?? assert.fail(name);
  return {
    sheet,
    row: sheet.rows.findIndex((row) => row.join('\n').startsWith(key)),
    at: sheet.columns.indexOf(column),
  };
};

/** The sheets with one cell changed. */
function withCell(name: string, key: string, column: string, text: string): Sheet[] {
  const sheets = sheetsOf(inventory.records);
  const { sheet, row, at } = cellOf(sheets, name, key, column);
  assert.ok(row >= 0 && at >= 0);
  const rows = sheet.rows.map((cells, index) =>
    index === row ? cells.map((cell, place) => (place === at ? text : cell)) : cells,
  );
  return sheets.map((one) => (one === sheet ? { ...one, rows } : one));
}

test('K6 a workbook that went out and comes back unchanged changes nothing; changed cells change exactly their records', async () => {
  const bytes = Buffer.from(await workbookOf(sheetsOf(inventory.records)));
  const unchanged = readSheets(inventory.records, await readWorkbook(bytes));
  assert.deepEqual(unchanged, { changes: [], problems: [] });
  const book = new excel.Workbook();
  await book.xlsx.load(bytes as unknown as excel.Buffer);
  const sheet = book.getWorksheet('手続き') ?? assert.fail();
  const row = (sheet.getColumn(1).values as string[]).indexOf('kokuho_kanyu');
  const column = (sheet.getRow(1).values as string[]).indexOf('料金');
  sheet.getCell(row, column).value = 450;
  const steps = book.getWorksheet('手順') ?? assert.fail();
  const step = (steps.getColumn(1).values as string[]).indexOf('tennyu_todoke');
  steps.getCell(step, (steps.getRow(1).values as string[]).indexOf('すること')).value = '届書を書いて出す';
  const changed = Buffer.from(await book.xlsx.writeBuffer());
  const { changes, problems } = readSheets(inventory.records, await readWorkbook(changed));
  assert.deepEqual(problems, []);
  assert.deepEqual(changes.map(({ kind, id }) => `${kind} ${id}`).sort(), [
    'procedure kokuho_kanyu',
    'procedure tennyu_todoke',
  ]);
  const kokuho = changes.find(({ id }) => id === 'kokuho_kanyu') ?? assert.fail();
  assert.equal((kokuho.value as { fee: { amount: number } }).fee.amount, 450);
});

test('K6 a wrong cell is refused with sheet, row, column and what to do, and nothing is taken over', () => {
  const cases: readonly [string, string, string, string, RegExp][] = [
    ['手続き', 'tennyu_todoke', '料金', '無料', /数ではありません/],
    ['手続き', 'tennyu_todoke', '名前', '', /空にできません/],
    ['手続き', 'tennyu_todoke', '条件', 'events = ', /条件を読めません/],
    ['手続き', 'tennyu_todoke', '担当課', 'nanika', /課「nanika」はありません/],
    ['手続き', 'tennyu_todoke', '窓口で', 'たぶん', /「はい」か「いいえ」/],
    ['手続き', 'tennyu_todoke', '料金', '-5', /少なすぎます|0以上/],
    ['手順', 'tennyu_todoke\n1', 'だれが', '市長', /来庁者/],
    ['手順', 'tennyu_todoke\n1', 'システム', '謎/画面', /システム\/画面「謎\/画面」はありません/],
    ['書類', 'tennyu_todoke\nhonnin', 'id', 'betsu', /台帳にありません/],
  ];
  for (const [sheet, key, column, text, message] of cases) {
    const sheets = withCell(sheet, key, column, text);
    const { changes, problems } = readSheets(inventory.records, sheets);
    assert.deepEqual(changes, [], column);
    const place = cellOf(sheetsOf(inventory.records), sheet, key, column);
    assert.equal(problems[0]?.sheet, sheet);
    assert.equal(problems[0]?.row, place.row + 2, column);
    assert.match(problems[0]?.message ?? '', message);
  }
  assert.ok(readSheets(inventory.records, [{ name: '別の表', columns: ['a'], rows: [] }]).problems.length === 1);
});

test('K6 a CSV file in Shift_JIS is read as well, and one sheet alone changes only its records', () => {
  const sheets = withCell('手続き', 'kokuho_kanyu', '料金の説明', '一部有料');
  const sheet = sheets[0] ?? assert.fail();
  const text = csvOf([sheet.columns, ...sheet.rows]);
  for (const bytes of [Buffer.from(text), iconv.encode(text.slice(1), 'Shift_JIS')]) {
    const [columns = [], ...rows] = readCsv(bytes);
    const { changes } = readSheets(inventory.records, [{ name: '手続き', columns, rows }]);
    assert.ok(changes.some(({ id }) => id === 'kokuho_kanyu'));
  }
});

test('K6 property: any cells go through CSV unchanged, and none of them can be read as a formula', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom('=1+1', '@SUM(A1)', '-2', '+3', "'=x", '"', 'a\r\nb', '\t=cmd|calc'),
  );
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }), (rows) => {
      const text = csvOf(rows);
      assert.deepEqual(readCsv(Buffer.from(text)), rows);
      for (const row of readPlain(text)) for (const one of row) assert.doesNotMatch(one, /^[=+\-@\t\r]/u);
    }),
  );
});

/** Cells as a spreadsheet sees them, with the sign that makes text of them. */
const readPlain = (text: string): string[][] => readCsv(Buffer.from(text.replaceAll("'", '’')));

test('K6 X2 workbooks that are no workbooks, bombs, bring macros or links, or are broken are refused with a sentence', async () => {
  const zip = (entries: readonly (readonly [string, number])[]): Buffer => {
    const parts = entries.map(([name, size]) => {
      const head = Buffer.alloc(46);
      head.writeUInt32LE(0x02014b50, 0);
      head.writeUInt32LE(size, 24);
      head.writeUInt16LE(Buffer.byteLength(name), 28);
      return Buffer.concat([head, Buffer.from(name)]);
    });
    const directory = Buffer.concat(parts);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(entries.length, 10);
    return Buffer.concat([directory, end]);
  };
  const book = ['xl/workbook.xml', 900] as const;
  const cases: readonly [string, Buffer][] = [
    ['exchange.unknown', Buffer.from('手続き,料金')],
    ['exchange.unknown', zip([['word/document.xml', 10]])],
    ['exchange.bomb', zip([book, ['xl/worksheets/sheet1.xml', 900_000_000]])],
    ['exchange.macros', zip([book, ['xl/vbaProject.bin', 10]])],
    ['exchange.links', zip([book, ['xl/externalLinks/externalLink1.xml', 10]])],
    ['exchange.broken', zip([book])],
    ['exchange.tooLarge', Buffer.alloc(31 * 1024 * 1024)],
  ];
  for (const [code, bytes] of cases)
    await assert.rejects(
      readWorkbook(bytes),
      (error: unknown) => error instanceof UserError && error.code === code,
      code,
    );
});

test('K6 public procedures go out in the items of GIF, within its lengths', () => {
  const { columns, rows } = governmentData(inventory, isPublic);
  assert.equal(rows.length, inventory.procedures.filter(isPublic).length);
  const at = (name: string): number => columns.indexOf(name);
  for (const row of rows) {
    assert.equal(row.length, columns.length);
    assert.ok(Array.from(row[at('タイトル')] ?? '').length <= 40);
    assert.ok(Array.from(row[at('概要')] ?? '').length <= 100);
    assert.ok(Array.from(row[at('内容')] ?? '').length <= 500);
    for (const name of ['所管組織', 'タイトル', '概要', '内容', '連絡先']) assert.ok(row[at(name)], name);
    assert.match(row[at('更新日')] ?? '', /^\d{4}-\d{2}-\d{2}$/);
  }
});

test('K6 X2 the static pages hold every public procedure, no other, no script, and every link leads somewhere', () => {
  const files = siteOf(inventory, isPublic);
  const own = inventory.procedures.filter(isPublic);
  assert.equal(files.size, own.length + 2);
  for (const [name, text] of files) {
    if (!name.endsWith('.html')) continue;
    assert.doesNotMatch(text, /<script|onclick|javascript:|https?:\/\//i, name);
    for (const [, target] of text.matchAll(/href="([^"]+)"/g))
      assert.ok(files.has(target ?? ''), `${name} → ${target}`);
  }
  const hidden = inventory.procedures.filter((procedure) => !isPublic(procedure));
  for (const { id } of hidden) assert.ok(!files.has(`${id}.html`), id);
  const evil = {
    ...inventory,
    procedures: own.slice(0, 1).map((one) => ({ ...one, who: '<img src=x onerror=alert(1)>' })),
  };
  assert.ok([...siteOf(evil, () => true).values()].every((text) => !text.includes('<img')));
  assert.ok(parse(sources.get('city.yaml') ?? ''));
});
