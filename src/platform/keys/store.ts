import { sql } from 'kysely';
import type { Executor, Transaction } from '#platform/database';

type Tables = { case_key: { case_id: string; epoch: number; wrapped: Buffer } };

export interface WrappedCaseKey {
  readonly caseId: string;
  readonly epoch: number;
  readonly wrapped: Buffer;
}

const journalLock = 4_873_201;

export async function insertCaseKey(transaction: Transaction, key: WrappedCaseKey): Promise<void> {
  await transaction
    .withTables<Tables>()
    .insertInto('case_key')
    .values({ case_id: key.caseId, epoch: key.epoch, wrapped: key.wrapped })
    .execute();
}

export async function findCaseKey(executor: Executor, caseId: string): Promise<WrappedCaseKey | undefined> {
  const row = await executor
    .withTables<Tables>()
    .selectFrom('case_key')
    .selectAll()
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  return row && { caseId: row.case_id, epoch: row.epoch, wrapped: row.wrapped };
}

/** Up to `limit` keys that are not of `epoch`, locked until the transaction ends; rows that others hold are passed over. */
export async function lockOtherEpochs(
  transaction: Transaction,
  epoch: number,
  limit: number,
): Promise<readonly WrappedCaseKey[]> {
  const rows = await transaction
    .withTables<Tables>()
    .selectFrom('case_key')
    .selectAll()
    .where('epoch', '<>', epoch)
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map((row) => ({ caseId: row.case_id, epoch: row.epoch, wrapped: row.wrapped }));
}

export async function updateCaseKey(transaction: Transaction, key: WrappedCaseKey): Promise<void> {
  await transaction
    .withTables<Tables>()
    .updateTable('case_key')
    .set({ epoch: key.epoch, wrapped: key.wrapped })
    .where('case_id', '=', key.caseId)
    .execute();
}

export async function isEpochInUse(executor: Executor, epoch: number): Promise<boolean> {
  const row = await executor
    .withTables<Tables>()
    .selectFrom('case_key')
    .select('case_id')
    .where('epoch', '=', epoch)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The epochs that wrap the keys of living cases. */
export async function epochsInUse(executor: Executor): Promise<readonly number[]> {
  const rows = await executor.withTables<Tables>().selectFrom('case_key').select('epoch').distinct().execute();
  return rows.map(({ epoch }) => epoch);
}

/** Removes keys; gives how many there were. */
export async function deleteCaseKeys(transaction: Transaction, caseIds: readonly string[]): Promise<number> {
  if (caseIds.length === 0) return 0;
  const { numDeletedRows } = await transaction
    .withTables<Tables>()
    .deleteFrom('case_key')
    .where('case_id', 'in', caseIds)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Only one process at a time writes to the journal of deletions; held until the transaction ends. */
export async function lockJournal(transaction: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${journalLock})`.execute(transaction);
}
