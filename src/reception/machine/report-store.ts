import { type Kysely, sql } from 'kysely';
import type { Day } from '#platform/clock';
import type { Executor } from '#platform/database';
import type { ReceptionTables } from '../queue/tables.ts';
import type { HereTicket } from './reconcile.ts';

const on = (executor: Executor): Kysely<ReceptionTables> => executor.withTables<ReceptionTables>();

/** The numbers of some of our series on a day, with the times of the place that was called last. */
export async function ticketsHere(
  executor: Executor,
  { facilityId, day, series }: { facilityId: string; day: Day; series: readonly string[] },
): Promise<HereTicket[]> {
  if (series.length === 0) return [];
  return await on(executor)
    .selectFrom('visit')
    .select([
      'visit.series',
      'visit.number',
      'visit.ticket',
      'visit.arrived_at as arrivedAt',
      sql<Date | null>`(select max(called_at) from leg where visit_id = visit.id)`.as('calledAt'),
      sql<Date | null>`(select max(ended_at) from leg where visit_id = visit.id and state = 'done')`.as('endedAt'),
    ])
    .where('visit.facility_id', '=', facilityId)
    .where('visit.day', '=', day)
    .where('visit.series', 'in', [...series])
    .orderBy('visit.series')
    .orderBy('visit.number')
    .execute();
}
