import { toKatakana } from 'wanakana';
import { accepted, type Checked, refused } from './checked.ts';
import { problems } from './messages.ts';
import { isLongerThan } from './width.ts';

const halfWidthKana = /[\uff65-\uff9f]+/g;
const hiraganaRun = /[\u3041-\u3096]+/g;
const dashBetweenKana = /(?<=[ァ-ヺー])[-\u2010-\u2015\u2212\uff0d]/g;
const strange = /[^ァ-ヺー・\u3000]/u;

/** Hiragana and half-width kana become full-width katakana; one full-width space between family and given name. */
export function toFullWidthKatakana(text: string): string {
  return text
    .replace(halfWidthKana, (run) => run.normalize('NFKC'))
    .replace(hiraganaRun, (run) => toKatakana(run))
    .replace(dashBetweenKana, 'ー')
    .trim()
    .replace(/[\s\u3000]+/g, '\u3000');
}

/** A reading in katakana. Kana of any kind are taken; the first sign that is none is named in the sentence. */
export function checkKana(typed: string, limit = 60): Checked<string> {
  if (isLongerThan(typed.trim(), limit)) return refused(problems.tooLong, { limit });
  const kana = toFullWidthKatakana(typed);
  if (kana === '') return refused(problems.empty);
  const found = strange.exec(kana)?.[0];
  if (found !== undefined) return refused(problems.notKana, { found });
  return accepted(kana);
}
