import { type Block, type Marked, readMarker } from './block.ts';
import { isName, namedSection } from './sections.ts';

type Line = Extract<Block, { kind: 'line' }>;

/** Signs that people put before a heading as often as before an item. */
const headingSigns = '■◆●□◇▶►';

/** A line of a table of contents: its words, dots or a wide gap, and the page. */
const leader = /(?:[.．…‥・･]{3,}|(?:[.．…‥・･]\s){3,}|\t)\s*[0-9０-９]{1,3}$/u;
const contentsHeading = /^[【〈《\s]*(?:目\s*次|もくじ)[】〉》\s]*$/u;

/** Passages without tables of contents, which only repeat the headings. */
export function withoutContents(blocks: readonly Block[]): Block[] {
  let within = false;
  return blocks.filter((block) => {
    if (block.kind === 'table') {
      within = false;
      return true;
    }
    if (contentsHeading.test(block.text)) {
      within = true;
      return false;
    }
    if (leader.test(block.text.trimEnd())) return false;
    within = within && /[0-9０-９]$/u.test(block.text.trimEnd());
    return !within;
  });
}

/**
 * Passages in which lines that are headings although the file does not say so are headings: 「【持ち物】」「■ 手順」「３ 必要書類」. A
 * numbered line heads something when its words name a part and something else than the next number follows; then all lines
 * that are numbered in the same way and go on with its numbers head something, too.
 */
export function outlined(blocks: readonly Block[]): Block[] {
  const reads = blocks.map((block) => (isTyped(block) ? readMarker(block.text) : null));
  const styleAt = (index: number): string => reads[index]?.style ?? '';
  const standsAlone = (index: number): boolean => styleAt(index) === '' || styleAt(index + 1) !== styleAt(index);
  const beginsAnew = (index: number): boolean => {
    let before = index - 1;
    // What is set in below the item above belongs to it.
    while (reads[before]?.style === '' && depthOf(blocks[before]) > depthOf(blocks[index])) before -= 1;
    return styleAt(index) === '' || styleAt(before) !== styleAt(index);
  };
  const isNamed = (read: Marked | null): read is Marked =>
    read !== null && mayHead(read) && namedSection(read.text) !== null;
  const heads = (index: number): boolean => {
    const read = reads[index] ?? null;
    return isNamed(read) && blocks[index + 1] !== undefined && standsAlone(index) && beginsAnew(index);
  };
  const chapterStyles = new Set(
    blocks.flatMap((_, index) => (heads(index) && styleAt(index) !== '' ? [styleAt(index)] : [])),
  );
  const last = new Map<string, number>();
  return blocks.map((block, index) => {
    const read = reads[index] ?? null;
    if (read === null || block.kind !== 'line' || !mayHead(read)) return block;
    const before = last.get(read.style) ?? 0;
    // What is plainly named heads something even where the chapter before it was not known as one.
    const goesOn = read.number === null || read.number === before + 1 || (isNamed(read) && read.number > before);
    const isChapter =
      chapterStyles.has(read.style) && isName(read.text) && goesOn && (isNamed(read) || standsAlone(index));
    if (!heads(index) && !isChapter) return block;
    if (read.number !== null) last.set(read.style, read.number);
    return { kind: 'heading', level: 2, text: block.text, place: block.place };
  });
}

/** Whether somebody typed the line with whatever mark it has. What the file itself says is an item of a list is no heading. */
const isTyped = (block: Block): block is Line => block.kind === 'line' && block.marker === null;

const depthOf = (block: Block | undefined): number => (block?.kind === 'line' ? block.depth : 0);

const mayHead = ({ marker, style }: Marked): boolean =>
  marker === null || marker === 'number' || (marker === 'bullet' && headingSigns.includes(style));
