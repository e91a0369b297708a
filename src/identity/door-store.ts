import type { Executor } from '#platform/database';
import type { Tables } from './tables.ts';

const tables = (executor: Executor) => executor.withTables<Tables>();

/** Ids of the accounts that are stopped now; to be stopped again after a restore. */
export async function stoppedAccounts(executor: Executor): Promise<readonly string[]> {
  const rows = await tables(executor).selectFrom('staff').select('id').where('disabled_at', 'is not', null).execute();
  return rows.map(({ id }) => id);
}

/**
 * Shuts what a backup has brought back open: sessions, invitations and half-finished sign-ins are gone, every machine of
 * the hall must be enrolled anew, and accounts that were stopped since stay stopped.
 */
export async function closeDoors(executor: Executor, stopped: readonly string[], now: Date): Promise<void> {
  for (const table of ['staff_session', 'staff_invitation', 'passkey_challenge', 'device_enrolment'] as const) {
    await tables(executor).deleteFrom(table).execute();
  }
  await tables(executor).updateTable('device').set({ revoked_at: now }).where('revoked_at', 'is', null).execute();
  if (stopped.length === 0) return;
  await tables(executor)
    .updateTable('staff')
    .set({ disabled_at: now })
    .where('id', 'in', stopped)
    .where('disabled_at', 'is', null)
    .execute();
}
