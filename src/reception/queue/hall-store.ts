import { type Kysely, sql } from 'kysely';
import type { Executor, Transaction } from '#platform/database';
import type { PlannedService } from './hall.ts';
import type { NumberFormat } from './numbers.ts';
import type { Place } from './place.ts';
import { type QueueRules, queueRules } from './rules.ts';
import type { ReceptionTables } from './tables.ts';

const on = (executor: Executor): Kysely<ReceptionTables> => executor.withTables<ReceptionTables>();

/** A place of the hall with its queue. */
export interface Service extends Place {
  departments: readonly string[];
  series: string;
  standardMinutes: number;
}

/** A seat at a place. */
export interface Seat {
  id: number;
  serviceId: string;
  /** Number of the seat at its place: 「席2」. */
  number: number;
  /** Who works there now. */
  staffId: string | null;
  /** Ids of the services that it calls from. */
  skills: readonly string[];
}

/** Furnishes the hall: adds places and seats that are missing, changes nothing that is there but names and minutes. */
export async function furnish(
  transaction: Transaction,
  facility: { id: string; name: string },
  services: readonly PlannedService[],
): Promise<void> {
  const tables = on(transaction);
  await tables
    .insertInto('facility')
    .values(facility)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ name: facility.name }))
    .execute();
  await tables
    .insertInto('service')
    .values(
      services.map((service) => ({
        id: service.id,
        facility_id: facility.id,
        floor: service.floor,
        window_label: service.window,
        name: service.name,
        departments: [...service.departments],
        series: service.series,
        letter: service.series,
        standard_minutes: service.standardMinutes,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((excluded) => ({
        departments: excluded.ref('excluded.departments'),
        standard_minutes: excluded.ref('excluded.standard_minutes'),
      })),
    )
    .execute();
  const seats = services.flatMap(({ id, seats: count }) =>
    Array.from({ length: count }, (_, index) => ({ service_id: id, seat: index + 1 })),
  );
  const added = await tables
    .insertInto('counter')
    .values(seats)
    .onConflict((conflict) => conflict.columns(['service_id', 'seat']).doNothing())
    .returning(['id', 'service_id'])
    .execute();
  if (added.length === 0) return;
  await tables
    .insertInto('skill')
    .values(added.map(({ id, service_id }) => ({ counter_id: id, service_id })))
    .execute();
}

/** The series of each place that is already furnished. */
export async function seriesInUse(executor: Executor, facilityId: string): Promise<Map<string, string>> {
  const rows = await on(executor)
    .selectFrom('service')
    .select(['id', 'series'])
    .where('facility_id', '=', facilityId)
    .execute();
  return new Map(rows.map(({ id, series }) => [id, series]));
}

/** What stands on the tickets of each place. */
export async function numbersOf(executor: Executor, facilityId: string): Promise<Map<string, NumberFormat>> {
  const rows = await on(executor)
    .selectFrom('service')
    .select(['id', 'letter', 'first_number', 'last_number', 'digits', 'daily_limit'])
    .where('facility_id', '=', facilityId)
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        letter: row.letter,
        first: row.first_number,
        last: row.last_number,
        digits: row.digits,
        dailyLimit: row.daily_limit,
      },
    ]),
  );
}

export async function setNumbers(transaction: Transaction, serviceId: string, format: NumberFormat): Promise<void> {
  const { letter, first, last, digits, dailyLimit } = format;
  await on(transaction)
    .updateTable('service')
    .set({ letter, first_number: first, last_number: last, digits, daily_limit: dailyLimit })
    .where('id', '=', serviceId)
    .execute();
}

export async function servicesOf(executor: Executor, facilityId: string): Promise<Service[]> {
  const rows = await on(executor).selectFrom('service').selectAll().where('facility_id', '=', facilityId).execute();
  return rows.map((row) => ({
    id: row.id,
    floor: row.floor,
    window: row.window_label,
    name: row.name,
    departments: row.departments,
    series: row.series,
    standardMinutes: row.standard_minutes,
  }));
}

function selectSeats(executor: Executor) {
  return on(executor)
    .selectFrom('counter')
    .select([
      'counter.id',
      'counter.service_id',
      'counter.seat',
      'counter.staff_id',
      sql<string[]>`array(select service_id from skill where counter_id = counter.id)`.as('skills'),
    ])
    .orderBy('counter.service_id')
    .orderBy('counter.seat');
}

type SeatRow = { id: number; service_id: string; seat: number; staff_id: string | null; skills: string[] };

function toSeat(row: SeatRow): Seat {
  return { id: row.id, serviceId: row.service_id, number: row.seat, staffId: row.staff_id, skills: row.skills };
}

export async function seatsOf(executor: Executor, facilityId: string): Promise<Seat[]> {
  const rows = await selectSeats(executor)
    .innerJoin('service', 'service.id', 'counter.service_id')
    .where('service.facility_id', '=', facilityId)
    .execute();
  return rows.map(toSeat);
}

/** One more seat at a place, which calls from its queue; gives its id. */
export async function insertSeat(transaction: Transaction, serviceId: string): Promise<number> {
  const { id } = await on(transaction)
    .insertInto('counter')
    .values(({ selectFrom }) => ({
      service_id: serviceId,
      seat: selectFrom('counter')
        .select(sql<number>`coalesce(max(seat), 0) + 1`.as('seat'))
        .where('service_id', '=', serviceId),
    }))
    .returning('id')
    .executeTakeFirstOrThrow();
  await on(transaction).insertInto('skill').values({ counter_id: id, service_id: serviceId }).execute();
  return id;
}

/** A seat with its row locked: the steps of one seat happen one after the other. */
export async function lockSeat(transaction: Transaction, id: number): Promise<Seat | null> {
  const row = await selectSeats(transaction).where('counter.id', '=', id).forUpdate('counter').executeTakeFirst();
  return row ? toSeat(row) : null;
}

/** Puts a member of staff on a seat; they leave the one they were on, and whoever sat here leaves it. */
export async function seatStaff(transaction: Transaction, id: number, staffId: string, at: Date): Promise<void> {
  await emptySeatOf(transaction, staffId);
  await on(transaction).updateTable('counter').set({ staff_id: staffId, seated_at: at }).where('id', '=', id).execute();
}

export async function emptySeatOf(transaction: Transaction, staffId: string): Promise<void> {
  await on(transaction)
    .updateTable('counter')
    .set({ staff_id: null, seated_at: null })
    .where('staff_id', '=', staffId)
    .execute();
}

export interface HelpRequest {
  id: string;
  place: string;
  askedAt: Date;
}

export async function insertHelp(transaction: Transaction, facilityId: string, help: HelpRequest): Promise<void> {
  await on(transaction)
    .insertInto('help_request')
    .values({ id: help.id, facility_id: facilityId, place: help.place, asked_at: help.askedAt })
    .execute();
}

export async function openHelp(executor: Executor, facilityId: string): Promise<HelpRequest[]> {
  const rows = await on(executor)
    .selectFrom('help_request')
    .select(['id', 'place', 'asked_at'])
    .where('facility_id', '=', facilityId)
    .where('answered_at', 'is', null)
    .orderBy('asked_at')
    .execute();
  return rows.map((row) => ({ id: row.id, place: row.place, askedAt: row.asked_at }));
}

export async function answerHelp(
  transaction: Transaction,
  answer: { id: string; actor: string; at: Date },
): Promise<void> {
  await on(transaction)
    .updateTable('help_request')
    .set({ answered_at: answer.at, answered_by: answer.actor })
    .where('id', '=', answer.id)
    .where('answered_at', 'is', null)
    .execute();
}

/** How a hall calls: what the city has set, and the usual rules for the rest. */
export async function rulesOf(executor: Executor, facilityId: string): Promise<QueueRules> {
  const row = await on(executor).selectFrom('facility').select('rules').where('id', '=', facilityId).executeTakeFirst();
  return queueRules.parse(row?.rules ?? {});
}

export async function setRules(transaction: Transaction, facilityId: string, rules: QueueRules): Promise<void> {
  await on(transaction)
    .updateTable('facility')
    .set({ rules: JSON.stringify(rules) })
    .where('id', '=', facilityId)
    .execute();
}
