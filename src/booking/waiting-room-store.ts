import { type Kysely, sql } from 'kysely';
import type { Executor, Transaction } from '#platform/database';
import type { Progress } from './admission.ts';
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

/** A queue as it stands before anybody further is let in. */
export interface Queue {
  progress: Progress;
  /** When somebody was let in last; null before the first. */
  at: Date | null;
  /** How many have come, how many had been let in before the turns that still last, and how many have booked. */
  arrived: number;
  over: number;
  used: number;
}

/** Adds who came, second by second. */
export async function addArrivals(
  transaction: Transaction,
  room: Date,
  came: ReadonlyMap<number, number>,
): Promise<void> {
  if (came.size === 0) return;
  await sql`insert into waiting_room_arrival (opens_at, second, count)
    select ${room}, second, count
    from unnest(${[...came.keys()]}::integer[], ${[...came.values()]}::integer[]) as came (second, count) order by second
    on conflict (opens_at, second) do update set count = waiting_room_arrival.count + excluded.count`.execute(
    transaction,
  );
}

/** The queue of an opening, for this transaction alone; turns that began before second `over` are over. Null: it was lifted. */
export async function lockQueue(transaction: Transaction, room: Date, over: number): Promise<Queue | null> {
  const { rows } = await sql<Omit<Queue, 'progress'> & Progress>`
    select admitted, given_back as "givenBack", admitted_at as at,
      (select coalesce(sum(count), 0)::integer from waiting_room_arrival where opens_at = room.opens_at) as arrived,
      (select coalesce(max(admitted), 0) from waiting_room_admission
        where opens_at = room.opens_at and second <= ${over}) as over,
      (select count(*)::integer from waiting_room_pass where opens_at = room.opens_at) as used
    from waiting_room as room where opens_at = ${room} for update`.execute(transaction);
  const [row] = rows;
  if (row === undefined) return null;
  const { admitted, givenBack, ...rest } = row;
  return { ...rest, progress: { admitted, givenBack } };
}

/** Writes how far the queue has come at a second after the opening. */
export async function saveProgress(
  transaction: Transaction,
  room: Date,
  { admitted, givenBack }: Progress,
  { second, now }: { second: number; now: Date },
): Promise<void> {
  await on(transaction)
    .updateTable('waiting_room')
    .set({ admitted, given_back: givenBack, admitted_at: now })
    .where('opens_at', '=', room)
    .execute();
  await on(transaction)
    .insertInto('waiting_room_admission')
    .values({ opens_at: room, second, admitted })
    .onConflict((conflict) => conflict.columns(['opens_at', 'second']).doUpdateSet({ admitted }))
    .execute();
}

/** How many came in each second from `since` on, and before the opening (0). */
export async function arrivalsSince(executor: Executor, room: Date, since: number): Promise<Map<number, number>> {
  const counts = await on(executor)
    .selectFrom('waiting_room_arrival')
    .select(['second', 'count'])
    .where('opens_at', '=', room)
    .where(({ or, eb }) => or([eb('second', '=', 0), eb('second', '>=', since)]))
    .execute();
  return new Map(counts.map(({ second, count }) => [second, count]));
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
