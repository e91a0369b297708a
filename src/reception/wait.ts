/** How long until the call, in whole minutes, both ends multiples of 5. `now` when a free desk is waiting. */
export type WaitEstimate = { kind: 'range'; from: number; to: number } | { kind: 'now' } | { kind: 'unknown' };

export interface Load {
  /** Minutes at the counter of everybody who is called before. */
  minutesAhead: number;
  /** Minutes that those being served now will still take, on average half of theirs. */
  minutesInService: number;
  /** Seats where somebody works now. */
  openDesks: number;
  /** Seats of these that are free. */
  freeDesks: number;
}

const step = 5;
/** Visits differ: of the same procedures, the slowest fifth take about half as long again as the mean. */
const spread = 1.5;

/**
 * The wait as a range: work ahead ÷ open desks, up to one and a half of it, rounded to 5 minutes. Where no desk is open
 * there is no honest number and none is given.
 */
export function estimateWait({ minutesAhead, minutesInService, openDesks, freeDesks }: Load): WaitEstimate {
  if (openDesks === 0) return { kind: 'unknown' };
  if (minutesAhead === 0 && freeDesks > 0) return { kind: 'now' };
  const minutes = (minutesAhead + minutesInService / 2) / openDesks;
  const from = Math.floor(minutes / step) * step;
  const to = Math.max(Math.ceil((minutes * spread) / step) * step, from + step);
  return { kind: 'range', from, to };
}
