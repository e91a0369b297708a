import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Inventory, loadInventory } from '#inventory';
import { languages } from '#platform/i18n';
import { withDerived } from './derived.ts';
import { displayAnswer } from './display.ts';
import type { IntakeForm } from './form.ts';
import { mergeForms } from './merge.ts';
import { isKnownPattern } from './pattern.ts';
import { firstAnswers, personIds, personInput, rolesOf, withPerson } from './people.ts';
import { placesOffered, placesToAdd } from './places.ts';

const inventory: Inventory = await loadInventory('content/asahikawa');
const everyProcedure = inventory.procedures.map(({ id }) => id);
const someProcedures = fc.subarray(everyProcedure, { minLength: 0, maxLength: 12 });

/** Where every field of the form went: asked, a place for a person, or the counter. */
function coverage(form: IntakeForm): Map<string, number> {
  const parts = [
    ...form.pages.flatMap(({ questions }) => questions),
    ...form.columns,
    ...form.roles,
    ...form.atCounter,
  ];
  const counts = new Map<string, number>();
  for (const { procedure, field } of parts.flatMap(({ covers }) => [...covers])) {
    const name = `${procedure} ${field}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Every field that takes an answer. A group that is no person is only a heading; a list of texts is one answer. */
function answerableFields(procedures: readonly string[]): string[] {
  return inventory.procedures
    .filter(({ id }) => procedures.includes(id))
    .flatMap(({ id, form }) =>
      form.fields.flatMap((field) => {
        const inner = (field.fields ?? []).map((each) => `${id} ${field.id}/${each.id}`);
        if (field.entry === 'person') return [`${id} ${field.id}`, ...inner];
        return field.type === 'group' ? inner : [`${id} ${field.id}`];
      }),
    );
}

const keysOf = (form: IntakeForm): string[] => [
  ...form.pages.flatMap(({ questions }) => questions.map(({ key }) => key)),
  ...form.columns.map(({ key }) => key),
  ...form.roles.map(({ key }) => `role ${key}`),
];

test('V3 every field of all 131 procedures is asked, filled from the list of persons or left to the counter, exactly once', () => {
  const fields = inventory.procedures.flatMap(({ form }) => form.fields);
  assert.equal(everyProcedure.length, 131);
  assert.equal(fields.length, 838);
  const counts = coverage(mergeForms(everyProcedure, inventory, {}));
  assert.deepEqual([...counts.keys()].sort(), answerableFields(everyProcedure).sort());
  assert.ok([...counts.values()].every((count) => count === 1));
});

test('V3 the same holds for any choice of procedures, and no question stands twice', () => {
  fc.assert(
    fc.property(someProcedures, (procedures) => {
      const form = mergeForms(procedures, inventory, {});
      const counts = coverage(form);
      assert.deepEqual([...counts.keys()].sort(), answerableFields(procedures).sort());
      assert.ok([...counts.values()].every((count) => count === 1));
      const keys = keysOf(form);
      assert.equal(new Set(keys).size, keys.length);
      assert.ok(form.pages.length <= 5);
    }),
    { numRuns: 60 },
  );
});

test('V3 merging does not depend on order or repetition', () => {
  fc.assert(
    fc.property(someProcedures, fc.infiniteStream(fc.nat()), (procedures, numbers) => {
      const shuffled = [...procedures, ...procedures]
        .map((id) => ({ id, order: numbers.next().value }))
        .sort((left, right) => left.order - right.order)
        .map(({ id }) => id);
      assert.deepEqual(mergeForms(shuffled, inventory, {}), mergeForms(procedures, inventory, {}));
    }),
    { numRuns: 40 },
  );
});

test('X2 My Number, PINs, seal images and everything with a zone are never asked on the internet side', () => {
  const form = mergeForms(everyProcedure, inventory, {});
  const asked = [...form.pages.flatMap(({ questions }) => questions), ...form.columns];
  const offline = new Set(inventory.entries.filter(({ online }) => !online).map(({ name }) => name));
  assert.deepEqual(
    asked.filter(({ entry }) => offline.has(entry)).map(({ key }) => key),
    [],
  );
  const atCounter = form.atCounter.map(({ label }) => label);
  assert.ok(atCounter.some((label) => label.ja.includes('マイナンバー')));
  assert.ok(atCounter.some((label) => label.ja.includes('暗証番号')));
});

test('V3 every pattern of a field that is asked online is one that is checked', () => {
  const form = mergeForms(everyProcedure, inventory, {});
  const plain = [...form.pages.flatMap(({ questions }) => questions), ...form.columns].filter(
    ({ kind }) => kind === 'text',
  );
  for (const { key, patterns } of plain) assert.ok(patterns.every(isKnownPattern), `${key} ${patterns}`);
});

test('V3 moving in with health insurance and child allowance asks name, address and date once', () => {
  const procedures = ['tennyu_todoke', 'kokuho_kanyu', 'jidou_teate_nintei', 'kodomo_iryou'];
  const form = mergeForms(procedures, inventory, { facts: { isAgent: false } });
  const keys = keysOf(form);
  assert.equal(keys.filter((key) => key === 'applicant.newAddress').length, 1);
  assert.equal(keys.filter((key) => key === 'people.fullName').length, 1);
  assert.deepEqual(
    form.roles.map(({ key }) => key).sort(),
    ['applicant', 'child', 'claimant', 'guardian', 'head', 'insured', 'mover', 'spouse'].sort(),
  );
  const name = form.columns.find(({ key }) => key === 'people.fullName');
  assert.deepEqual([...new Set(name?.covers.map(({ procedure }) => procedure))].sort(), [...procedures].sort());
  const mover = form.roles.find(({ key }) => key === 'mover');
  assert.deepEqual([mover?.minimum, mover?.maximum], [1, 10]);
});

test('V3 a student from abroad types the number of the residence card once, and must, as one of the forms asks', () => {
  const form = mergeForms(['tennyu_kokugai_todoke', 'zairyu_jukyochi_todoke'], inventory, {});
  const asked = [...form.pages.flatMap(({ questions }) => questions), ...form.columns];
  assert.equal(asked.filter(({ entry }) => entry === 'residenceCardNumber').length, 1);
  const column = form.columns.find(({ entry }) => entry === 'residenceCardNumber');
  assert.deepEqual([column?.requiredFor, column?.covers.length], [['applicant'], 2]);
});

test('V3 a divorce asks four times which children, and both readings of a changed name', () => {
  const divorce = mergeForms(['rikon_todoke'], inventory, {});
  const places = divorce.roles.filter(({ role }) => role === 'child');
  assert.equal(places.length, 4);
  assert.equal(new Set(places.map(({ key }) => key)).size, 4);
  const reading = mergeForms(['furigana_henkou_todoke'], inventory, {});
  const own = reading.pages.flatMap(({ questions }) => questions).filter(({ entry }) => entry === 'fullNameKana');
  assert.equal(own.length, 1);
  assert.ok(reading.columns.some(({ entry }) => entry === 'fullNameKana'));
});

test('V3 what the guide was told is filled in where a form asks the same', () => {
  const facts = { isAgent: true, hasMyNumberCard: false, insurance: ['kokuho'] };
  const form = mergeForms(['tennyu_todoke'], inventory, { facts });
  const answers = firstAnswers(form);
  assert.equal(answers['applicant.relationToSubject'], '任意代理人');
  assert.equal(answers[personInput('p1', 'hasMyNumberCard')], 'no');
  assert.equal(answers[personInput('p1', 'healthInsurance')], '国保');
  const openFacts = { hasMyNumberCard: true, insurance: ['kokuho', 'shaho'] };
  const open = mergeForms(['tennyu_todoke'], inventory, { facts: openFacts });
  assert.equal(open.prefill.persons.hasMyNumberCard, undefined);
  assert.equal(open.prefill.persons.healthInsurance, undefined);
  const bereaved = mergeForms(['okuyami_madoguchi'], inventory, {
    facts: { 'deceased.insurance': 'kouki', 'deceased.hasDog': true },
  });
  assert.deepEqual(bereaved.prefill.questions['okuyami_madoguchi.flags'], ['後期高齢', '犬']);
});

test('V3 a day that was given in the guide stands in the form, also for entries that each form asks on its own', () => {
  const moved = mergeForms(['tennyu_todoke', 'kokuho_kanyu'], inventory, { dates: { moveIn: '2026-11-14' } });
  const answers = firstAnswers(moved);
  const parts = ['era', 'year', 'month', 'day'].map((part) => answers[`applicant.moveDate.${part}`]);
  assert.deepEqual(parts, ['reiwa', '8', '11', '14']);
  const funeral = mergeForms(['kouki_sousai'], inventory, { dates: { funeral: '2026-11-02' } });
  assert.equal(firstAnswers(funeral)['kouki_sousai.funeralDate.day'], '2');
  const other = mergeForms(['tennyu_todoke'], inventory, { dates: { funeral: '2026-11-02', unknown: '2026-11-03' } });
  assert.equal(firstAnswers(other)['applicant.moveDate.year'], undefined);
});

test('V3 a birth date that was given in the guide is that of the first child only', () => {
  const form = mergeForms(['shussei_todoke', 'jidou_teate_nintei'], inventory, { dates: { birth: '2026-11-01' } });
  const one = withPerson(form, firstAnswers(form), 'child');
  assert.equal(one['people.p1.dateOfBirth.day'], undefined);
  assert.deepEqual([one['people.p2.dateOfBirth.year'], one['people.p2.dateOfBirth.day']], ['8', '1']);
  const two = withPerson(form, one, 'child');
  assert.equal(two['people.p3.dateOfBirth.day'], undefined);
  assert.equal(withPerson(form, firstAnswers(form))['people.p2.dateOfBirth.day'], undefined);
});

test('V3 at most four places are asked of anybody; what is likely is taken already and every place can still be changed', () => {
  fc.assert(
    fc.property(someProcedures, (procedures) => {
      const form = mergeForms(procedures, inventory, {});
      const raw = withPerson(form, firstAnswers(form));
      for (const person of personIds(raw)) {
        const { asked, folded } = placesOffered(form, raw, person);
        assert.ok(asked.length <= 4);
        const offered = [...asked, ...folded].map(({ key }) => key).sort();
        assert.deepEqual(
          offered,
          form.roles
            .map(({ key }) => key)
            .filter((key) => key !== 'applicant')
            .sort(),
        );
      }
    }),
    { numRuns: 60 },
  );
});

test('V3 who files for a moving family moves, is the guardian and claims; others move too; a proxy is none of these', () => {
  const procedures = ['tennyu_todoke', 'kokuho_kanyu', 'jidou_teate_nintei', 'kodomo_iryou'];
  const form = mergeForms(procedures, inventory, { facts: { insurance: ['kokuho'] } });
  assert.deepEqual([...form.suggested.applicant].sort(), ['claimant', 'guardian', 'insured', 'mover']);
  assert.deepEqual([...form.suggested.others].sort(), ['insured', 'mover']);
  const start = firstAnswers(form);
  const keys = (places: readonly { key: string }[]) => places.map(({ key }) => key);
  assert.deepEqual(keys(placesOffered(form, start, 'p1').asked), ['head']);
  assert.deepEqual(keys(placesToAdd(form, start)), ['spouse', 'child']);
  const spouse = withPerson(form, start, 'spouse');
  assert.deepEqual(rolesOf(form, spouse, 'p2').sort(), ['insured', 'mover', 'spouse']);
  assert.deepEqual(keys(placesToAdd(form, spouse)), ['child']);
  assert.deepEqual(mergeForms(procedures, inventory, { facts: { isAgent: true } }).suggested.applicant, []);
});

test('V3 after a death it is the deceased who was insured, owned the house and had the water contract', () => {
  const procedures = ['shibou_todoke', 'kaigo_shou_henkan', 'kotei_souzoku', 'suidou_chuushi'];
  const form = mergeForms(procedures, inventory, { facts: { events: ['shibou'] } });
  const answers = withPerson(form, firstAnswers(form), 'deceased');
  assert.deepEqual(rolesOf(form, answers, 'p2').sort(), ['deceased', 'insured', 'owner', 'waterUser']);
  assert.ok(!form.suggested.applicant.includes('owner'));
  const moving = mergeForms(procedures, inventory, { facts: { events: ['shibou', 'tenkyo'] } });
  assert.deepEqual(moving.suggested.deceased, [], 'who moves too may be insured as well');
});

test('V3 what follows from other answers need not be typed, and what was typed stays', () => {
  const form = mergeForms(['tennyu_todoke', 'jidou_teate_nintei'], inventory, {});
  const typed = {
    ...firstAnswers(form),
    'people.p1.roles': ['mover', 'head', 'claimant'],
    'applicant.newAddress.postalCode': '0700037',
    'applicant.newAddress.block': '48',
  };
  const derived = withDerived(form, typed);
  assert.equal(derived['people.p1.relationToHead'], '世帯主');
  assert.equal(derived['claimant.fullAddress.block'], '48');
  const own = { ...typed, 'claimant.fullAddress.block': '1' };
  assert.deepEqual(withDerived(form, own)['claimant.fullAddress.postalCode'], undefined);
  const someoneElse = withDerived(form, { ...typed, 'people.p1.roles': ['mover'] });
  assert.equal(someoneElse['claimant.fullAddress.block'], undefined);
  assert.equal(someoneElse['people.p1.relationToHead'], undefined);
});

test('V3 where water, a dog or a moped is asked for a place, the address that was entered is it', () => {
  const form = mergeForms(['tennyu_todoke', 'suidou_kaishi', 'inu_touroku'], inventory, {});
  const places = form.pages.flatMap(({ questions }) => questions).filter(({ entry }) => entry === 'newPlace');
  assert.equal(places.length, 2);
  const derived = withDerived(form, { ...firstAnswers(form), 'applicant.newAddress.block': '9丁目48' });
  for (const { key } of places) assert.equal(derived[`${key}.block`], '9丁目48');
});

test('X1 「〜の有無」 is answered by あり and なし, a question by はい and いいえ', () => {
  const said = (ja: string, answer: boolean) =>
    displayAnswer({ kind: 'boolean', options: [], label: { ja } }, answer, 'ja').join();
  assert.deepEqual([said('配偶者の有無', true), said('配偶者の有無', false)], ['あり', 'なし']);
  assert.deepEqual([said('同居する', true), said('同居する', false)], ['はい', 'いいえ']);
});

test('X1 the everyday words among the choices are in all six languages, and each is a choice of some form', () => {
  const choices = new Set(
    inventory.procedures
      .flatMap(({ form }) => form.fields.flatMap((field) => [field, ...(field.fields ?? [])]))
      .flatMap(({ options, codes }) => [
        ...(options ?? []),
        ...(typeof codes === 'object' ? Object.values(codes) : []),
      ]),
  );
  for (const [choice, word] of inventory.optionWords) {
    assert.ok(choices.has(choice), choice);
    for (const { id } of languages) assert.ok(word[id], `${choice} ${id}`);
  }
  for (const everyday of ['男', '女', '本人', '世帯主', 'その他', '同居'])
    assert.ok(inventory.optionWords.has(everyday));
});
