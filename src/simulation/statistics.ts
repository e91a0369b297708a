/** An estimate with its 95 % confidence interval. */
export interface Interval {
  mean: number;
  low: number;
  high: number;
}

/** 97.5 % points of Student's distribution, by degrees of freedom; beyond the list the normal one. */
const student = [
  12.71, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
const pointOf = (repetitions: number): number => student[repetitions - 2] ?? 1.96;

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The mean; 0 of nothing. */
export const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : sum(values) / values.length);

/** The value below which `share` of a sorted list lie; 0 of nothing. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.min(sorted.length - 1, Math.floor(share * sorted.length)))] ?? 0;

/** The mean of independent repetitions with its 95 % confidence interval. */
export function intervalOf(values: readonly number[]): Interval {
  const middle = mean(values);
  if (values.length < 2) return { mean: middle, low: middle, high: middle };
  const variance = sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1);
  const half = pointOf(values.length) * Math.sqrt(variance / values.length);
  return { mean: middle, low: middle - half, high: middle + half };
}

/**
 * The mean over all values of several days. The values of one day hang together, the days do not: the interval is that of a
 * ratio of sums over days.
 */
export function meanOverDays(days: readonly (readonly number[])[]): Interval {
  const counts = days.map((values) => values.length);
  const sums = days.map(sum);
  const count = sum(counts);
  if (count === 0) return { mean: 0, low: 0, high: 0 };
  const middle = sum(sums) / count;
  if (days.length < 2) return { mean: middle, low: middle, high: middle };
  const residuals = sums.map((total, day) => (total - middle * (counts[day] ?? 0)) ** 2);
  const error = Math.sqrt((days.length / (days.length - 1)) * sum(residuals)) / count;
  const half = pointOf(days.length) * error;
  return { mean: middle, low: middle - half, high: middle + half };
}

/** The value below which `share` of all values of several days lie; the interval by that of the share itself (Woodruff). */
export function quantileOverDays(days: readonly (readonly number[])[], share: number): Interval {
  const sorted = days.flat().sort((one, other) => one - other);
  const middle = quantile(sorted, share);
  const below = meanOverDays(days.map((values) => values.map((value) => (value <= middle ? 1 : 0))));
  const half = (below.high - below.low) / 2;
  return {
    mean: middle,
    low: quantile(sorted, Math.max(0, share - half)),
    high: quantile(sorted, Math.min(1, share + half)),
  };
}
