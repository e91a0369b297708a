import { accepted, type Checked, foldWidth, refused } from '#platform/japanese';
import { sentences } from './problems.ts';

interface KnownPattern {
  readonly test: RegExp;
  readonly sentence: (typeof sentences)[keyof typeof sentences];
}

/**
 * The patterns of the inventory that are checked on the internet side. No expression is built from data: what is not in
 * this table is left to the counter.
 */
const knownPatterns: ReadonlyMap<string, KnownPattern> = new Map([
  ['^[0-9]{10}$', { test: /^\d{10}$/, sentence: sentences.notTenDigits }],
  ['^[A-Z]{2}[0-9]{8}[A-Z]{2}$', { test: /^[A-Z]{2}\d{8}[A-Z]{2}$/, sentence: sentences.notResidenceCard }],
]);

/** Whether a pattern of the inventory is checked here. */
export function isKnownPattern(pattern: string): boolean {
  return knownPatterns.has(pattern);
}

/** The text in half width and capitals where a known pattern asks for numbers and letters; as it is otherwise. */
export function checkPattern(patterns: readonly string[], text: string): Checked<string> {
  const known = patterns.flatMap((pattern) => knownPatterns.get(pattern) ?? []);
  if (known.length === 0) return accepted(text);
  const folded = foldWidth(text).replace(/[ -]/g, '').toUpperCase();
  const failed = known.find(({ test }) => !test.test(folded));
  return failed ? refused(failed.sentence) : accepted(folded);
}
