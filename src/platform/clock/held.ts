import type { Clock } from './clock.ts';

/**
 * Reads something that is the same for everybody at most once in `seconds`; whoever asks meanwhile gets what is already
 * there or on its way. A reading that fails is not kept.
 */
export function heldFor<Value>(seconds: number, clock: Clock, read: () => Promise<Value>): () => Promise<Value> {
  let held: { value: Promise<Value>; until: number } | null = null;
  return () => {
    const now = clock.now().getTime();
    if (held !== null && now < held.until) return held.value;
    const value = read();
    held = { value, until: now + seconds * 1000 };
    value.catch(() => {
      held = null;
    });
    return value;
  };
}
