import { sql } from 'kysely';
import type { Executor, Transaction } from '#platform/database';
import type { AuditRow } from './entry.ts';

type Tables = { audit: AuditRow };

const lockClass = 48_731;
const rowsAtOnce = 1000;

/** Holds the chain until the transaction ends and gives its last row. */
export async function lockStream(
  transaction: Transaction,
  stream: number,
): Promise<Pick<AuditRow, 'seq' | 'hash'> | undefined> {
  await sql`select pg_advisory_xact_lock(${lockClass}, ${stream})`.execute(transaction);
  return await transaction
    .withTables<Tables>()
    .selectFrom('audit')
    .select(['seq', 'hash'])
    .where('stream', '=', stream)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function insertRow(transaction: Transaction, row: AuditRow): Promise<void> {
  await transaction.withTables<Tables>().insertInto('audit').values(row).execute();
}

/** All rows of a chain in order. */
export async function* readStream(executor: Executor, stream: number): AsyncGenerator<AuditRow> {
  let after = 0;
  for (;;) {
    const rows = await executor
      .withTables<Tables>()
      .selectFrom('audit')
      .selectAll()
      .where('stream', '=', stream)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(rowsAtOnce)
      .execute();
    yield* rows;
    if (rows.length < rowsAtOnce) return;
    after = rows.at(-1)?.seq ?? after;
  }
}

/** The last row of each chain that has one. */
export async function readHeads(executor: Executor): Promise<readonly Pick<AuditRow, 'stream' | 'seq' | 'hash'>[]> {
  return await executor
    .withTables<Tables>()
    .selectFrom('audit')
    .distinctOn('stream')
    .select(['stream', 'seq', 'hash'])
    .orderBy('stream')
    .orderBy('seq', 'desc')
    .execute();
}

/** Every row about one case, oldest first: who looked, for the resident who asks. */
export async function readCase(executor: Executor, caseId: string): Promise<readonly AuditRow[]> {
  return await executor
    .withTables<Tables>()
    .selectFrom('audit')
    .selectAll()
    .where(sql<boolean>`resource @> ${JSON.stringify({ case: caseId })}::jsonb`)
    .orderBy('at')
    .orderBy('seq')
    .execute();
}
