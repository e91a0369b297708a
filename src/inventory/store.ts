import { sql } from 'kysely';
import type { Executor, Transaction } from '#platform/database';
import type { InventoryRecords } from './schema.ts';

/** A published state of the inventory. */
export interface Revision {
  /** Counts up by one with each publication. */
  number: number;
  hash: string;
  publishedAt: Date;
  /** The account that published it; null when it came from the files. */
  by: string | null;
  /** What it was for, in the words of who published it. */
  reason: string;
}

interface RevisionTable {
  number: number;
  hash: string;
  published_at: Date;
  published_by: string | null;
  reason: string;
  /** Written as JSON text, read as the value. */
  records: InventoryRecords;
}

/** The pack as it was last read in. */
export interface PackImport {
  hash: string;
  records: InventoryRecords;
  importedAt: Date;
}

type Tables = {
  inventory_revision: RevisionTable;
  inventory_import: { one: boolean; hash: string; records: InventoryRecords; imported_at: Date };
};

const columns = ['number', 'hash', 'published_at', 'published_by', 'reason'] as const;

const toRevision = (row: Omit<RevisionTable, 'records'>): Revision => ({
  number: row.number,
  hash: row.hash,
  publishedAt: row.published_at,
  by: row.published_by,
  reason: row.reason,
});

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
    .select(columns)
    .orderBy('number', 'desc')
    .execute();
  return rows.map(toRevision);
}

/** The newest revision without its content. */
export async function newestRevision(executor: Executor): Promise<Revision | undefined> {
  const row = await executor
    .withTables<Tables>()
    .selectFrom('inventory_revision')
    .select(columns)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && toRevision(row);
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
  { number, hash, publishedAt, by, reason }: Revision,
  records: InventoryRecords,
): Promise<void> {
  await sql`
    insert into inventory_revision (number, hash, published_at, published_by, reason, records)
    values (${number}, ${hash}, ${publishedAt}, ${by}, ${reason}, ${JSON.stringify(records)}::jsonb)`.execute(
    transaction,
  );
}

/** The pack that was last read in; undefined before the first. */
export async function readImport(executor: Executor): Promise<PackImport | undefined> {
  const row = await executor.withTables<Tables>().selectFrom('inventory_import').selectAll().executeTakeFirst();
  return row && { hash: row.hash, records: row.records, importedAt: row.imported_at };
}

export async function keepImport(transaction: Transaction, { hash, records, importedAt }: PackImport): Promise<void> {
  await sql`
    insert into inventory_import (hash, records, imported_at)
    values (${hash}, ${JSON.stringify(records)}::jsonb, ${importedAt})
    on conflict (one) do update set hash = excluded.hash, records = excluded.records, imported_at = excluded.imported_at`.execute(
    transaction,
  );
}
