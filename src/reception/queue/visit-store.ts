import { type Kysely, type Selectable, sql } from 'kysely';
import { type Day, instantOf } from '#platform/clock';
import type { Executor, Transaction } from '#platform/database';
import type { Language } from '#platform/i18n';
import { noMoreNumbers } from './errors.ts';
import { lentNumbers, type NumberFormat } from './numbers.ts';
import type { ReceptionTables } from './tables.ts';
import type { Visit, VisitSource, VisitState } from './visit.ts';

const on = (executor: Executor): Kysely<ReceptionTables> => executor.withTables<ReceptionTables>();

function toVisit(row: Selectable<ReceptionTables['visit']>): Visit {
  return {
    id: row.id,
    facilityId: row.facility_id,
    ticket: row.ticket,
    source: row.source,
    caseId: row.case_id,
    language: row.language as Language,
    priorityReason: row.priority_reason,
    state: row.state,
    arrivedAt: row.arrived_at,
    people: row.people,
    bookingId: row.booking_id,
    appointmentAt: row.appointment_at,
    groupId: row.group_id,
  };
}

/** Makes a second tap with the same command wait for the first one; the key may be any text. */
export async function lockText(transaction: Transaction, text: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${text}, 0))`.execute(transaction);
}

/**
 * The next number of a day and series. Numbers have no gaps but for those that are lent or were given outside: an undone
 * transaction gives its number back. Refuses where the numbers of the day are used up.
 */
export async function nextNumber(
  transaction: Transaction,
  key: { facilityId: string; day: Day; series: string },
  format: NumberFormat,
): Promise<number> {
  const { first, last, dailyLimit } = format;
  const { rows } = await sql<{ number: number; taken: boolean }>`
    with next as (
      insert into ticket_series as series (facility_id, day, series, last_number)
      values (${key.facilityId}, ${key.day}, ${key.series}, ${first})
      on conflict (facility_id, day, series) do update set last_number = case
        when series.last_number + 1 between ${lentNumbers.first} and ${lentNumbers.last} then ${lentNumbers.last + 1}
        else greatest(series.last_number + 1, ${first}) end
      returning last_number
    )
    select last_number as number, exists (
      select from visit where facility_id = ${key.facilityId} and day = ${key.day} and series = ${key.series}
        and number = last_number
    ) as taken from next`.execute(transaction);
  const [next] = rows;
  if (next === undefined) throw new Error('a series gave no number');
  if (last !== null && next.number > last) throw noMoreNumbers();
  if (next.taken) return nextNumber(transaction, key, format);
  if (dailyLimit !== null) {
    // Counted under the lock of the series, which the line above has taken.
    const { given } = await on(transaction)
      .selectFrom('visit')
      .select(({ fn }) => fn.countAll().as('given'))
      .where('facility_id', '=', key.facilityId)
      .where('day', '=', key.day)
      .where('series', '=', key.series)
      .executeTakeFirstOrThrow();
    if (Number(given) >= dailyLimit) throw noMoreNumbers();
  }
  return next.number;
}

export interface NewVisit {
  id: string;
  facilityId: string;
  day: Day;
  series: string;
  number: number;
  /** The number as it is shown and spoken: 「A007」. */
  ticket: string;
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
      ticket: visit.ticket,
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
  const row = await on(transaction).selectFrom('visit').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
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

/** Whether numbers of a day are out. */
export async function hasVisits(executor: Executor, facilityId: string, day: Day): Promise<boolean> {
  const row = await on(executor)
    .selectFrom('visit')
    .select('id')
    .where('facility_id', '=', facilityId)
    .where('day', '=', day)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

interface TwoDays {
  facilityId: string;
  from: Day;
  to: Day;
}

/** Lets the numbers of a day go on after those of an earlier one. */
export async function moveNumbers(transaction: Transaction, { facilityId, from, to }: TwoDays): Promise<void> {
  await sql`insert into ticket_series (facility_id, day, series, last_number)
    select facility_id, ${to}::date, series, last_number from ticket_series
    where facility_id = ${facilityId} and day = ${from}::date
    on conflict (facility_id, day, series) do update set last_number = excluded.last_number`.execute(transaction);
}

/** Moves everybody of a day who is in the line but at no seat to another day; gives their ids. */
export async function moveWaitingVisits(
  transaction: Transaction,
  { facilityId, from, to }: TwoDays,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`update visit set day = ${to}::date
    where facility_id = ${facilityId} and day = ${from}::date and state = 'active'
      and not exists (select from leg where leg.visit_id = visit.id and leg.state in ('called', 'serving'))
    returning id`.execute(transaction);
  const ids = rows.map(({ id }) => id);
  // The calls of the old day overtake nobody on the new one.
  await sql`update leg set queued_at = ${instantOf(to)} where visit_id = any(${ids}::uuid[]) and queued_at is not null`.execute(
    transaction,
  );
  return ids;
}

/** What somebody told at the entrance about a visit that is there already. */
export async function describeVisit(
  transaction: Transaction,
  id: string,
  { caseId, language, people }: { caseId: string | null; language: Language; people: number },
): Promise<void> {
  await on(transaction).updateTable('visit').set({ case_id: caseId, language, people }).where('id', '=', id).execute();
}

/** Everybody of some groups, with their rows locked, always in the same order. */
export async function lockGroups(transaction: Transaction, groupIds: readonly string[]): Promise<Visit[]> {
  if (groupIds.length === 0) return [];
  const rows = await on(transaction)
    .selectFrom('visit')
    .selectAll()
    .where('group_id', 'in', groupIds)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return rows.map(toVisit);
}

export async function setGroup(
  transaction: Transaction,
  ids: readonly string[],
  groupId: string | null,
): Promise<void> {
  if (ids.length === 0) return;
  await on(transaction).updateTable('visit').set({ group_id: groupId }).where('id', 'in', ids).execute();
}

/** The running visit with a number on a day, as it is shown and spoken. */
export async function visitByTicket(
  executor: Executor,
  key: { facilityId: string; day: Day; ticket: string },
): Promise<Visit | null> {
  const row = await on(executor)
    .selectFrom('visit')
    .selectAll()
    .where('facility_id', '=', key.facilityId)
    .where('day', '=', key.day)
    .where('ticket', '=', key.ticket)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return row ? toVisit(row) : null;
}
