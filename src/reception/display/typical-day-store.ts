import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Executor } from '#platform/database';
import type { ReceptionTables } from '../queue/tables.ts';

/** An hour of the day with how long people waited in it on the days before. */
export interface TypicalHour {
  /** 9 = from 9:00 to 10:00, in Japan. */
  hour: number;
  /** Median wait of those who began to wait in this hour, in minutes. */
  minutes: number;
  /** Tickets on an ordinary day. */
  people: number;
}

export type TypicalDay = readonly TypicalHour[];

/** So far back it is looked, and so many calls an hour needs before anything is said of it. */
const weeks = 4;
const fewest = 20;

/** How a day usually goes, hour by hour, from the calls of the last four weeks before `now`; empty while there are too few. */
export async function typicalDay(executor: Executor, facilityId: string, now: Date): Promise<TypicalDay> {
  const since = new Date(now.getTime() - weeks * 7 * 86_400_000);
  const on: Kysely<ReceptionTables> = executor.withTables<ReceptionTables>();
  const { rows } = await sql<TypicalHour>`
    select extract(hour from leg.queued_at at time zone 'Asia/Tokyo')::int as hour,
      round(percentile_cont(0.5) within group (order by extract(epoch from leg.called_at - leg.queued_at) / 60))::int as minutes,
      ceil(count(*)::float / count(distinct visit.day))::int as people
    from leg join visit on visit.id = leg.visit_id
    where visit.facility_id = ${facilityId} and leg.called_at > leg.queued_at
      and leg.queued_at >= ${since} and visit.day < (${now}::timestamptz at time zone 'Asia/Tokyo')::date
    group by 1 having count(*) >= ${fewest} order by 1`.execute(on);
  return rows;
}
