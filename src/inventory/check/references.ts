import { ConditionError, decide, type Leaf, leavesOf, type Vocabulary } from '#rules';
import { type FilePath, procedureFile, type Remark } from '../finding.ts';
import { vocabularyOf } from '../inventory.ts';
import type { Field, InventoryRecords, ProcedureRecord } from '../schema.ts';
import { conditionsOf } from './conditions.ts';
import { checkItems } from './items.ts';

/** What must hold before a pack can be used at all: ids are unique, and everything that is named exists. */
export function checkReferences(records: InventoryRecords): Remark[] {
  const known = knownIds(records);
  return [
    ...repeatedIds(records),
    ...checkConditions(records),
    ...records.procedures.flatMap((procedure) => [...checkProcedure(procedure, known)]),
    ...checkLists(records, known),
    ...checkSituations(records, known),
    ...checkItems(records),
  ];
}

function error(file: string, path: FilePath, code: string, message: string): Remark {
  return { level: 'error', code, message, file, path };
}

function unknown(file: string, path: FilePath, kind: string, id: string): Remark {
  return error(file, path, 'unknown-reference', `${kind}「${id}」はありません。つづりを確かめてください。`);
}

function* repeats(file: string, path: FilePath, key: string, ids: readonly string[]): Generator<Remark> {
  const seen = new Set<string>();
  for (const [index, id] of ids.entries()) {
    if (seen.has(id))
      yield error(file, [...path, index, key], 'repeated-id', `「${id}」が2度書かれています。別の名前にしてください。`);
    seen.add(id);
  }
}

function* repeatedIds(records: InventoryRecords): Generator<Remark> {
  const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);
  yield* repeats('departments.yaml', ['departments'], 'id', ids(records.departments));
  yield* repeats(
    'departments.yaml',
    ['systems'],
    'name',
    records.systems.map(({ name }) => name),
  );
  yield* repeats('facts.yaml', ['facts'], 'id', ids(records.facts));
  yield* repeats('life-events.yaml', ['lifeEvents'], 'id', ids(records.lifeEvents));
  yield* repeats('entries.yaml', ['roles'], 'id', ids(records.roles));
  yield* repeats(
    'entries.yaml',
    ['entries'],
    'name',
    records.entries.map(({ name }) => name),
  );
  yield* repeats('home.yaml', ['tiles'], 'id', ids(records.home));
  yield* repeats('dates.yaml', ['dates'], 'id', ids(records.dates));
  yield* repeats('neighbours.yaml', ['neighbours'], 'id', ids(records.neighbours));
  yield* repeats('situations.yaml', ['situations'], 'id', ids(records.situations));
  for (const [index, { options }] of records.facts.entries()) {
    const values = (options ?? []).map(({ value }) => value);
    yield* repeats('facts.yaml', ['facts', index, 'options'], 'value', values);
  }
  const seen = new Set<string>();
  for (const procedure of records.procedures) {
    const file = procedureFile(procedure);
    if (seen.has(procedure.id)) yield error(file, ['id'], 'repeated-id', `手続き「${procedure.id}」が2つあります。`);
    seen.add(procedure.id);
    yield* repeats(file, ['documents'], 'id', ids(procedure.documents));
    yield* repeats(file, ['form', 'fields'], 'id', ids(procedure.form.fields));
    yield* repeats(file, ['staffSteps'], 'id', stepIds(procedure));
  }
}

/** Ids of the steps by their place in the list; a step without one has a name that no other can have. */
const stepIds = ({ staffSteps }: ProcedureRecord): string[] => staffSteps.map(({ id }, index) => id ?? `#${index}`);

function checkConditions(records: InventoryRecords): Remark[] {
  const vocabulary: Vocabulary = { facts: vocabularyOf(records).facts };
  const problems = new Map<string, string | undefined>();
  const problemOf = (leaf: Leaf): string | undefined => {
    const key = JSON.stringify(leaf);
    if (!problems.has(key)) problems.set(key, leafProblem(leaf, vocabulary));
    return problems.get(key);
  };
  return conditionsOf(records).flatMap(({ condition, file, path }) =>
    leavesOf(condition).flatMap((leaf) => {
      const problem = problemOf(leaf);
      return problem === undefined ? [] : [error(file, path, 'condition', problem)];
    }),
  );
}

/** Why a leaf does not fit the facts; the rules say it when they are asked about it. */
function leafProblem(leaf: Leaf, vocabulary: Vocabulary): string | undefined {
  try {
    decide(leaf, {}, vocabulary);
    return undefined;
  } catch (problem) {
    if (problem instanceof ConditionError) return problem.message;
    throw problem;
  }
}

function* checkProcedure(procedure: ProcedureRecord, known: KnownIds): Generator<Remark> {
  const file = procedureFile(procedure);
  const must = (kind: string, ids: ReadonlySet<string>, id: string, path: FilePath): Remark[] =>
    ids.has(id) ? [] : [unknown(file, path, kind, id)];
  yield* must('課', known.departments, procedure.department, ['department']);
  yield* must('課', known.departments, procedure.counter.department, ['counter', 'department']);
  for (const [index, id] of procedure.lifeEvents.entries())
    yield* must('できごと', known.lifeEvents, id, ['lifeEvents', index]);
  for (const [index, id] of procedure.related.entries())
    yield* must('手続き', known.procedures, id, ['related', index]);
  for (const [index, id] of (procedure.order?.after ?? []).entries())
    yield* must('手続き', known.procedures, id, ['order', 'after', index]);
  for (const [index, { date }] of (procedure.deadline.anchors ?? []).entries())
    yield* must('日付', known.dates, date, ['deadline', 'anchors', index, 'date']);
  for (const { field, path } of fieldsOf(procedure)) {
    yield* must('役割', known.roles, field.role, [...path, 'role']);
    yield* must('項目', known.entries, field.entry, [...path, 'entry']);
    if ((field.zone || counterOnlyTypes.has(field.type)) && known.onlineEntries.has(field.entry))
      yield error(
        file,
        path,
        'online-entry',
        `「${field.label}」は窓口だけの項目です。entries.yaml で online: false にしてください。`,
      );
  }
  const documents = new Set(procedure.documents.map(({ id }) => id));
  const entries = new Set(fieldsOf(procedure).map(({ field }) => field.entry));
  const steps = new Set(['end', ...procedure.staffSteps.flatMap(({ id }) => id ?? [])]);
  for (const [index, step] of procedure.staffSteps.entries()) {
    const path = ['staffSteps', index];
    if (step.system) yield* must('システム/画面', known.screens, step.system, [...path, 'system']);
    for (const id of step.documents ?? []) yield* must('この手続きの持ち物', documents, id, [...path, 'documents']);
    for (const entry of step.data ?? []) yield* must('この様式の項目', entries, entry, [...path, 'data']);
    for (const { to } of step.next ?? []) yield* must('手順', steps, to, [...path, 'next']);
  }
}

/** Kinds of fields that are never filled on the internet side. */
const counterOnlyTypes: ReadonlySet<string> = new Set(['mynumber', 'pin', 'scan']);

/** All fields of a procedure's form, with those inside groups. */
export function fieldsOf(procedure: ProcedureRecord): { field: Field; path: FilePath }[] {
  return procedure.form.fields.flatMap((field, index) => {
    const path = ['form', 'fields', index];
    const inner = (field.fields ?? []).map((part, position) => ({ field: part, path: [...path, 'fields', position] }));
    return [{ field, path }, ...inner];
  });
}

interface KnownIds {
  departments: ReadonlySet<string>;
  lifeEvents: ReadonlySet<string>;
  procedures: ReadonlySet<string>;
  dates: ReadonlySet<string>;
  roles: ReadonlySet<string>;
  entries: ReadonlySet<string>;
  onlineEntries: ReadonlySet<string>;
  screens: ReadonlySet<string>;
}

function knownIds(records: InventoryRecords): KnownIds {
  const ids = (items: readonly { id: string }[]) => new Set(items.map(({ id }) => id));
  return {
    departments: ids(records.departments),
    lifeEvents: ids(records.lifeEvents),
    procedures: ids(records.procedures),
    dates: ids(records.dates),
    roles: ids(records.roles),
    entries: new Set(records.entries.map(({ name }) => name)),
    onlineEntries: new Set(records.entries.filter(({ online }) => online).map(({ name }) => name)),
    screens: new Set(records.systems.flatMap(({ name, screens }) => screens.map((screen) => `${name}/${screen}`))),
  };
}

function* checkLists(records: InventoryRecords, known: KnownIds): Generator<Remark> {
  const allEvents = new Set(records.facts.find(({ id }) => id === 'events')?.options?.map(({ value }) => value));
  const events = optionsOf(records, 'events');
  const wants = optionsOf(records, 'wants');
  for (const [index, { department }] of records.city.hours.late.entries())
    if (!known.departments.has(department))
      yield unknown('city.yaml', ['hours', 'late', index, 'department'], '課', department);
  for (const [index, { id, asEvent }] of records.lifeEvents.entries())
    if (asEvent && !allEvents.has(id))
      yield unknown('life-events.yaml', ['lifeEvents', index], '事実 events の選択肢', id);
  for (const [index, { prefillFrom }] of records.roles.entries())
    for (const role of prefillFrom)
      if (!known.roles.has(role)) yield unknown('entries.yaml', ['roles', index, 'prefillFrom'], '役割', role);
  for (const [index, tile] of records.home.entries()) {
    for (const event of tile.events)
      if (!events.has(event)) yield unknown('home.yaml', ['tiles', index, 'events'], '住民が選べるできごと', event);
    for (const want of tile.wants)
      if (!wants.has(want)) yield unknown('home.yaml', ['tiles', index, 'wants'], '住民が選べる希望', want);
  }
  for (const [index, { entries }] of records.dates.entries())
    for (const { role, entry } of entries) {
      if (!known.roles.has(role)) yield unknown('dates.yaml', ['dates', index, 'entries'], '役割', role);
      if (!known.entries.has(entry)) yield unknown('dates.yaml', ['dates', index, 'entries'], '項目', entry);
    }
  for (const [index, word] of records.words.words.entries()) {
    for (const event of word.events ?? [])
      if (!events.has(event)) yield unknown('words.yaml', ['words', index, 'events'], '住民が選べるできごと', event);
    for (const want of word.wants ?? [])
      if (!wants.has(want)) yield unknown('words.yaml', ['words', index, 'wants'], '住民が選べる希望', want);
    for (const id of word.procedures ?? [])
      if (!known.procedures.has(id)) yield unknown('words.yaml', ['words', index, 'procedures'], '手続き', id);
  }
}

/** The options of a fact that residents may see. */
function optionsOf(records: InventoryRecords, fact: string): ReadonlySet<string> {
  const options = records.facts.find(({ id }) => id === fact)?.options ?? [];
  return new Set(options.filter(({ staffOnly }) => !staffOnly).map(({ value }) => value));
}

function* checkSituations(records: InventoryRecords, { procedures }: KnownIds): Generator<Remark> {
  const facts = new Map(records.facts.map((fact) => [fact.id, fact]));
  for (const [index, situation] of records.situations.entries()) {
    const { required, requiredAnyOf = [], acceptable, forbidden } = situation.expected;
    for (const id of [...required, ...requiredAnyOf.flat(), ...acceptable, ...forbidden])
      if (!procedures.has(id)) yield unknown('situations.yaml', ['situations', index, 'expected'], '手続き', id);
    for (const [id, value] of Object.entries(situation.facts)) {
      const fact = facts.get(id);
      const path = ['situations', index, 'facts', id];
      if (!fact) yield unknown('situations.yaml', path, '事実', id);
      else if (!valueFits(fact, value))
        yield error('situations.yaml', path, 'wrong-value', `「${fact.label}」の答えとして使えない値です。`);
    }
  }
}

type Value = InventoryRecords['situations'][number]['facts'][string];

function valueFits(fact: InventoryRecords['facts'][number], value: Value): boolean {
  if (value === null) return true;
  const options = fact.options?.map((option) => option.value) ?? [];
  switch (fact.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return typeof value === 'number';
    case 'enum':
      return typeof value === 'string' && options.includes(value);
    case 'list':
      return Array.isArray(value) && value.every((member) => options.includes(member));
  }
}
