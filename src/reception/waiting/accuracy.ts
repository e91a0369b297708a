import type { JudgedQuote } from './quote-store.ts';

/** How good the waits told were, over some quotes. Minutes and percent. */
export interface Accuracy {
  count: number;
  /** Those who left without being called; they count in nothing else. */
  left: number;
  meanError: number;
  /** Above 0: told too long. */
  bias: number;
  within5: number;
  covered80: number;
  beyond10: number;
  meanMethodError: number;
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Judges what was told, against what happened and against the mean method. Calls without a wait are left out. */
export function accuracyOf(quotes: readonly JudgedQuote[]): Accuracy {
  const waited = quotes.filter(({ raw80 }) => raw80 > 0);
  const called = waited.filter(({ left }) => !left);
  const percent = (test: (quote: JudgedQuote) => boolean): number =>
    100 * mean(called.map((one) => (test(one) ? 1 : 0)));
  return {
    count: called.length,
    left: waited.length - called.length,
    meanError: mean(called.map(({ p50, actual }) => Math.abs(p50 - actual))),
    bias: mean(called.map(({ p50, actual }) => p50 - actual)),
    within5: percent(({ p50, actual }) => Math.abs(p50 - actual) <= 5),
    covered80: percent(({ p80, actual }) => actual <= p80),
    beyond10: percent(({ p80, actual }) => actual > p80 + 10),
    meanMethodError: mean(called.map(({ meanMethod, actual }) => Math.abs(meanMethod - actual))),
  };
}
