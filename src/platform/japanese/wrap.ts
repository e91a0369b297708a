const words = new Intl.Segmenter('ja', { granularity: 'word' });
const signs = new Intl.Segmenter('ja', { granularity: 'grapheme' });

/** Signs that never begin a line, as Japanese is set. */
const neverFirst = /^[、。，．・：；？！」』）〕］｝〉》ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ),.:;?!\]}%]/u;
/** Little words that belong to the one before them. */
const clinging =
  /^(?:[をはがにでとのもへや]|から|まで|など|する|した|して|し|れ|る|た|て|ます|です|い|き|り|み|え|べ|け)$/u;

/** How wide a text is, in widths of a full sign. */
export function widthOf(text: string): number {
  let width = 0;
  for (const sign of text) width += (sign.codePointAt(0) ?? 0) < 0x3000 && !/[①-⑳→×°]/u.test(sign) ? 0.6 : 1;
  return width;
}

/** A text in lines of at most so many full signs, broken between words where that is possible. */
function wrap(text: string, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const phrase of phrasesOf(text)) {
    if (line !== '' && widthOf(line + phrase) > most) {
      lines.push(line);
      line = '';
    }
    for (const { segment } of widthOf(phrase) > most ? signs.segment(phrase) : [{ segment: phrase }]) {
      if (line !== '' && widthOf(line + segment) > most && !neverFirst.test(segment)) {
        lines.push(line);
        line = '';
      }
      line += segment;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** The text in at most so many lines; what is left over shows as 「…」. */
export function wrapShort(text: string, most: number, lines: number): string[] {
  const all = wrap(text, most);
  if (all.length <= lines) return all;
  const kept = all.slice(0, lines);
  kept[lines - 1] = `${[...(kept[lines - 1] ?? '')].slice(0, Math.max(1, Math.floor(most) - 1)).join('')}…`;
  return kept;
}

function phrasesOf(text: string): string[] {
  const phrases: string[] = [];
  for (const { segment } of words.segment(text.replace(/\s+/gu, ' ').trim())) {
    const last = phrases.at(-1);
    const clings = neverFirst.test(segment) || clinging.test(segment) || /[（(「『〔]$/u.test(last ?? '');
    if (last !== undefined && clings && widthOf(last) < 12) phrases[phrases.length - 1] = last + segment;
    else phrases.push(segment);
  }
  return phrases;
}
