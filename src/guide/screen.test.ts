import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadInventory } from '#inventory';
import { packageRoot } from '#platform/package';
import { choiceNone, choiceUnknown } from '#ui';
import { chosenValues, factsOfAddress, factsOfGroup, fieldOf, integerRanges, readScreen, screenOf } from './screen.ts';

const inventory = await loadInventory(join(packageRoot, 'content', 'asahikawa'));

function screenAt(address: string) {
  const facts = factsOfAddress(inventory, address);
  assert.ok(facts, `${address} is no screen`);
  return screenOf(inventory, facts);
}

/** What a browser sends: the values chosen in each field. */
const sent = (fields: Record<string, string[]>) => (field: string) => fields[field] ?? [];

test('V1 an address of a screen names questions that residents may see, and never more than fit on a screen', () => {
  assert.ok(factsOfAddress(inventory, 'hasDog'));
  assert.ok(factsOfAddress(inventory, 'hasDog,hasMoped,nationality,motherInsurance'));
  assert.equal(factsOfAddress(inventory, 'dv'), null);
  assert.equal(factsOfAddress(inventory, 'hasDog,hasDog'), null);
  assert.equal(factsOfAddress(inventory, 'hasDog,wants'), null);
  assert.equal(factsOfAddress(inventory, 'hasDog,dv'), null);
  assert.equal(factsOfAddress(inventory, '__proto__'), null);
});

test('V1 what is not ticked in a shared list is "no", わからない leaves it open, and one always has a nationality', () => {
  const screen = screenAt('hasDog,hasMoped,disabilityBook,nationality');
  assert.deepEqual(readScreen(screen, sent({ answer: ['hasDog', 'disabilityBook:seishin'] })), {
    answers: { hasDog: true, hasMoped: false, disabilityBook: ['seishin'], nationality: null },
    missing: [],
  });
  assert.deepEqual(readScreen(screen, sent({ answer: ['hasDog', choiceUnknown] })).answers, {
    hasDog: true,
    hasMoped: null,
    disabilityBook: null,
    nationality: null,
  });
  assert.deepEqual(readScreen(screen, sent({ answer: [choiceNone] })).answers, {
    hasDog: false,
    hasMoped: false,
    disabilityBook: [],
    nationality: null,
  });
  assert.deepEqual(readScreen(screen, sent({})), { answers: {}, missing: ['answer'] });
});

test('V1 a question with exactly one answer is never ticked: silence about a marriage is no "no"', () => {
  const screen = screenAt('hasDog,parentsMarried,hasMoped,motherInsurance');
  assert.deepEqual(screen.map(fieldOf), ['answer.parentsMarried', 'answer.motherInsurance', 'answer']);
  const posted = readScreen(screen, sent({ 'answer.parentsMarried': ['no'], answer: ['hasDog'] }));
  assert.deepEqual(posted.answers, { parentsMarried: false, hasDog: true, hasMoped: false });
  assert.deepEqual(posted.missing, ['answer.motherInsurance']);
});

test('V1 a number is asked as the bound that decides', () => {
  assert.deepEqual(integerRanges([2]), [
    { from: 0, to: 1 },
    { from: 2, to: null },
  ]);
  const screen = screenAt('deceased.remaining15plus');
  const answered = (value: string) => readScreen(screen, sent({ 'answer.deceased.remaining15plus': [value] }));
  assert.deepEqual(answered('2').answers, { 'deceased.remaining15plus': 2 });
  assert.deepEqual(answered('7').missing, ['answer.deceased.remaining15plus']);
});

test('V1 a screen opened again shows what was answered', () => {
  const addresses = ['hasDog', 'rikonKind', 'insurance', 'wants', 'hasDog,disabilityBook,rikonKind', 'remaining15plus'];
  fc.assert(
    fc.property(fc.constantFrom(...addresses), fc.infiniteStream(fc.boolean()), (address, coins) => {
      const screen = screenAt(address);
      const chosenIn = new Map(
        screen.map((group) => {
          const values = factsOfGroup(group).flatMap((fact) => [
            fact.id,
            ...fact.options.flatMap(({ value }) => [value, `${fact.id}:${value}`]),
          ]);
          const chosen = values.filter(() => coins.next().value);
          return [fieldOf(group), chosen.length > 0 ? chosen : [choiceUnknown]];
        }),
      );
      const posted = readScreen(screen, (field) => chosenIn.get(field) ?? []);
      if (posted.missing.length > 0) return;
      const shown = new Map(screen.map((group) => [fieldOf(group), chosenValues(group, posted.answers)]));
      assert.deepEqual(
        readScreen(screen, (field) => shown.get(field) ?? []),
        posted,
      );
    }),
  );
});
