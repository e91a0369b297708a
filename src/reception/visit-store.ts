import { type Kysely, type Selectable, sql } from 'kysely';
import type { Day } from '#platform/clock';
import type { Executor, Transaction } from '#platform/database';
import type { Language } from '#platform/i18n';
import type { ReceptionTables } from './tables.ts';
import { ticketText, type Visit, type VisitSource, type VisitState } from './visit.ts';

const on = (executor: Executor): Kysely<ReceptionTables> => executor.withTables<ReceptionTables>();

function toVisit(row: Selectable<ReceptionTables['visit']>): Visit {
  return {
    id: row.id,
    facilityId: row.facility_id,
    ticket: ticketText(row.series, row.number),
    source: row.source,
    caseId: row.case_id,
    language: row.language as Language,
    priorityReason: row.priority_reason,
    state: row.state,
    arrivedAt: row.arrived_at,
    people: row.people,
    bookingId: row.booking_id,
    appointmentAt: row.appointment_at,
  };
}

/** Makes a second tap with the same command wait for the first one; the key may be any text. */
export async function lockText(transaction: Transaction, text: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${text}, 0))`.execute(transaction);
}

/** Numbers from here on are lent to tablets and kiosks in blocks, so that they have some without a network. */
export const firstLentNumber = 900;
/** Where the numbers given here go on once the lent ones are reached. */
const afterLentNumbers = 5000;

/**
 * The next number of a day and series. Numbers have no gaps, but for those that were given outside: an undone
 * transaction gives its number back.
 */
export async function nextNumber(
  transaction: Transaction,
  key: { facilityId: string; day: Day; series: string },
): Promise<number> {
  const { rows } = await sql<{ number: number; taken: boolean }>`
    with next as (
      insert into ticket_series as series (facility_id, day, series, last_number)
      values (${key.facilityId}, ${key.day}, ${key.series}, 1)
      on conflict (facility_id, day, series) do update set last_number =
        case when series.last_number = ${firstLentNumber - 1} then ${afterLentNumbers} else series.last_number + 1 end
      returning last_number
    )
    select last_number as number, exists (
      select from visit where facility_id = ${key.facilityId} and day = ${key.day} and series = ${key.series}
        and number = last_number
    ) as taken from next`.execute(transaction);
  const [next] = rows;
  if (next === undefined) throw new Error('a series gave no number');
  return next.taken ? nextNumber(transaction, key) : next.number;
}

export interface NewVisit {
  id: string;
  facilityId: string;
  day: Day;
  series: string;
  number: number;
  source: VisitSource;
  caseId: string | null;
  language: Language;
  priorityReason: string | null;
  tokenHash: string;
  arrivedAt: Date;
  commandId: string;
  people: number;
  bookingId: string | null;
  appointmentAt: Date | null;
}

export async function insertVisit(transaction: Transaction, visit: NewVisit): Promise<Visit> {
  const row = await on(transaction)
    .insertInto('visit')
    .values({
      id: visit.id,
      facility_id: visit.facilityId,
      day: visit.day,
      series: visit.series,
      number: visit.number,
      source: visit.source,
      case_id: visit.caseId,
      language: visit.language,
      priority_reason: visit.priorityReason,
      token_hash: visit.tokenHash,
      arrived_at: visit.arrivedAt,
      command_id: visit.commandId,
      people: visit.people,
      booking_id: visit.bookingId,
      appointment_at: visit.appointmentAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toVisit(row);
}

export async function visitById(executor: Executor, id: string): Promise<Visit | null> {
  const row = await on(executor).selectFrom('visit').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toVisit(row) : null;
}

/** The visit, with its row locked until the transaction ends: all that changes a visit goes through this. */
export async function lockVisit(transaction: Transaction, id: string): Promise<Visit | null> {
  const row = await on(transaction).selectFrom('visit').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row ? toVisit(row) : null;
}

export async function visitByCommand(executor: Executor, commandId: string): Promise<Visit | null> {
  const row = await on(executor).selectFrom('visit').selectAll().where('command_id', '=', commandId).executeTakeFirst();
  return row ? toVisit(row) : null;
}

/** The running visit of a case on a day. */
export async function activeVisitOfCase(executor: Executor, caseId: string, day: Day): Promise<Visit | null> {
  const row = await on(executor)
    .selectFrom('visit')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('day', '=', day)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return row ? toVisit(row) : null;
}

export async function visitByToken(executor: Executor, tokenHash: string, day: Day): Promise<Visit | null> {
  const row = await on(executor)
    .selectFrom('visit')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('day', '=', day)
    .executeTakeFirst();
  return row ? toVisit(row) : null;
}

export async function visitsOfDay(executor: Executor, facilityId: string, day: Day): Promise<Visit[]> {
  const rows = await on(executor)
    .selectFrom('visit')
    .selectAll()
    .where('facility_id', '=', facilityId)
    .where('day', '=', day)
    .orderBy('arrived_at')
    .orderBy('id')
    .execute();
  return rows.map(toVisit);
}

/** Ids of visits that were not ended on their day. */
export async function leftOverVisits(executor: Executor, before: Day): Promise<string[]> {
  const rows = await on(executor)
    .selectFrom('visit')
    .select('id')
    .where('state', '=', 'active')
    .where('day', '<', before)
    .execute();
  return rows.map(({ id }) => id);
}

export async function setVisitState(transaction: Transaction, id: string, state: VisitState): Promise<void> {
  await on(transaction).updateTable('visit').set({ state }).where('id', '=', id).execute();
}

export async function setVisitCase(transaction: Transaction, id: string, caseId: string | null): Promise<void> {
  await on(transaction).updateTable('visit').set({ case_id: caseId }).where('id', '=', id).execute();
}

/** The visit that has a number on a day. */
export async function visitByNumber(
  executor: Executor,
  key: { facilityId: string; day: Day; series: string; number: number },
): Promise<Visit | null> {
  const row = await on(executor)
    .selectFrom('visit')
    .selectAll()
    .where('facility_id', '=', key.facilityId)
    .where('day', '=', key.day)
    .where('series', '=', key.series)
    .where('number', '=', key.number)
    .executeTakeFirst();
  return row ? toVisit(row) : null;
}
