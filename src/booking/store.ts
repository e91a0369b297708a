import { type Kysely, sql } from 'kysely';
import type { Day } from '#platform/clock';
import type { Executor, Transaction } from '#platform/database';
import type { BookingChannel, BookingState, BookingTables } from './tables.ts';

const on = (executor: Executor): Kysely<BookingTables> => executor.withTables<BookingTables>();

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
  /** Why it stands although it has no desk; null where nothing had to be decided. */
  keptReason: string | null;
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

export async function insertEvent(
  transaction: Transaction,
  { bookingId, ...event }: { bookingId: string; at: Date; kind: string; actor: string },
): Promise<void> {
  await on(transaction)
    .insertInto('booking_event')
    .values({ booking_id: bookingId, ...event })
    .execute();
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
  kept_reason: string | null;
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
  keptReason: row.kept_reason,
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

/** The appointments of some days, or of those days only those that were made with an address (by its fingerprint). */
export async function bookingsBetween(
  executor: Executor,
  { from, until, contact }: { from: Day; until: Day; contact?: number },
): Promise<Booking[]> {
  const rows = await bookings(executor)
    .where('day', '>=', from)
    .where('day', '<=', until)
    .where('state', 'in', ['confirmed', 'checked_in', 'fulfilled', 'no_show'])
    .$if(contact !== undefined, (some) => some.where(sql<boolean>`contact_index @> array[${contact}::integer]`))
    .orderBy('day')
    .orderBy('first_cell')
    .execute();
  return rows.map(toBooking);
}

/** Something that happened to an appointment. */
export interface BookingEvent {
  at: Date;
  kind: string;
  /** `resident`, `web`, `staff:<id>` … */
  actor: string;
}

/** What happened to an appointment, in its order. */
export async function eventsOf(executor: Executor, bookingId: string): Promise<BookingEvent[]> {
  return on(executor)
    .selectFrom('booking_event')
    .select(['at', 'kind', 'actor'])
    .where('booking_id', '=', bookingId)
    .orderBy('sequence')
    .execute();
}

/** Sets which reminders of an appointment are wanted; none: they stop. False when nothing changes. */
export async function setReminders(
  transaction: Transaction,
  { id, reminders, actor, now }: { id: string; reminders: readonly string[]; actor: string; now: Date },
): Promise<boolean> {
  const result = await on(transaction)
    .updateTable('booking')
    .set({ reminders: [...reminders], changed_at: now })
    .where('id', '=', id)
    .where('state', '=', 'confirmed')
    .where('reminders', '<>', sql<string[]>`${reminders}::text[]`)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  await insertEvent(transaction, {
    bookingId: id,
    at: now,
    kind: reminders.length === 0 ? 'remindersStopped' : 'remindersChosen',
    actor,
  });
  return true;
}

/** How many other appointments than `except` stand in the name of one address (by its fingerprint). */
export async function countByContact(executor: Executor, index: number, except: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from booking
    where contact_index @> array[${index}::integer] and contact_index <> '{}' and state in ('held', 'confirmed')
      and id <> ${except}`.execute(executor);
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
