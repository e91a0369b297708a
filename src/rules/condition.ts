/** What a resident answered to one fact. `null` means わからない: it was asked, is not known, and is not asked again. */
export type FactValue = boolean | string | number | readonly string[] | null;

/** All answers so far, by fact id. A fact that is absent has not been answered yet. */
export type Facts = Readonly<Record<string, FactValue | undefined>>;

/** The smallest test: one fact against one value. */
export type Leaf =
  | { readonly fact: string; readonly is: boolean | string }
  | { readonly fact: string; readonly has: string }
  | { readonly fact: string; readonly gte: number };

/** The one language for everything that depends on the resident. `{all: []}` always holds, `{any: []}` never. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Leaf;

/** Kleene's three values. */
export type Truth = true | false | 'unknown';

/** Bounds on what is accepted from outside, so that no condition can hold up the process. */
export const LIMITS = { depth: 32, nodes: 500, textBytes: 4096 } as const;

/** A condition that cannot be used. The message is a Japanese sentence for the person who wrote it. */
export class ConditionError extends Error {
  override readonly name: string = 'ConditionError';
}

/** Every leaf of a condition, from left to right, with repetitions. */
export function leavesOf(condition: Condition): Leaf[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf);
  if ('any' in condition) return condition.any.flatMap(leavesOf);
  if ('not' in condition) return leavesOf(condition.not);
  return [condition];
}

const factsRead = new WeakMap<Condition, readonly string[]>();

/** The ids of the facts a condition reads, each once, in the order of reading. A condition never changes: found out once. */
export function factsOf(condition: Condition): readonly string[] {
  const known = factsRead.get(condition);
  if (known !== undefined) return known;
  const facts = [...new Set(leavesOf(condition).map((leaf) => leaf.fact))];
  factsRead.set(condition, facts);
  return facts;
}

/**
 * Reads a condition from untrusted JSON. Throws `ConditionError` for a wrong shape, a depth over 32 or more than 500
 * nodes. What the facts are called and what they can be is the matter of `lint`.
 */
export function readCondition(value: unknown): Condition {
  let nodes = 0;
  const read = (node: unknown, depth: number): Condition => {
    nodes += 1;
    if (depth > LIMITS.depth)
      throw new ConditionError(`条件の入れ子は${LIMITS.depth}段までです。条件を分けてください。`);
    if (nodes > LIMITS.nodes) throw new ConditionError(`条件は${LIMITS.nodes}個までです。条件を分けてください。`);
    if (typeof node !== 'object' || node === null) throw shapeError();
    const keys = Object.keys(node).sort().join();
    const part = node as Record<string, unknown>;
    if (keys === 'all' && Array.isArray(part.all)) return { all: part.all.map((child) => read(child, depth + 1)) };
    if (keys === 'any' && Array.isArray(part.any)) return { any: part.any.map((child) => read(child, depth + 1)) };
    if (keys === 'not') return { not: read(part.not, depth + 1) };
    return readLeaf(part, keys);
  };
  return read(value, 1);
}

function readLeaf(part: Record<string, unknown>, keys: string): Leaf {
  const { fact, is, has, gte } = part;
  if (typeof fact !== 'string' || fact === '') throw shapeError();
  if (keys === 'fact,is' && (typeof is === 'boolean' || typeof is === 'string')) return { fact, is };
  if (keys === 'fact,has' && typeof has === 'string') return { fact, has };
  if (keys === 'fact,gte' && typeof gte === 'number' && Number.isSafeInteger(gte)) return { fact, gte };
  throw shapeError();
}

function shapeError(): ConditionError {
  return new ConditionError(
    '条件の書き方が正しくありません。all・any・not か、fact と is・has・gte のどれか1つで書いてください。',
  );
}
