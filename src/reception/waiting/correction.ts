/** A quote and what became of it. Minutes. */
export interface Scored {
  serviceId: string;
  /** The median and the P80 of the look-ahead as they were, before any correction. */
  p50: number;
  raw80: number;
  /** P80 as it was told. */
  p80: number;
  actual: number;
}

/** By place: how many units P80 is moved up (or down, where negative) from what the look-ahead says. */
export type Correction = ReadonlyMap<string, number>;

/** The share of quotes that the truth may exceed. */
const miss = 0.2;
/** How far one miss moves the correction; a hit moves it back by a quarter of that. */
const learningRate = 0.06;
const lowest = -1.5;
const highest = 8;

/**
 * P80 with the correction. Its unit grows with the wait, since errors do; written so that a longer wait of the look-ahead
 * never gives a shorter quote.
 */
export function corrected80({ p50, raw80 }: Pick<Scored, 'p50' | 'raw80'>, correction: number): number {
  return Math.max(p50, raw80 + correction * (1 + 0.3 * raw80));
}

/**
 * Follows the quantile of the error online (adaptive conformal inference: Gibbs & Candès 2021; as a quantile tracker:
 * Angelopoulos, Candès & Tibshirani 2023). Each miss widens, each hit narrows, so that in the long run a fifth of the
 * quotes is exceeded whatever the day is like; what counts is what was told, since the answer comes later. `scored` in the order in which the outcomes became known.
 */
export function correctionOf(scored: readonly Scored[], start: Correction = new Map()): Correction {
  const correction = new Map(start);
  for (const quote of scored) {
    const missed = quote.actual > quote.p80 ? 1 : 0;
    const next = (correction.get(quote.serviceId) ?? 0) + learningRate * (missed - miss);
    correction.set(quote.serviceId, Math.min(highest, Math.max(lowest, next)));
  }
  return correction;
}
