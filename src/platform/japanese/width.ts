/**
 * Signs that people and their keyboards use for a hyphen. NFKC leaves most of them alone (U+2212, ー), so the table is ours.
 * ー stands in it because a Japanese keyboard gives it for the hyphen key; fold only where no kana word can stand.
 */
const dashes = /[\u002d\u00ad\u02d7\u2010-\u2015\u2043\u207b\u208b\u2212\u2500\u2501\u30fc\ufe58\ufe63\uff0d\uff70]/g;
const fullWidthAscii = /[\uff01-\uff5e]/g;
const spaces = /[\s\u3000]+/g;

/** Full-width ASCII signs and every dash become half-width, runs of any space become one space, outer spaces go. For numbers, not for names. */
export function foldWidth(text: string): string {
  return foldLetters(text).replace(dashes, '-');
}

/** As `foldWidth`, but long vowel marks and dashes stay: for text in which kana words stand. */
export function foldLetters(text: string): string {
  return text
    .replace(fullWidthAscii, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(spaces, ' ')
    .trim();
}

const segmenter = new Intl.Segmenter('ja', { granularity: 'grapheme' });

/** Length as a person counts it: 髙 with a variation selector and a flag are one each. */
export function graphemeLength(text: string): number {
  let length = 0;
  for (const _ of segmenter.segment(text)) length += 1;
  return length;
}

/** No letter that people type is made of more UTF-16 units than this; the longest flags and emoji have 28. */
const longestGrapheme = 32;

/** Whether a text has more than `limit` graphemes; looks no further than it must. */
export function isLongerThan(text: string, limit: number): boolean {
  if (text.length <= limit) return false;
  if (text.length > limit * longestGrapheme) return true;
  let length = 0;
  for (const _ of segmenter.segment(text)) {
    length += 1;
    if (length > limit) return true;
  }
  return false;
}
