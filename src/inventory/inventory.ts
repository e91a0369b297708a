import { createHash } from 'node:crypto';
import type { LocalText } from '#platform/i18n';
import { type Condition, compile, type FactType, type Implication, type Program, type Vocabulary } from '#rules';
import type {
  Anchor,
  CityRecord,
  CustomItem,
  EntryRecord,
  FloorPlan,
  HomeTile,
  InventoryRecords,
  LawChange,
  NamedDate,
  Neighbour,
  ProcedureRecord,
  RoleRecord,
  Situation,
  System,
  Words,
} from './schema.ts';
import { type Translate, translator } from './translate.ts';

export interface Department {
  id: string;
  name: LocalText;
  place?: string;
  phone?: string;
}

export interface FactOption {
  value: string;
  label: LocalText;
  /** Heading under which long lists show the option. */
  group?: LocalText;
  /** Only staff may see and choose it. */
  staffOnly: boolean;
}

export interface Fact {
  id: string;
  type: FactType;
  label: LocalText;
  question: LocalText;
  /** What one says who answers yes, for lists in which everything that applies is ticked. */
  statement?: LocalText;
  options: readonly FactOption[];
  askWhen: Condition;
  /** When the question makes sense at all: asked on the way, or offered beside the result, as papers and ways hang on it. */
  arisesWhen: Condition;
  staffOnly: boolean;
  /** One of the options always applies (everybody has a nationality), so that nothing ticked means わからない. */
  atLeastOne: boolean;
  minimum?: number;
  maximum?: number;
  note?: string;
}

export interface LifeEvent {
  id: string;
  name: LocalText;
  /** Whether it is an answer of the fact `events`; otherwise residents come to it by `wants`. */
  asEvent: boolean;
  /** Ids of the procedures that name it, the duties first. */
  procedures: readonly string[];
}

export interface Role extends Omit<RoleRecord, 'label' | 'labelEn' | 'easyJa' | 'plain' | 'plainEn'> {
  /** As the forms call it; staff and papers use it. */
  label: LocalText;
  /** As residents are asked. */
  plain: LocalText;
}

export interface Entry extends Omit<EntryRecord, 'label' | 'labelEn' | 'easyJa' | 'help' | 'helpEasy' | 'helpEn'> {
  label: LocalText;
  help?: LocalText;
}

export interface ProcedureDocument {
  id: string;
  name: LocalText;
  description: LocalText;
  required: boolean;
  when?: Condition;
}

export interface Deadline extends Omit<ProcedureRecord['deadline'], 'text' | 'textEn' | 'anchors'> {
  text: LocalText;
  anchors: readonly Anchor[];
}

/** A procedure as every channel shows it: the record with its texts joined by language. */
export interface Procedure
  extends Omit<
    ProcedureRecord,
    'name' | 'nameEn' | 'easyJa' | 'descriptionEn' | 'documents' | 'deadline' | 'needWhen' | 'order'
  > {
  name: LocalText;
  /** What it is for and whom it concerns. */
  summary: LocalText;
  documents: readonly ProcedureDocument[];
  deadline: Deadline;
  needWhen: NonNullable<ProcedureRecord['needWhen']>;
  order: { after: readonly string[] };
}

/** What the city knows, at one published state. Immutable. */
export interface Inventory {
  /** SHA-256 over the records, in hexadecimal: equal content has an equal revision. */
  revision: string;
  records: InventoryRecords;
  city: CityRecord;
  departments: readonly Department[];
  departmentById: ReadonlyMap<string, Department>;
  systems: readonly System[];
  facts: readonly Fact[];
  factById: ReadonlyMap<string, Fact>;
  implications: readonly Implication[];
  lifeEvents: readonly LifeEvent[];
  lifeEventById: ReadonlyMap<string, LifeEvent>;
  roles: readonly Role[];
  roleById: ReadonlyMap<string, Role>;
  entries: readonly Entry[];
  /** By the name of the entry (`fullName`). */
  entryById: ReadonlyMap<string, Entry>;
  procedures: readonly Procedure[];
  procedureById: ReadonlyMap<string, Procedure>;
  /** Everyday words of the forms' choices in all languages, by the choice as the forms write it. */
  optionWords: ReadonlyMap<string, LocalText>;
  home: readonly HomeTile[];
  dates: readonly NamedDate[];
  dateById: ReadonlyMap<string, NamedDate>;
  neighbours: readonly Neighbour[];
  /** Plans of the building by floor; none where the city has drawn none. */
  floors: readonly FloorPlan[];
  /** Laws that change. */
  lawChanges: readonly LawChange[];
  words: Words;
  /** Words that mean the same for the search: the city's list, and the spellings of `words`. */
  synonyms: readonly (readonly string[])[];
  situations: readonly Situation[];
  /** Items that the city added to its records. */
  items: readonly CustomItem[];
  vocabulary: Vocabulary;
  /** The conditions of all procedures, compiled; a goal's id is the procedure's. */
  program: Program;
}

/** SHA-256 of records. The order of keys in an object does not count, the order of lists does. */
export function revisionOf(records: InventoryRecords): string {
  const sortKeys = (_key: string, value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
      : value;
  return createHash('sha256').update(JSON.stringify(records, sortKeys)).digest('hex');
}

/** Joins records and translations, indexes them and compiles the conditions. The records must have passed `loadPack`. */
export function compileInventory(records: InventoryRecords): Inventory {
  const translate = translator(records.translations);
  const facts = records.facts.map((record) => joinFact(record, translate));
  const departments = records.departments.map(({ id, name, nameEn, place, phone }) => ({
    id,
    name: translate('departments', id, { ja: name, en: nameEn }),
    place,
    phone,
  }));
  const procedures = records.procedures.map((record) => joinProcedure(record, translate));
  const lifeEvents = records.lifeEvents.map(({ id, name, nameEn, asEvent }) => ({
    id,
    name: translate('lifeEvents', id, { ja: name, en: nameEn }),
    asEvent,
    procedures: proceduresOfLifeEvent(procedures, id),
  }));
  const roles = records.roles.map((record) => joinRole(record, translate));
  const entries = records.entries.map(({ label, labelEn, easyJa, help, helpEasy, helpEn, ...entry }) => ({
    ...entry,
    label: translate('entries', entry.name, { ja: label, easy: easyJa, en: labelEn }),
    help: help === undefined ? undefined : { ja: help, easy: helpEasy, en: helpEn },
  }));
  const vocabulary = vocabularyOf(records);
  return Object.freeze({
    revision: revisionOf(records),
    records,
    city: records.city,
    departments,
    departmentById: byId(departments),
    systems: records.systems,
    facts,
    factById: byId(facts),
    implications: vocabulary.implications ?? [],
    lifeEvents,
    lifeEventById: byId(lifeEvents),
    roles,
    roleById: byId(roles),
    entries,
    entryById: new Map(entries.map((entry) => [entry.name, entry])),
    procedures,
    procedureById: byId(procedures),
    optionWords: new Map(records.options.map(({ option, ...word }) => [option ?? word.ja, word])),
    home: records.home,
    dates: records.dates,
    dateById: byId(records.dates),
    neighbours: records.neighbours,
    floors: records.floors ?? [],
    lawChanges: records.lawChanges ?? [],
    words: records.words,
    synonyms: [...(records.synonyms ?? []), ...records.words.synonyms],
    situations: records.situations,
    items: records.items ?? [],
    vocabulary,
    program: compile(
      vocabulary,
      procedures.map(({ id, when }) => ({ id, condition: when })),
    ),
  });
}

/** The facts and implications in the form that the rules work with. */
export function vocabularyOf(records: Pick<InventoryRecords, 'facts' | 'implications'>): Vocabulary {
  return {
    facts: records.facts.map(({ id, type, options, askWhen, staffOnly, minimum, maximum }) => ({
      id,
      type,
      options: options?.map(({ value }) => value),
      askWhen,
      staffOnly,
      minimum,
      maximum,
    })),
    implications: records.implications.map(({ when, then }) => ({ when, then })),
  };
}

function joinRole({ label, labelEn, easyJa, plain, plainEn, ...role }: RoleRecord, translate: Translate): Role {
  const named = translate('roles', role.id, { ja: label, easy: easyJa, en: labelEn });
  return { ...role, label: named, plain: { ...named, ja: plain ?? label, en: plainEn ?? labelEn } };
}

function joinFact(record: InventoryRecords['facts'][number], translate: Translate): Fact {
  const {
    id,
    type,
    label,
    labelEn,
    question,
    questionEn,
    easyJa,
    statement,
    statementEn,
    options,
    staffOnly,
    askWhen,
  } = record;
  return {
    id,
    type,
    label: translate.fact(id, 'label', { ja: label, en: labelEn }),
    question: translate.fact(id, 'question', { ja: question, easy: easyJa, en: questionEn }),
    statement:
      statement === undefined ? undefined : translate.fact(id, 'statement', { ja: statement, en: statementEn }),
    options: (options ?? []).map((option) => ({
      value: option.value,
      label: translate.option(id, option.value, { ja: option.label, en: option.labelEn }),
      group: option.group === undefined ? undefined : translate('groups', option.group, { ja: option.group }),
      staffOnly: option.staffOnly ?? false,
    })),
    askWhen,
    arisesWhen: record.offerWhen === undefined ? askWhen : { any: [askWhen, record.offerWhen] },
    staffOnly: staffOnly ?? false,
    atLeastOne: record.atLeastOne ?? false,
    minimum: record.minimum,
    maximum: record.maximum,
    note: record.note,
  };
}

function joinProcedure(record: ProcedureRecord, translate: Translate): Procedure {
  const { name, nameEn, easyJa, descriptionEn, documents, deadline, needWhen, order, ...rest } = record;
  const { text, textEn, anchors, ...counting } = deadline;
  return {
    ...rest,
    name: translate('procedures', record.id, { ja: name, en: nameEn }),
    summary: { ja: record.who, easy: easyJa, en: descriptionEn },
    documents: documents.map((document) => ({
      id: document.id,
      name: { ja: document.name, en: document.nameEn },
      description: { ja: document.note ?? document.name, en: document.descriptionEn },
      required: document.required,
      when: document.when,
    })),
    deadline: { ...counting, text: { ja: text, en: textEn }, anchors: anchors ?? [] },
    needWhen: needWhen ?? [],
    order: { after: order?.after ?? [] },
  };
}

const needRank = { required: 0, recommended: 1, optional: 2 } as const;

function proceduresOfLifeEvent(procedures: readonly Procedure[], lifeEvent: string): string[] {
  return procedures
    .filter((procedure) => procedure.lifeEvents.includes(lifeEvent))
    .sort((left, right) => needRank[left.need] - needRank[right.need])
    .map(({ id }) => id);
}

function byId<Item extends { id: string }>(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}
