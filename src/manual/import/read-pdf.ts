import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Block, readMarker, withoutNarrowGaps } from './block.ts';
import { columnsOf, type Piece } from './pdf-columns.ts';
import { type Cell, endOfTable, tableOf } from './pdf-table.ts';
import { laid, type PagePiece } from './pdf-vertical.ts';

/** More pages than a manual ever has; what lies behind is left out. */
const mostPages = 500;

interface Line {
  readonly page: number;
  readonly number: number;
  /** Whether the page was turned for it: its first letter is then the upper one. */
  readonly isVertical: boolean;
  /** Whether it stands in one of two columns. */
  readonly isColumn: boolean;
  readonly x: number;
  readonly size: number;
  /** The line in pieces that stand apart, as the cells of a table do. */
  readonly cells: readonly Cell[];
  /** The same with every gap that is wider than what stands between words: a cell that is filled to its end is near the next. */
  readonly parts: readonly Cell[];
}

/** Reads a PDF with text in it into passages. A scan has none and gives none. Throws when it is no PDF. */
export async function readPdf(bytes: Buffer): Promise<Block[]> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const document = await getDocument({
    data: new Uint8Array(bytes),
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    // The order of signs in fonts that the file does not hold itself, as older Japanese files do not.
    cMapUrl: characterMaps(),
    cMapPacked: true,
    verbosity: 0,
  }).promise;
  const lines: Line[] = [];
  for (let page = 1; page <= Math.min(document.numPages, mostPages); page += 1) {
    const { items, styles } = await (await document.getPage(page)).getTextContent();
    lines.push(...linesOf(page, piecesOf(items as PdfItem[], styles)));
  }
  await document.destroy();
  return blocksOf(withoutMargins(lines, Math.min(document.numPages, mostPages)));
}

/** Where PDF.js keeps its maps of characters; it adds file names to this. */
const characterMaps = (): string =>
  join(dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json'))), 'cmaps', '/');

interface PdfItem {
  readonly str?: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly fontName: string;
}

/** The pieces of a page as PDF.js gives them, without those that only hold gaps. */
function piecesOf(items: readonly PdfItem[], styles: Readonly<Record<string, { vertical?: boolean }>>): PagePiece[] {
  return items.flatMap(({ str, transform, width, height, fontName }): PagePiece[] => {
    if (str === undefined || str.trim() === '') return [];
    const [along = 0, turn = 0, across = 0, up = 0, x = 0, y = 0] = transform;
    const letter = Math.hypot(across, up);
    const piece = { text: str, x, y, width, height };
    if (styles[fontName]?.vertical === true) return [{ ...piece, size: letter, direction: 'down' }];
    const isTurned = turn < 0 && Math.abs(along) < -turn / 10;
    return [{ ...piece, size: isTurned ? letter : height || letter || 10, direction: isTurned ? 'turned' : 'across' }];
  });
}

/** The lines of a page: the vertical ones from right to left, then the horizontal ones from top to bottom. */
function linesOf(page: number, pieces: readonly PagePiece[]): Line[] {
  const { vertical, horizontal } = laid(pieces);
  const rows = [vertical, horizontal].flatMap((some, index) =>
    columnsOf(some).flatMap(({ pieces, isColumn }) =>
      rowsOf(pieces).map((row) => ({ row, isColumn, isVertical: index === 0 })),
    ),
  );
  return rows.map(({ row, isColumn, isVertical }, index) => {
    const size = Math.max(...row.map((piece) => piece.size));
    const [cells, parts] = [cellsOf(row, size, 2), cellsOf(row, size, 0.7)];
    return { page, number: index + 1, isVertical, isColumn, x: row[0]?.x ?? 0, size, cells, parts };
  });
}

/** Pieces by the line in which they stand, from top to bottom and from left to right. */
function rowsOf(pieces: readonly Piece[]): Piece[][] {
  const rows: { y: number; size: number; pieces: Piece[] }[] = [];
  for (const piece of pieces) {
    const { y, size } = piece;
    const row = rows.find((other) => Math.abs(other.y - y) < Math.max(2, Math.min(other.size, size) * 0.5));
    if (row) row.pieces.push(piece);
    else rows.push({ y, size, pieces: [piece] });
  }
  rows.sort((one, other) => other.y - one.y);
  return rows.map((row) => row.pieces.sort((one, other) => one.x - other.x));
}

/** Pieces that touch belong together; a gap wider than `letters` begins another cell. */
function cellsOf(pieces: readonly Piece[], size: number, letters: number): Cell[] {
  const cells: { x: number; text: string; end: number }[] = [];
  for (const piece of pieces) {
    const last = cells.at(-1);
    if (last !== undefined && piece.x - last.end < size * letters) {
      last.text += piece.x - last.end > size * 0.45 ? ` ${piece.text}` : piece.text;
      last.end = piece.x + piece.width;
    } else cells.push({ x: piece.x, text: piece.text, end: piece.x + piece.width });
  }
  return cells.map((cell) => ({ ...cell, text: withoutNarrowGaps(cell.text.trim()) }));
}

/** Leaves out page numbers and what stands on every page. */
function withoutMargins(lines: readonly Line[], pages: number): Line[] {
  const text = (line: Line) => line.cells.map((cell) => cell.text).join(' ');
  const seen = new Map<string, Set<number>>();
  for (const line of lines) {
    const key = text(line).replace(/[0-9０-９]+/gu, '#');
    seen.set(key, (seen.get(key) ?? new Set()).add(line.page));
  }
  return lines.filter((line) => {
    const content = text(line);
    if (/^[-－–ー\s]*(?:p\.?|ページ)?\s*[0-9０-９]+\s*(?:\/\s*[0-9０-９]+)?(?:ページ)?[-－–ー\s]*$/iu.test(content))
      return false;
    const onPages = seen.get(content.replace(/[0-9０-９]+/gu, '#'))?.size ?? 0;
    return pages < 3 || onPages < pages;
  });
}

function blocksOf(lines: readonly Line[]): Block[] {
  const sizes = lines.map(({ size }) => size).sort((one, other) => one - other);
  const body = sizes[Math.floor(sizes.length / 2)] ?? 10;
  const largest = sizes.at(-1) ?? body;
  const edge = (isVertical: boolean): number =>
    Math.min(...lines.filter((line) => line.isVertical === isVertical).map(({ x }) => x));
  const [leftEdge, upperEdge] = [edge(false), edge(true)];
  const blocks: Block[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (line === undefined) continue;
    const place = `${line.page}ページ ${line.number}行目`;
    const text = line.cells.map((cell) => cell.text).join(' ');
    if (line.size > body * 1.15 && line.cells.length === 1) {
      const before = blocks.at(-1);
      const isOneHeading =
        before?.kind === 'heading' && lines[index - 1]?.size === line.size && lines[index - 1]?.page === line.page;
      if (isOneHeading) {
        // Too long for one line.
        blocks[blocks.length - 1] = { ...before, text: before.text + text };
        continue;
      }
      blocks.push({ kind: 'heading', level: line.size >= largest * 0.95 ? 1 : 2, text, place });
      continue;
    }
    const end = endOfTable(lines, index);
    if (end - index >= 2) {
      blocks.push({ kind: 'table', rows: tableOf(lines.slice(index, end)), place });
      index = end - 1;
      continue;
    }
    const last = blocks.at(-1);
    if (last?.kind === 'line' && goesOnWith(lines, index)) {
      blocks[blocks.length - 1] = { ...last, text: last.text + text };
      continue;
    }
    const depth = Math.min(3, Math.round((line.x - (line.isVertical ? upperEdge : leftEdge)) / (body * 2)));
    blocks.push({ kind: 'line', text, depth, marker: null, place });
  }
  return blocks;
}

/** Lines before and behind that tell how far lines go here. */
const neighbours = 8;
/** Shorter lines end where their text ends. */
const fewestLetters = 12;

/** Whether a line ends within brackets, so that its sentence goes on. */
function endsWithinBrackets(text: string): boolean {
  const count = (signs: RegExp): number => text.match(signs)?.length ?? 0;
  return count(/[(（「『]/gu) > count(/[)）」』]/gu);
}

/**
 * Whether a line that is not set in goes on with the sentence of the line before: that one is in the middle of brackets, or reaches the
 * end to which the lines around it go, without a full stop, and this one has no mark of its own.
 */
function goesOnWith(lines: readonly Line[], index: number): boolean {
  const [before, line] = [lines[index - 1], lines[index]];
  const [start, own] = [before?.cells[0], line?.cells[0]];
  if (before === undefined || line === undefined || start === undefined || own === undefined) return false;
  const isAlike = (other: Line): boolean =>
    other.page === line.page &&
    other.isVertical === line.isVertical &&
    other.isColumn === line.isColumn &&
    Math.abs(other.size - line.size) < line.size / 10;
  if (!isAlike(before) || before.cells.length > 1 || line.cells.length > 1 || line.x > before.x + line.size)
    return false;
  const around = lines
    .slice(Math.max(0, index - neighbours), index + neighbours)
    .filter((other) => isAlike(other) && other.cells.length === 1);
  const end = Math.max(...around.map(({ cells }) => cells[0]?.end ?? 0));
  const isLong = start.end - start.x > line.size * fewestLetters;
  const goesOn = start.end > end - line.size * 2 || endsWithinBrackets(start.text);
  // In a list whose items have marks, a line without one belongs to the item above it, even after a full stop at the very end.
  const isFullItem = readMarker(start.text).marker !== null && start.end > end - line.size;
  const ends = isFullItem ? /[:：]$/u : /[。:：]$/u;
  return isLong && goesOn && !ends.test(start.text) && readMarker(own.text).marker === null;
}
