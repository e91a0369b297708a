import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Whether the database answers now; for readiness. Throws when it can't be reached. */
export async function answers(database: Database): Promise<boolean> {
  return (await sql`select 1 as one`.execute(database.kysely)).rows.length === 1;
}

/** Whether any other program is connected to this database; to be asked before this process has used a second connection. */
export async function isSharedWithOthers(database: Database): Promise<boolean> {
  const { rows } = await sql`
    select from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
    limit 1`.execute(database.kysely);
  return rows.length > 0;
}

/** Whether the database was ever prepared for the product. */
export async function isPrepared(database: Database): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select to_regclass('migration') is not null as found`.execute(
    database.kysely,
  );
  return rows[0]?.found ?? false;
}
