import { type Condition, ConditionError } from './condition.ts';
import { isFeelName } from './feel-name.ts';

/**
 * A condition as text in the subset of FEEL (DMN 1.3) that `parseFeel` reads. Reading it again gives the same
 * condition, but for groups of one, which are written as their only part. Throws `ConditionError` for a fact whose name
 * FEEL cannot write.
 */
export function printFeel(condition: Condition): string {
  if ('all' in condition) return printGroup(condition.all, 'and', 'true');
  if ('any' in condition) return printGroup(condition.any, 'or', 'false');
  if ('not' in condition) return `not(${printFeel(condition.not)})`;
  if (!isFeelName(condition.fact)) {
    throw new ConditionError(
      `項目の名前「${condition.fact}」は文字の式に書けません。名前を文字・数字・_ だけにしてください。`,
    );
  }
  if ('has' in condition) return `list contains(${condition.fact}, ${JSON.stringify(condition.has)})`;
  if ('gte' in condition) return `${condition.fact} >= ${condition.gte}`;
  return `${condition.fact} = ${JSON.stringify(condition.is)}`;
}

function printGroup(parts: readonly Condition[], operator: 'and' | 'or', empty: string): string {
  if (parts.length === 0) return empty;
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return printFeel(only);
  return parts.map((part) => (isGroup(part) ? `(${printFeel(part)})` : printFeel(part))).join(` ${operator} `);
}

/** Whether a condition is written with an operator between its parts. */
function isGroup(condition: Condition): boolean {
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [];
  const [only] = parts;
  return parts.length > 1 || (only !== undefined && isGroup(only));
}
