import { addDays, type Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import { endOfEpoch } from './key-files.ts';
import type { KeyRing } from './key-ring.ts';

export interface RenewalParts {
  readonly database: Database;
  readonly keys: Pick<KeyRing, 'rewrap' | 'destroyEpoch' | 'epochs' | 'currentEpoch'>;
  readonly clock: Clock;
}

/** What a renewal did: case keys wrapped by the key of this month, and keys of months destroyed. */
export interface Renewed {
  readonly wrapped: number;
  readonly destroyed: number;
}

/**
 * The work of a night on the keys, before its backup: living cases move on to the key of this month, and the key of a
 * month is destroyed once the last backup that needs it has expired (`daysKept`). From then on no backup of that month
 * opens any more, stolen or not. A night that moved cases destroys nothing: what was written since the last night may
 * still need the old key.
 */
export async function renewKeys({ database, keys, clock }: RenewalParts, daysKept: number): Promise<Renewed> {
  const wrapped = await rewrapAll(database, keys);
  if (wrapped > 0) return { wrapped, destroyed: 0 };
  const today = clock.today();
  const over = keys
    .epochs()
    .filter((epoch) => epoch < keys.currentEpoch() && addDays(endOfEpoch(epoch), daysKept) < today);
  for (const epoch of over) await keys.destroyEpoch(database.kysely, epoch);
  return { wrapped, destroyed: over.length };
}

async function rewrapAll(database: Database, keys: RenewalParts['keys']): Promise<number> {
  for (let wrapped = 0; ; ) {
    const moved = await database.transaction((transaction) => keys.rewrap(transaction));
    if (moved === 0) return wrapped;
    wrapped += moved;
  }
}
