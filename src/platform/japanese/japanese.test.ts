import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Checked,
  checkEraDate,
  checkEraMonth,
  checkFreeText,
  checkKana,
  checkName,
  checkPhone,
  checkPostalCode,
  checkWholeNumber,
  containsMyNumber,
  findTown,
  foldWidth,
  formatEraDay,
  formatEraMonth,
  graphemeLength,
  isLongerThan,
  isMyNumber,
  problemSentence,
  problems,
  toTypedDate,
  widthOf,
  wrapShort,
} from './index.ts';

const result = <T>(checked: Checked<T>): T | string =>
  'value' in checked ? checked.value : problemSentence(checked.problem, 'X', 'ja');

const intlEra = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', {
  era: 'long',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  timeZone: 'UTC',
});
const days = fc
  .date({ min: new Date('1873-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test('V3 era dates: every day from 明治6年 on is written as the calendar of the platform writes it', () => {
  fc.assert(
    fc.property(days, (day) => {
      assert.equal(formatEraDay(day), intlEra.format(new Date(`${day}T00:00:00Z`)));
    }),
    { numRuns: 500 },
  );
});

test('V3 era dates: boxes filled from a day give that day again', () => {
  fc.assert(
    fc.property(days, (day) => {
      for (const calendar of ['era', 'western'] as const) {
        assert.equal(result(checkEraDate(toTypedDate(day, calendar))), day);
      }
    }),
    { numRuns: 500 },
  );
});

test('V3 era dates: what people type', () => {
  const cases: [Parameters<typeof checkEraDate>[0], string][] = [
    [{ era: '令和', year: '8', month: '11', day: '14' }, '2026-11-14'],
    [{ era: 'reiwa', year: '元', month: '5', day: '1' }, '2019-05-01'],
    [{ era: '令和', year: '８年', month: '１１', day: '　14日' }, '2026-11-14'],
    [{ era: '平成', year: '31', month: '4', day: '30' }, '2019-04-30'],
    [{ era: '昭和', year: '64', month: '1', day: '7' }, '1989-01-07'],
    [{ era: '令和', year: '2026', month: '11', day: '14' }, '2026-11-14'],
    [{ era: '西暦', year: '2024', month: '2', day: '29' }, '2024-02-29'],
  ];
  for (const [typed, day] of cases) assert.equal(result(checkEraDate(typed)), day);
});

test('V3 era dates: a wrong date says what is wrong', () => {
  const cases: [Parameters<typeof checkEraDate>[0], RegExp][] = [
    [{}, /Xを入れてください/],
    [{ era: '令和', year: '8' }, /年・月・日をすべて/],
    [{ era: '令和', year: 'あ', month: '1', day: '1' }, /数字で/],
    [{ era: '令和', year: '8', month: '2', day: '29' }, /「2月29日」は、その年の暦にありません/],
    [{ era: '平成', year: '31', month: '5', day: '1' }, /平成は平成元年1月8日から平成31年4月30日まで/],
    [{ era: '令和', year: '1', month: '4', day: '30' }, /令和は令和元年5月1日から/],
    [{ year: '8', month: '1', day: '1' }, /年を確かめて/],
    [{ era: '令和', year: '999', month: '1', day: '1' }, /年を確かめて/],
  ];
  for (const [typed, sentence] of cases) assert.match(result(checkEraDate(typed)), sentence);
});

test('V3 era months', () => {
  assert.equal(result(checkEraMonth({ era: '令和', year: '9', month: '3' })), '2027-03');
  assert.equal(result(checkEraMonth({ era: '平成', year: '31', month: '4' })), '2019-04');
  assert.match(result(checkEraMonth({ era: '平成', year: '31', month: '6' })), /平成は/);
  assert.match(result(checkEraMonth({ era: '令和', year: '9', month: '13' })), /数字で/);
  assert.equal(formatEraMonth('2027-03'), '令和9年3月');
});

test('V3 telephone numbers in any hyphen style', () => {
  const cases: [string, string][] = [
    ['09000001187', '090-0000-1187'],
    ['０９０ー００００ー１１８７', '090-0000-1187'],
    ['090−0000−1187', '090-0000-1187'],
    ['090‐0000‑1187', '090-0000-1187'],
    ['090 0000 1187', '090-0000-1187'],
    ['+81 90-0000-1187', '090-0000-1187'],
    ['0166261111', '0166-26-1111'],
    ['(0166)26-1111', '0166-26-1111'],
    ['0312345678', '03-1234-5678'],
    ['0112112111', '011-211-2111'],
    ['0120123456', '0120-123-456'],
    ['04-2998-1111', '04-2998-1111'],
  ];
  for (const [typed, expected] of cases) assert.equal(result(checkPhone(typed)), expected, typed);
  for (const wrong of ['110', '1234567890', '090-0000-118', '0166-26-11111', 'でんわ']) {
    assert.match(result(checkPhone(wrong)), /0から始まる/, wrong);
  }
});

test('V3 every hyphen style of a number gives the same number', () => {
  const dashes = ['', '-', '－', 'ー', '−', '‐', '–', '—', '―', 'ｰ', ' ', '　'];
  fc.assert(
    fc.property(
      fc.constantFrom(...dashes),
      fc.integer({ min: 0, max: 9999 }),
      fc.integer({ min: 0, max: 9999 }),
      (dash, a, b) => {
        const [second, third] = [String(a).padStart(4, '0'), String(b).padStart(4, '0')];
        assert.equal(result(checkPhone(`090${dash}${second}${dash}${third}`)), `090-${second}-${third}`);
      },
    ),
  );
});

test('V3 postal codes lead to the town, offline', async () => {
  assert.equal(result(checkPostalCode('〒０７０－００３７')), '0700037');
  assert.match(result(checkPostalCode('07000')), /数字7けた/);
  assert.deepEqual(await findTown('070-0037'), { prefecture: '北海道', city: '旭川市', town: '7条通' });
  assert.deepEqual(await findTown('0700000'), { prefecture: '北海道', city: '旭川市', town: '' });
  assert.equal(await findTown('0000000'), null);
  assert.equal(await findTown('あ'), null);
});

test('V3 readings become full-width katakana, names stay as typed', () => {
  assert.equal(result(checkKana('きたがわ みさき')), 'キタガワ　ミサキ');
  assert.equal(result(checkKana('ｷﾀｶﾞﾜ  ﾐｻｷ')), 'キタガワ　ミサキ');
  assert.equal(result(checkKana('ジョン−スミス')), 'ジョンースミス');
  assert.match(result(checkKana('北川ミサキ')), /「北」は使えません/);
  for (const name of ['髙﨑 一郎', '葛󠄀城', 'ＡＢＥ', 'Nguyễn Thị Minh', '渡邉󠄂'])
    assert.equal(result(checkName(name)), name);
  assert.match(result(checkName('山'.repeat(61))), /60文字まで/);
  assert.equal(result(checkName('葛󠄀'.repeat(60))), '葛󠄀'.repeat(60));
  assert.match(result(checkName('山\u202e田')), /読み取れない記号/);
  assert.match(result(checkName('山\ud800')), /読み取れない記号/);
});

test('V3 whole numbers', () => {
  assert.equal(result(checkWholeNumber(' １，２００ 円')), 1200);
  assert.match(String(result(checkWholeNumber('−5'))), /数字だけで/);
  assert.match(String(result(checkWholeNumber('21', { maximum: 20 }))), /20か、それより小さい/);
  assert.match(String(result(checkWholeNumber('0', { minimum: 1 }))), /1か、それより大きい/);
});

test('X2 a My Number in free text is refused in every width and grouping', () => {
  const myNumber = '123456789018';
  assert.equal(isMyNumber(myNumber), true);
  for (const text of [
    myNumber,
    '1234 5678 9018',
    '１２３４−５６７８−９０１８',
    `番号は${myNumber}です`,
    '1234ー5678ー9018',
  ]) {
    assert.equal(containsMyNumber(text), true, text);
    assert.match(result(checkFreeText(text, 500)), /マイナンバーは書かないで/);
    assert.match(result(checkName(text)), /マイナンバーは書かないで/);
  }
  for (const text of ['123456789017', '1123456789018', '090-0000-1187', '令和8年11月14日']) {
    assert.equal(containsMyNumber(text), false, text);
  }
});

test('X2 exactly one last digit makes eleven digits a My Number', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{11}$/), (digits) => {
      const valid = Array.from({ length: 10 }, (_, last) => `${digits}${last}`).filter(isMyNumber);
      assert.equal(valid.length, 1);
      assert.equal(containsMyNumber(`あ${valid[0]}い`), true);
    }),
  );
});

test('V3 lengths are counted in graphemes', () => {
  assert.equal(graphemeLength('葛󠄀城🇯🇵か\u3099'), 4);
  assert.equal(isLongerThan('か\u3099'.repeat(3), 3), false);
  assert.equal(isLongerThan('かき', 1), true);
});

test('V3 every validator answers for any text, and quickly for 100 KB', () => {
  const validators: ((text: string) => unknown)[] = [
    checkKana,
    checkName,
    checkPhone,
    checkPostalCode,
    checkWholeNumber,
    containsMyNumber,
    foldWidth,
    (text) => checkFreeText(text, 500),
    (text) => checkEraDate({ era: text, year: text, month: text, day: text }),
    (text) => checkEraMonth({ era: text, year: text, month: text }),
  ];
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const validate of validators) validate(text);
    }),
  );
  const seeds = ['1', 'ー', ' ', 'あ', 'ｶﾞ', '1234 ', '漢\u0301', '\u0301', 'ア-', '葛󠄀', '() ', '〒'];
  for (const seed of seeds) {
    const text = seed.repeat(100_000 / seed.length);
    for (const validate of validators) {
      const fastest = Math.min(
        ...Array.from({ length: 3 }, () => {
          const start = performance.now();
          validate(text);
          return performance.now() - start;
        }),
      );
      assert.ok(fastest < 1_000, `${JSON.stringify(seed)} took ${fastest} ms in ${validate}`);
    }
  }
});

test('X1 every sentence names the field and has the same parameters in all languages', () => {
  for (const [code, message] of Object.entries(problems)) {
    const parameters = Object.values(message).map((text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort());
    for (const list of parameters) {
      assert.deepEqual([...new Set(list)], [...new Set(parameters[0])], code);
      assert.ok(list.includes('{label}'), code);
    }
  }
});

test('K4 K5 labels of drawings are broken between words, never longer than asked, and end with 「…」 where lines are short', () => {
  assert.deepEqual(wrapShort('「中長期在留者」のどれかがある', 10, 2), ['「中長期在留者」の', 'どれかがある']);
  assert.deepEqual(wrapShort('住民票の写し', 6, 2), ['住民票の写し']);
  assert.deepEqual(wrapShort('', 6, 2), []);
  const [first, second, ...others] = wrapShort('在留カード等の住居地の届出と本人確認', 7, 2);
  assert.ok(widthOf(first ?? '') <= 7 && widthOf(second ?? '') <= 7);
  assert.match(second ?? '', /…$/);
  assert.deepEqual(others, []);
});
