import { z } from 'zod';
import { isSame } from './merge.ts';
import {
  type CustomItem,
  fileSchemas,
  type InventoryRecords,
  procedureSchema,
  type TranslatedLanguage,
  type Translations,
  translatedLanguages,
  translationsSchema,
} from './schema.ts';

/** Every kind of record that a city writes, in the order in which people look for them. */
export const recordKinds = [
  'procedure',
  'fact',
  'implication',
  'lifeEvent',
  'entry',
  'role',
  'option',
  'date',
  'department',
  'system',
  'floor',
  'neighbour',
  'tile',
  'word',
  'synonym',
  'spelling',
  'flow',
  'lawChange',
  'situation',
  'group',
  'item',
  'city',
] as const;

export type RecordKind = (typeof recordKinds)[number];

/** One record as it is edited: with its translations beside the Japanese. */
export type RecordValue = Readonly<Record<string, unknown>>;

/** The records of an inventory one by one, by kind and id, in the city's order. */
export type Parts = Readonly<Record<RecordKind, ReadonlyMap<string, RecordValue>>>;

const nameOnly = translationsSchema.shape.procedures.unwrap().valueType.optional();
const namesByLanguage = z.strictObject({ easy: nameOnly, zh: nameOnly, ko: nameOnly, vi: nameOnly }).optional();
const factTexts = translationsSchema.shape.facts.unwrap().valueType.optional();
const factsByLanguage = z.strictObject({ easy: factTexts, zh: factTexts, ko: factTexts, vi: factTexts }).optional();
const withNames = { translations: namesByLanguage };

/** What a record of each kind must look like. */
export const recordSchemas = {
  procedure: procedureSchema.extend(withNames),
  fact: fileSchemas.facts.shape.facts.element.extend({ translations: factsByLanguage }),
  implication: fileSchemas.implications.shape.implications.element,
  lifeEvent: fileSchemas['life-events'].shape.lifeEvents.element.extend(withNames),
  entry: fileSchemas.entries.shape.entries.element.extend(withNames),
  role: fileSchemas.entries.shape.roles.element.extend(withNames),
  option: fileSchemas.options.shape.options.element,
  date: fileSchemas.dates.shape.dates.element,
  department: fileSchemas.departments.shape.departments.element.extend(withNames),
  system: fileSchemas.departments.shape.systems.element,
  floor: fileSchemas.floors.shape.floors.element,
  neighbour: fileSchemas.neighbours.shape.neighbours.element,
  tile: fileSchemas.home.shape.tiles.element,
  word: fileSchemas.words.shape.words.element,
  synonym: z.strictObject({ words: fileSchemas.words.shape.synonyms.element }),
  spelling: z.strictObject({ words: fileSchemas.synonyms.shape.synonyms.element }),
  flow: fileSchemas.flows.shape.flows.element,
  lawChange: fileSchemas['law-changes'].shape.lawChanges.element,
  situation: fileSchemas.situations.shape.situations.element,
  group: z.strictObject({ name: nameOnly.unwrap(), translations: namesByLanguage }),
  item: fileSchemas.items.shape.items.element,
  city: fileSchemas.city,
} as const satisfies Record<RecordKind, z.ZodType>;

type NamedTable = Exclude<keyof Translations, 'facts'>;

/** Kinds whose names stand in the translations, with the table they stand in. */
const nameTables: Partial<Record<RecordKind, NamedTable>> = {
  procedure: 'procedures',
  lifeEvent: 'lifeEvents',
  entry: 'entries',
  role: 'roles',
  department: 'departments',
  group: 'groups',
};

/** The id of the one record of its kind. */
const onlyOne = 'city';

/** The id of a record: what stands in it, so that a record that gets another id is another record. */
export function recordId(kind: RecordKind, value: RecordValue): string {
  const text = (key: string): string => String(value[key] ?? '');
  const [first] = Array.isArray(value.phrases) ? value.phrases : Array.isArray(value.words) ? value.words : [];
  switch (kind) {
    case 'city':
      return onlyOne;
    case 'entry':
    case 'system':
    case 'group':
      return text('name');
    case 'floor':
      return text('floor');
    case 'implication':
      return text('why').slice(0, 80);
    case 'option':
      return text('option') || text('ja');
    case 'word':
    case 'synonym':
    case 'spelling':
      return String(first ?? '').slice(0, 80);
    case 'flow':
      return [value.scope, ...((value.departments ?? []) as string[])].join(' ');
    case 'item':
      return `${text('kind')}.${text('id')}`;
    default:
      return text('id');
  }
}

/** Takes records apart. `putTogether` makes the same records of it again. */
export function takeApart(records: InventoryRecords): Parts {
  const groups = [
    ...new Set([
      ...records.facts.flatMap(({ options }) => (options ?? []).flatMap(({ group }) => group ?? [])),
      ...translatedLanguages.flatMap((language) => Object.keys(records.translations[language]?.groups ?? {})),
    ]),
  ];
  const lists: Record<RecordKind, readonly object[]> = {
    procedure: records.procedures,
    fact: records.facts,
    implication: records.implications,
    lifeEvent: records.lifeEvents,
    entry: records.entries,
    role: records.roles,
    option: records.options,
    date: records.dates,
    department: records.departments,
    system: records.systems,
    floor: records.floors ?? [],
    neighbour: records.neighbours,
    tile: records.home,
    word: records.words.words,
    synonym: records.words.synonyms.map((words) => ({ words })),
    spelling: (records.synonyms ?? []).map((words) => ({ words })),
    flow: records.flows ?? [],
    lawChange: records.lawChanges ?? [],
    situation: records.situations,
    group: groups.map((name) => ({ name })),
    item: records.items ?? [],
    city: [records.city],
  };
  const byId = (kind: RecordKind): ReadonlyMap<string, RecordValue> => {
    const found = new Map<string, RecordValue>();
    for (const value of lists[kind] as readonly RecordValue[]) {
      const id = recordId(kind, value);
      found.set(unusedId(found, id), withTranslations(records.translations, kind, id, value));
    }
    return found;
  };
  return Object.fromEntries(recordKinds.map((kind) => [kind, byId(kind)])) as unknown as Parts;
}

/** Records without a name of their own may say the same twice; the second is told apart by its number. */
function unusedId(found: ReadonlyMap<string, unknown>, id: string): string {
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? id : `${id} (${count})`;
    if (!found.has(candidate)) return candidate;
  }
}

function withTranslations(
  translations: InventoryRecords['translations'],
  kind: RecordKind,
  id: string,
  value: RecordValue,
): RecordValue {
  const table = nameTables[kind];
  const found = translatedLanguages.flatMap((language): [TranslatedLanguage, unknown][] => {
    const own = kind === 'fact' ? translations[language]?.facts?.[id] : table && translations[language]?.[table]?.[id];
    return own === undefined ? [] : [[language, own]];
  });
  return found.length === 0 ? value : { ...value, translations: Object.fromEntries(found) };
}

/** Makes records of their parts. Translations of what is no more go with it. */
export function putTogether(parts: Parts): InventoryRecords {
  const translations: Partial<Record<TranslatedLanguage, Record<string, Record<string, unknown>>>> = {};
  const without = (kind: RecordKind): unknown[] =>
    [...parts[kind].values()].map((value) => {
      const { translations: own, ...record } = value;
      const table = kind === 'fact' ? 'facts' : nameTables[kind];
      if (table === undefined) return record;
      for (const [language, text] of Object.entries(own ?? {}) as [TranslatedLanguage, unknown][]) {
        translations[language] ??= {};
        translations[language][table] ??= {};
        translations[language][table][recordId(kind, value)] = text;
      }
      return record;
    });
  const departments = without('department') as InventoryRecords['departments'];
  const rank = new Map(departments.map(({ id }, index) => [id, index]));
  const procedures = (without('procedure') as InventoryRecords['procedures']).toSorted(
    (left, right) =>
      (rank.get(left.department) ?? rank.size) - (rank.get(right.department) ?? rank.size) ||
      (left.id < right.id ? -1 : 1),
  );
  const [city] = without('city');
  const floors = without('floor') as NonNullable<InventoryRecords['floors']>;
  const items = without('item') as CustomItem[];
  const flows = without('flow') as NonNullable<InventoryRecords['flows']>;
  const lawChanges = without('lawChange') as NonNullable<InventoryRecords['lawChanges']>;
  const spellings = [...parts.spelling.values()].map(({ words }) => words as string[]);
  without('group');
  return {
    city: city as InventoryRecords['city'],
    departments,
    systems: without('system') as InventoryRecords['systems'],
    facts: without('fact') as InventoryRecords['facts'],
    implications: without('implication') as InventoryRecords['implications'],
    lifeEvents: without('lifeEvent') as InventoryRecords['lifeEvents'],
    roles: without('role') as InventoryRecords['roles'],
    entries: without('entry') as InventoryRecords['entries'],
    options: without('option') as InventoryRecords['options'],
    procedures,
    home: without('tile') as InventoryRecords['home'],
    dates: without('date') as InventoryRecords['dates'],
    neighbours: without('neighbour') as InventoryRecords['neighbours'],
    ...(floors.length > 0 ? { floors } : {}),
    ...(flows.length > 0 ? { flows } : {}),
    ...(lawChanges.length > 0 ? { lawChanges } : {}),
    ...(spellings.length > 0 ? { synonyms: spellings } : {}),
    words: {
      words: without('word') as InventoryRecords['words']['words'],
      synonyms: [...parts.synonym.values()].map(({ words }) => words as string[]),
    },
    situations: without('situation') as InventoryRecords['situations'],
    ...(items.length > 0 ? { items } : {}),
    translations: translations as InventoryRecords['translations'],
  };
}

/** What is to become of one record; without a value it goes. */
export interface RecordChange {
  kind: RecordKind;
  id: string;
  value: RecordValue | undefined;
}

/** Parts with some records changed, added or taken out; each stays at its place, new ones come last. */
export function withChanges(parts: Parts, changes: readonly RecordChange[]): Parts {
  const changed = { ...parts };
  for (const { kind, id, value } of changes) {
    const map = new Map(changed[kind]);
    if (value === undefined) map.delete(id);
    else map.set(id, value);
    changed[kind] = map;
  }
  return changed;
}

/** What became, or would become, of one record. */
export interface RecordDifference extends RecordChange {
  /** What it was; undefined for a new one. */
  before: RecordValue | undefined;
}

/** What differs between two states of an inventory, record by record. Pure. */
export function changesBetween(before: InventoryRecords, after: InventoryRecords): RecordDifference[] {
  const [was, is] = [takeApart(before), takeApart(after)];
  return recordKinds.flatMap((kind) =>
    [...new Set([...was[kind].keys(), ...is[kind].keys()])].flatMap((id) => {
      const difference = { kind, id, before: was[kind].get(id), value: is[kind].get(id) };
      return isSame(difference.before, difference.value) ? [] : [difference];
    }),
  );
}
