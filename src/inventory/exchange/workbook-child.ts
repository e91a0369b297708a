import excel from 'exceljs';
import type { Sheet } from './sheets.ts';

// Runs in a process of its own: a workbook from outside may be made to break whoever reads it.

const most = { rows: 20_000, columns: 60 };

async function read(bytes: Buffer): Promise<Sheet[] | null> {
  try {
    const book = new excel.Workbook();
    await book.xlsx.load(bytes as unknown as excel.Buffer);
    return book.worksheets.map((sheet) => {
      const rows: string[][] = [];
      sheet.eachRow({ includeEmpty: false }, (row, number) => {
        if (number > most.rows) return;
        const cells: string[] = [];
        row.eachCell({ includeEmpty: false }, (cell, column) => {
          if (column <= most.columns) cells[column - 1] = textOf(cell);
        });
        rows[number - 1] = Array.from(cells, (text) => text ?? '');
      });
      const [columns = [], ...rest] = Array.from(rows, (row) => row ?? []);
      return { name: sheet.name, columns, rows: rest.map((row) => columns.map((_, index) => row[index] ?? '')) };
    });
  } catch {
    return null;
  }
}

/** A day that Excel made of a text is a day again; of a formula what it came to. */
function textOf(cell: excel.Cell): string {
  const { value } = cell;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'boolean') return value ? 'はい' : 'いいえ';
  return cell.text;
}

process.once('message', (text) => {
  void read(Buffer.from(String(text), 'base64')).then((sheets) => {
    process.send?.(sheets, () => process.disconnect());
  });
});
