/** A piece of text on a page: where it stands from the lower left corner, how wide it is and how large its letters are, in points. */
export interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

/** Fewer lines are no column but a few words beside each other. */
const fewestLines = 4;
/** Of all pieces, so many may run over the middle (headings, pictures with captions). */
const mostCrossing = 0.2;

const endOf = (piece: Piece): number => piece.x + piece.width;

/** Pieces that are read one after the other. */
export interface PieceGroup {
  readonly pieces: readonly Piece[];
  /** Whether they stand in one of two columns, whose lines end sooner than those that run over both. */
  readonly isColumn: boolean;
}

/**
 * The pieces of a page in groups that are read one after the other: where a page has two columns, the left one comes first, down
 * to the next line that runs over both. The right one is moved below it, as if there were one column.
 */
export function columnsOf(pieces: readonly Piece[]): PieceGroup[] {
  const gutter = gutterOf(pieces);
  if (gutter === null) return [{ pieces, isColumn: false }];
  const left = Math.min(...pieces.map(({ x }) => x));
  const shift = Math.min(...pieces.map(({ x }) => x).filter((x) => x >= gutter)) - left;
  const heights = pieces.filter((piece) => crosses(piece, gutter)).map(({ y }) => y);
  const bounds = [...new Set(heights)].sort((one, other) => other - one);
  const groups: PieceGroup[] = [];
  // Above a line that runs over both columns, the line itself, and so on downwards.
  for (const [index, upper] of [Number.POSITIVE_INFINITY, ...bounds].entries()) {
    const lower = bounds[index] ?? Number.NEGATIVE_INFINITY;
    const line = pieces.filter((piece) => piece.y === upper);
    const between = pieces.filter(({ y }) => y < upper && y > lower);
    const after = between.filter(({ x }) => x >= gutter).map((piece) => ({ ...piece, x: piece.x - shift }));
    groups.push(
      { pieces: line, isColumn: false },
      { pieces: between.filter(({ x }) => x < gutter), isColumn: true },
      { pieces: after, isColumn: true },
    );
  }
  return groups.filter((group) => group.pieces.length > 0);
}

const crosses = (piece: Piece, gutter: number): boolean => piece.x < gutter && endOf(piece) > gutter;

/**
 * Where the empty strip between two columns ends, or null where a page has one column. A table of two columns has one as well,
 * but its cells are not filled to their ends line by line, as running text is.
 */
function gutterOf(pieces: readonly Piece[]): number | null {
  const from = Math.min(...pieces.map(({ x }) => x));
  const width = Math.max(...pieces.map(endOf)) - from;
  const beginsLine = (piece: Piece): boolean =>
    !pieces.some(
      (other) =>
        Math.abs(other.y - piece.y) < piece.size / 2 && other.x < piece.x && endOf(other) > piece.x - piece.size,
    );
  const starts = pieces
    .filter(({ x }) => x > from + width * 0.4 && x < from + width * 0.65)
    .filter(beginsLine)
    .map(({ x }) => x);
  const gutter = Math.min(...starts.filter((start) => starts.filter((x) => Math.abs(x - start) < 1).length >= 2)) - 2;
  if (!Number.isFinite(gutter)) return null;
  const right = pieces.filter(({ x }) => x >= gutter);
  if (new Set(right.map(({ y }) => Math.round(y))).size < fewestLines) return null;
  const crossing = pieces.filter((piece) => crosses(piece, gutter));
  if (crossing.length > pieces.length * mostCrossing) return null;
  const filled = pieces.filter((piece) => endOf(piece) <= gutter && gutter - endOf(piece) < piece.size * 5);
  return filled.length >= fewestLines ? gutter : null;
}
