import { createReadStream } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { answerSearch, indexWithReadings, readSearchDocument, searchInventory } from '#api';
import { loadInventory } from '#inventory';
import { OperatorError } from '#platform/errors';
import type { SearchDocument, SearchIndex } from '#platform/search';
import { type Command, type CommandContext, configOf, readArguments } from './command.ts';
import { answerLines } from './lines.ts';

const usage = 'search --jsonl [--documents ファイル]';

export const searchCommand: Command = {
  usage,
  purpose: '言葉の行から、合う手続きを1行ずつ返します。--documents は、台帳の代わりにファイルの文書を探します。',
  async run(args, context) {
    const options = { jsonl: { type: 'boolean' }, documents: { type: 'string' } } as const;
    const { values } = readArguments(args, usage, options, 0);
    const index = await indexFor(context, values.documents);
    await answerLines(process.stdin, process.stdout, (question) => answerSearch(index, question));
    return 0;
  },
};

/** An index over the inventory, or over the documents of a file with the city's words. */
async function indexFor(context: CommandContext, file: string | undefined): Promise<SearchIndex> {
  const cacheFolder = join(configOf(context).dataFolder, 'cache');
  const inventory = await loadInventory(context.contentFolder, { cacheFolder });
  if (file === undefined) return searchInventory(inventory);
  return indexWithReadings(inventory, await readDocuments(resolve(context.folder, file)));
}

/** Reads a file with a document per line. Throws an OperatorError that names the line which cannot be read. */
async function readDocuments(path: string): Promise<SearchDocument[]> {
  const documents: SearchDocument[] = [];
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (line.trim() !== '') documents.push(readSearchDocument(JSON.parse(line)));
    }
  } catch (error) {
    const place = number === 0 ? `${path} ` : `${path} の${number}行目`;
    throw new OperatorError(
      `文書のファイル ${place}を読めません。1行に1つの {"id","title","text"} を書いてください。`,
      {
        cause: error,
      },
    );
  }
  return documents;
}
