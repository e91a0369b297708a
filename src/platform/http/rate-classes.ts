/** A token bucket: so many at once, and so many per second over time. */
export interface Bucket {
  readonly burst: number;
  readonly perSecond: number;
}

interface RateLimits {
  /** For those who have shown nothing, per address block. */
  readonly anonymous: Bucket;
  /** For those with a session, a case or an enrolled device, each on its own. */
  readonly known: Bucket;
}

const hour = 3600;
const each = (bucket: Bucket): RateLimits => ({ anonymous: bucket, known: bucket });

/** Starting values, to be tuned from measures (notes: rate limits). Counts that guard a secret stand in the database. */
export const rateClasses = {
  public: each({ burst: 120, perSecond: 20 }),
  guide: each({ burst: 60, perSecond: 5 }),
  case: { anonymous: { burst: 5, perSecond: 60 / hour }, known: { burst: 60, perSecond: 2 } },
  availability: each({ burst: 30, perSecond: 10 }),
  hold: { anonymous: { burst: 10, perSecond: 30 / hour }, known: { burst: 10, perSecond: 30 / hour } },
  /** Places in a queue: a household, or an office behind one address. */
  queue: each({ burst: 20, perSecond: 1 / 5 }),
  code: each({ burst: 10, perSecond: 30 / hour }),
  signIn: each({ burst: 20, perSecond: 60 / hour }),
  staff: each({ burst: 60, perSecond: 10 }),
  search: each({ burst: 10, perSecond: 10 / 60 }),
  device: each({ burst: 60, perSecond: 10 }),
  stream: each({ burst: 30, perSecond: 2 }),
  upload: each({ burst: 5, perSecond: 20 / hour }),
  chat: each({ burst: 10, perSecond: 1 }),
  interface: each({ burst: 50, perSecond: 10 }),
} as const satisfies Record<string, RateLimits>;

/** Class of the rate limit of a route. */
export type RateClass = keyof typeof rateClasses;
