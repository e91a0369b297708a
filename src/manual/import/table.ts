import { type Block, type Place, readMarker } from './block.ts';
import { namedSection, type Section } from './sections.ts';

export type TableBlock = Extract<Block, { kind: 'table' }>;

const clean = (text: string): string => text.replace(/[\s　]+/gu, ' ').trim();

const headerWords = {
  steps: /手順|作業|処理|操作|内容|すること|対応/,
  documents: /書類|持ち物|必要なもの|必要な物|品名|名称/,
  notes: /備考|注意|留意|補足|ポイント/,
  number: /^(?:no\.?|№|番号|順番|順|#|項番|手順番号)$/i,
} as const;
/** Columns of tables that say what became of the manual itself. */
const historyWords = /改[訂定]|(?:更新|変更)(?:日|内容|箇所|履歴|者)|^版数?$|バージョン|ver\.?/i;

/** Which column of a table says what. -1 where none does. */
export interface Columns {
  readonly main: number;
  readonly section: 'steps' | 'documents';
  readonly documents: number;
  readonly notes: number;
  readonly number: number;
}

/** What a row of a table says. */
export interface TableRow {
  readonly text: string;
  readonly documents: string;
  readonly note: string;
  readonly passage: string;
  readonly place: Place;
}

/** Where a row of a table stands, and what it says as a whole. */
export const rowSource = (table: TableBlock, index: number): { place: Place; passage: string } => ({
  place: `${table.place} 表の${index + 1}行目`,
  passage: (table.rows[index] ?? [])
    .map(clean)
    .filter((cell) => cell !== '')
    .join(' | '),
});

/**
 * Reads a table by the words of its first row; without such words by the heading above it. Null where the table is about neither
 * steps nor papers.
 */
export function rowsOfTable(
  table: TableBlock,
  section: Section,
): { section: Columns['section']; rows: TableRow[] } | null {
  const [header = [], ...below] = table.rows.map((row) => row.map(clean));
  if (header.some((cell) => historyWords.test(cell))) return null;
  const columns = columnsOf(header, section);
  const hasHeader = columns.main !== -1;
  if (section === 'aside') return null;
  if (!hasHeader && section !== 'documents' && section !== 'steps') return null;
  const cellOf = (row: readonly string[]): string =>
    (hasHeader ? row[columns.main] : row.find((cell) => cell !== '' && !/^[0-9０-９]+$/u.test(cell))) ?? '';
  const rows = (hasHeader ? below : [header, ...below]).map((row, index) => ({
    // Where numbers have a column of their own, a digit in front belongs to the text.
    text: columns.number === -1 ? readMarker(cellOf(row)).text : cellOf(row),
    documents: row[columns.documents] ?? '',
    note: row[columns.notes] ?? '',
    ...rowSource(table, hasHeader ? index + 1 : index),
  }));
  return { section: columns.section, rows };
}

function columnsOf(header: readonly string[], section: Section): Columns {
  const column = (words: RegExp, taken: readonly number[] = []): number =>
    header.findIndex((cell, index) => !taken.includes(index) && cell !== '' && cell.length <= 14 && words.test(cell));
  const number = column(headerWords.number);
  const documents = column(headerWords.documents, [number]);
  const notes = column(headerWords.notes, [number, documents]);
  const steps = column(headerWords.steps, [number, documents, notes]);
  const isDocuments = steps === -1 && (documents !== -1 || section === 'documents');
  if (!isDocuments) return { main: steps, section: 'steps', documents, notes, number };
  return { main: documents, section: 'documents', documents: -1, notes, number };
}

/**
 * Passages in which a table that is a form (names of parts on the left, their text on the right) is read as what it stands for: a
 * heading with its lines.
 */
export function withoutForms(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block) => (block.kind === 'table' && isForm(block) ? partsOfForm(block) : [block]));
}

const isPartName = (cell: string): boolean => namedSection(readMarker(clean(cell)).text) !== null;

/** A form has two names of parts at least in its first column, and no row of names above. */
function isForm({ rows }: TableBlock): boolean {
  const names = rows.map(([name = '']) => clean(name)).filter((name) => name !== '');
  const known = names.filter(isPartName);
  const [[first = '', ...others] = []] = rows;
  const named = others.map(clean).filter((cell) => cell !== '');
  const isHeader =
    !isPartName(first) && named.length > 0 && named.every((cell) => cell.length <= 6 || isPartName(cell));
  return known.length >= 2 && known.length >= names.length / 2 && !isHeader;
}

function partsOfForm({ rows, place }: TableBlock): Block[] {
  let section: Section = 'other';
  return rows.flatMap(([name = '', ...cells]): Block[] => {
    const heading = clean(name);
    if (heading !== '') section = namedSection(readMarker(heading).text) ?? 'other';
    // Each line of a cell is an item where a part lists things; sentences on the way are numbered by who writes them.
    const marker = section === 'documents' || section === 'notes' ? 'bullet' : null;
    const lines = cells
      .flatMap((cell) => cell.split('\n'))
      .filter((text) => text.trim() !== '')
      .map((text): Block => ({ kind: 'line', text: text.trim(), depth: 0, marker, place }));
    return heading === '' ? lines : [{ kind: 'heading', level: 2, text: heading, place }, ...lines];
  });
}
