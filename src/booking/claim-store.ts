import { type Kysely, sql } from 'kysely';
import type { Day } from '#platform/clock';
import { type Executor, isUniqueViolation, sqlState, type Transaction } from '#platform/database';
import { insertEvent } from './store.ts';
import type { BookingChannel, BookingState, BookingTables } from './tables.ts';

const on = (executor: Executor): Kysely<BookingTables> => executor.withTables<BookingTables>();

/** A part before it is written: where, from which cell, how long, and what for. */
export interface WantedPart {
  poolId: number;
  first: number;
  cells: number;
  procedures: readonly string[];
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

/**
 * Ends an appointment, or a hold, which was never one; its places go back at `releaseAt`. False when there was nothing to end
 * any more.
 */
export async function cancel(
  transaction: Transaction,
  { id, releaseAt, actor, now }: { id: string; releaseAt: Date; actor: string; now: Date },
): Promise<boolean> {
  const result = await on(transaction)
    .updateTable('booking')
    .set(({ eb }) => ({
      state: sql<BookingState>`case state when 'held' then 'expired' else 'cancelled' end`,
      release_at: releaseAt,
      revision: eb('revision', '+', 1),
      changed_at: now,
    }))
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
