import { runApart } from '#platform/apart';
import { UserError } from '#platform/errors';
import { zipEntries } from '#platform/zip';
import type { Sheet } from './sheets.ts';

/** Excel cuts what is longer. */
const mostSigns = 32_000;

/** Sheets as an Excel workbook: all cells are text or numbers, never formulas. */
export async function workbookOf(sheets: readonly Sheet[]): Promise<Uint8Array> {
  // Loaded when it is needed: it is large, and few write workbooks.
  const { default: excel } = await import('exceljs');
  const book = new excel.Workbook();
  for (const { name, columns, rows } of sheets) {
    const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1, xSplit: 1 }] });
    const head = sheet.addRow(columns);
    head.font = { bold: true };
    for (const row of rows) {
      const added = sheet.addRow(row.map((text) => text.slice(0, mostSigns)));
      added.alignment = { vertical: 'top', wrapText: true };
    }
    sheet.columns.forEach((column, index) => {
      const longest = Math.max(
        ...[columns[index] ?? '', ...rows.slice(0, 50).map((row) => row[index] ?? '')].map(({ length }) => length),
      );
      column.width = Math.min(48, Math.max(8, longest * 1.8));
      column.numFmt = '@';
    });
    sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const most = { bytes: 30 * 1024 * 1024, unpacked: 200 * 1024 * 1024, entries: 2_000 };
const limits = { milliseconds: 60_000, megabytes: 700 };

const refuse = (code: string, sentence: string): UserError => new UserError(`exchange.${code}`, sentence, 422);

/**
 * Reads a workbook in a process of its own. Throws a UserError for what is too large, no workbook, or brings macros or links to
 * other files.
 */
export async function readWorkbook(bytes: Buffer): Promise<Sheet[]> {
  if (bytes.length > most.bytes) throw refuse('tooLarge', 'ファイルが大きすぎます(30MBまで)。シートを分けてください。');
  const entries = zipEntries(bytes);
  if (entries === null || !entries.some(({ name }) => name === 'xl/workbook.xml'))
    throw refuse('unknown', 'Excelのブックとして読めません。.xlsxで保存し直してください。');
  if (entries.length > most.entries || entries.reduce((sum, { size }) => sum + size, 0) > most.unpacked)
    throw refuse('bomb', 'ひらくと大きくなりすぎるファイルなので、読みませんでした。');
  if (entries.some(({ name }) => /vbaProject|macrosheets/iu.test(name)))
    throw refuse('macros', 'マクロのあるブックは読みません。マクロなしの.xlsxで保存し直してください。');
  if (entries.some(({ name }) => /^xl\/externalLinks\//iu.test(name)))
    throw refuse('links', 'ほかのファイルへのリンクがあるブックは読みません。リンクを解除して、保存し直してください。');
  const outcome = await runApart('inventory/exchange/workbook-child', bytes.toString('base64'), limits);
  if ('failed' in outcome || outcome.answer === null)
    throw refuse('broken', 'ファイルがこわれているか、大きすぎて読めません。Excelで開いて、保存し直してください。');
  return outcome.answer as Sheet[];
}
