import type { Condition, Leaf } from '#rules';
import type { Inventory } from './inventory.ts';
import { conditionSentence } from './procedures.ts';

/** The sentence for one test: 「できごと」に「転入」がある. Questions of one name are told apart by their ids. */
export function testSentence(inventory: Inventory, test: Leaf | { not: Leaf }): string {
  const { fact } = 'not' in test ? test.not : test;
  const name = inventory.factById.get(fact)?.label.ja;
  const isShared = inventory.facts.filter(({ label }) => label.ja === name).length > 1;
  return `${conditionSentence(inventory, test).replace(/とき$/, '')}${isShared ? `(${fact})` : ''}`;
}

/** All tests that can be chosen, as sentence and condition; whole numbers by example from one to nine. */
export function testsOf(inventory: Inventory): ReadonlyMap<string, Condition> {
  const leaves = inventory.facts.flatMap(({ id, type, options }): Leaf[] => {
    switch (type) {
      case 'boolean':
        return [
          { fact: id, is: true },
          { fact: id, is: false },
        ];
      case 'enum':
        return options.map(({ value }) => ({ fact: id, is: value }));
      case 'list':
        return options.map(({ value }) => ({ fact: id, has: value }));
      default:
        return [1, 2, 3, 4, 5, 6, 7, 8, 9].map((gte) => ({ fact: id, gte }));
    }
  });
  const both = leaves.flatMap((leaf): (Leaf | { not: Leaf })[] => [leaf, { not: leaf }]);
  return new Map(both.map((test) => [testSentence(inventory, test), test]));
}

/** The test that a sentence stands for; undefined where it is none of the list, nor like one but for its number. */
export function testOf(tests: ReadonlyMap<string, Condition>, sentence: string): Condition | undefined {
  return tests.get(sentence) ?? atLeast(tests, sentence);
}

/** Numbers beyond the examples of the list: 「…が12以上である」. */
function atLeast(tests: ReadonlyMap<string, Condition>, typed: string): Condition | undefined {
  const found = /^(.*」が)(\d{1,6})(以上.+)$/.exec(typed);
  const example = found && tests.get(`${found[1]}1${found[3]}`);
  const counted = (leaf: Condition): Condition => ('gte' in leaf ? { ...leaf, gte: Number(found?.[2]) } : leaf);
  if (!example) return undefined;
  return 'not' in example ? { not: counted(example.not) } : counted(example);
}
