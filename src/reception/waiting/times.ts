/**
 * The distribution of a time in minutes as its quantiles: `steps` values, ascending, each standing for an equal share.
 * Compact enough to be stored as it is, and drawing from it is one look-up.
 */
export type Times = readonly number[];

/** How many quantiles are kept. */
export const steps = 32;

/** Deviation ÷ mean of service times where nothing was measured yet. */
const usualVariation = 0.6;

/** A measured time with its weight. */
export interface Weighted {
  minutes: number;
  weight: number;
}

/** The quantiles of weighted measurements. Empty input has none. */
export function timesOf(measured: readonly Weighted[]): Times {
  const sorted = [...measured].sort((left, right) => left.minutes - right.minutes);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const result: number[] = [];
  let passed = 0;
  for (const { minutes, weight } of sorted) {
    passed += weight;
    while (result.length < steps && passed / total >= (result.length + 0.5) / steps - 1e-9) result.push(minutes);
  }
  return result;
}

/** The inverse of the normal distribution, by bisection; only for the few quantiles of a prior. */
function normalQuantile(share: number): number {
  let [low, high] = [-6, 6];
  for (let round = 0; round < 50; round += 1) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Φ(x) by the logistic approximation of Bowling et al. (2009), right to 0.00014. */
const normalShare = (x: number): number => 1 / (1 + Math.exp(-(0.07056 * x ** 3 + 1.5976 * x)));

const usualShape: Times = (() => {
  const deviation = Math.sqrt(Math.log(1 + usualVariation ** 2));
  const shape = Array.from({ length: steps }, (_, index) =>
    Math.exp(deviation * normalQuantile((index + 0.5) / steps)),
  );
  const mean = shape.reduce((sum, value) => sum + value, 0) / steps;
  return shape.map((value) => value / mean);
})();

/** What is expected of a service that the inventory gives `minutes` and that was never measured. */
export function usualTimes(minutes: number): Times {
  return usualShape.map((value) => value * minutes);
}

export function meanOf(times: Times): number {
  return times.reduce((sum, value) => sum + value, 0) / times.length;
}

/** The mean of what passes of a time within `limit` minutes: E[min(T, limit)]. */
export function meanWithin(times: Times, limit: number): number {
  return times.reduce((sum, value) => sum + Math.min(value, limit), 0) / times.length;
}

/** A time below which the share `at` (0–1) lies. */
export function drawTime(times: Times, at: number): number {
  return times[Math.min(times.length - 1, Math.floor(at * times.length))] ?? 0;
}

/** Of a service that has outlasted all that were measured, this share of its length is still expected. */
const beyond = 0.25;

/** What is left of a time of which `elapsed` minutes have passed, at the share `at` of those that last longer. */
export function drawRest(times: Times, elapsed: number, at: number): number {
  const first = times.findIndex((value) => value > elapsed);
  if (first === -1) return Math.max(1, elapsed * beyond) * (0.3 + 1.4 * at);
  return (times[first + Math.floor(at * (times.length - first))] ?? elapsed) - elapsed;
}
