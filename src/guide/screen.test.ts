import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadInventory } from '#inventory';
import { packageRoot } from '#platform/package';
import { choiceNone, choiceUnknown } from '#ui';
import { chosenValues, factsOfAddress, integerRanges, readScreen, screenOf } from './screen.ts';

const inventory = await loadInventory(join(packageRoot, 'content', 'asahikawa'));

function screenAt(address: string) {
  const facts = factsOfAddress(inventory, address);
  assert.ok(facts, `${address} is no screen`);
  const screen = screenOf(facts, [1, 2]);
  assert.ok(screen);
  return screen;
}

test('V1 an address of a screen names questions that residents may see, and never more than fit on a screen', () => {
  assert.ok(factsOfAddress(inventory, 'hasDog'));
  assert.ok(factsOfAddress(inventory, 'hasDog,hasMoped,nationality'));
  assert.equal(factsOfAddress(inventory, 'dv'), null);
  assert.equal(factsOfAddress(inventory, 'hasDog,hasDog'), null);
  assert.equal(factsOfAddress(inventory, 'hasDog,wants'), null);
  assert.equal(factsOfAddress(inventory, 'hasDog,motherInsurance'), null);
  assert.equal(factsOfAddress(inventory, '__proto__'), null);
});

test('V1 what is not ticked on a shared screen is "no", わからない leaves it open, and one always has a nationality', () => {
  const screen = screenAt('hasDog,hasMoped,disabilityBook,nationality');
  assert.deepEqual(readScreen(screen, ['hasDog', 'disabilityBook:seishin']), {
    answers: { hasDog: true, hasMoped: false, disabilityBook: ['seishin'], nationality: null },
  });
  assert.deepEqual(readScreen(screen, ['hasDog', choiceUnknown]), {
    answers: { hasDog: true, hasMoped: null, disabilityBook: null, nationality: null },
  });
  assert.deepEqual(readScreen(screen, [choiceNone]), {
    answers: { hasDog: false, hasMoped: false, disabilityBook: [], nationality: null },
  });
  assert.deepEqual(readScreen(screen, []), { nothingChosen: true });
});

test('V1 a number is asked as the bound that decides', () => {
  assert.deepEqual(integerRanges([2]), [
    { from: 0, to: 1 },
    { from: 2, to: null },
  ]);
  const screen = screenAt('deceased.remaining15plus');
  assert.deepEqual(readScreen(screen, ['2']), { answers: { 'deceased.remaining15plus': 2 } });
  assert.deepEqual(readScreen(screen, ['7']), { nothingChosen: true });
});

test('V1 a screen opened again shows what was answered', () => {
  const addresses = ['hasDog', 'rikonKind', 'insurance', 'wants', 'hasDog,disabilityBook,hasMoped', 'remaining15plus'];
  fc.assert(
    fc.property(fc.constantFrom(...addresses), fc.infiniteStream(fc.boolean()), (address, coins) => {
      const screen = screenAt(address);
      const facts = screen.kind === 'bundle' ? screen.facts : [screen.fact];
      const values = facts.flatMap((fact) =>
        screen.kind === 'bundle'
          ? fact.type === 'boolean'
            ? [fact.id]
            : fact.options.map(({ value }) => `${fact.id}:${value}`)
          : fact.options.map(({ value }) => value),
      );
      const chosen = values.filter(() => coins.next().value);
      const posted = readScreen(screen, chosen.length > 0 ? chosen : [choiceUnknown]);
      if ('nothingChosen' in posted) return;
      assert.deepEqual(readScreen(screen, chosenValues(screen, posted.answers)), posted);
    }),
  );
});
