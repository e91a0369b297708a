import { type Kysely, sql } from 'kysely';
import type { Day } from '#platform/clock';
import type { Executor, Transaction } from '#platform/database';
import { insertEvent } from './store.ts';
import type { BookingTables } from './tables.ts';

const on = (executor: Executor): Kysely<BookingTables> => executor.withTables<BookingTables>();

/** An appointment that has no desk any more, because desks were taken away. */
export interface Conflict {
  bookingId: string;
  caseId: string;
  day: Day;
  first: number;
  serviceId: string;
}

/** What lies beyond the desks there are; what staff decided to keep all the same is solved. */
const beyondDesks = sql`part.is_live and booking.state = 'confirmed' and booking.kept_reason is null and exists (
    select from generate_series(lower(part.cells), upper(part.cells) - 1) as cell
    left join capacity_cell as there on there.pool_id = part.pool_id and there.day = part.day and there.cell = cell.cell
    where part.desk > coalesce(there.desks, 0)
  )`;

/** Appointments from `day` on that lie beyond the desks there are; for staff to solve one by one. */
export async function conflictsFrom(executor: Executor, day: Day): Promise<Conflict[]> {
  const { rows } = await sql<Conflict>`
    select booking.id as "bookingId", booking.case_id as "caseId", part.day, lower(part.cells) as first,
      pool.service_id as "serviceId"
    from booking_part as part join booking on booking.id = part.booking_id join pool on pool.id = part.pool_id
    where part.day >= ${day}::date and ${beyondDesks}
    order by part.day, lower(part.cells), booking.id`.execute(executor);
  return rows;
}

/** How many appointments from `day` on wait for a decision. */
export async function countConflicts(executor: Executor, day: Day): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct booking.id)::integer as count
    from booking_part as part join booking on booking.id = part.booking_id
    where part.day >= ${day}::date and ${beyondDesks}`.execute(executor);
  return rows[0]?.count ?? 0;
}

/** Keeps an appointment although it has no desk. False when it is none any more. */
export async function keepAnyway(
  transaction: Transaction,
  { id, reason, actor, now }: { id: string; reason: string; actor: string; now: Date },
): Promise<boolean> {
  const result = await on(transaction)
    .updateTable('booking')
    .set({ kept_reason: reason, changed_at: now })
    .where('id', '=', id)
    .where('state', '=', 'confirmed')
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  await insertEvent(transaction, { bookingId: id, at: now, kind: 'kept', actor });
  return true;
}
