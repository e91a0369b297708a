import { sql } from 'kysely';
import type { Executor } from '#platform/database';
import type { Tables } from './tables.ts';

const tables = (executor: Executor) => executor.withTables<Tables>();

/** Who may agree; whose account has ended agrees no more. */
const agreeing = sql<boolean>`disabled_at is null and roles && array['administrator', 'security']`;

export interface RecoveryRow {
  readonly id: string;
  readonly staffId: string;
  readonly name: string;
  readonly requestedAt: Date;
  readonly endsAt: Date;
}

const open = (executor: Executor, now: Date) =>
  tables(executor)
    .selectFrom('account_recovery')
    .innerJoin('staff', 'staff.id', 'account_recovery.staff_id')
    .select([
      'account_recovery.id',
      'account_recovery.staff_id as staffId',
      'staff.name',
      'requested_at as requestedAt',
      'ends_at as endsAt',
    ])
    .where('ends_at', '>', now)
    .where('disabled_at', 'is', null);

/** Requests that still count, the oldest first. */
export async function listRecoveries(executor: Executor, now: Date): Promise<readonly RecoveryRow[]> {
  return await open(executor, now).orderBy('requested_at').execute();
}

/** One request that still counts; others wait until the transaction ends. */
export async function holdRecovery(executor: Executor, id: string, now: Date): Promise<RecoveryRow | undefined> {
  return await open(executor, now).where('account_recovery.id', '=', id).forUpdate().executeTakeFirst();
}

export interface ApprovalRow {
  readonly recoveryId: string;
  readonly staffId: string;
  readonly name: string;
}

/** Who agreed, and may still do so: never the person themselves. */
export async function listApprovals(
  executor: Executor,
  recoveryIds: readonly string[],
): Promise<readonly ApprovalRow[]> {
  if (recoveryIds.length === 0) return [];
  return await tables(executor)
    .selectFrom('account_recovery_approval')
    .innerJoin('staff', 'staff.id', 'account_recovery_approval.staff_id')
    .innerJoin('account_recovery', 'account_recovery.id', 'recovery_id')
    .select(['recovery_id as recoveryId', 'account_recovery_approval.staff_id as staffId', 'staff.name'])
    .where('recovery_id', 'in', recoveryIds)
    .whereRef('account_recovery_approval.staff_id', '<>', 'account_recovery.staff_id')
    .where(agreeing)
    .orderBy('approved_at')
    .execute();
}

/** Adds a request; one that has ended goes, one that still counts stays. Gives whether it was added. */
export async function insertRecovery(executor: Executor, row: Omit<RecoveryRow, 'name'>): Promise<boolean> {
  const { id, staffId, requestedAt, endsAt } = row;
  await tables(executor)
    .deleteFrom('account_recovery')
    .where('staff_id', '=', staffId)
    .where('ends_at', '<=', requestedAt)
    .execute();
  const { numInsertedOrUpdatedRows } = await tables(executor)
    .insertInto('account_recovery')
    .values({ id, staff_id: staffId, requested_at: requestedAt, ends_at: endsAt })
    .onConflict((conflict) => conflict.column('staff_id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Writes down that somebody agrees; false when they did before. */
export async function insertApproval(
  executor: Executor,
  recoveryId: string,
  staffId: string,
  now: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(executor)
    .insertInto('account_recovery_approval')
    .values({ recovery_id: recoveryId, staff_id: staffId, approved_at: now })
    .onConflict((conflict) => conflict.columns(['recovery_id', 'staff_id']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function deleteRecovery(executor: Executor, id: string): Promise<void> {
  await tables(executor).deleteFrom('account_recovery').where('id', '=', id).execute();
}
