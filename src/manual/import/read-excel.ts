import excel from 'exceljs';
import type { Block } from './block.ts';

/** More rows than a manual ever has; what lies below is left out. */
const mostRows = 5_000;
const mostColumns = 200;

interface Cell {
  readonly column: number;
  readonly text: string;
  readonly address: string;
}

/**
 * Reads an Excel file (.xlsx) into passages, sheet by sheet. Cells that were merged count once. Sheets of small squares
 * (方眼紙), on which people write as on paper, come out as lines that are set in by their first square; rows that share the
 * same columns come out as tables.
 */
export async function readExcel(bytes: Buffer): Promise<Block[]> {
  const book = new excel.Workbook();
  await book.xlsx.load(bytes as unknown as excel.Buffer);
  const blocks: Block[] = [];
  for (const sheet of book.worksheets) {
    if (sheet.state !== 'visible') continue;
    const rows: Cell[][] = [];
    sheet.eachRow({ includeEmpty: false }, (row, number) => {
      if (number > mostRows) return;
      const cells: Cell[] = [];
      row.eachCell({ includeEmpty: false }, (cell, column) => {
        const isCovered = cell.isMerged && cell.master.address !== cell.address;
        const text = isCovered || column > mostColumns ? '' : shown(cell);
        if (text !== '') cells.push({ column, text, address: cell.address });
      });
      // A row without any text ends a table.
      rows[number] = cells;
    });
    blocks.push(...blocksOf(sheet.name, rows));
  }
  return blocks;
}

/** A cell as a person sees it, without what a formula says. */
function shown(cell: excel.Cell): string {
  if (cell.value instanceof Date) return dateText(cell.value);
  return cell.text.replace(/\r\n?/g, '\n').trim();
}

/** Dates are kept by Excel as days without a place; they are read as such. */
function dateText(date: Date): string {
  return `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月${date.getUTCDate()}日`;
}

function blocksOf(sheet: string, rows: readonly (readonly Cell[] | undefined)[]): Block[] {
  const blocks: Block[] = [];
  const first = Math.min(...rows.flatMap((row) => row?.map(({ column }) => column) ?? []));
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] ?? [];
    if (row.length === 0) continue;
    const place = (cell: Cell | undefined) => `シート「${sheet}」の${cell?.address ?? ''}`;
    const end = endOfTable(rows, index);
    if (end - index >= 2) {
      const columns = (rows[index] ?? []).map(({ column }) => column);
      const table = rows.slice(index, end).map((cells = []) => inColumns(cells, columns));
      blocks.push({ kind: 'table', rows: table, place: place(row[0]) });
      index = end - 1;
      continue;
    }
    const texts = joinMarkers(row);
    for (const cell of texts) {
      for (const text of cell.text.split('\n')) {
        if (text.trim() === '') continue;
        const depth = Math.min(3, Math.floor((cell.column - first) / 2));
        blocks.push({ kind: 'line', text: text.trim(), depth, marker: null, place: place(cell) });
      }
    }
  }
  return blocks;
}

const headerCell =
  /^(?:no\.?|№|番号|順番|順|項番|手順(?:番号)?|作業(?:内容)?|内容|処理(?:内容)?|操作|担当|備考|注意(?:点|事項)?|書類(?:名)?|必要書類|持ち物|システム|画面|確認|区分)$/i;

/** Where the table ends that begins with this row; the row itself when none begins. A table has a row of names. */
function endOfTable(rows: readonly (readonly Cell[] | undefined)[], start: number): number {
  const header = rows[start] ?? [];
  const named = header.filter(({ text }) => headerCell.test(text.replace(/[\s　]/gu, '')));
  if (header.length < 2 || named.length < 2) return start;
  let end = start + 1;
  while (end < rows.length && (rows[end]?.length ?? 0) > 0 && (rows[end]?.length ?? 0) <= header.length + 1) end += 1;
  return end;
}

/** The texts of a row under the columns of the header; what lies between two belongs to the one before it. */
function inColumns(cells: readonly Cell[], columns: readonly number[]): string[] {
  const texts = columns.map(() => '');
  for (const { column, text } of cells) {
    const index = Math.max(0, columns.filter((from) => from <= column).length - 1);
    texts[index] = texts[index] ? `${texts[index]} ${text}` : text;
  }
  return texts;
}

const lonelyMarker =
  /^(?:[0-9０-９]{1,2}[.．)）]?|[0-9０-９]{1,2}[.．\-－―‐][0-9０-９]{1,2}[.．)）]?|[(（][0-9０-９]{1,2}[)）]|[①-⑳]|[・●○■□◆※☐-])$/u;

/** On a sheet of squares the number stands in a square of its own: it is joined with the text beside it. */
function joinMarkers(row: readonly Cell[]): Cell[] {
  const joined: Cell[] = [];
  for (const cell of row) {
    const before = joined.at(-1);
    if (before !== undefined && lonelyMarker.test(before.text)) {
      const sign = /^[0-9０-９]+$/u.test(before.text) ? `${before.text}.` : before.text;
      joined[joined.length - 1] = { ...before, text: `${sign} ${cell.text}` };
    } else joined.push(cell);
  }
  return joined;
}
