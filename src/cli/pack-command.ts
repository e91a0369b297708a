import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import {
  changesBetween,
  changesInFile,
  changesInSheets,
  csvOf,
  governmentData,
  type Inventory,
  type InventoryRecords,
  isShownToResidents,
  loadInventory,
  type Procedure,
  packFiles,
  packJson,
  packJsonSchema,
  putTogether,
  type RecordDifference,
  readPack,
  readPackSources,
  sheetOf,
  sheetsOf,
  siteOf,
  takeApart,
  withChanges,
  workbookOf,
} from '#inventory';
import { OperatorError, UserError } from '#platform/errors';
import { type Command, type CommandContext, configOf, readArguments, say, wrongUse } from './command.ts';

const formats = ['yaml', 'json', 'csv', 'xlsx', 'gif', 'site'] as const;
type Format = (typeof formats)[number];
const usage = `pack export --format ${formats.join('|')} --out 場所 / pack import ファイルかフォルダー [--dry-run]`;

/** `bin/hitomado pack`: the inventory in open formats, out and in. */
export const packCommand: Command = {
  usage,
  purpose: '台帳をYAML・JSON・CSV・Excel・行政サービスのデータ・静的なWebページで書き出し、直した表を取り込みます。',
  async run(args, context) {
    const options = { format: { type: 'string' }, out: { type: 'string' }, 'dry-run': { type: 'boolean' } } as const;
    const { values, positionals } = readArguments(args, usage, options, 2);
    const [action, path] = positionals;
    const inventory = await loadInventory(context.contentFolder, {
      cacheFolder: join(configOf(context).dataFolder, 'cache'),
    });
    try {
      if (action === 'export' && path === undefined) {
        const format = formats.find((one) => one === (values.format ?? 'yaml'));
        if (format === undefined || values.out === undefined) throw wrongUse(usage);
        return await exportPack(inventory, format, resolve(context.folder, values.out), context);
      }
      if (action === 'import' && path !== undefined)
        return await importPack(inventory, resolve(context.folder, path), values['dry-run'] ?? false, context);
    } catch (error) {
      if (error instanceof UserError) throw new OperatorError(String(error.sentence), { cause: error });
      throw error;
    }
    throw wrongUse(usage);
  },
};

const isPublic = (inventory: Inventory) => (procedure: Procedure) => isShownToResidents(inventory, procedure);

async function exportPack(inventory: Inventory, format: Format, out: string, context: CommandContext): Promise<number> {
  const { records } = inventory;
  const files = await filesOf();
  // A single file goes where it is asked for, several into a folder.
  const isFolder = files.size > 1 || extname(out) === '';
  for (const [name, content] of files) {
    const path = isFolder ? join(out, name) : out;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  say(`${out} に${files.size}個のファイルを書き出しました。`);
  return 0;

  async function filesOf(): Promise<Map<string, string | Uint8Array>> {
    switch (format) {
      case 'yaml':
        return packFiles(records, await sourcesOf(context.contentFolder));
      case 'json':
        return extname(out) === ''
          ? new Map([
              ['pack.json', packJson(records)],
              ['pack.schema.json', packJsonSchema()],
            ])
          : new Map([['pack.json', packJson(records)]]);
      case 'csv':
        return new Map(sheetsOf(records).map(({ name, columns, rows }) => [`${name}.csv`, csvOf([columns, ...rows])]));
      case 'xlsx':
        return new Map([['棚卸し表.xlsx', await workbookOf(sheetsOf(records))]]);
      case 'gif': {
        const { name, columns, rows } = governmentData(inventory, isPublic(inventory));
        return new Map([[`${name}.csv`, csvOf([columns, ...rows])]]);
      }
      case 'site':
        return siteOf(inventory, isPublic(inventory));
    }
  }
}

const sourcesOf = async (folder: string): Promise<Map<string, string>> =>
  new Map((await readPackSources(folder)).map(({ file, text }) => [file, text]));

/** Says what would change; without `--dry-run` it is written into the city's folder. Nothing is written when anything is wrong. */
async function importPack(
  inventory: Inventory,
  path: string,
  isTrial: boolean,
  context: CommandContext,
): Promise<number> {
  const before = inventory.records;
  const changes = await changesIn(before, path);
  for (const { kind, id, before: was, value } of changes) {
    say(
      JSON.stringify({ kind, id, change: was === undefined ? 'added' : value === undefined ? 'removed' : 'changed' }),
    );
  }
  if (changes.length === 0) say('台帳と同じです。変わるところはありません。');
  else if (isTrial) say(`${changes.length}件が変わります。まだ何も書いていません。`);
  else {
    const sources = await sourcesOf(context.contentFolder);
    const written = packFiles(putTogether(withChanges(takeApart(before), changes)), sources);
    const checked = readPack([...written].map(([file, text]) => ({ file, text })));
    const [wrong] = checked.findings.filter(({ level }) => level === 'error');
    if (wrong) throw new OperatorError(`取り込むと台帳が壊れるため、やめました。${wrong.file}: ${wrong.message}`);
    for (const [file, text] of written)
      if (sources.get(file) !== text) await replace(join(context.contentFolder, file), text);
    say(`${changes.length}件を取り込みました。bin/hitomado check で確かめてください。`);
  }
  return 0;
}

/** Written beside and renamed, so that nobody reads half a file. */
async function replace(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = join(dirname(path), `.${basename(path)}.${process.pid}`);
  await writeFile(unfinished, text);
  await rename(unfinished, path);
}

async function changesIn(before: InventoryRecords, path: string): Promise<RecordDifference[]> {
  const found = await stat(path).catch(() => {
    throw new OperatorError('ファイルを開けません。場所と名前を確かめてください。');
  });
  if (found.isDirectory()) return changesInFolder(before, path);
  if (found.size > 64 * 1024 * 1024) throw new OperatorError('ファイルが大きすぎます(64MBまで)。');
  return changesInFile(before, basename(path), await readFile(path));
}

async function changesInFolder(before: InventoryRecords, folder: string): Promise<RecordDifference[]> {
  const tables = (await readdir(folder)).filter((name) => name.toLowerCase().endsWith('.csv'));
  if (tables.length > 0) {
    const sheets = await Promise.all(tables.map(async (name) => sheetOf(name, await readFile(join(folder, name)))));
    return changesInSheets(before, sheets);
  }
  const pack = readPack(await readPackSources(folder));
  const [wrong] = pack.findings.filter(({ level }) => level === 'error');
  if (wrong || !pack.records)
    throw new OperatorError(
      `このフォルダーの台帳には直すところがあります。${wrong?.file ?? ''}:${wrong?.line ?? 1} ${wrong?.message ?? ''}`,
    );
  return changesBetween(before, pack.records);
}
