import { type Kysely, sql } from 'kysely';
import type { Day } from '#platform/clock';
import type { Executor } from '#platform/database';
import type { ReceptionTables } from '../queue/tables.ts';

const on = (executor: Executor): Kysely<ReceptionTables> => executor.withTables<ReceptionTables>();

/** Counts that some purposes, by their codes, were taken in the line. */
export async function countPurposes(
  executor: Executor,
  { facilityId, day, codes }: { facilityId: string; day: Day; codes: readonly string[] },
): Promise<void> {
  if (codes.length === 0) return;
  await sql`insert into purpose_use (facility_id, day, code, count)
    select ${facilityId}, ${day}::date, code, count(*) from unnest(${[...codes]}::text[]) as taken (code) group by code
    on conflict (facility_id, day, code) do update set count = purpose_use.count + excluded.count`.execute(executor);
}

/** How often each purpose was taken on the days from one to before another. */
export async function purposesBetween(
  executor: Executor,
  { facilityId, from, before }: { facilityId: string; from: Day; before: Day },
): Promise<ReadonlyMap<string, number>> {
  const rows = await on(executor)
    .selectFrom('purpose_use')
    .select(['code', ({ fn }) => fn.sum<string>('count').as('uses')])
    .where('facility_id', '=', facilityId)
    .where('day', '>=', from)
    .where('day', '<', before)
    .groupBy('code')
    .execute();
  return new Map(rows.map(({ code, uses }) => [code, Number(uses)]));
}

/** Deletes counts that are too old to say what is usual. Gives how many. */
export async function forgetPurposes(executor: Executor, before: Day): Promise<number> {
  const { numDeletedRows } = await on(executor).deleteFrom('purpose_use').where('day', '<', before).executeTakeFirst();
  return Number(numDeletedRows);
}
