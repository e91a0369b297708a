import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  defineMessages,
  formatDay,
  htmlLang,
  languages,
  localText,
  negotiateLanguage,
  parameterNames,
  parseRuby,
  type RubyPart,
  stripReadings,
} from './index.ts';

const write = (part: RubyPart) => (typeof part === 'string' ? part : `${part.base}(${part.reading})`);

test('X1 a reading stands above the kanji run directly before it, okurigana stays outside', () => {
  assert.deepEqual(parseRuby('引(ひ)っ越(こ)しの 届(とど)け'), [
    { base: '引', reading: 'ひ' },
    'っ',
    { base: '越', reading: 'こ' },
    'しの ',
    { base: '届', reading: 'とど' },
    'け',
  ]);
  assert.deepEqual(parseRuby('一ヶ月(いっかげつ)'), [{ base: '一ヶ月', reading: 'いっかげつ' }]);
  assert.deepEqual(parseRuby('𠮷野(よしの)'), [{ base: '𠮷野', reading: 'よしの' }]);
  assert.deepEqual(parseRuby('人々(ひとびと)コーヒー(こーひー)'), [
    { base: '人々', reading: 'ひとびと' },
    'コーヒー(こーひー)',
  ]);
});

test('X1 parentheses that hold no reading stay text', () => {
  for (const text of [
    '転入届(ひっこしの とどけ)',
    '水曜(水)',
    'あと(かな)',
    '市役所（しやくしょ）',
    '漢字()',
    '(かんじ)',
    '3番(3)',
  ]) {
    assert.deepEqual(parseRuby(text), [text]);
  }
});

test('X1 parsing readings loses no character', () => {
  const piece = fc.constantFrom('漢', '𠮷', '々', 'ヶ', '(', ')', 'か', 'カ', 'ー', '(かな)', ' ', 'a', '1', '、');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      assert.equal(parseRuby(text).map(write).join(''), text);
      assert.ok(stripReadings(text).length <= text.length);
    }),
    { numRuns: 500 },
  );
});

test('X1 a reading can be taken away again', () => {
  const kanji = fc.constantFrom('市', '役所', '届', '書類');
  const kana = fc.constantFrom('し', 'やくしょ', 'とどけ', 'カード');
  fc.assert(
    fc.property(kanji, kana, kana, (base, reading, rest) => {
      assert.equal(stripReadings(`${base}(${reading})${rest}`), `${base}${rest}`);
    }),
  );
});

test('X1 long hostile texts are parsed in linear time', () => {
  const started = performance.now();
  for (const text of ['漢'.repeat(100_000), '('.repeat(100_000), '(か'.repeat(50_000), `(${'か'.repeat(100_000)}`]) {
    assert.deepEqual(parseRuby(text), [text]);
  }
  assert.ok(performance.now() - started < 5_000);
});

test('X1 a missing translation falls back to English for zh, ko and vi, and else to Japanese', () => {
  const text = { ja: '窓口', en: 'Counter', vi: 'Quầy' };
  assert.deepEqual(localText(text, 'vi'), { text: 'Quầy', language: 'vi' });
  assert.deepEqual(localText(text, 'zh'), { text: 'Counter', language: 'en' });
  assert.deepEqual(localText(text, 'easy'), { text: '窓口', language: 'ja' });
  assert.deepEqual(localText({ ja: '窓口' }, 'ko'), { text: '窓口', language: 'ja' });
  assert.deepEqual(localText({ ja: '窓口', en: '' }, 'en'), { text: '窓口', language: 'ja' });
});

test('X1 sentences take their parameters, and braces of others stay', () => {
  const messages = defineMessages({
    left: {
      ja: 'あと{days}日',
      easy: 'あと {days}日(か)',
      en: '{days} days',
      zh: '{days}天',
      ko: '{days}일',
      vi: '{days} ngày',
    },
    plain: { ja: 'はい', easy: 'はい', en: 'Yes', zh: '是', ko: '예', vi: 'Có' },
  });
  assert.equal(messages('ja')('left', { days: 10 }), 'あと10日');
  assert.equal(messages('vi')('plain'), 'Có');
  // @ts-expect-error a parameter that the sentence names must be given
  assert.equal(messages('en')('left'), '{days} days');
  assert.deepEqual(parameterNames('{b} and {a} and {b}'), ['a', 'b']);
});

test('X1 the chosen language wins over the wishes of the browser, and those over Japanese', () => {
  assert.equal(negotiateLanguage('easy', 'en'), 'easy');
  assert.equal(negotiateLanguage('xx', 'fr;q=0.9, zh-TW;q=0.8, en;q=0.5'), 'zh');
  assert.equal(negotiateLanguage(undefined, 'en;q=0, ko;q=0.1'), 'ko');
  assert.equal(negotiateLanguage(undefined, 'easy'), 'ja');
  assert.equal(negotiateLanguage(undefined, undefined), 'ja');
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), (header) => {
      assert.ok(languages.some(({ id }) => id === negotiateLanguage(undefined, header)));
    }),
  );
});

test('X1 every language has a tag that browsers know', () => {
  for (const { id } of languages) assert.equal(Intl.getCanonicalLocales(htmlLang(id))[0], htmlLang(id));
  assert.equal(htmlLang('easy'), 'ja');
});

test('X1 a day is written as people of each language write it', () => {
  const written = languages.map(({ id }) => [formatDay('2026-11-25', id), formatDay('2026-11-25', id, { year: true })]);
  assert.deepEqual(written, [
    ['11月25日(水)', '令和8年11月25日(水)'],
    ['11月(がつ)25日(にち)(水曜日(すいようび))', '2026年(ねん)11月(がつ)25日(にち)(水曜日(すいようび))'],
    ['Wed 25 Nov', 'Wed 25 Nov 2026'],
    ['11月25日(周三)', '2026年11月25日(周三)'],
    ['11월 25일(수)', '2026년 11월 25일(수)'],
    ['Thứ Tư, 25/11', 'Thứ Tư, 25/11/2026'],
  ]);
  assert.equal(stripReadings(formatDay('2026-11-20', 'easy')), '11月20日(金曜日)');
});

test('X1 eras change on their day and begin with 元年', () => {
  const year = (day: Parameters<typeof formatDay>[0]) => formatDay(day, 'ja', { year: true });
  assert.equal(year('2019-04-30'), '平成31年4月30日(火)');
  assert.equal(year('2019-05-01'), '令和元年5月1日(水)');
  assert.equal(year('1989-01-07'), '昭和64年1月7日(土)');
  assert.equal(year('1926-12-25'), '昭和元年12月25日(土)');
});
