import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  compileInventory,
  type InventoryRecords,
  isSame,
  itemsForResidents,
  recordKinds,
  recordSchemas,
} from '#inventory';
import { type Condition, printFeel } from '#rules';
import { differencesOf } from './differences.ts';
import { findRecords } from './find.ts';
import { findingsOf } from './findings.ts';
import { pack, parts, procedure, tests } from './fixtures.ts';
import { acted, mixedText, type Raw, rawOf, rawOfEntries, readAction, readMixed, tidied } from './form.ts';
import { readRecord } from './record-form.ts';
import { conditionOfRows, rowsOf } from './rows.ts';
import { shapeOf } from './shape.ts';

/** The fields that a browser would send for a form. */
function entriesOf(raw: Raw, path = 'v'): Record<string, string> {
  if (typeof raw === 'string') return { [path]: raw };
  return Object.assign({}, ...Object.entries(raw).map(([key, part]) => entriesOf(part, `${path}.${key}`)));
}

test('K1 every record of the inventory goes through its form unchanged: nothing is lost, nothing is added', () => {
  for (const kind of recordKinds)
    for (const [id, value] of parts[kind]) {
      const shape = shapeOf(kind, pack.items);
      const sent = rawOfEntries(shape, entriesOf(rawOf(shape, value)));
      const read = readRecord(kind, sent, pack, tests);
      assert.deepEqual([...read.errors], [], `${kind} ${id}`);
      const differences = differencesOf(kind, value, read.value, pack);
      assert.deepEqual(differences, [], `${kind} ${id}`);
    }
});

test('K1 property: whatever a form holds is read without a failure, and only what fits the schema is a record', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('', '-1', '1e999', '__proto__', '{"a":1}', 'true', '<b>', '\u0000'),
  );
  const name = fc
    .array(
      fc.constantFrom('v', 'documents', 'when', 'rows', 'group', 'test', '0', '9999999', '__proto__', 'custom', 'fee'),
    )
    .map((names) => ['v', ...names].join('.'));
  fc.assert(
    fc.property(fc.constantFrom(...recordKinds), fc.dictionary(name, text, { maxKeys: 30 }), (kind, entries) => {
      const read = readRecord(kind, rawOfEntries(shapeOf(kind, pack.items), entries), pack, tests);
      if (read.value !== undefined) assert.ok(recordSchemas[kind].safeParse(read.value).success);
      else assert.ok(read.errors.size > 0);
    }),
    { numRuns: 60 },
  );
});

test('K1 errors stand at the field and say what to do; what was typed stays', () => {
  const shape = shapeOf('procedure', []);
  const raw = rawOf(shape, procedure('tennyu_todoke')) as { [key: string]: Raw };
  const typed = { ...raw, name: ' ', when: 'moved = 3 and', checkedOn: '1日' };
  const read = readRecord('procedure', rawOfEntries(shape, entriesOf(typed)), pack, tests);
  assert.equal(read.value, undefined);
  assert.equal(read.errors.get('v.name'), 'ここを書いてください。');
  assert.match(read.errors.get('v.checkedOn') ?? '', /2026-11-22/);
  assert.ok(read.errors.get('v.when'));
  assert.equal((read.raw as { when: string }).when, 'moved = 3 and');
});

test('K1 lists are added to, moved and shortened by buttons; a button for a place that is not there does nothing', () => {
  const shape = shapeOf('procedure', []);
  const raw = rawOf(shape, procedure('tennyu_todoke'));
  const press = (from: Raw, text: string): Raw => {
    const action = readAction(text);
    assert.ok(action, text);
    return acted(shape, from, action, pack, tests);
  };
  const documents = (from: Raw) => (from as { documents: { id: string }[] }).documents.map(({ id }) => id);
  const before = documents(raw);
  assert.deepEqual(documents(press(raw, 'down:documents.0')), [before[1], before[0], ...before.slice(2)]);
  assert.deepEqual(documents(press(raw, 'remove:documents.0')), before.slice(1));
  assert.equal(documents(press(raw, 'add:documents')).length, before.length + 1);
  assert.deepEqual(tidied(shape, press(raw, 'add:documents')), tidied(shape, raw));
  for (const nowhere of ['up:documents.999', 'remove:nothing.0', 'add:name', 'rows:documents', 'down:__proto__.0'])
    assert.deepEqual(press(raw, nowhere), raw, nowhere);
  assert.equal(readAction('save'), undefined);
  assert.equal(readAction('add:<script>'), undefined);
});

test('K1 property: a value in one line is read as it was written', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.boolean(), fc.constant(null), fc.integer(), fc.array(fc.string()), fc.string()),
      (value) => {
        const trimmed = typeof value === 'string' ? value.trim() : value;
        assert.ok(isSame(readMixed(mixedText(trimmed)), trimmed));
      },
    ),
  );
});

test('K1 every condition of the inventory stands in rows, and the rows give the same condition', () => {
  const conditions = pack.procedures.flatMap(({ when, documents }) => [
    when,
    ...documents.flatMap((one) => one.when ?? []),
  ]);
  assert.ok(conditions.length > 150);
  for (const condition of conditions) {
    const { condition: again, problems } = conditionOfRows(tests, rowsOf(pack, condition));
    assert.deepEqual(problems, []);
    assert.equal(printFeel(plain(again)), printFeel(plain(condition)));
  }
  const { problems } = conditionOfRows(tests, { join: 'all', rows: [{ test: '月が青い' }] });
  assert.match(problems[0]?.message ?? '', /月が青い/);
});

/** Without groups of one, which rows do not keep. */
function plain(condition: Condition): Condition {
  if ('not' in condition) return { not: plain(condition.not) };
  if ('fact' in condition) return condition;
  const inner = ('all' in condition ? condition.all : condition.any).map(plain);
  const [only] = inner;
  if (only && inner.length === 1) return only;
  return 'all' in condition ? { all: inner } : { any: inner };
}

test('K1 an item of the city appears in forms, is found, and is checked, with no programming', () => {
  const records: InventoryRecords = {
    ...pack.records,
    items: [
      { id: 'owner', kind: 'procedure', name: '担当者', type: 'text', showTo: 'staff' },
      {
        id: 'channel',
        kind: 'procedure',
        name: '広報',
        type: 'choice',
        options: ['紙', 'ウェブ'],
        showTo: 'residents',
      },
    ],
    procedures: pack.records.procedures.map((one) =>
      one.id === 'tennyu_todoke' ? { ...one, custom: { owner: '佐々木', channel: '紙' } } : one,
    ),
  };
  const inventory = compileInventory(records);
  const shape = shapeOf('procedure', inventory.items);
  const custom = shape.fields.find(({ key }) => key === 'custom')?.shape;
  assert.deepEqual(custom?.kind === 'record' && custom.fields.map(({ item }) => item?.name), ['担当者', '広報']);
  const record = inventory.procedureById.get('tennyu_todoke');
  assert.ok(record);
  assert.deepEqual(itemsForResidents(inventory, record), [{ id: 'channel', name: '広報', text: '紙' }]);
  const [found] = findRecords(inventory, '佐々木').records;
  assert.deepEqual([found?.kind, found?.id], ['procedure', 'tennyu_todoke']);
  const wrong = structuredClone(records);
  const changed = wrong.procedures.find(({ id }) => id === 'tennyu_todoke');
  if (changed?.custom) changed.custom.channel = '電報';
  assert.ok(
    findingsOf(wrong, '2026-11-22').some(
      ({ code, record }) => code === 'custom-item' && record?.id === 'tennyu_todoke',
    ),
  );
});
