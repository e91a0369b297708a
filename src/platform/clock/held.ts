import type { Clock } from './clock.ts';

/** Reads what is held, or anew when its time is over. */
export interface Held<Value> {
  (): Promise<Value>;
  /** The next who asks gets it read anew: for who has just changed it. */
  forget(): void;
}

/**
 * Reads something that is the same for everybody at most once in `seconds`; whoever asks meanwhile gets what is already
 * there or on its way. A reading that fails is not kept.
 */
export function heldFor<Value>(seconds: number, clock: Clock, read: () => Promise<Value>): Held<Value> {
  let held: { value: Promise<Value>; until: number } | null = null;
  const forget = () => {
    held = null;
  };
  const ask = () => {
    const now = clock.now().getTime();
    if (held !== null && now < held.until) return held.value;
    const value = read();
    held = { value, until: now + seconds * 1000 };
    value.catch(forget);
    return value;
  };
  return Object.assign(ask, { forget });
}
