import { type Kysely, sql } from 'kysely';
import type { Executor } from '#platform/database';
import type { ReceptionTables } from '../queue/tables.ts';
import type { Scored } from './correction.ts';
import type { PlaceExperience, Stay } from './experience.ts';

const on = (executor: Executor): Kysely<ReceptionTables> => executor.withTables<ReceptionTables>();

/** A wait as it was told to one visitor. Minutes. */
export interface ToldQuote {
  legId: string;
  visitId: string;
  facilityId: string;
  serviceId: string;
  at: Date;
  p50: number;
  raw80: number;
  p80: number;
  end50: number;
  end80: number;
  meanMethod: number;
  ahead: number;
  desks: number;
}

/** Keeps what was told first for each leg. */
export async function keepQuotes(executor: Executor, quotes: readonly ToldQuote[]): Promise<void> {
  if (quotes.length === 0) return;
  await on(executor)
    .insertInto('wait_quote')
    .values(
      quotes.map((quote) => ({
        leg_id: quote.legId,
        visit_id: quote.visitId,
        facility_id: quote.facilityId,
        service_id: quote.serviceId,
        at: quote.at,
        method: 'look-ahead',
        p50: quote.p50,
        raw80: quote.raw80,
        p80: quote.p80,
        end50: quote.end50,
        end80: quote.end80,
        mean_method: quote.meanMethod,
        ahead: quote.ahead,
        desks: quote.desks,
      })),
    )
    .onConflict((conflict) => conflict.column('leg_id').doNothing())
    .execute();
}

/** Writes what became of the quotes that are still open: the first call, or the end without one. */
export async function scoreQuotes(executor: Executor, facilityId: string): Promise<void> {
  await sql`
    update wait_quote set ended_at = found.at, outcome = found.outcome
    from (
      select distinct on (quote.leg_id) quote.leg_id, event.at,
        case when event.to_state = 'called' then 'called' else 'left' end as outcome
      from wait_quote as quote join queue_event as event on event.leg_id = quote.leg_id
      where quote.facility_id = ${facilityId} and quote.outcome is null and event.at >= quote.at
        and event.to_state in ('called', 'cancelled', 'transferred')
      order by quote.leg_id, event.sequence
    ) as found
    where wait_quote.leg_id = found.leg_id and wait_quote.outcome is null`.execute(executor);
}

/** A quote with what became of it. */
export interface JudgedQuote extends Scored {
  at: Date;
  meanMethod: number;
  /** Left without being called: the wait would have been at least `actual`. */
  left: boolean;
}

/** The quotes whose outcome is known, since `since`, in the order in which it became known. */
export async function judgedQuotes(executor: Executor, facilityId: string, since: Date): Promise<JudgedQuote[]> {
  const rows = await on(executor)
    .selectFrom('wait_quote')
    .selectAll()
    .where('facility_id', '=', facilityId)
    .where('ended_at', '>=', since)
    .orderBy('ended_at')
    .orderBy('leg_id')
    .execute();
  return rows.map((row) => ({
    serviceId: row.service_id,
    at: row.at,
    p50: row.p50,
    raw80: row.raw80,
    p80: row.p80,
    meanMethod: row.mean_method,
    actual: ((row.ended_at ?? row.at).getTime() - row.at.getTime()) / 60_000,
    left: row.outcome === 'left',
  }));
}

/**
 * The times at desks since `since`: from each call until the visitor left the seat, whatever came of it (done, sent on,
 * put aside, no answer); and those who left without being called, with 0 minutes.
 */
export async function staysSince(executor: Executor, facilityId: string, since: Date): Promise<Stay[]> {
  const { rows } = await sql<{
    service_id: string;
    procedures: string[];
    planned: number;
    minutes: number;
    minute: number;
    day: string | null;
    counter_id: number | null;
  }>`
    with step as (
      select event.leg_id, event.counter_id, event.at, event.from_state, event.to_state,
        lead(event.at) over next_step as left_at, lead(event.to_state) over next_step as then_state,
        lead(event.at, 2) over next_step as later_at
      from queue_event as event
      where event.facility_id = ${facilityId} and event.at >= ${since} and event.leg_id is not null
        and event.to_state is distinct from event.from_state
      window next_step as (partition by event.leg_id order by event.sequence)
    ), stay as (
      select leg_id, counter_id, at, to_state,
        case when to_state = 'cancelled' then at when then_state = 'serving' then later_at else left_at end as over_at
      from step
      where to_state = 'called' or (to_state = 'cancelled' and from_state = 'waiting')
    )
    select leg.service_id, leg.procedures, leg.minutes as planned,
      (extract(epoch from stay.over_at - stay.at) / 60)::float as minutes,
      (extract(hour from stay.at at time zone 'Asia/Tokyo') * 60
        + extract(minute from stay.at at time zone 'Asia/Tokyo'))::float as minute,
      case when stay.to_state = 'called' then (stay.at at time zone 'Asia/Tokyo')::date::text end as day,
      stay.counter_id
    from stay join leg on leg.id = stay.leg_id where stay.over_at is not null`.execute(executor);
  return rows.map((row) => ({
    serviceId: row.service_id,
    procedures: row.procedures,
    planned: row.planned,
    minutes: row.minutes,
    minute: row.minute,
    desk: row.day === null || row.counter_id === null ? null : { day: row.day, counterId: row.counter_id },
  }));
}

/** One visit at a place as it was recorded; minutes after midnight of its day, in Asia/Tokyo. */
export interface RecordedLeg {
  day: string;
  /** Tells the places of one visit from those of another. */
  visit: string;
  /** They came for an appointment. */
  booked: boolean;
  place: string;
  arrived: number;
  called: number | null;
  started: number | null;
  ended: number | null;
}

/** What was recorded at the places since `since`. */
export async function recordedLegs(executor: Executor, facilityId: string, since: Date): Promise<RecordedLeg[]> {
  const { rows } = await sql<RecordedLeg>`
    with moment as (
      select event.leg_id, visit.day::text as day, visit.id as visit, visit.booking_id is not null as booked, leg.service_id as place,
        min(event.at) filter (where event.to_state = 'waiting') as arrived,
        max(event.at) filter (where event.to_state = 'called') as called,
        max(event.at) filter (where event.to_state = 'serving') as started,
        max(event.at) filter (where event.to_state in ('done', 'transferred')) as ended,
        visit.day::timestamp at time zone 'Asia/Tokyo' as midnight
      from queue_event as event join leg on leg.id = event.leg_id join visit on visit.id = leg.visit_id
      where event.facility_id = ${facilityId} and event.at >= ${since}
      group by event.leg_id, visit.id, leg.service_id
    )
    select day, visit, booked, place, (extract(epoch from arrived - midnight) / 60)::float as arrived,
      (extract(epoch from called - midnight) / 60)::float as called,
      (extract(epoch from started - midnight) / 60)::float as started,
      (extract(epoch from ended - midnight) / 60)::float as ended
    from moment where arrived is not null`.execute(executor);
  return rows;
}

export async function experienceOf(executor: Executor): Promise<PlaceExperience[]> {
  const rows = await on(executor).selectFrom('place_experience').select('experience').execute();
  return rows.map(({ experience }) => experience as PlaceExperience);
}

export async function keepExperience(executor: Executor, places: readonly PlaceExperience[], at: Date): Promise<void> {
  if (places.length === 0) return;
  await on(executor)
    .insertInto('place_experience')
    .values(places.map((place) => ({ service_id: place.serviceId, learned_at: at, experience: JSON.stringify(place) })))
    .onConflict((conflict) =>
      conflict.column('service_id').doUpdateSet((excluded) => ({
        learned_at: excluded.ref('excluded.learned_at'),
        experience: excluded.ref('excluded.experience'),
      })),
    )
    .execute();
}
