/** A piece of a text: plain, or a kanji run with the reading that stands above it. */
export type RubyPart = string | { readonly base: string; readonly reading: string };

const readingPattern = /\(([\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe]+)\)/g;
// ヶ and ヵ are katakana by script, but stand inside kanji words: 一ヶ月(いっかげつ).
const kanjiPattern = /^[\p{Script=Han}ヶヵ]$/u;

/** Where the kanji run that ends at `end` begins; never before `start`. Surrogate pairs stay whole. */
function runStart(text: string, start: number, end: number): number {
  let position = end;
  while (position > start) {
    const code = text.charCodeAt(position - 1);
    const width = code >= 0xdc00 && code <= 0xdfff && position - 2 >= start ? 2 : 1;
    if (!kanjiPattern.test(text.slice(position - width, position))) break;
    position -= width;
  }
  return position;
}

/**
 * Splits a text with readings, `漢字(かんじ)を 読(よ)む`, into plain pieces and kanji runs with their reading. A reading is
 * kana alone in ASCII parentheses directly behind kanji; every other parenthesis stays text, such as 転入届(ひっこしの とどけ)
 * with its space. Takes time linear in the length of the text.
 */
export function parseRuby(text: string): RubyPart[] {
  const parts: RubyPart[] = [];
  let done = 0;
  for (const match of text.matchAll(readingPattern)) {
    const start = runStart(text, done, match.index);
    if (start === match.index) continue;
    if (start > done) parts.push(text.slice(done, start));
    parts.push({ base: text.slice(start, match.index), reading: match[1] ?? '' });
    done = match.index + match[0].length;
  }
  if (done < text.length) parts.push(text.slice(done));
  return parts;
}

/** The text without readings, for places that cannot draw them: titles, labels of attributes, options of a select. */
export function stripReadings(text: string): string {
  return parseRuby(text)
    .map((part) => (typeof part === 'string' ? part : part.base))
    .join('');
}
