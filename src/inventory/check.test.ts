import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkClauses } from './check/clauses.ts';
import { checkLifeEvents } from './check/life-events.ts';
import { neverTrue } from './check/logic.ts';
import { checkRecords } from './check/records.ts';
import { checkReferences } from './check/references.ts';
import { checkUses } from './check/uses.ts';
import {
  checkPack,
  type InventoryRecords,
  loadPack,
  type ProcedureRecord,
  type Remark,
  unconfirmed,
  vocabularyOf,
} from './index.ts';

const { records } = await loadPack('content/asahikawa', { cacheFolder: join(tmpdir(), 'hitomado-test-inventory') });
assert.ok(records, 'the pack must load');
const sound: InventoryRecords = records;

function procedure(records: InventoryRecords, id: string): ProcedureRecord {
  const found = records.procedures.find((candidate) => candidate.id === id);
  assert.ok(found, id);
  return found;
}

function fact(records: InventoryRecords, id: string): InventoryRecords['facts'][number] {
  const found = records.facts.find((candidate) => candidate.id === id);
  assert.ok(found, id);
  return found;
}

const inSound = checkPack(sound);

test('K6 the pack of 旭川市 has no error', () => {
  assert.deepEqual(
    inSound.filter(({ level }) => level === 'error'),
    [],
  );
});

const breaks: [string, string, (records: InventoryRecords) => void][] = [
  ['a procedure twice', 'repeated-id', (r) => r.procedures.push(procedure(r, 'tennyu_todoke'))],
  ['a fact twice', 'repeated-id', (r) => r.facts.push(fact(r, 'hasDog'))],
  [
    'an option twice',
    'repeated-id',
    (r) => fact(r, 'rikonKind').options?.push({ value: 'kyougi', label: 'x', labelEn: 'x' }),
  ],
  [
    'a document twice in one procedure',
    'repeated-id',
    (r) => {
      const { documents } = procedure(r, 'tennyu_todoke');
      if (documents[0]) documents.push(documents[0]);
    },
  ],
  [
    'an unknown department',
    'unknown-reference',
    (r) => Object.assign(procedure(r, 'inu_touroku'), { department: 'x' }),
  ],
  [
    'an unknown procedure in order',
    'unknown-reference',
    (r) => Object.assign(procedure(r, 'inu_touroku'), { order: { after: ['x'] } }),
  ],
  ['an unknown related procedure', 'unknown-reference', (r) => procedure(r, 'inu_touroku').related.push('x')],
  ['an unknown life event', 'unknown-reference', (r) => procedure(r, 'inu_touroku').lifeEvents.push('x')],
  [
    'an unknown date',
    'unknown-reference',
    (r) => Object.assign(procedure(r, 'inu_touroku').deadline, { anchors: [{ date: 'x' }] }),
  ],
  [
    'an unknown screen',
    'unknown-reference',
    (r) => Object.assign(procedure(r, 'inu_touroku').staffSteps[0] ?? {}, { system: 'x/y' }),
  ],
  [
    'an unknown document in a step',
    'unknown-reference',
    (r) => Object.assign(procedure(r, 'inu_touroku').staffSteps[0] ?? {}, { documents: ['x'] }),
  ],
  [
    'an unknown entry in a step',
    'unknown-reference',
    (r) => Object.assign(procedure(r, 'inu_touroku').staffSteps[0] ?? {}, { data: ['x'] }),
  ],
  [
    'an unknown role in a form',
    'unknown-reference',
    (r) => Object.assign(procedure(r, 'inu_touroku').form.fields[0] ?? {}, { role: 'x' }),
  ],
  [
    'an unknown entry in a form',
    'unknown-reference',
    (r) => Object.assign(procedure(r, 'inu_touroku').form.fields[0] ?? {}, { entry: 'x' }),
  ],
  ['an unknown event on a tile', 'unknown-reference', (r) => r.home[0]?.events.push('x')],
  ['what only staff may see on a tile', 'unknown-reference', (r) => r.home[0]?.events.push('dv')],
  ['an unknown want in the words', 'unknown-reference', (r) => r.words.words.push({ wants: ['x'], phrases: ['x'] })],
  [
    'an unknown fact in a condition',
    'condition',
    (r) => Object.assign(procedure(r, 'inu_touroku'), { when: { fact: 'x', is: true } }),
  ],
  [
    'an unknown option in a condition',
    'condition',
    (r) => Object.assign(procedure(r, 'inu_touroku'), { when: { fact: 'wants', has: 'x' } }),
  ],
  [
    'a test that does not fit the type',
    'condition',
    (r) => Object.assign(procedure(r, 'inu_touroku'), { when: { fact: 'hasDog', gte: 2 } }),
  ],
  [
    'an unknown fact of a document',
    'condition',
    (r) => Object.assign(procedure(r, 'tennyu_todoke').documents[1] ?? {}, { when: { fact: 'x', is: true } }),
  ],
  [
    'a counter-only field that is collected online',
    'online-entry',
    (r) => Object.assign(procedure(r, 'inu_touroku').form.fields[0] ?? {}, { type: 'mynumber' }),
  ],
  [
    'a condition that nobody meets',
    'never-true',
    (r) =>
      Object.assign(procedure(r, 'inu_touroku'), {
        when: {
          all: [
            { fact: 'hasDog', is: true },
            { fact: 'hasDog', is: false },
          ],
        },
      }),
  ],
  [
    'a document that nobody needs, because implications exclude it',
    'never-true',
    (r) =>
      Object.assign(procedure(r, 'tennyu_todoke').documents[1] ?? {}, {
        when: {
          all: [
            { fact: 'hasPreschool', is: true },
            { fact: 'hasChild0to18', is: false },
          ],
        },
      }),
  ],
  [
    'a life event that cannot make it true',
    'life-event-idle',
    (r) => procedure(r, 'konin_todoke').lifeEvents.push('tennyu'),
  ],
  [
    'a life event that is forgotten',
    'life-event-missing',
    (r) => Object.assign(procedure(r, 'suidou_kaishi'), { lifeEvents: ['tennyu', 'tenkyo'] }),
  ],
  [
    'a clause that no question leads to',
    'unreachable-clause',
    (r) => Object.assign(fact(r, 'hasDog'), { askWhen: { fact: 'events', has: 'tennyu' } }),
  ],
  [
    'a circle in the order',
    'order-cycle',
    (r) => Object.assign(procedure(r, 'tennyu_todoke'), { order: { after: ['kokuho_kanyu'] } }),
  ],
  [
    'a deadline without a unit',
    'deadline',
    (r) => Object.assign(procedure(r, 'tennyu_todoke').deadline, { unit: undefined }),
  ],
  [
    'a situation that misses a duty',
    'situation-required',
    (r) => Object.assign(procedure(r, 'tennyu_todoke'), { when: { fact: 'events', has: 'tenkyo' } }),
  ],
  [
    'a situation that is shown what it must not be',
    'situation-forbidden',
    (r) => Object.assign(procedure(r, 'inu_touroku'), { when: { fact: 'events', has: 'tennyu' } }),
  ],
  [
    'an implication that an example contradicts',
    'implication-false',
    (r) =>
      r.implications.push({
        when: { fact: 'hasDog', is: true },
        // biome-ignore lint/suspicious/noThenProperty: the name of the record's key.
        then: { fact: 'hasMyNumberCard', is: false },
        why: 'x',
      }),
  ],
  [
    'a boolean without a sentence to tick',
    'no-statement',
    (r) => Object.assign(fact(r, 'hasDog'), { statement: undefined }),
  ],
  ['a department without procedures', 'unused', (r) => r.departments.push({ id: 'x', name: 'x', nameEn: 'x' })],
  ['a fact that decides nothing', 'unused', (r) => r.facts.push({ ...fact(r, 'hasDog'), id: 'x' })],
  [
    'a period without a day to count from',
    'no-anchor',
    (r) => Object.assign(procedure(r, 'tennyu_todoke').deadline, { anchors: undefined }),
  ],
  [
    'a day that is moved in two ways',
    'deadline',
    (r) =>
      Object.assign(procedure(r, 'tennyu_todoke').deadline, {
        anchors: [{ date: 'moveIn', plusDays: 1, nextMonth: 'first' }],
      }),
  ],
  [
    'a date that no deadline counts from',
    'unused',
    (r) => r.dates.push({ ...structuredClone(r.dates[0] ?? assert.fail()), id: 'x' }),
  ],
  ['a screen that no step uses', 'unused', (r) => r.systems[0]?.screens.push('x')],
  [
    'a paper that nobody handles',
    'unused',
    (r) =>
      procedure(r, 'inu_touroku').documents.push({
        id: 'x',
        name: 'x',
        nameEn: 'x',
        descriptionEn: 'x',
        required: true,
      }),
  ],
  ['a choice that no tile leads to', 'not-on-home', (r) => r.home.splice(0, 1)],
  ['a choice without everyday words', 'no-words', (r) => r.words.words.splice(0, 1)],
];

type Group = (records: InventoryRecords) => Remark[];

const groups: readonly { codes: readonly string[]; check: Group }[] = [
  { codes: ['never-true'], check: (records) => neverTrue(records, vocabularyOf(records)) },
  {
    codes: ['life-event-idle', 'life-event-missing'],
    check: (records) => checkLifeEvents(records, vocabularyOf(records)),
  },
  { codes: ['unreachable-clause'], check: (records) => checkClauses(records, vocabularyOf(records)) },
  { codes: ['unused', 'not-on-home', 'no-words'], check: checkUses },
  { codes: ['repeated-id', 'unknown-reference', 'condition', 'online-entry'], check: checkReferences },
];

/** Only the checks that a code belongs to, which keeps the tests quick. */
function groupOf(code: string): Group {
  return groups.find(({ codes }) => codes.includes(code))?.check ?? checkRecords;
}

for (const [what, code, change] of breaks)
  test(`K6 the check finds ${what}`, () => {
    const broken = structuredClone(sound);
    change(broken);
    const count = (remarks: readonly Remark[]) =>
      remarks.filter((remark) => remark.code === code && remark.level !== 'information').length;
    assert.ok(count(groupOf(code)(broken)) > count(inSound));
  });

test('V1 each example resident is shown every duty and nothing forbidden', () => {
  assert.equal(sound.situations.length, 10);
  assert.deepEqual(
    inSound.filter(({ file }) => file === 'situations.yaml'),
    [],
  );
});

test('K6 what the city must confirm is listed: low confidence, unverified counters and open texts', () => {
  const list = unconfirmed(sound);
  const unverified = sound.procedures.filter(({ counter }) => !counter.verified);
  assert.equal(list.filter(({ path }) => path.length === 1 && path[0] === 'counter').length, unverified.length);
  assert.ok(list.some(({ message }) => message.includes('要確認')));
  assert.ok(list.some(({ file }) => file === 'departments.yaml'));
});
