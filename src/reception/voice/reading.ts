/** The reading of numbers and letters aloud, for numbers of tickets (1–999) and of windows. */

const ones = ['', 'いち', 'に', 'さん', 'よん', 'ご', 'ろく', 'なな', 'はち', 'きゅう'] as const;
const hundreds = [
  '',
  'ひゃく',
  'にひゃく',
  'さんびゃく',
  'よんひゃく',
  'ごひゃく',
  'ろっぴゃく',
  'ななひゃく',
  'はっぴゃく',
  'きゅうひゃく',
] as const;

function digitsOf(number: number): [hundred: number, ten: number, one: number] {
  if (!Number.isInteger(number) || number < 1 || number > 999) throw new RangeError('numbers from 1 to 999 are read');
  return [Math.floor(number / 100), Math.floor(number / 10) % 10, number % 10];
}

/** A number in kana as clerks call it: 12 → 「じゅうに」, 300 → 「さんびゃく」. Throws a RangeError outside 1–999. */
export function japaneseNumber(number: number): string {
  const [hundred, ten, one] = digitsOf(number);
  const tens = ten === 0 ? '' : `${ten === 1 ? '' : ones[ten]}じゅう`;
  return `${hundreds[hundred]}${tens}${ones[one]}`;
}

const chineseDigits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;

/** A number in Chinese characters as it is read: 12 → 「十二」, 205 → 「二百零五」, 210 → 「二百一十」. */
export function chineseNumber(number: number): string {
  const [hundred, ten, one] = digitsOf(number);
  const last = one === 0 ? '' : chineseDigits[one];
  if (hundred === 0) return ten === 0 ? String(last) : `${ten === 1 ? '' : chineseDigits[ten]}十${last}`;
  if (ten === 0) return `${chineseDigits[hundred]}百${one === 0 ? '' : '零'}${last}`;
  return `${chineseDigits[hundred]}百${chineseDigits[ten]}十${last}`;
}

const koreanDigits = ['', '일', '이', '삼', '사', '오', '육', '칠', '팔', '구'] as const;

/** A number in Sino-Korean: 12 → 「십이」, 300 → 「삼백」. */
export function koreanNumber(number: number): string {
  const [hundred, ten, one] = digitsOf(number);
  const unit = (digit: number, name: string) => (digit === 0 ? '' : `${digit === 1 ? '' : koreanDigits[digit]}${name}`);
  return `${unit(hundred, '백')}${unit(ten, '십')}${koreanDigits[one]}`;
}

const letters: Readonly<Record<string, { ja: string; ko: string }>> = {
  A: { ja: 'エー', ko: '에이' },
  B: { ja: 'ビー', ko: '비' },
  C: { ja: 'シー', ko: '씨' },
  D: { ja: 'ディー', ko: '디' },
  E: { ja: 'イー', ko: '이' },
  F: { ja: 'エフ', ko: '에프' },
  G: { ja: 'ジー', ko: '지' },
  H: { ja: 'エイチ', ko: '에이치' },
  I: { ja: 'アイ', ko: '아이' },
  J: { ja: 'ジェー', ko: '제이' },
  K: { ja: 'ケー', ko: '케이' },
  L: { ja: 'エル', ko: '엘' },
  M: { ja: 'エム', ko: '엠' },
  N: { ja: 'エヌ', ko: '엔' },
  O: { ja: 'オー', ko: '오' },
  P: { ja: 'ピー', ko: '피' },
  Q: { ja: 'キュー', ko: '큐' },
  R: { ja: 'アール', ko: '알' },
  S: { ja: 'エス', ko: '에스' },
  T: { ja: 'ティー', ko: '티' },
  U: { ja: 'ユー', ko: '유' },
  V: { ja: 'ブイ', ko: '브이' },
  W: { ja: 'ダブリュー', ko: '더블유' },
  X: { ja: 'エックス', ko: '엑스' },
  Y: { ja: 'ワイ', ko: '와이' },
  Z: { ja: 'ゼット', ko: '제트' },
};

/** The letters of a series as they are said: 「A」 → 「エー」, 「AB」 → 「エービー」. */
export function lettersAloud(series: string, language: 'ja' | 'ko'): string {
  return [...series].map((letter) => letters[letter]?.[language] ?? letter).join('');
}

/** The words with their readings in place of their characters: 「子育(こそだ)て助成(じょせい)」 → 「こそだてじょせい」. */
export function kanaOf(text: string): string {
  return text.replace(/[\p{Script=Han}々〆ヶ0-9A-Za-z]+\(([^()]+)\)/gu, '$1').replace(/\s+/g, '');
}
