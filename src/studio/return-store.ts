import type { Kysely } from 'kysely';
import type { Executor, Transaction } from '#platform/database';
import type { Return, ReturnOutcome } from './return.ts';

type Tables = {
  studio_return: {
    id: string;
    wrong: number;
    good: number;
    revision: number;
    reason: string;
    returned_by: string;
    returned_at: Date;
    outcome: ReturnOutcome | null;
    checked_by: string | null;
    checked_at: Date | null;
  };
};

const on = (executor: Executor): Kysely<Tables> => executor.withTables<Tables>();

const toReturn = (row: Tables['studio_return']): Return => ({
  id: row.id,
  wrong: Number(row.wrong),
  good: Number(row.good),
  revision: Number(row.revision),
  reason: row.reason,
  by: row.returned_by,
  at: row.returned_at,
  outcome: row.outcome,
  checkedBy: row.checked_by,
  checkedAt: row.checked_at,
});

/** Writes a return that nobody else has looked at yet. */
export async function insertReturn(
  transaction: Transaction,
  made: Omit<Return, 'outcome' | 'checkedBy' | 'checkedAt'>,
): Promise<void> {
  await on(transaction)
    .insertInto('studio_return')
    .values({
      id: made.id,
      wrong: made.wrong,
      good: made.good,
      revision: made.revision,
      reason: made.reason,
      returned_by: made.by,
      returned_at: made.at,
      outcome: null,
      checked_by: null,
      checked_at: null,
    })
    .execute();
}

/** All emergency returns, the newest first. They are rare. */
export async function listReturns(executor: Executor): Promise<Return[]> {
  const rows = await on(executor).selectFrom('studio_return').selectAll().orderBy('revision', 'desc').execute();
  return rows.map(toReturn);
}

/** The returns that nobody else has looked at, the newest first. */
export async function waitingReturns(executor: Executor): Promise<Return[]> {
  const rows = await on(executor)
    .selectFrom('studio_return')
    .selectAll()
    .where('outcome', 'is', null)
    .orderBy('revision', 'desc')
    .execute();
  return rows.map(toReturn);
}

export async function returnById(executor: Executor, id: string): Promise<Return | undefined> {
  const row = await on(executor).selectFrom('studio_return').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toReturn(row);
}

/** Writes what became of a return; false when somebody else has done so before. */
export async function updateOutcome(
  transaction: Transaction,
  id: string,
  { outcome, by, at }: { outcome: ReturnOutcome; by: string; at: Date },
): Promise<boolean> {
  const row = await on(transaction)
    .updateTable('studio_return')
    .set({ outcome, checked_by: by, checked_at: at })
    .where('id', '=', id)
    .where('outcome', 'is', null)
    .executeTakeFirst();
  return row.numUpdatedRows > 0n;
}
