import { type Kysely, type Selectable, sql, type Updateable } from 'kysely';
import type { Day } from '#platform/clock';
import type { Executor, Transaction } from '#platform/database';
import type { LastStep, LegState } from './leg.ts';
import type { ReceptionTables } from './tables.ts';
import type { Leg } from './visit.ts';

const on = (executor: Executor): Kysely<ReceptionTables> => executor.withTables<ReceptionTables>();

type LegRow = Selectable<ReceptionTables['leg']>;

function toLeg(row: LegRow): Leg {
  return {
    id: row.id,
    visitId: row.visit_id,
    position: row.position,
    serviceId: row.service_id,
    procedures: row.procedures,
    minutes: row.minutes,
    state: row.state,
    rankAt: row.rank_at,
    counterId: row.counter_id,
    callCount: row.call_count,
    calledAt: row.called_at,
    servingAt: row.serving_at,
    endedAt: row.ended_at,
    holdReason: row.hold_reason,
    holdUntil: row.hold_until,
  };
}

export interface NewLeg {
  id: string;
  visitId: string;
  position: number;
  serviceId: string;
  procedures: readonly string[];
  minutes: number;
  state: LegState;
  rankAt: Date;
  movedFrom: string | null;
  changedAt: Date;
}

export async function insertLegs(transaction: Transaction, legs: readonly NewLeg[]): Promise<void> {
  await on(transaction)
    .insertInto('leg')
    .values(
      legs.map((leg) => ({
        id: leg.id,
        visit_id: leg.visitId,
        position: leg.position,
        service_id: leg.serviceId,
        procedures: [...leg.procedures],
        minutes: leg.minutes,
        state: leg.state,
        rank_at: leg.rankAt,
        moved_from: leg.movedFrom,
        changed_at: leg.changedAt,
      })),
    )
    .execute();
}

/** What changes in a leg; absent fields stay. */
export type LegChange = Partial<
  Pick<
    Leg,
    'state' | 'counterId' | 'callCount' | 'calledAt' | 'servingAt' | 'endedAt' | 'holdReason' | 'holdUntil' | 'minutes'
  >
> & { procedures?: readonly string[]; changedAt: Date; movedFrom?: string };

export async function updateLeg(transaction: Transaction, id: string, change: LegChange): Promise<Leg> {
  const columns: Updateable<ReceptionTables['leg']> = {
    state: change.state,
    counter_id: change.counterId,
    call_count: change.callCount,
    called_at: change.calledAt,
    serving_at: change.servingAt,
    ended_at: change.endedAt,
    hold_reason: change.holdReason,
    hold_until: change.holdUntil,
    minutes: change.minutes,
    procedures: change.procedures === undefined ? undefined : [...change.procedures],
    changed_at: change.changedAt,
    moved_from: change.movedFrom,
  };
  const row = await on(transaction)
    .updateTable('leg')
    .set(columns)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toLeg(row);
}

/** Numbers the legs of a visit in the given order. */
export async function setPositions(transaction: Transaction, ids: readonly string[]): Promise<void> {
  await sql`
    update leg set position = ordered.position
    from unnest(${[...ids]}::uuid[]) with ordinality as ordered(id, position)
    where leg.id = ordered.id`.execute(transaction);
}

export async function legById(executor: Executor, id: string): Promise<Leg | null> {
  const row = await on(executor).selectFrom('leg').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? toLeg(row) : null;
}

/** The legs of a visit in the order of walking. */
export async function legsOfVisit(executor: Executor, visitId: string): Promise<Leg[]> {
  const rows = await on(executor)
    .selectFrom('leg')
    .selectAll()
    .where('visit_id', '=', visitId)
    .orderBy('position')
    .execute();
  return rows.map(toLeg);
}

/** The legs of all visits of a day, in the order of calling. */
export async function legsOfDay(executor: Executor, facilityId: string, day: Day): Promise<Leg[]> {
  const rows = await on(executor)
    .selectFrom('leg')
    .innerJoin('visit', 'visit.id', 'leg.visit_id')
    .selectAll('leg')
    .where('visit.facility_id', '=', facilityId)
    .where('visit.day', '=', day)
    .orderBy('leg.rank_at')
    .orderBy('leg.id')
    .execute();
  return rows.map(toLeg);
}

/**
 * The waiting leg that this seat calls next, with leg and visit locked. Rows that another seat is just calling are
 * skipped, so that two seats never call the same visitor and never wait for each other.
 */
export async function lockNextWaiting(transaction: Transaction, counterId: number, day: Day): Promise<Leg | null> {
  const row = await on(transaction)
    .selectFrom('leg')
    .innerJoin('visit', 'visit.id', 'leg.visit_id')
    .innerJoin('skill', 'skill.service_id', 'leg.service_id')
    .selectAll('leg')
    .where('leg.state', '=', 'waiting')
    .where('skill.counter_id', '=', counterId)
    .where('visit.day', '=', day)
    .orderBy('leg.rank_at')
    .orderBy('leg.id')
    .limit(1)
    .forUpdate(['leg', 'visit'])
    .skipLocked()
    .executeTakeFirst();
  return row ? toLeg(row) : null;
}

export interface NewQueueEvent {
  at: Date;
  facilityId: string;
  visitId: string | null;
  legId: string | null;
  counterId: number | null;
  kind: string;
  from: LegState | null;
  to: LegState | null;
  actor: string;
  commandId: string | null;
}

export async function insertQueueEvent(transaction: Transaction, event: NewQueueEvent): Promise<void> {
  await on(transaction)
    .insertInto('queue_event')
    .values({
      at: event.at,
      facility_id: event.facilityId,
      visit_id: event.visitId,
      leg_id: event.legId,
      counter_id: event.counterId,
      kind: event.kind,
      from_state: event.from,
      to_state: event.to,
      actor: event.actor,
      command_id: event.commandId,
    })
    .execute();
}

/** The leg that a command has already been carried out on; null for a new command. */
export async function legOfCommand(executor: Executor, commandId: string): Promise<Leg | null> {
  const row = await on(executor)
    .selectFrom('queue_event')
    .innerJoin('leg', 'leg.id', 'queue_event.leg_id')
    .selectAll('leg')
    .where('queue_event.command_id', '=', commandId)
    .executeTakeFirst();
  return row ? toLeg(row) : null;
}

/** What happened to a leg last. */
export async function lastStep(executor: Executor, legId: string): Promise<LastStep | undefined> {
  const row = await on(executor)
    .selectFrom('queue_event')
    .select(['kind', 'from_state', 'to_state', 'at'])
    .where('leg_id', '=', legId)
    .orderBy('sequence', 'desc')
    .executeTakeFirst();
  return row && { kind: row.kind, from: row.from_state, to: row.to_state, at: row.at };
}

/** What happened to a visit, oldest first. */
export async function historyOfVisit(executor: Executor, visitId: string): Promise<VisitStep[]> {
  const rows = await on(executor)
    .selectFrom('queue_event')
    .leftJoin('leg', 'leg.id', 'queue_event.leg_id')
    .select(['queue_event.kind', 'queue_event.at', 'leg.service_id'])
    .where('queue_event.visit_id', '=', visitId)
    .orderBy('queue_event.sequence')
    .execute();
  return rows.map((row) => ({ kind: row.kind, at: row.at, serviceId: row.service_id }));
}

export interface VisitStep {
  kind: string;
  at: Date;
  serviceId: string | null;
}
