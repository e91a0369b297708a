import { type Inventory, testOf, testSentence } from '#inventory';
import type { Condition } from '#rules';

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
    const test = testOf(tests, typed);
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
