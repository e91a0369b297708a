/** Wrong tries under one code or from one address block. */
export interface Attempts {
  readonly wrong: number;
  readonly since: Date;
  readonly lockedUntil: Date | null;
}

export interface AttemptLimit {
  readonly wrong: number;
  /** Tries older than this are forgotten. */
  readonly windowMinutes: number;
  readonly lockMinutes: number;
}

/** Five wrong tries under a code close it for 15 minutes; twenty from an address block within an hour close it for an hour. */
export const attemptLimits = {
  code: { wrong: 5, windowMinutes: 15, lockMinutes: 15 },
  block: { wrong: 20, windowMinutes: 60, lockMinutes: 60 },
} as const satisfies Record<string, AttemptLimit>;

const minute = 60_000;

export function isLocked({ lockedUntil }: Attempts, now: Date): boolean {
  return lockedUntil !== null && lockedUntil > now;
}

/** The count after one more wrong try at `now`. */
export function afterWrongTry(attempts: Attempts, limit: AttemptLimit, now: Date): Attempts {
  const forgotten = now.getTime() - attempts.since.getTime() > limit.windowMinutes * minute;
  const wrong = forgotten ? 1 : attempts.wrong + 1;
  const lockedUntil = wrong >= limit.wrong ? new Date(now.getTime() + limit.lockMinutes * minute) : null;
  return { wrong: lockedUntil ? 0 : wrong, since: forgotten ? now : attempts.since, lockedUntil };
}
