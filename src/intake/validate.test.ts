import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Inventory, loadInventory } from '#inventory';
import { languages } from '#platform/i18n';
import type { Question } from './form.ts';
import { mergeForms } from './merge.ts';
import { columnsFor, firstAnswers, personIds, rolesOf, withoutPerson, withPerson } from './people.ts';
import type { RawAnswers } from './raw.ts';
import { validate } from './validate.ts';

const inventory: Inventory = await loadInventory('content/asahikawa');
const today = '2026-11-20';
const everyProcedure = inventory.procedures.map(({ id }) => id);
const moving = mergeForms(['tennyu_todoke'], inventory, {});

const day = (name: string, year: string, month: string, date: string): RawAnswers => ({
  [`${name}.era`]: 'reiwa',
  [`${name}.year`]: year,
  [`${name}.month`]: month,
  [`${name}.day`]: date,
});

const address = (name: string, changes: Record<string, string> = {}): RawAnswers =>
  Object.fromEntries(
    Object.entries({
      postalCode: '070-8048',
      prefecture: '北海道',
      city: '旭川市',
      town: '忠和8条',
      block: '3-8',
      building: 'コーポ雪見 203',
      ...changes,
    }).map(([part, text]) => [`${name}.${part}`, text]),
  );

const completeMove: RawAnswers = {
  people: ['p1', 'p2'],
  'people.p1.roles': ['mover'],
  'people.p1.fullName': '北川 美咲',
  'people.p1.fullNameKana': 'きたがわ みさき',
  ...day('people.p1.dateOfBirth', '1988', '9', '30'),
  'people.p1.sex': '2',
  'people.p1.relationToHead': '妻',
  'people.p1.hasMyNumberCard': 'yes',
  'people.p1.healthInsurance': '国保',
  'people.p2.roles': ['mover', 'head'],
  'people.p2.fullName': '北川 健太',
  'people.p2.fullNameKana': 'キタガワ　ケンタ',
  ...day('people.p2.dateOfBirth', '1986', '4', '2'),
  'people.p2.sex': '1',
  'people.p2.relationToHead': '世帯主',
  'people.p2.hasMyNumberCard': 'no',
  'people.p2.healthInsurance': '国保',
  'applicant.relationToSubject': '本人',
  'applicant.contactPoint': '０９０ー００００ー１１８７',
  ...day('applicant.moveDate', '8', '11', '14'),
  ...address('applicant.newAddress'),
  ...address('applicant.previousAddress', {
    prefecture: '宮城県',
    city: '仙台市',
    town: '青葉区',
    block: 'なし',
    building: '',
  }),
};

const sentences = (raw: RawAnswers, form = moving): string[] =>
  validate(form, raw, today).errors.map((error) => error.sentence('ja'));

test('V3 a complete move is taken, in the stored form', () => {
  const { values, people, errors } = validate(moving, completeMove, today);
  assert.deepEqual(
    errors.map((error) => error.sentence('ja')),
    [],
  );
  assert.equal(values.get('applicant.contactPoint'), '090-0000-1187');
  assert.equal(values.get('applicant.moveDate'), '2026-11-14');
  assert.deepEqual(people[0]?.answers.get('dateOfBirth'), '1988-09-30');
  assert.deepEqual(people[0]?.answers.get('fullNameKana'), 'キタガワ　ミサキ');
  assert.deepEqual(people[0]?.roles, ['applicant', 'mover']);
});

test('V3 each mistake gets a sentence with the fact in it, at its own input', () => {
  const cases: [RawAnswers, string, RegExp][] = [
    [day('applicant.moveDate', '8', '11', '24'), 'applicant.moveDate', /今日\(11月20日\)か、それより前の日/],
    [{ 'applicant.newAddress.block': '' }, 'applicant.newAddress.block', /番地を入れてください。ないときは「なし」/],
    [{ 'applicant.newAddress.postalCode': '12' }, 'applicant.newAddress.postalCode', /郵便番号は、数字7けた/],
    [{ 'applicant.contactPoint': '12' }, 'applicant.contactPoint', /10けたか11けた/],
    [{ 'applicant.relationToSubject': '隣人' }, 'applicant.relationToSubject', /選んでください/],
    [{ 'people.p2.fullName': '' }, 'people.p2.fullName', /氏名を入れてください/],
    [{ 'people.p2.sex': '' }, 'people.p2.sex', /性別を選んでください/],
    [{ 'people.p2.roles': ['mover'] }, 'people.p2.roles', /「世帯主」がまだ決まっていません/],
    [{ 'people.p1.roles': ['mover', 'head'] }, 'people.p2.roles', /「世帯主」は1人までです/],
    [{ 'applicant.honseki': '123456789018' }, 'applicant.honseki', /マイナンバーは書かないで/],
  ];
  for (const [changes, key, sentence] of cases) {
    const { errors } = validate(moving, { ...completeMove, ...changes }, today);
    const error = errors.find((each) => each.key === key);
    assert.match(error?.sentence('ja') ?? 'nothing', sentence, key);
    assert.equal(errors.length, 1, key);
    for (const { id } of languages) assert.ok((error?.sentence(id) ?? '').length > 0);
  }
});

test('V3 a date that may lie ahead is taken', () => {
  const leaving = mergeForms(['tenshutsu_todoke'], inventory, {});
  const keys = leaving.pages.flatMap(({ questions }) => questions).filter(({ entry }) => entry === 'moveDate');
  assert.equal(keys[0]?.notAfterToday, false);
});

test('V3 a bank account is checked part by part', () => {
  const form = mergeForms(['kokuho_kougaku'], inventory, {});
  const key = 'applicant.bankAccount';
  const account = {
    [`${key}.bank`]: '北海道銀行',
    [`${key}.branch`]: '旭川',
    [`${key}.kind`]: 'ordinary',
    [`${key}.number`]: '１２３４５',
    [`${key}.holder`]: 'ｷﾀｶﾞﾜ ﾐｻｷ',
  };
  const taken = validate(form, account, today);
  assert.deepEqual(taken.values.get(key), {
    bank: '北海道銀行',
    branch: '旭川',
    kind: 'ordinary',
    number: '0012345',
    holder: 'キタガワ　ミサキ',
  });
  const refused = validate(form, { ...account, [`${key}.number`]: '12345678' }, today);
  assert.ok(refused.errors.some((error) => error.key === `${key}.number` && /7けた/.test(error.sentence('ja'))));
});

test('V3 the hour of a birth is asked only of the child that is born', () => {
  const form = mergeForms(['shussei_todoke'], inventory, {});
  const raw = {
    people: ['p1', 'p2'],
    'people.p1.roles': ['mother'],
    ...day('people.p1.dateOfBirth', '1988', '9', '30'),
    'people.p2.roles': ['child'],
    ...day('people.p2.dateOfBirth', '8', '11', '14'),
    'people.p2.dateOfBirth.hour': '4',
    'people.p2.dateOfBirth.minute': '５',
  };
  const { people } = validate(form, raw, today);
  assert.equal(people[0]?.answers.get('dateOfBirth'), '1988-09-30');
  assert.equal(people[1]?.answers.get('dateOfBirth'), '2026-11-14T04:05');
});

/** Something that a person or a machine may send under the names of a question. */
const rawFor = (questions: readonly Question[]) =>
  fc.dictionary(
    fc.constantFrom(
      ...questions.flatMap(({ key }) =>
        ['', '.year', '.month', '.day', '.era', '.block', '.kind', '.number'].map((part) => key + part),
      ),
      ...['people', 'people.p1.roles', 'people.p2.fullName', '__proto__', 'constructor'],
    ),
    fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.array(fc.string(), { maxLength: 3 }),
      fc.constantFrom('p1', 'p2', '8', '元', 'yes'),
    ),
  );

test('V3 validation answers whatever is typed and never changes it', () => {
  const form = mergeForms(everyProcedure, inventory, {});
  const questions = form.pages.flatMap((page) => page.questions);
  fc.assert(
    fc.property(rawFor(questions), (raw) => {
      const before = JSON.stringify(raw);
      const { errors, values } = validate(form, raw, today);
      assert.equal(JSON.stringify(raw), before);
      for (const error of errors) assert.ok(error.sentence('ja').length > 0);
      for (const key of values.keys()) assert.ok(questions.some((question) => question.key === key));
    }),
    { numRuns: 60 },
  );
});

test('V3 persons are added with what the guide knows, and taken out with all that was typed', () => {
  const form = mergeForms(['tennyu_todoke'], inventory, { facts: { hasMyNumberCard: false } });
  const start = firstAnswers(form);
  const two = withPerson(form, start);
  assert.deepEqual(personIds(two), ['p1', 'p2']);
  assert.equal(two['people.p2.hasMyNumberCard'], 'no');
  assert.deepEqual(rolesOf(form, start, 'p1'), ['applicant', 'mover']);
  const typed = { ...withPerson(form, two), 'people.p2.fullName': '消す人' };
  const removed = withoutPerson(typed, 'p2');
  assert.deepEqual(personIds(removed), ['p1', 'p3']);
  assert.equal(JSON.stringify(removed).includes('消す人'), false);
  assert.deepEqual(personIds(withoutPerson(typed, 'p1')), ['p1', 'p2', 'p3']);
});

test('V3 a person is asked only what their places need', () => {
  const entries = (roles: string[]): string[] => columnsFor(moving, roles).map(({ entry }) => entry);
  assert.deepEqual(entries(['applicant']), ['fullName', 'fullNameKana']);
  assert.deepEqual(entries(['head']), ['fullName']);
  assert.ok(entries(['mover']).includes('relationToHead'));
});

test('V3 errors stand in the order of the pages', () => {
  const pages = validate(moving, {}, today).errors.map(({ page }) => page);
  const order = moving.pages.map(({ id }) => id);
  assert.deepEqual(
    pages,
    [...pages].sort((left, right) => order.indexOf(left) - order.indexOf(right)),
  );
  assert.ok(sentences({}).length >= 6);
});
