import {
  checkPack,
  compileInventory,
  conditionSentence,
  type Inventory,
  type InventoryRecords,
  isSound,
  type RecordKind,
  type RecordValue,
  type Remark,
  recordId,
  unconfirmed,
} from '#inventory';
import { addDays, type Day } from '#platform/clock';
import { type Condition, decide, type Facts } from '#rules';
import { wordsOf } from './words.ts';

/** Something to look at in a record, in words, with the resident who shows it where there is one. */
export interface StudioFinding {
  level: 'error' | 'warning' | 'information';
  code: string;
  message: string;
  /** Where it is put right; absent where it is about many records. */
  record?: { kind: RecordKind; id: string; title?: string };
  /** Names of the fields down to the place. */
  field?: string;
  /** The answers of an example resident: 「できごと: 転入」. */
  example?: string;
}

/** After a year without a look a record may have been overtaken by a law. */
const daysUntilStale = 365;

/** What the checks have to say about records. The same records give the same findings on the same day. Pure. */
export function findingsOf(records: InventoryRecords, today: Day): StudioFinding[] {
  const remarks = checkPack(records);
  const found = remarks.map((remark) => toFinding(records, remark));
  if (!isSound(records)) return found;
  const inventory = compileInventory(records);
  const withExample = (finding: StudioFinding, index: number): StudioFinding => {
    const example = remarks[index]?.example;
    return example ? { ...finding, example: exampleSentence(inventory, example) } : finding;
  };
  return [
    ...found.map(withExample),
    ...neverAskedDocuments(inventory),
    ...stalePages(records, today),
    ...unconfirmed(records).map((remark) => toFinding(records, remark)),
  ];
}

const lists: Readonly<Record<string, readonly [RecordKind, string]>> = {
  'city.yaml': ['city', ''],
  'facts.yaml facts': ['fact', 'facts'],
  'implications.yaml implications': ['implication', 'implications'],
  'life-events.yaml lifeEvents': ['lifeEvent', 'lifeEvents'],
  'departments.yaml departments': ['department', 'departments'],
  'departments.yaml systems': ['system', 'systems'],
  'entries.yaml roles': ['role', 'roles'],
  'entries.yaml entries': ['entry', 'entries'],
  'home.yaml tiles': ['tile', 'home'],
  'dates.yaml dates': ['date', 'dates'],
  'neighbours.yaml neighbours': ['neighbour', 'neighbours'],
  'floors.yaml floors': ['floor', 'floors'],
  'situations.yaml situations': ['situation', 'situations'],
  'items.yaml items': ['item', 'items'],
  'options.yaml options': ['option', 'options'],
};

const translatedTables: Readonly<Record<string, RecordKind>> = {
  facts: 'fact',
  lifeEvents: 'lifeEvent',
  departments: 'department',
  roles: 'role',
  entries: 'entry',
  groups: 'group',
  procedures: 'procedure',
};

/** Files and lines are of no use in the studio: the finding is about a record and its field. */
function toFinding(records: InventoryRecords, { level, code, message, file, path }: Remark): StudioFinding {
  const text = message
    .replace(/facts\.yaml の askWhen/g, '質問の「聞く場合」')
    .replace(/staffSteps の documents/g, '職員の手順の「扱う持ち物」');
  const place = placeOf(records, file, path);
  if (!place) return { level, code, message: text };
  const { kind, id, rest } = place;
  const names = rest.filter((part): part is string => typeof part === 'string');
  const labels = names.map((_, index) => wordsOf(kind, names.slice(0, index + 1)).label);
  return { level, code, message: text, record: { kind, id }, field: labels.join(' › ') || undefined };
}

function placeOf(
  records: InventoryRecords,
  file: string,
  path: Remark['path'],
): { kind: RecordKind; id: string; rest: Remark['path'] } | undefined {
  const procedure = /^procedures\/[^/]+\/([^/]+)\.yaml$/.exec(file)?.[1];
  if (procedure !== undefined) return { kind: 'procedure', id: procedure, rest: path };
  if (file === 'city.yaml') return { kind: 'city', id: 'city', rest: path };
  const [list, position, ...rest] = path;
  if (file.startsWith('translations/')) {
    const kind = translatedTables[String(list)];
    return kind && typeof position === 'string' ? { kind, id: position, rest: [] } : undefined;
  }
  const [kind, key] = lists[`${file} ${String(list)}`] ?? [];
  if (kind === undefined || key === undefined || typeof position !== 'number') return undefined;
  const value = (records as unknown as Record<string, RecordValue[] | undefined>)[key]?.[position];
  return value && { kind, id: recordId(kind, value), rest };
}

/** The answers of a resident as a line: 「できごと」に「転入」がある、… */
export function exampleSentence(inventory: Inventory, facts: Facts): string {
  const said = Object.entries(facts).flatMap(([fact, value]) => {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value.map((has: string) => conditionSentence(inventory, { fact, has }));
    if (typeof value === 'number') return [conditionSentence(inventory, { fact, gte: value })];
    return [conditionSentence(inventory, { fact, is: value as string | boolean })];
  });
  return said
    .slice(0, 8)
    .map((sentence) => sentence.replace(/とき$/, ''))
    .join('、');
}

/** Papers whose condition can never hold together with the one of their procedure. */
function neverAskedDocuments(inventory: Inventory): StudioFinding[] {
  const goals = inventory.procedures.flatMap(({ id, when, documents }) =>
    documents.flatMap((document, index) =>
      document.when
        ? [{ id: `${id} ${index}`, condition: { all: [when, document.when] }, name: document.name.ja }]
        : [],
    ),
  );
  return goals.flatMap(({ id, condition, name }): StudioFinding[] => {
    const [procedure = ''] = id.split(' ');
    return canHold(inventory, condition)
      ? []
      : [
          {
            level: 'warning',
            code: 'never-asked',
            message: `持ち物「${name}」が要る人はいません。要る場合か、手続きの条件を見直してください。`,
            record: { kind: 'procedure', id: procedure },
            field: '持ち物 › 要る場合',
          },
        ];
  });
}

function stalePages(records: InventoryRecords, today: Day): StudioFinding[] {
  const limit = addDays(today, -daysUntilStale);
  return records.procedures.flatMap(({ id, name, checkedOn }): StudioFinding[] =>
    checkedOn >= limit
      ? []
      : [
          {
            level: 'information',
            code: 'stale',
            message: `「${name}」は1年以上、見直していません(${checkedOn})。根拠とページを確かめて、確かめた日を書きかえてください。`,
            record: { kind: 'procedure', id },
            field: '確かめた日',
          },
        ],
  );
}

const canHold = (inventory: Inventory, condition: Condition): boolean =>
  decide(condition, {}, inventory.vocabulary) !== false;

const keyOf = ({ code, message, record }: StudioFinding): string => `${code} ${record?.kind} ${record?.id} ${message}`;

/** Findings that were not there before: what a change brings. */
export function newFindings(before: readonly StudioFinding[], after: readonly StudioFinding[]): StudioFinding[] {
  const known = new Set(before.map(keyOf));
  return after.filter((finding) => !known.has(keyOf(finding)));
}

/** Findings as people read them: with the names of procedures and questions in the place of their ids. */
export function inWords(inventory: Inventory, findings: readonly StudioFinding[]): StudioFinding[] {
  const { procedures, facts, lifeEvents, roles } = inventory.records;
  const names = new Map([
    ...lifeEvents.map(({ id, name }) => [id, name] as const),
    ...roles.map(({ id, label }) => [id, label] as const),
    ...facts.map(({ id, label }) => [id, label] as const),
    ...procedures.map(({ id, name }) => [id, name] as const),
  ]);
  return findings.map((finding) => ({
    ...finding,
    message: finding.message.replace(/「(\w+)」/g, (quoted, id: string) =>
      names.has(id) ? `「${names.get(id)}」` : quoted,
    ),
    record: finding.record && { ...finding.record, title: names.get(finding.record.id) },
  }));
}
