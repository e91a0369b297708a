import { type Condition, type Facts, type FactValue, factsOf, type Leaf, type Truth } from './condition.ts';

/** The answer to a fact; own properties only, so that a fact called `constructor` is not answered by JavaScript. */
export function answerTo(fact: string, facts: Facts): FactValue | undefined {
  return Object.hasOwn(facts, fact) ? facts[fact] : undefined;
}

/**
 * Kleene's three-valued reading: a leaf whose fact is unanswered, わからない or of another type than the leaf tests is
 * 'unknown'. A true or false verdict stays the same whatever is answered later. Cost: linear in the condition.
 */
export function evaluate(condition: Condition, facts: Facts): Truth {
  if ('all' in condition) return every(condition.all, facts);
  if ('any' in condition) return some(condition.any, facts);
  if ('not' in condition) return negation(evaluate(condition.not, facts));
  return leafTruth(condition, answerTo(condition.fact, facts));
}

/** The reading "unanswered = no": leaves of facts without an answer are false, so `not` of them is true. */
export function holds(condition: Condition, facts: Facts): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, facts));
  if ('any' in condition) return condition.any.some((part) => holds(part, facts));
  if ('not' in condition) return !holds(condition.not, facts);
  return leafTruth(condition, answerTo(condition.fact, facts)) === true;
}

/**
 * The condition for a resident for whom some facts do not arise: every test of such a fact fails, so `not` of it holds.
 * The other facts stay as open as they are.
 */
export function withoutFacts(condition: Condition, absent: ReadonlySet<string>): Condition {
  if (!factsOf(condition).some((fact) => absent.has(fact))) return condition;
  if ('all' in condition) return { all: condition.all.map((part) => withoutFacts(part, absent)) };
  if ('any' in condition) return { any: condition.any.map((part) => withoutFacts(part, absent)) };
  if ('not' in condition) return { not: withoutFacts(condition.not, absent) };
  return absent.has(condition.fact) ? { any: [] } : condition;
}

function leafTruth(leaf: Leaf, value: FactValue | undefined): Truth {
  if ('is' in leaf) return typeof value === typeof leaf.is ? value === leaf.is : 'unknown';
  if ('has' in leaf) return Array.isArray(value) ? value.includes(leaf.has) : 'unknown';
  return typeof value === 'number' && !Number.isNaN(value) ? value >= leaf.gte : 'unknown';
}

function every(parts: readonly Condition[], facts: Facts): Truth {
  let truth: Truth = true;
  for (const part of parts) {
    const next = evaluate(part, facts);
    if (next === false) return false;
    if (next === 'unknown') truth = next;
  }
  return truth;
}

function some(parts: readonly Condition[], facts: Facts): Truth {
  let truth: Truth = false;
  for (const part of parts) {
    const next = evaluate(part, facts);
    if (next === true) return true;
    if (next === 'unknown') truth = next;
  }
  return truth;
}

function negation(truth: Truth): Truth {
  return truth === 'unknown' ? truth : !truth;
}
