import { sql } from 'kysely';
import type { Executor, Transaction } from '#platform/database';
import type { InventoryRecords } from './schema.ts';

/** A published state of the inventory. */
export interface Revision {
  /** Counts up by one with each publication. */
  number: number;
  hash: string;
  publishedAt: Date;
}

interface RevisionTable {
  number: number;
  hash: string;
  published_at: Date;
  /** Written as JSON text, read as the value. */
  records: InventoryRecords;
}

type Tables = { inventory_revision: RevisionTable };

const publishLock = 4_873_301;

/** Lets one publication at a time through, until the transaction ends. */
export async function lockPublication(transaction: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${publishLock})`.execute(transaction);
}

/** All revisions without their content, the newest first. */
export async function listRevisions(executor: Executor): Promise<Revision[]> {
  const rows = await executor
    .withTables<Tables>()
    .selectFrom('inventory_revision')
    .select(['number', 'hash', 'published_at'])
    .orderBy('number', 'desc')
    .execute();
  return rows.map(({ number, hash, published_at }) => ({ number, hash, publishedAt: published_at }));
}

/** The newest revision without its content. */
export async function newestRevision(executor: Executor): Promise<Revision | undefined> {
  const row = await executor
    .withTables<Tables>()
    .selectFrom('inventory_revision')
    .select(['number', 'hash', 'published_at'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { number: row.number, hash: row.hash, publishedAt: row.published_at };
}

/** The content of a revision. */
export async function readRecords(executor: Executor, number: number): Promise<InventoryRecords | undefined> {
  const row = await executor
    .withTables<Tables>()
    .selectFrom('inventory_revision')
    .select('records')
    .where('number', '=', number)
    .executeTakeFirst();
  return row?.records;
}

export async function insertRevision(
  transaction: Transaction,
  { number, hash, publishedAt }: Revision,
  records: InventoryRecords,
): Promise<void> {
  await sql`
    insert into inventory_revision (number, hash, published_at, records)
    values (${number}, ${hash}, ${publishedAt}, ${JSON.stringify(records)}::jsonb)`.execute(transaction);
}
