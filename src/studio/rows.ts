import { conditionSentence, type Inventory } from '#inventory';
import type { Condition, Leaf } from '#rules';

/** How the rows of a group belong together: すべて, いずれか, どれでもない. */
export const joins = ['all', 'any', 'none'] as const;
export type Join = (typeof joins)[number];

export const joinNames: Readonly<Record<Join, string>> = {
  all: 'すべて当てはまる',
  any: 'いずれかが当てはまる',
  none: 'どれも当てはまらない',
};

/** A condition as rows. A row is one test, as the sentence that stands in the list, or a group of its own. */
export interface RowGroup {
  join: Join;
  rows: readonly Row[];
}

export type Row = { test: string } | RowGroup;

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

/** A condition as rows. Nothing is simplified away: `conditionOfRows` makes an equal condition of it. */
export function rowsOf(inventory: Inventory, condition: Condition): RowGroup {
  const row = (part: Condition): Row => {
    if ('fact' in part) return { test: testSentence(inventory, part) };
    if ('not' in part && 'fact' in part.not) return { test: testSentence(inventory, { not: part.not }) };
    return rowsOf(inventory, part);
  };
  if ('all' in condition) return { join: 'all', rows: condition.all.map(row) };
  if ('any' in condition) return { join: 'any', rows: condition.any.map(row) };
  if ('not' in condition && !('fact' in condition.not)) {
    const { not } = condition;
    return { join: 'none', rows: 'any' in not ? not.any.map(row) : [row(not)] };
  }
  return { join: 'all', rows: [row(condition)] };
}

/** A row whose sentence is none of the list. */
export interface RowProblem {
  /** The sentence as it was typed. */
  test: string;
  message: string;
}

/** The condition that rows stand for; rows without a sentence are left out. A group with one row is that row. */
export function conditionOfRows(
  tests: ReadonlyMap<string, Condition>,
  { join, rows }: RowGroup,
): { condition: Condition; problems: RowProblem[] } {
  const problems: RowProblem[] = [];
  const parts = rows.flatMap((row): Condition[] => {
    if (!('test' in row)) {
      if (isEmpty(row)) return [];
      const inner = conditionOfRows(tests, row);
      problems.push(...inner.problems);
      return [inner.condition];
    }
    const typed = row.test.trim();
    if (typed === '') return [];
    const test = tests.get(typed) ?? atLeast(tests, typed);
    if (test) return [test];
    problems.push({ test: typed, message: `「${typed}」は、選べる文にありません。一覧から選んでください。` });
    return [];
  });
  const [only] = parts;
  if (join === 'none') return { condition: { not: parts.length === 1 && only ? only : { any: parts } }, problems };
  if (parts.length === 1 && only) return { condition: only, problems };
  return { condition: join === 'all' ? { all: parts } : { any: parts }, problems };
}

const isEmpty = ({ rows }: RowGroup): boolean =>
  rows.every((row) => ('test' in row ? row.test.trim() === '' : isEmpty(row)));

/** Numbers beyond the examples of the list: 「…が12以上である」. */
function atLeast(tests: ReadonlyMap<string, Condition>, typed: string): Condition | undefined {
  const found = /^(.*」が)(\d{1,6})(以上.+)$/.exec(typed);
  const example = found && tests.get(`${found[1]}1${found[3]}`);
  const counted = (leaf: Condition): Condition => ('gte' in leaf ? { ...leaf, gte: Number(found?.[2]) } : leaf);
  if (!example) return undefined;
  return 'not' in example ? { not: counted(example.not) } : counted(example);
}
