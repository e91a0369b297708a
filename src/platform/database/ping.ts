import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Whether the database answers now; for readiness. Throws when it can't be reached. */
export async function answers(database: Database): Promise<boolean> {
  return (await sql`select 1 as one`.execute(database.kysely)).rows.length === 1;
}
