import type { Executor } from '#platform/database';
import type { Tables } from './tables.ts';

const tables = (executor: Executor) => executor.withTables<Tables>();

/** Keeps a secret that was shown and waits for its first code; one that counts goes on counting. */
export async function putPending(executor: Executor, staffId: string, pending: Buffer, now: Date): Promise<void> {
  const waiting = { pending, pending_since: now };
  await tables(executor)
    .insertInto('staff_second_factor')
    .values({ staff_id: staffId, secret: null, confirmed_at: null, last_step: 0, ...waiting })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet(waiting))
    .execute();
}

/** The secret that waits for its first code, if it was shown after `since`. */
export async function findPending(executor: Executor, staffId: string, since: Date): Promise<Buffer | undefined> {
  const row = await tables(executor)
    .selectFrom('staff_second_factor')
    .select('pending')
    .where('staff_id', '=', staffId)
    .where('pending_since', '>', since)
    .executeTakeFirst();
  return row?.pending ?? undefined;
}

/** Makes the secret that waited the one that counts, from the period of its first code on. False when another waits now. */
export async function confirmPending(
  executor: Executor,
  staffId: string,
  pending: Buffer,
  step: number,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tables(executor)
    .updateTable('staff_second_factor')
    .set({ secret: pending, confirmed_at: now, last_step: step, pending: null, pending_since: null })
    .where('staff_id', '=', staffId)
    .where('pending', '=', pending)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export interface SecondFactorRow {
  readonly secret: Buffer;
  readonly confirmedAt: Date;
}

/** The second factor that counts. */
export async function findSecondFactor(executor: Executor, staffId: string): Promise<SecondFactorRow | undefined> {
  const row = await tables(executor)
    .selectFrom('staff_second_factor')
    .select(['secret', 'confirmed_at'])
    .where('staff_id', '=', staffId)
    .executeTakeFirst();
  return row?.secret && row.confirmed_at ? { secret: row.secret, confirmedAt: row.confirmed_at } : undefined;
}

/** Takes the code of a period; false when one of this period or a later one was taken before, by whomever. */
export async function takeStep(executor: Executor, staffId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await tables(executor)
    .updateTable('staff_second_factor')
    .set({ last_step: step })
    .where('staff_id', '=', staffId)
    .where('last_step', '<', step)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Takes secret and recovery codes away. Gives whether there was a secret that counted. */
export async function deleteSecondFactor(executor: Executor, staffId: string): Promise<boolean> {
  await tables(executor).deleteFrom('staff_recovery_code').where('staff_id', '=', staffId).execute();
  const row = await tables(executor)
    .deleteFrom('staff_second_factor')
    .where('staff_id', '=', staffId)
    .returning('confirmed_at')
    .executeTakeFirst();
  return row !== undefined && row.confirmed_at !== null;
}

export interface HashedCode {
  readonly firstSign: string;
  readonly hash: string;
}

/** Puts new recovery codes in the place of all earlier ones. */
export async function replaceRecoveryCodes(
  executor: Executor,
  staffId: string,
  codes: readonly HashedCode[],
): Promise<void> {
  await tables(executor).deleteFrom('staff_recovery_code').where('staff_id', '=', staffId).execute();
  await tables(executor)
    .insertInto('staff_recovery_code')
    .values(codes.map(({ firstSign, hash }) => ({ staff_id: staffId, first_sign: firstSign, hash, used_at: null })))
    .execute();
}

/** The hash of the unused recovery code that begins with this sign. */
export async function findRecoveryCode(
  executor: Executor,
  staffId: string,
  firstSign: string,
): Promise<string | undefined> {
  const row = await tables(executor)
    .selectFrom('staff_recovery_code')
    .select('hash')
    .where('staff_id', '=', staffId)
    .where('first_sign', '=', firstSign)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return row?.hash;
}

/** Uses a recovery code up; false when somebody was first, or it has been replaced. */
export async function takeRecoveryCode(executor: Executor, staffId: string, hash: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tables(executor)
    .updateTable('staff_recovery_code')
    .set({ used_at: now })
    .where('staff_id', '=', staffId)
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function countRecoveryCodes(executor: Executor, staffId: string): Promise<number> {
  const { count } = await tables(executor)
    .selectFrom('staff_recovery_code')
    .select((row) => row.fn.countAll<string>().as('count'))
    .where('staff_id', '=', staffId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export interface BegunSignIn {
  readonly tokenHash: string;
  readonly staffId: string;
  readonly endsAt: Date;
}

export async function insertBegun(executor: Executor, { tokenHash, staffId, endsAt }: BegunSignIn): Promise<void> {
  await tables(executor)
    .insertInto('sign_in_begun')
    .values({ token_hash: tokenHash, staff_id: staffId, ends_at: endsAt })
    .execute();
}

/** Whose sign-in waits for its code, while it does. */
export async function findBegun(executor: Executor, tokenHash: string, now: Date): Promise<string | undefined> {
  const row = await tables(executor)
    .selectFrom('sign_in_begun')
    .select('staff_id')
    .where('token_hash', '=', tokenHash)
    .where('ends_at', '>', now)
    .executeTakeFirst();
  return row?.staff_id;
}

/** Ends every begun sign-in of a person. */
export async function deleteBegun(executor: Executor, staffId: string): Promise<void> {
  await tables(executor).deleteFrom('sign_in_begun').where('staff_id', '=', staffId).execute();
}
