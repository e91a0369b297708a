import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Inventory, loadInventory } from '#inventory';
import type { IntakeForm } from './form.ts';
import { mergeForms } from './merge.ts';
import { isKnownPattern } from './pattern.ts';
import { firstAnswers, personInput } from './people.ts';

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
  assert.ok(atCounter.some((label) => label.includes('マイナンバー')));
  assert.ok(atCounter.some((label) => label.includes('暗証番号')));
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
