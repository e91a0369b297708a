import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chineseNumber, japaneseNumber, kanaOf, koreanNumber, lettersAloud } from './reading.ts';

test('V5 numbers are read as clerks call them, with the sounds that change', () => {
  const readings = [1, 4, 7, 9, 10, 12, 100, 111, 300, 303, 600, 680, 800, 888, 999].map(japaneseNumber);
  assert.deepEqual(readings, [
    'いち',
    'よん',
    'なな',
    'きゅう',
    'じゅう',
    'じゅうに',
    'ひゃく',
    'ひゃくじゅういち',
    'さんびゃく',
    'さんびゃくさん',
    'ろっぴゃく',
    'ろっぴゃくはちじゅう',
    'はっぴゃく',
    'はっぴゃくはちじゅうはち',
    'きゅうひゃくきゅうじゅうきゅう',
  ]);
});

test('V5 numbers are read right in Chinese and Korean', () => {
  assert.deepEqual([8, 10, 12, 20, 205, 210, 300, 999].map(chineseNumber), [
    '八',
    '十',
    '十二',
    '二十',
    '二百零五',
    '二百一十',
    '三百',
    '九百九十九',
  ]);
  assert.deepEqual([8, 10, 12, 20, 110, 205, 300].map(koreanNumber), [
    '팔',
    '십',
    '십이',
    '이십',
    '백십',
    '이백오',
    '삼백',
  ]);
});

/** Reads a Japanese reading back, independently of how it was made. */
function numberOf(reading: string): number {
  const digit: Record<string, number> = {
    いち: 1,
    に: 2,
    さん: 3,
    よん: 4,
    ご: 5,
    ろく: 6,
    ろっ: 6,
    なな: 7,
    はち: 8,
    はっ: 8,
    きゅう: 9,
  };
  const [, hundred, tens, one] = /^(?:(.*?)[ひびぴ]ゃく)?(?:(.*?)じゅう)?(.*)$/u.exec(reading) ?? assert.fail(reading);
  const unit = (text: string | undefined) => (text === undefined ? 0 : text === '' ? 1 : (digit[text] ?? Number.NaN));
  return unit(hundred) * 100 + unit(tens) * 10 + (one === '' || one === undefined ? 0 : (digit[one] ?? Number.NaN));
}

test('V5 every number from 1 to 999 can be told from its reading, and none sounds like another', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 999 }), (number) => numberOf(japaneseNumber(number)) === number));
  for (const read of [japaneseNumber, chineseNumber, koreanNumber]) {
    const all = Array.from({ length: 999 }, (_, index) => read(index + 1));
    assert.equal(new Set(all).size, 999);
  }
  assert.throws(() => japaneseNumber(0), RangeError);
  assert.throws(() => japaneseNumber(1_000), RangeError);
});

test('V5 letters of series and names of places are given to voices in kana', () => {
  assert.equal(lettersAloud('A', 'ja'), 'エー');
  assert.equal(lettersAloud('AD', 'ja'), 'エーディー');
  assert.equal(kanaOf('子育(こそだ)て助成課(じょせいか)'), 'こそだてじょせいか');
});
