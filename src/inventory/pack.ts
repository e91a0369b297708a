import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { OperatorError } from '#platform/errors';
import { checkReferences } from './check/references.ts';
import { type Finding, procedureFile, type Remark } from './finding.ts';
import { compileInventory, type Inventory } from './inventory.ts';
import {
  fileSchemas,
  type InventoryRecords,
  type ProcedureRecord,
  procedureSchema,
  translatedLanguages,
  translationsSchema,
} from './schema.ts';
import { readShape } from './shape.ts';
import { limits, readYaml, type YamlFile } from './yaml.ts';

/** What was found in a folder. Without errors there are records and an inventory. */
export interface Pack {
  records?: InventoryRecords;
  inventory?: Inventory;
  findings: Finding[];
  /** Adds the line to a remark about this pack; without a line where the pack came from the cache. */
  locate(remark: Remark): Finding;
}

interface SourceFile {
  /** Path inside the pack, with `/`. */
  file: string;
  text: string;
}

/** Counts up when records take another shape, so that an older cache is not read. */
const cacheFormat = 5;

/**
 * Reads a pack: the YAML files of a city's folder. Everything that does not fit its schema, or names something that does
 * not exist, is an error finding with file and line. With a cache folder, unchanged files are not parsed again.
 */
export async function loadPack(folder: string, options: { cacheFolder?: string } = {}): Promise<Pack> {
  const sources = await readPackSources(folder);
  const tooLarge = sources.filter(({ text }) => Buffer.byteLength(text) > limits.bytes);
  const cacheFile = options.cacheFolder && join(options.cacheFolder, `inventory-${hashOf(sources)}.json`);
  const cached = cacheFile && tooLarge.length === 0 ? await readCache(cacheFile) : undefined;
  if (cached) return { records: cached, inventory: compileInventory(cached), findings: [], locate: withoutLine };
  const pack = readPack(sources);
  if (cacheFile && pack.records && pack.findings.length === 0) await writeCache(cacheFile, pack.records);
  return pack;
}

/** The inventory of a pack, for a process that cannot do without one. Throws `OperatorError` with the first findings. */
export async function loadInventory(folder: string, options: { cacheFolder?: string } = {}): Promise<Inventory> {
  const { inventory, findings } = await loadPack(folder, options);
  if (inventory) return inventory;
  const errors = findings.filter(({ level }) => level === 'error');
  const first = errors.slice(0, 5).map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`);
  throw new OperatorError(
    `台帳「${folder}」に直すところが${errors.length}件あります。bin/hitomado check で確かめて直してください。\n${first.join('\n')}`,
  );
}

/** Reads files that are already in memory. Pure. */
export function readPack(sources: readonly SourceFile[]): Pack {
  const yaml = new Map<string, YamlFile>(sources.map(({ file, text }) => [file, readYaml(file, text)]));
  const locate = ({ path, example: _example, ...remark }: Remark): Finding => ({
    ...remark,
    line: yaml.get(remark.file)?.lineOf(path),
  });
  const { records, remarks } = readRecords(yaml);
  if (!records || remarks.length > 0) return { findings: remarks.map(locate), locate };
  const wrong = checkReferences(records);
  if (wrong.length > 0) return { records, findings: wrong.map(locate), locate };
  return { records, inventory: compileInventory(records), findings: [], locate };
}

function readRecords(yaml: ReadonlyMap<string, YamlFile>): { records?: InventoryRecords; remarks: Remark[] } {
  const remarks: Remark[] = [];
  const keep = <Value>(read: { value: Value | undefined; remarks: Remark[] }): Value | undefined => {
    remarks.push(...read.remarks);
    return read.value;
  };
  const once = <Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema> | undefined =>
    keep(readShape(file, yaml.get(file) ?? { value: undefined, remarks: [missing(file)] }, schema));
  const city = once('city.yaml', fileSchemas.city);
  const departments = once('departments.yaml', fileSchemas.departments);
  const facts = once('facts.yaml', fileSchemas.facts);
  const implications = once('implications.yaml', fileSchemas.implications);
  const lifeEvents = once('life-events.yaml', fileSchemas['life-events']);
  const entries = once('entries.yaml', fileSchemas.entries);
  const options = once('options.yaml', fileSchemas.options);
  const home = once('home.yaml', fileSchemas.home);
  const dates = once('dates.yaml', fileSchemas.dates);
  const neighbours = once('neighbours.yaml', fileSchemas.neighbours);
  const floors = yaml.has('floors.yaml') ? once('floors.yaml', fileSchemas.floors) : undefined;
  const flows = yaml.has('flows.yaml') ? once('flows.yaml', fileSchemas.flows) : undefined;
  const lawChanges = yaml.has('law-changes.yaml') ? once('law-changes.yaml', fileSchemas['law-changes']) : undefined;
  const items = yaml.has('items.yaml') ? once('items.yaml', fileSchemas.items) : undefined;
  const words = once('words.yaml', fileSchemas.words);
  const synonyms = yaml.has('synonyms.yaml') ? once('synonyms.yaml', fileSchemas.synonyms) : undefined;
  const situations = once('situations.yaml', fileSchemas.situations);
  const translations: InventoryRecords['translations'] = {};
  for (const language of translatedLanguages) {
    const file = `translations/${language}.yaml`;
    const source = yaml.get(file);
    if (source) translations[language] = keep(readShape(file, source, translationsSchema));
  }
  const procedures: ProcedureRecord[] = [];
  for (const [file, source] of yaml) {
    if (!file.startsWith('procedures/')) continue;
    const procedure = keep(readShape(file, source, procedureSchema));
    if (!procedure) continue;
    if (procedureFile(procedure) !== file) remarks.push(misplaced(file, procedure));
    procedures.push(procedure);
  }
  if (!city || !departments || !facts || !implications || !lifeEvents || !entries) return { remarks };
  if (!options || !home || !dates || !neighbours || !words || !situations) return { remarks };
  const records: InventoryRecords = {
    city,
    ...departments,
    ...facts,
    ...implications,
    ...lifeEvents,
    ...entries,
    ...options,
    procedures: inDepartmentOrder(procedures, departments.departments),
    home: home.tiles,
    ...dates,
    ...neighbours,
    ...floors,
    ...flows,
    ...lawChanges,
    words,
    ...synonyms,
    situations: situations.situations,
    ...items,
    translations,
  };
  return { records, remarks };
}

function missing(file: string): Remark {
  return { level: 'error', code: 'missing-file', message: `「${file}」がありません。`, file, path: [] };
}

function misplaced(file: string, procedure: ProcedureRecord): Remark {
  const message = `この手続きのファイルは「${procedureFile(procedure)}」に置いてください(課のフォルダーと id を合わせます)。`;
  return { level: 'error', code: 'misplaced-file', message, file, path: ['id'] };
}

/** Departments in the city's order, procedures of one by id: the order does not depend on the file system. */
function inDepartmentOrder(procedures: ProcedureRecord[], departments: readonly { id: string }[]): ProcedureRecord[] {
  const rank = new Map(departments.map(({ id }, index) => [id, index]));
  const rankOf = ({ department }: ProcedureRecord) => rank.get(department) ?? departments.length;
  return procedures.toSorted((left, right) => rankOf(left) - rankOf(right) || (left.id < right.id ? -1 : 1));
}

/** The YAML files of a folder, in the order of their paths. */
export async function readPackSources(folder: string): Promise<SourceFile[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => {
    throw new OperatorError(`台帳のフォルダー「${folder}」を読めません。場所を確かめてください。`);
  });
  const files = found
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(
    files.map(async (path) => ({
      file: path.slice(join(folder, '/').length).replaceAll('\\', '/'),
      text: await readBounded(path),
    })),
  );
}

/** One byte more than allowed is enough to be refused; a huge file is never read whole. */
async function readBounded(path: string): Promise<string> {
  const { size } = await stat(path);
  return size > limits.bytes ? ' '.repeat(limits.bytes + 1) : readFile(path, 'utf8');
}

function hashOf(sources: readonly SourceFile[]): string {
  const hash = createHash('sha256').update(`format ${cacheFormat}`);
  for (const { file, text } of sources) hash.update(`\0${file}\0${text}`);
  return hash.digest('hex');
}

async function readCache(file: string): Promise<InventoryRecords | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that another process never reads half a file. */
async function writeCache(file: string, records: InventoryRecords): Promise<void> {
  const unfinished = join(file, '..', `.${basename(file)}.${process.pid}`);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(unfinished, JSON.stringify(records));
  await rename(unfinished, file);
}

function withoutLine({ path: _path, example: _example, ...remark }: Remark): Finding {
  return remark;
}
