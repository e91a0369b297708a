import { closeCaseDoors } from '#cases';
import { closeDoors } from '#identity';
import type { Foundation } from './foundation.ts';

/** After a restore nobody is signed in by what the backup brought back: neither staff, nor machines, nor residents. */
export async function closeAfterRestore(
  { database, clock }: Pick<Foundation, 'database' | 'clock'>,
  stopped: readonly string[],
): Promise<void> {
  await database.transaction(async (transaction) => {
    await closeDoors(transaction, stopped, clock.now());
    await closeCaseDoors(transaction);
  });
}
