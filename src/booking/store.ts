import { type Kysely, sql } from 'kysely';
import type { Day } from '#platform/clock';
import { type Executor, isUniqueViolation, sqlState, type Transaction } from '#platform/database';
import type { DayCapacity, DayHours, Week } from './hours.ts';
import type { FreeDay } from './plan.ts';
import type { BookingChannel, BookingState, BookingTables } from './tables.ts';

const on = (executor: Executor): Kysely<BookingTables> => executor.withTables<BookingTables>();

/** A group of desks that do the same, with its rules. */
export interface Pool {
  id: number;
  serviceId: string;
  /** Whether residents can book here. */
  isOpen: boolean;
  publicPercent: number;
  leadMinutes: number;
  horizonDays: number;
  week: Week;
  revision: number;
}

/** A booking as the tables hold it. */
export interface Booking {
  id: string;
  caseId: string;
  state: BookingState;
  channel: BookingChannel;
  day: Day;
  firstCell: number;
  cellCount: number;
  /** Goes up with every change that the resident must be told. */
  revision: number;
  language: string;
  releaseAt: Date | null;
  contact: Buffer | null;
  reminders: readonly string[];
  createdAt: Date;
  changedAt: Date;
}

/** One place of a booking. */
export interface BookingPart {
  poolId: number;
  serviceId: string;
  first: number;
  cells: number;
  procedures: readonly string[];
}

/** A part before it is written: where, from which cell, how long, and what for. */
export interface WantedPart {
  poolId: number;
  first: number;
  cells: number;
  procedures: readonly string[];
}

type PoolRow = {
  id: number;
  service_id: string;
  is_open: boolean;
  public_percent: number;
  lead_minutes: number;
  horizon_days: number;
  week: Week;
  revision: number;
};

const toPool = (row: PoolRow): Pool => ({
  id: row.id,
  serviceId: row.service_id,
  isOpen: row.is_open,
  publicPercent: row.public_percent,
  leadMinutes: row.lead_minutes,
  horizonDays: row.horizon_days,
  week: row.week,
  revision: row.revision,
});

export async function poolsOf(executor: Executor): Promise<Pool[]> {
  const rows = await on(executor).selectFrom('pool').selectAll().orderBy('id').execute();
  return rows.map(toPool);
}

/** Adds pools for places that have none. */
export async function insertPools(
  transaction: Transaction,
  pools: readonly { serviceId: string; week: Week }[],
): Promise<void> {
  if (pools.length === 0) return;
  await on(transaction)
    .insertInto('pool')
    .values(pools.map(({ serviceId, week }) => ({ service_id: serviceId, week: JSON.stringify(week) as never })))
    .onConflict((conflict) => conflict.column('service_id').doNothing())
    .execute();
}

/** Changes the rules of a pool that is still at `revision`; false where somebody else was faster. */
export async function updatePool(
  transaction: Transaction,
  id: number,
  revision: number,
  change: Pick<Pool, 'isOpen' | 'publicPercent' | 'leadMinutes' | 'horizonDays' | 'week'>,
): Promise<boolean> {
  const result = await on(transaction)
    .updateTable('pool')
    .set({
      is_open: change.isOpen,
      public_percent: change.publicPercent,
      lead_minutes: change.leadMinutes,
      horizon_days: change.horizonDays,
      week: JSON.stringify(change.week) as never,
      revision: revision + 1,
    })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export interface PoolException {
  poolId: number;
  day: Day;
  hours: DayHours;
  reason: string;
}

export async function exceptionsFrom(executor: Executor, day: Day, poolId?: number): Promise<PoolException[]> {
  let query = on(executor).selectFrom('pool_exception').selectAll().where('day', '>=', day).orderBy('day');
  if (poolId !== undefined) query = query.where('pool_id', '=', poolId);
  const rows = await query.execute();
  return rows.map(({ pool_id, ...row }) => ({ poolId: pool_id, ...row }));
}

export async function putException(
  transaction: Transaction,
  { poolId, day, hours, reason }: PoolException,
): Promise<void> {
  const values = { hours: JSON.stringify(hours) as never, reason };
  await on(transaction)
    .insertInto('pool_exception')
    .values({ pool_id: poolId, day, ...values })
    .onConflict((conflict) => conflict.columns(['pool_id', 'day']).doUpdateSet(values))
    .execute();
}

export async function deleteException(transaction: Transaction, poolId: number, day: Day): Promise<void> {
  await on(transaction).deleteFrom('pool_exception').where('pool_id', '=', poolId).where('day', '=', day).execute();
}

/** Days from `day` on that a pool has cells for, by pool. */
export async function laidOut(executor: Executor, day: Day): Promise<ReadonlyMap<number, ReadonlySet<Day>>> {
  const rows = await on(executor)
    .selectFrom('capacity_cell')
    .select(['pool_id', 'day'])
    .distinct()
    .where('day', '>=', day)
    .execute();
  const days = new Map<number, Set<Day>>();
  for (const row of rows) days.set(row.pool_id, (days.get(row.pool_id) ?? new Set()).add(row.day));
  return days;
}

/** Sets the desks of one day. Gives how many visitors lie beyond the desks that are left. */
export async function setDesks(executor: Executor, poolId: number, day: Day, capacity: DayCapacity): Promise<number> {
  const { rows } = await sql<{ beyond: number }>`select set_desks(
    ${poolId}, ${day}::date, ${capacity.first}, ${capacity.desks}::integer[], ${capacity.publicDesks}::integer[]
  ) as beyond`.execute(executor);
  return rows[0]?.beyond ?? 0;
}

/** What is free for residents (or for staff) in some pools over some days: by pool, then by day. */
export async function freePlaces(
  executor: Executor,
  poolIds: readonly number[],
  { from, until, isPublic }: { from: Day; until: Day; isPublic: boolean },
): Promise<Map<number, Map<Day, FreeDay>>> {
  const { rows } = await sql<{ pool_id: number; day: Day; first: number; free: number[] }>`
    select pool_id, day, min(cell) as first, array_agg(
      greatest(0, case when ${isPublic} then least(desks - used, public_desks - public_used) else desks - used end)
      order by cell
    ) as free
    from capacity_cell
    where pool_id = any (${poolIds}::integer[]) and day between ${from}::date and ${until}::date and desks > 0
    group by pool_id, day`.execute(executor);
  const pools = new Map<number, Map<Day, FreeDay>>();
  for (const { pool_id, day, first, free } of rows) {
    const days = pools.get(pool_id) ?? new Map<Day, FreeDay>();
    days.set(day, { first, free });
    pools.set(pool_id, days);
  }
  return pools;
}

/** SQLSTATE of the functions in `migrations/`: the places are not free. */
const full = 'HM010';

const arraysOf = (parts: readonly WantedPart[]) =>
  sql.join([
    sql`${parts.map(({ poolId }) => poolId)}::integer[]`,
    sql`${parts.map(({ first }) => first)}::integer[]`,
    sql`${parts.map(({ cells }) => cells)}::integer[]`,
    sql`${JSON.stringify(parts.map(({ procedures }) => procedures))}::jsonb`,
  ]);

export interface NewClaim {
  id: string;
  caseId: string;
  commandId: string;
  channel: BookingChannel;
  language: string;
  tokenHash: string;
  day: Day;
  parts: readonly WantedPart[];
  now: Date;
  holdUntil: Date;
}

export type ClaimOutcome = 'held' | 'again' | 'taken';

/** Claims places in one statement, a transaction of its own. Null when they are not free. */
export async function claim(
  executor: Executor,
  wanted: NewClaim,
): Promise<{ id: string; outcome: ClaimOutcome } | null> {
  try {
    const { rows } = await sql<{ booking_id: string; outcome: ClaimOutcome }>`select * from claim_booking(
      ${wanted.id}, ${wanted.caseId}, ${wanted.commandId}, ${wanted.channel}, ${wanted.language}, ${wanted.tokenHash},
      ${wanted.day}::date, ${arraysOf(wanted.parts)}, ${wanted.now}, ${wanted.holdUntil}
    )`.execute(executor);
    const [row] = rows;
    if (!row) throw new Error('claim_booking gave nothing');
    return { id: row.booking_id, outcome: row.outcome };
  } catch (error) {
    if (sqlState(error) === full) return null;
    // Two clicks at the same moment: the other one is written now, and asking again finds it.
    if (isUniqueViolation(error, 'booking_command_id_key') || isUniqueViolation(error, 'one_live_booking_per_case')) {
      return claim(executor, wanted);
    }
    throw error;
  }
}

export type MoveOutcome = 'moved' | 'full' | 'changed';

/** Moves an appointment; on `full` the caller's transaction is over and the old places are kept. */
export async function move(
  executor: Executor,
  moved: {
    id: string;
    revision: number;
    day: Day;
    parts: readonly WantedPart[];
    isPublic: boolean;
    actor: string;
    now: Date;
  },
): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`select move_booking(
    ${moved.id}, ${moved.revision}, ${moved.day}::date, ${arraysOf(moved.parts)}, ${moved.isPublic}, ${moved.actor}, ${moved.now}
  ) as moved`.execute(executor);
  return rows[0]?.moved ?? false;
}

/** Whether an error says that the places are not free. */
export const isFull = (error: unknown): boolean => sqlState(error) === full;

/** Makes a hold an appointment; false when it has ended. */
export async function confirm(
  transaction: Transaction,
  confirmed: {
    id: string;
    contact: Buffer | null;
    contactIndex: readonly number[];
    reminders: readonly string[];
    actor: string;
    now: Date;
  },
): Promise<boolean> {
  const { rows } = await sql<{ confirmed: boolean }>`select confirm_booking(
    ${confirmed.id}, ${confirmed.contact}, ${confirmed.contactIndex}::integer[], ${confirmed.reminders}::text[], ${confirmed.actor},
    ${confirmed.now}
  ) as confirmed`.execute(transaction);
  return rows[0]?.confirmed ?? false;
}

/** Ends an appointment or a hold; its places go back at `releaseAt`. False when there was nothing to end any more. */
export async function cancel(
  transaction: Transaction,
  { id, releaseAt, actor, now }: { id: string; releaseAt: Date; actor: string; now: Date },
): Promise<boolean> {
  const result = await on(transaction)
    .updateTable('booking')
    .set(({ eb }) => ({ state: 'cancelled', release_at: releaseAt, revision: eb('revision', '+', 1), changed_at: now }))
    .where('id', '=', id)
    .where('state', 'in', ['held', 'confirmed'])
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  await insertEvent(transaction, { bookingId: id, at: now, kind: 'cancelled', actor });
  return true;
}

/** Sets the state of an appointment that has come to its day. False when it was not in one of the states before. */
export async function setState(
  transaction: Transaction,
  {
    id,
    from,
    to,
    actor,
    now,
  }: { id: string; from: readonly BookingState[]; to: BookingState; actor: string; now: Date },
): Promise<boolean> {
  const result = await on(transaction)
    .updateTable('booking')
    .set({ state: to, changed_at: now })
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  await insertEvent(transaction, { bookingId: id, at: now, kind: to, actor });
  return true;
}

export async function insertEvent(
  transaction: Transaction,
  { bookingId, ...event }: { bookingId: string; at: Date; kind: string; actor: string },
): Promise<void> {
  await on(transaction)
    .insertInto('booking_event')
    .values({ booking_id: bookingId, ...event })
    .execute();
}

/** Days on which places are to go back now. */
export async function dueDays(executor: Executor, now: Date): Promise<Day[]> {
  const rows = await on(executor)
    .selectFrom('booking')
    .select('day')
    .distinct()
    .where('release_at', '<=', now)
    .execute();
  return rows.map(({ day }) => day);
}

/** Gives back the places that are due on a day; the pools in which something became free. */
export async function releaseDue(executor: Executor, day: Day, now: Date): Promise<number[]> {
  const { rows } = await sql<{ pools: number[] }>`select release_due(${day}::date, ${now}) as pools`.execute(executor);
  return rows[0]?.pools ?? [];
}

type BookingRow = {
  id: string;
  case_id: string;
  state: BookingState;
  channel: BookingChannel;
  day: string;
  first_cell: number;
  cell_count: number;
  revision: number;
  language: string;
  release_at: Date | null;
  contact: Buffer | null;
  reminders: string[];
  created_at: Date;
  changed_at: Date;
};

const toBooking = (row: BookingRow): Booking => ({
  id: row.id,
  caseId: row.case_id,
  state: row.state,
  channel: row.channel,
  day: row.day,
  firstCell: row.first_cell,
  cellCount: row.cell_count,
  revision: row.revision,
  language: row.language,
  releaseAt: row.release_at,
  contact: row.contact,
  reminders: row.reminders,
  createdAt: row.created_at,
  changedAt: row.changed_at,
});

const bookings = (executor: Executor) => on(executor).selectFrom('booking').selectAll();

export async function bookingById(executor: Executor, id: string): Promise<Booking | null> {
  const row = await bookings(executor).where('id', '=', id).executeTakeFirst();
  return row ? toBooking(row) : null;
}

export async function bookingByToken(executor: Executor, tokenHash: string): Promise<Booking | null> {
  const row = await bookings(executor).where('token_hash', '=', tokenHash).executeTakeFirst();
  return row ? toBooking(row) : null;
}

/** The booking of a case that is held, confirmed or checked in; at most one. */
export async function liveBookingOf(executor: Executor, caseId: string): Promise<Booking | null> {
  const row = await bookings(executor)
    .where('case_id', '=', caseId)
    .where('state', 'in', ['held', 'confirmed', 'checked_in'])
    .executeTakeFirst();
  return row ? toBooking(row) : null;
}

/** The appointments of a day in the order of coming. */
export async function bookingsOn(executor: Executor, day: Day): Promise<Booking[]> {
  const rows = await bookings(executor)
    .where('day', '=', day)
    .where('state', 'in', ['confirmed', 'checked_in', 'fulfilled', 'no_show'])
    .orderBy('first_cell')
    .orderBy('created_at')
    .execute();
  return rows.map(toBooking);
}

/** How many appointments stand in the name of one address (by its fingerprint). */
export async function countByContact(executor: Executor, index: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from booking
    where contact_index @> array[${index}::integer] and state in ('held', 'confirmed')`.execute(executor);
  return rows[0]?.count ?? 0;
}

/** The places of some bookings in the order of walking, by booking. */
export async function partsOf(executor: Executor, bookingIds: readonly string[]): Promise<Map<string, BookingPart[]>> {
  const { rows } = await sql<{
    booking_id: string;
    pool_id: number;
    service_id: string;
    first: number;
    cells: number;
    procedures: string[];
  }>`select booking_id, pool_id, service_id, lower(cells) as first, upper(cells) - lower(cells) as cells, procedures
    from booking_part join pool on pool.id = pool_id
    where booking_id = any (${bookingIds}::uuid[]) order by booking_id, position`.execute(executor);
  const parts = new Map<string, BookingPart[]>();
  for (const row of rows) {
    const list = parts.get(row.booking_id) ?? [];
    list.push({
      poolId: row.pool_id,
      serviceId: row.service_id,
      first: row.first,
      cells: row.cells,
      procedures: row.procedures,
    });
    parts.set(row.booking_id, list);
  }
  return parts;
}

/** An appointment that has no desk any more, because desks were taken away. */
export interface Conflict {
  bookingId: string;
  caseId: string;
  day: Day;
  first: number;
  serviceId: string;
}

/** Appointments from `day` on that lie beyond the desks there are; for staff to solve one by one. */
export async function conflictsFrom(executor: Executor, day: Day): Promise<Conflict[]> {
  const { rows } = await sql<Conflict>`
    select booking.id as "bookingId", booking.case_id as "caseId", part.day, lower(part.cells) as first,
      pool.service_id as "serviceId"
    from booking_part as part join booking on booking.id = part.booking_id join pool on pool.id = part.pool_id
    where part.is_live and part.day >= ${day}::date and booking.state in ('held', 'confirmed') and exists (
      select from generate_series(lower(part.cells), upper(part.cells) - 1) as cell
      left join capacity_cell as there on there.pool_id = part.pool_id and there.day = part.day and there.cell = cell.cell
      where part.desk > coalesce(there.desks, 0)
    )
    order by part.day, lower(part.cells), booking.id`.execute(executor);
  return rows;
}

/** Ends the appointments of days before `today`: who was checked in was served, who was not did not come. */
export async function closePastDays(executor: Executor, today: Day, now: Date): Promise<number> {
  const result = await on(executor)
    .updateTable('booking')
    .set({
      state: sql<BookingState>`case state when 'checked_in' then 'fulfilled' else 'no_show' end`,
      changed_at: now,
    })
    .where('day', '<', today)
    .where('state', 'in', ['confirmed', 'checked_in'])
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}
