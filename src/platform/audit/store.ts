import { sql } from 'kysely';
import type { Executor, Transaction } from '#platform/database';
import type { AuditQuery, AuditRow, AuditTally } from './entry.ts';

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

const aboutCase = (caseId: string) => sql<boolean>`resource @> ${JSON.stringify({ case: caseId })}::jsonb`;

/** Every row about one case, oldest first: who looked, for the resident who asks. */
export async function readCase(executor: Executor, caseId: string): Promise<readonly AuditRow[]> {
  return await executor
    .withTables<Tables>()
    .selectFrom('audit')
    .selectAll()
    .where(aboutCase(caseId))
    .orderBy('at')
    .orderBy('seq')
    .execute();
}

const isAboutCase = sql<boolean>`resource ? 'case'`;

/** The rows of a query, newest first. */
export async function readRows(executor: Executor, query: AuditQuery): Promise<readonly AuditRow[]> {
  const { from, until, actor, about, limit, offset } = query;
  let rows = executor
    .withTables<Tables>()
    .selectFrom('audit')
    .selectAll()
    .where('at', '>=', from)
    .where('at', '<', until);
  if (actor !== undefined) rows = rows.where('actor', '=', actor);
  if (query.case !== undefined) rows = rows.where(aboutCase(query.case));
  if (about === 'looks') rows = rows.where(isAboutCase).where('actor', 'like', 'staff:%');
  if (about === 'other') rows = rows.where((where) => where.not(isAboutCase));
  return await rows
    .orderBy('at', 'desc')
    .orderBy('stream')
    .orderBy('seq', 'desc')
    .limit(limit)
    .offset(offset)
    .execute();
}

/** Counts of the rows about cases from `from` until before `until`. */
export async function countRows(executor: Executor, from: Date, until: Date): Promise<readonly AuditTally[]> {
  return await executor
    .withTables<Tables>()
    .selectFrom('audit')
    .select(['actor', 'purpose', 'outcome', sql<number>`count(*)`.as('rows')])
    .select(sql<number>`count(distinct resource ->> 'case')`.as('cases'))
    .where('at', '>=', from)
    .where('at', '<', until)
    .where(isAboutCase)
    .groupBy(['actor', 'purpose', 'outcome'])
    .execute();
}
