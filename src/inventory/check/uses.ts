import { leavesOf } from '#rules';
import { type FilePath, procedureFile, type Remark } from '../finding.ts';
import type { InventoryRecords } from '../schema.ts';
import { conditionsOf } from './conditions.ts';
import { fieldsOf } from './references.ts';

/** What is written down but never used: it would be kept up for nothing, or a use was forgotten. */
export function checkUses(records: InventoryRecords): Remark[] {
  return [...unusedFacts(records), ...unusedLists(records), ...unusedDocuments(records), ...unusedChoices(records)];
}

function unused(file: string, path: FilePath, what: string, level: Remark['level'] = 'warning'): Remark {
  const message = `${what}は、どこにも使われていません。使わないなら消してください。`;
  return { level, code: 'unused', message, file, path };
}

function* unusedFacts(records: InventoryRecords): Generator<Remark> {
  const leaves = conditionsOf(records).flatMap(({ condition }) => leavesOf(condition));
  const facts = new Set(leaves.map(({ fact }) => fact));
  const options = new Set(
    leaves.flatMap((leaf) =>
      'has' in leaf ? [`${leaf.fact}=${leaf.has}`] : 'is' in leaf ? [`${leaf.fact}=${leaf.is}`] : [],
    ),
  );
  for (const [index, fact] of records.facts.entries()) {
    if (!facts.has(fact.id)) yield unused('facts.yaml', ['facts', index], `事実「${fact.id}」`);
    for (const [position, { value }] of (fact.options ?? []).entries())
      if (facts.has(fact.id) && fact.type === 'list' && !options.has(`${fact.id}=${value}`))
        yield unused(
          'facts.yaml',
          ['facts', index, 'options', position],
          `選択肢「${fact.id}: ${value}」`,
          'information',
        );
  }
}

function* unusedLists(records: InventoryRecords): Generator<Remark> {
  const { procedures } = records;
  const fields = procedures.flatMap(fieldsOf).map(({ field }) => field);
  const departments = new Set(procedures.flatMap(({ department, counter }) => [department, counter.department]));
  const screens = new Set(procedures.flatMap(({ staffSteps }) => staffSteps.map(({ system }) => system)));
  const lifeEvents = new Set(procedures.flatMap((procedure) => procedure.lifeEvents));
  const roles = new Set(fields.map(({ role }) => role));
  const entries = new Set(fields.map(({ entry }) => entry));
  const dates = new Set(procedures.flatMap(({ deadline }) => (deadline.anchors ?? []).map(({ date }) => date)));
  for (const [index, { id, name }] of records.departments.entries())
    if (!departments.has(id)) yield unused('departments.yaml', ['departments', index], `課「${name}」`);
  for (const [index, { name, screens: own }] of records.systems.entries())
    for (const [position, screen] of own.entries())
      if (!screens.has(`${name}/${screen}`))
        yield unused('departments.yaml', ['systems', index, 'screens', position], `画面「${name}/${screen}」`);
  for (const [index, { id }] of records.lifeEvents.entries())
    if (!lifeEvents.has(id)) yield unused('life-events.yaml', ['lifeEvents', index], `できごと「${id}」`);
  for (const [index, { id }] of records.roles.entries())
    if (!roles.has(id)) yield unused('entries.yaml', ['roles', index], `役割「${id}」`);
  for (const [index, { name }] of records.entries.entries())
    if (!entries.has(name)) yield unused('entries.yaml', ['entries', index], `項目「${name}」`);
  for (const [index, { id }] of records.dates.entries())
    if (!dates.has(id)) yield unused('dates.yaml', ['dates', index], `日付「${id}」`);
}

function* unusedDocuments(records: InventoryRecords): Generator<Remark> {
  for (const procedure of records.procedures) {
    const handled = new Set(procedure.staffSteps.flatMap(({ documents }) => documents ?? []));
    for (const [index, { id, name }] of procedure.documents.entries())
      if (!handled.has(id))
        yield {
          level: 'warning',
          code: 'unused',
          message: `持ち物「${name}」を扱う職員の手順がありません。staffSteps の documents に足してください。`,
          file: procedureFile(procedure),
          path: ['documents', index],
        };
  }
}

/** Choices that residents cannot come to: on no tile, or without an everyday word. */
function* unusedChoices(records: InventoryRecords): Generator<Remark> {
  for (const name of ['events', 'wants'] as const) {
    const index = records.facts.findIndex(({ id }) => id === name);
    const shown = new Set(records.home.flatMap((tile) => tile[name]));
    const said = new Set(records.words.words.flatMap((word) => word[name] ?? []));
    for (const [position, option] of (records.facts[index]?.options ?? []).entries()) {
      if (option.staffOnly) continue;
      const path = ['facts', index, 'options', position];
      const say = (code: string, message: string): Remark => ({
        level: 'warning',
        code,
        message,
        file: 'facts.yaml',
        path,
      });
      if (!shown.has(option.value)) yield say('not-on-home', `「${option.label}」が、最初の画面のタイルにありません。`);
      if (!said.has(option.value))
        yield say('no-words', `「${option.label}」を表すふだんのことばが、words.yaml にありません。`);
    }
  }
}
