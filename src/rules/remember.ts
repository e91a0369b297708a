import type { Facts } from './condition.ts';

/**
 * Remembers what a function says about answers: residents with the same answers so far get the same screen, and the first
 * screens are the same for nearly all. Holds at most `limit` sets of answers, then begins anew.
 */
export function remember<Result>(about: (facts: Facts) => Result, limit: number): (facts: Facts) => Result {
  const known = new Map<string, Result>();
  return (facts) => {
    const key = keyOf(facts);
    const remembered = known.get(key);
    if (remembered !== undefined || known.has(key)) return remembered as Result;
    if (known.size >= limit) known.clear();
    const result = about(facts);
    known.set(key, result);
    return result;
  };
}

/** Equal answers have an equal key, in whatever order they were given; unanswered facts do not count. */
function keyOf(facts: Facts): string {
  return JSON.stringify(
    Object.entries(facts)
      .filter(([, value]) => value !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}
