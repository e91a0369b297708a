/** How many appointments can be claimed in a second, measured while they are. */
export interface ClaimSpeed {
  /** Times one claim. */
  measure<Value>(claim: () => Promise<Value>): Promise<Value>;
  /** Claims per second that the database has room for. */
  perSecond(): number;
}

/** Connections that claims share (notes: measured with ten). */
const connections = 10;
/** Before anything was measured: what an ordinary office PC does with ease. */
const firstGuess = 0.1;
/** More than this no single day was ever measured to take (notes: 500 bookings a second over twenty days). */
const most = 100;
/** How much one more claim tells. */
const weight = 0.05;

export function createClaimSpeed(now: () => number = () => performance.now()): ClaimSpeed {
  let mean = firstGuess;
  return {
    async measure(claim) {
      const begun = now();
      try {
        return await claim();
      } finally {
        mean += weight * ((now() - begun) / 1000 - mean);
      }
    },
    perSecond: () => Math.min(most, connections / mean),
  };
}
