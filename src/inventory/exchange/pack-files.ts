import { isDeepStrictEqual } from 'node:util';
import { Document, isCollection, parseDocument } from 'yaml';
import { type Condition, printFeel } from '#rules';
import { procedureFile } from '../finding.ts';
import { plain } from '../plain.ts';
import { fileSchemas, type InventoryRecords, procedureSchema, translationsSchema } from '../schema.ts';
import { readShape } from '../shape.ts';
import { readYaml } from '../yaml.ts';

/** Which records stand in which file of a pack, as the file writes them. */
export function fileValues(records: InventoryRecords): Map<string, unknown> {
  const { translations, procedures } = records;
  const values = new Map<string, unknown>([
    ['city.yaml', records.city],
    ['departments.yaml', { departments: records.departments, systems: records.systems }],
    ['facts.yaml', { facts: records.facts }],
    ['implications.yaml', { implications: records.implications }],
    ['life-events.yaml', { lifeEvents: records.lifeEvents }],
    ['entries.yaml', { roles: records.roles, entries: records.entries }],
    ['options.yaml', { options: records.options }],
    ['home.yaml', { tiles: records.home }],
    ['dates.yaml', { dates: records.dates }],
    ['neighbours.yaml', { neighbours: records.neighbours }],
    ...(records.floors ? ([['floors.yaml', { floors: records.floors }]] as const) : []),
    ...(records.flows ? ([['flows.yaml', { flows: records.flows }]] as const) : []),
    ...(records.lawChanges ? ([['law-changes.yaml', { lawChanges: records.lawChanges }]] as const) : []),
    ['words.yaml', records.words],
    ...(records.synonyms ? ([['synonyms.yaml', { synonyms: records.synonyms }]] as const) : []),
    ...(records.items ? ([['items.yaml', { items: records.items }]] as const) : []),
    ['situations.yaml', { situations: records.situations }],
  ]);
  for (const [language, value] of Object.entries(translations)) values.set(`translations/${language}.yaml`, value);
  for (const procedure of procedures) values.set(procedureFile(procedure), procedure);
  return values;
}

/**
 * The files of a pack. A file whose records are as in `sources` stays as it is, byte by byte; in one that differs only what differs
 * is written anew, so that comments stay where they are.
 */
export function packFiles(records: InventoryRecords, sources: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...fileValues(records)].map(([file, value]) => [file, fileText(file, value, sources.get(file))]));
}

function fileText(file: string, value: unknown, source: string | undefined): string {
  if (source === undefined) return `${new Document(asWritten(value)).toString(style)}`;
  const before = readShape(file, readYaml(file, source), schemaOf(file)).value;
  // A file of lists may say more than its lists (a note of whoever wrote it); that stays.
  const isList = isObject(before) && isObject(value) && !wholeRecord.test(file);
  const after = isList ? { ...before, ...value } : value;
  if (isDeepStrictEqual(plain(before), plain(after))) return source;
  const document = parseDocument(source, { version: '1.2', schema: 'core' });
  rewrite(document, [], asWritten(plain(before)), asWritten(plain(after)));
  return document.toString(style);
}

/** Files that are one record, in which a key that is gone was taken away. */
const wholeRecord = /^(?:procedures|translations)\/|^(?:city|words)\.yaml$/u;

const style = { lineWidth: 0 };

function schemaOf(file: string) {
  if (file.startsWith('procedures/')) return procedureSchema;
  if (file.startsWith('translations/')) return translationsSchema;
  return fileSchemas[file.replace('.yaml', '') as keyof typeof fileSchemas];
}

/** Sets what differs and leaves the rest of the document alone. */
function rewrite(document: Document, path: readonly (string | number)[], before: unknown, after: unknown): void {
  if (isDeepStrictEqual(before, after)) return;
  const isList = Array.isArray(before) && Array.isArray(after);
  const isRecord = isObject(before) && isObject(after);
  if (path.length > 0 && !isCollection(document.getIn(path)) && !isList && !isRecord) {
    document.setIn(path, document.createNode(after));
    return;
  }
  if (isList && before.length === after.length) {
    for (const [index, item] of after.entries()) rewrite(document, [...path, index], before[index], item);
  } else if (isRecord) {
    for (const key of Object.keys(before)) if (!(key in after)) document.deleteIn([...path, key]);
    for (const [key, item] of Object.entries(after)) {
      if (!(key in before)) document.setIn([...path, key], document.createNode(item));
      else rewrite(document, [...path, key], before[key], item);
    }
  } else document.setIn(path, document.createNode(after));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const conditionKeys: ReadonlySet<string> = new Set(['when', 'then', 'appliesWhen', 'askWhen', 'offerWhen']);

/** Records as people write them: conditions as one line of FEEL. */
export function asWritten(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => asWritten(item));
  if (!isObject(value)) return value;
  if (conditionKeys.has(key) && ['all', 'any', 'not', 'fact'].some((part) => part in value))
    return feel(value as unknown as Condition);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([name, item]) => [name, asWritten(item, name)]));
}

function feel(condition: Condition): string | boolean {
  const text = printFeel(condition);
  return text === 'true' ? true : text === 'false' ? false : text;
}
