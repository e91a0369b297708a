import type { Piece } from './pdf-columns.ts';

/** A piece of text as a page has it. Its letters stand beside each other, are turned to the right, or stand below each other. */
export interface PagePiece extends Piece {
  readonly direction: 'across' | 'turned' | 'down';
  /** How far it goes down, in points, where its letters stand below each other. */
  readonly height: number;
}

/** The pieces of a page by the way its lines run; those of vertical lines are laid on their side, so that they are read as others are. */
export interface Laid {
  readonly vertical: readonly Piece[];
  readonly horizontal: readonly Piece[];
}

/** How far the top of a letter is above its base line, as part of its size. */
const ascent = 0.88;
/** More letters than these never stand side by side within a vertical line (縦中横). */
const mostBeside = 3;

/** Where a piece begins from above, how far it goes down, and the middle of the line it stands in. */
interface Upright {
  readonly top: number;
  readonly length: number;
  readonly middle: number;
}

function uprightOf({ direction, x, y, width, height, size }: PagePiece): Upright {
  // A font for vertical lines gives the middle of the upper edge; letters that are turned stand on the left of their line.
  if (direction === 'down') return { top: y, length: height, middle: x };
  if (direction === 'turned') return { top: y, length: width, middle: x + (ascent - 0.5) * size };
  return { top: y + ascent * size, length: size, middle: x + width / 2 };
}

const lettersOf = ({ text }: Piece): number => [...text.trim()].length;

/** Whether a letter stands right below another one, as the next of its line. */
function isBelow(above: PagePiece, below: PagePiece): boolean {
  const [one, other] = [uprightOf(above), uprightOf(below)];
  const step = one.top - other.top;
  return Math.abs(one.middle - other.middle) < above.size * 0.6 && step > 0 && step < one.length + above.size;
}

/** Which pieces are surely parts of vertical lines: by their font, or since single letters follow each other downwards. */
function standing(pieces: readonly PagePiece[]): boolean[] {
  const isLetter = (piece: PagePiece | undefined): piece is PagePiece =>
    piece !== undefined && (piece.direction !== 'across' || lettersOf(piece) <= mostBeside);
  const isPair = pieces.map((piece, index) => {
    const next = pieces[index + 1];
    return isLetter(piece) && isLetter(next) && isBelow(piece, next);
  });
  return pieces.map(
    ({ direction }, index) => direction !== 'across' || isPair[index] === true || isPair[index - 1] === true,
  );
}

/** Tells vertical lines from horizontal ones on a page: it is vertical where most of its letters stand below each other. */
export function laid(pieces: readonly PagePiece[]): Laid {
  const stands = standing(pieces);
  const upright = pieces.filter((_, index) => stands[index]);
  const count = (some: readonly Piece[]): number => some.reduce((sum, piece) => sum + lettersOf(piece), 0);
  if (count(upright) * 2 <= count(pieces)) return { vertical: [], horizontal: pieces };
  const highest = Math.max(...upright.map((piece) => uprightOf(piece).top));
  const lowest = Math.min(...upright.map((piece) => uprightOf(piece).top - uprightOf(piece).length));
  // A number side by side belongs to its line; what is longer or stands above or below all lines is a head, a foot or a caption.
  const isInLine = (piece: PagePiece, index: number): boolean => {
    const { top } = uprightOf(piece);
    return (
      stands[index] === true || (lettersOf(piece) <= mostBeside && top <= highest + 1 && top - piece.size >= lowest - 1)
    );
  };
  return {
    vertical: pieces.filter(isInLine).map(onItsSide),
    horizontal: pieces.filter((piece, index) => !isInLine(piece, index)),
  };
}

/** A piece as it stands when the page is turned so that vertical lines run from left to right, and the first line is the upper one. */
function onItsSide(piece: PagePiece): Piece {
  const { top, length, middle } = uprightOf(piece);
  return { text: inHorizontalForm(piece.text), x: -top, y: middle, width: length, size: piece.size };
}

/** Signs have a form of their own in vertical lines: 「︵」 is 「(」. */
const inHorizontalForm = (text: string): string =>
  text.replace(/[\u{fe10}-\u{fe19}\u{fe30}-\u{fe48}]/gu, (sign) => sign.normalize('NFKC'));
