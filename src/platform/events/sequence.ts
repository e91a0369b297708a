import type { StoredEvent } from './event.ts';
import type { Reading } from './outbox.ts';

/** A number is missing before an event: its transaction may still run (number below `until`) or was rolled back. */
export interface Gap {
  /** The first missing number. */
  readonly seq: number;
  /** Every transaction that could fill the gap has a number below this one. */
  readonly until: bigint;
}

/** What may be delivered now, and what holds back the rest. */
export interface Step {
  readonly ready: readonly StoredEvent[];
  /** The first missing number before the events that have to wait. */
  readonly missing: number | undefined;
}

/**
 * Splits what was read after number `cursor` where a number is missing. Numbers are given out when an event is written but
 * seen when its transaction commits, so a later number can be seen first. Delivery waits for the missing one until its
 * transaction has ended: then it is either there or will never be. `gap` is the gap found before, and is passed over once
 * no transaction that was running then is left.
 */
export function nextStep(cursor: number, reading: Reading, gap: Gap | undefined): Step {
  const ready: StoredEvent[] = [];
  let last = cursor;
  for (const event of reading.events) {
    const missing = last + 1;
    const isClosed = gap?.seq === missing && reading.oldestRunning >= gap.until;
    if (event.seq !== missing && !isClosed) return { ready, missing };
    ready.push(event);
    last = event.seq;
  }
  return { ready, missing: undefined };
}
