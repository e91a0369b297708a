import { type Kysely, sql } from 'kysely';
import type { Day } from '#platform/clock';
import type { Executor, Transaction } from '#platform/database';
import type { ReceptionTables } from '../queue/tables.ts';

const on = (executor: Executor): Kysely<ReceptionTables> => executor.withTables<ReceptionTables>();

/** Numbers what happened here and has no number in the feed of a machine yet. The caller holds the feed's lock. */
export async function numberEvents(
  transaction: Transaction,
  {
    source,
    facilityId,
    day,
    series,
    kinds,
    actor,
  }: {
    source: string;
    facilityId: string;
    day: Day;
    series: readonly string[];
    kinds: readonly string[];
    actor: string;
  },
): Promise<void> {
  await sql`
    insert into machine_feed (source, position, event_sequence)
    select ${source}, coalesce((select max(position) from machine_feed where source = ${source}), 0)
        + row_number() over (order by happened.sequence), happened.sequence
    from queue_event as happened join visit on visit.id = happened.visit_id
    where visit.facility_id = ${facilityId} and visit.day = ${day}::date and visit.series = any(${[...series]}::text[])
      and happened.kind = any(${[...kinds]}::text[]) and happened.actor <> ${actor}
      and not (happened.kind = 'arrived' and visit.source = 'machine')
      and not exists (select from machine_feed where source = ${source} and event_sequence = happened.sequence)`.execute(
    transaction,
  );
}

/** What happened here, as the feed numbers it. */
export interface FeedRow {
  readonly position: number;
  readonly kind: string;
  readonly at: Date;
  readonly series: string;
  readonly number: number;
  readonly ticket: string;
  readonly counterId: number | null;
  readonly serviceId: string | null;
}

/** What comes after a position, in order. */
export async function feedAfter(executor: Executor, source: string, after: number, limit: number): Promise<FeedRow[]> {
  return await on(executor)
    .selectFrom('machine_feed')
    .innerJoin('queue_event', 'queue_event.sequence', 'machine_feed.event_sequence')
    .innerJoin('visit', 'visit.id', 'queue_event.visit_id')
    .leftJoin('leg', 'leg.id', 'queue_event.leg_id')
    .select([
      'machine_feed.position',
      'queue_event.kind',
      'queue_event.at',
      'visit.series',
      'visit.number',
      'visit.ticket',
      'queue_event.counter_id as counterId',
      'leg.service_id as serviceId',
    ])
    .where('machine_feed.source', '=', source)
    .where('machine_feed.position', '>', after)
    .orderBy('machine_feed.position')
    .limit(limit)
    .execute();
}
