import { fold, foldWithOrigins } from './fold.ts';

/** A part of a text, and whether it is what was looked for. */
export interface Marked {
  readonly text: string;
  readonly hit: boolean;
}

/** Where in a folded text the words stand, as ranges that do not overlap. */
function rangesOf(text: string, words: readonly string[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const word of words) {
    for (let at = text.indexOf(word); word !== '' && at >= 0; at = text.indexOf(word, at + word.length)) {
      ranges.push([at, at + word.length]);
    }
  }
  ranges.sort(([one], [other]) => one - other);
  const joined: [number, number][] = [];
  for (const [from, to] of ranges) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** Cuts a text where words stand in it, in whatever width and kana they are written there. */
export function markWords(text: string, words: readonly string[]): Marked[] {
  const { text: folded, origins } = foldWithOrigins(text);
  const parts: Marked[] = [];
  let done = 0;
  for (const [from, to] of rangesOf(folded, words.map(fold))) {
    const [start = 0, end = text.length] = [origins[from], origins[to]];
    if (start > done) parts.push({ text: text.slice(done, start), hit: false });
    if (end > start) parts.push({ text: text.slice(start, end), hit: true });
    done = Math.max(done, end);
  }
  if (done < text.length) parts.push({ text: text.slice(done), hit: false });
  return parts;
}

/** The line of a text that says most about the words: the one with most of them, cut around the first. Null where no line has one. */
export function excerptOf(text: string, words: readonly string[], length = 80): Marked[] | null {
  const wanted = words.map(fold).filter((word) => word !== '');
  let best: { line: string; count: number } | null = null;
  for (const line of text.split('\n')) {
    const folded = fold(line);
    const count = wanted.filter((word) => folded.includes(word)).length;
    if (count > (best?.count ?? 0)) best = { line, count };
    if (count === wanted.length) break;
  }
  if (best === null) return null;
  const marked = markWords(best.line, words);
  const first = marked.findIndex(({ hit }) => hit);
  const before = marked.slice(0, first).reduce((sum, part) => sum + part.text.length, 0);
  const start = Math.max(0, before - Math.floor(length / 3));
  const cut = best.line.slice(start, start + length);
  return [
    ...(start > 0 ? [{ text: '…', hit: false }] : []),
    ...markWords(cut, words),
    ...(start + length < best.line.length ? [{ text: '…', hit: false }] : []),
  ];
}
