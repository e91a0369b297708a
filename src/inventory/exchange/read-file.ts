import { UserError } from '#platform/errors';
import { changesBetween, type RecordDifference } from '../parts.ts';
import type { InventoryRecords } from '../schema.ts';
import { readCsv } from './csv.ts';
import { readPackJson } from './json.ts';
import { readSheets, type Sheet } from './sheets.ts';
import { readWorkbook } from './workbook.ts';

/** How many wrong cells are told at once. */
const mostTold = 20;

/**
 * What a file that was exported and changed by hand changes in the inventory: `.xlsx`, `.csv` or `.json`, told by its name. Throws
 * `UserError` with sheet, row and column of what is wrong; then nothing of it counts.
 */
export async function changesInFile(
  records: InventoryRecords,
  name: string,
  bytes: Uint8Array,
): Promise<RecordDifference[]> {
  if (/\.json$/iu.test(name)) return changesBetween(records, readPackJson(Buffer.from(bytes).toString('utf8')));
  if (/\.xlsx$/iu.test(name)) return changesInSheets(records, await readWorkbook(Buffer.from(bytes)));
  if (/\.csv$/iu.test(name)) return changesInSheets(records, [sheetOf(name, bytes)]);
  throw new UserError(
    'exchange.kind',
    '取り込めるのは、書き出した .xlsx、.csv、.json です。ファイルの名前の終わりを確かめてください。',
    422,
  );
}

/** A table of a CSV file, which is called like the sheet it was exported from. */
export function sheetOf(name: string, bytes: Uint8Array): Sheet {
  const [columns = [], ...rows] = readCsv(bytes);
  return { name: name.replace(/\.csv$/iu, '').normalize('NFC'), columns, rows };
}

/** What sheets change. Throws `UserError` with the first wrong cells. */
export function changesInSheets(records: InventoryRecords, sheets: readonly Sheet[]): RecordDifference[] {
  const { changes, problems } = readSheets(records, sheets);
  if (problems.length === 0) return changes;
  const lines = problems
    .slice(0, mostTold)
    .map(({ sheet, row, column, message }) => `シート「${sheet}」の${row}行「${column}」: ${message}`);
  const more = problems.length > mostTold ? `\nほかに${problems.length - mostTold}件あります。` : '';
  throw new UserError(
    'exchange.cells',
    `表に直すところが${problems.length}件あります。何も取り込んでいません。\n${lines.join('\n')}${more}`,
    422,
  );
}
