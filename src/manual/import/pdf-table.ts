/** A piece of a line that stands apart, from where to where, in points. */
export interface Cell {
  readonly x: number;
  readonly end: number;
  readonly text: string;
}

/** A line as far as a table needs it: its cells, and its pieces with every gap that is wider than what stands between words. */
export interface TableLine {
  readonly page: number;
  readonly size: number;
  readonly cells: readonly Cell[];
  readonly parts: readonly Cell[];
}

/** Names of columns are short. */
const longestName = 14;

/** Whether two pieces stand below each other, give or take a letter. */
const shareColumn = (one: Cell, other: Cell, size: number): boolean =>
  one.x < other.end + size && other.x < one.end + size;

/**
 * The line after the table that begins with a line of names; the line itself where none begins. Lines that go on having several
 * pieces below those names are its rows, and a line of one piece that is set in goes on with a cell.
 */
export function endOfTable(lines: readonly TableLine[], start: number): number {
  const header = lines[start];
  if (header === undefined || header.cells.length < 2) return start;
  if (header.parts.some(({ text }) => text.length > longestName)) return start;
  const [first, ...others] = header.parts;
  let end = start + 1;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    if (line === undefined || line.page !== header.page || line.cells.length > header.parts.length) break;
    const [own, ...behind] = line.parts;
    const isRow = behind.some((part) => others.some((name) => shareColumn(part, name, line.size)));
    const goesOn = behind.length === 0 && own !== undefined && own.x > (first?.x ?? 0) + line.size;
    if (!isRow && !goesOn) break;
  }
  return end;
}

/** The cells of a table row by row. Its columns are where no line of it has a gap. */
export function tableOf(lines: readonly TableLine[]): string[][] {
  const columns = columnsOf(lines);
  const rows: string[][] = [];
  for (const line of lines) {
    const cells = columns.map(() => '');
    for (const { x, text } of line.parts) {
      const index = Math.max(0, columns.filter((from) => from <= x + 1).length - 1);
      cells[index] = cells[index] ? `${cells[index]} ${text}` : text;
    }
    const before = rows.at(-1);
    if (line.parts.length === 1 && before !== undefined) {
      rows[rows.length - 1] = before.map((cell, index) => `${cell}${cells[index] ?? ''}`);
    } else rows.push(cells);
  }
  return rows;
}

/** Where the columns of a table begin: pieces of its lines that overlap stand in one column. */
function columnsOf(lines: readonly TableLine[]): number[] {
  const pieces = lines.flatMap(({ parts }) => parts).sort((one, other) => one.x - other.x);
  const columns: { x: number; end: number }[] = [];
  for (const { x, end } of pieces) {
    const last = columns.at(-1);
    if (last !== undefined && x < last.end) last.end = Math.max(last.end, end);
    else columns.push({ x, end });
  }
  return columns.map(({ x }) => x);
}
