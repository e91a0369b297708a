import { type Kysely, sql } from 'kysely';
import type { Executor, Transaction } from '#platform/database';
import type { BookingTables } from './tables.ts';

const on = (executor: Executor): Kysely<BookingTables> => executor.withTables<BookingTables>();

/** The opening that matters now: one that lies ahead, or one that was after `since`. Null when there is none. */
export async function openingAfter(executor: Executor, since: Date): Promise<Date | null> {
  const row = await on(executor)
    .selectFrom('waiting_room')
    .select('opens_at')
    .where('opens_at', '>', since)
    .orderBy('opens_at')
    .limit(1)
    .executeTakeFirst();
  return row?.opens_at ?? null;
}

/** Sets the one instant at which booking begins; null lifts it. */
export async function setOpening(transaction: Transaction, opensAt: Date | null): Promise<void> {
  await on(transaction).deleteFrom('waiting_room').execute();
  if (opensAt) await on(transaction).insertInto('waiting_room').values({ opens_at: opensAt }).execute();
}

/** Adds who came, lets people in, and gives how many have been let in and who came from `since` on, by second. */
export async function tick(
  executor: Executor,
  room: Date,
  came: ReadonlyMap<number, number>,
  { perSecond, since, now }: { perSecond: number; since: number; now: Date },
): Promise<{ admitted: number; counts: Map<number, number> }> {
  const { rows } = await sql<{ admitted: number }>`select waiting_room_tick(
    ${room}, ${[...came.keys()]}::integer[], ${[...came.values()]}::integer[], ${perSecond}, ${now}
  ) as admitted`.execute(executor);
  const counts = await on(executor)
    .selectFrom('waiting_room_arrival')
    .select(['second', 'count'])
    .where('opens_at', '=', room)
    .where(({ or, eb }) => or([eb('second', '=', 0), eb('second', '>=', since)]))
    .execute();
  return { admitted: rows[0]?.admitted ?? 0, counts: new Map(counts.map(({ second, count }) => [second, count])) };
}

/** Binds a place in the queue to a case. False when it served another case before. */
export async function bindPass(
  executor: Executor,
  { room, ticket, caseId }: { room: Date; ticket: string; caseId: string },
): Promise<boolean> {
  const { rows } = await sql<{ case_id: string }>`
    insert into waiting_room_pass (opens_at, ticket, case_id) values (${room}, ${ticket}, ${caseId})
    on conflict (opens_at, ticket) do update set case_id = waiting_room_pass.case_id
    returning case_id`.execute(executor);
  return rows[0]?.case_id === caseId;
}
