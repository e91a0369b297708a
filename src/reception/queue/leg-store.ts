import { type Kysely, type Selectable, sql, type Updateable } from 'kysely';
import type { Day } from '#platform/clock';
import type { Executor, Transaction } from '#platform/database';
import type { LastStep, LegState } from './leg.ts';
import type { ReceptionTables } from './tables.ts';
import type { Leg } from './visit.ts';
import { lockText } from './visit-store.ts';

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
    fairAt: row.fair_at,
    notBefore: row.not_before,
    queuedAt: row.queued_at,
    dependsOn: row.depends_on,
    targetCounterId: row.target_counter_id,
    targetStaffId: row.target_staff_id,
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
  fairAt: Date;
  notBefore: Date | null;
  dependsOn: readonly string[];
  targetCounterId?: number | null;
  targetStaffId?: string | null;
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
        fair_at: leg.fairAt,
        queued_at: leg.state === 'waiting' ? leg.changedAt : null,
        not_before: leg.notBefore,
        depends_on: [...leg.dependsOn],
        target_counter_id: leg.targetCounterId,
        target_staff_id: leg.targetStaffId,
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
    | 'state'
    | 'rankAt'
    | 'fairAt'
    | 'notBefore'
    | 'targetCounterId'
    | 'targetStaffId'
    | 'counterId'
    | 'callCount'
    | 'calledAt'
    | 'servingAt'
    | 'endedAt'
    | 'holdReason'
    | 'holdUntil'
    | 'minutes'
  >
> & { procedures?: readonly string[]; changedAt: Date; movedFrom?: string | null; queuedAt?: Date };

export async function updateLeg(transaction: Transaction, id: string, change: LegChange): Promise<Leg> {
  const columns: Updateable<ReceptionTables['leg']> = {
    state: change.state,
    rank_at: change.rankAt,
    fair_at: change.fairAt,
    queued_at: change.queuedAt,
    not_before: change.notBefore,
    target_counter_id: change.targetCounterId,
    target_staff_id: change.targetStaffId,
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

/** Who calls, and by which rules. */
export interface Caller {
  counterId: number;
  staffId: string | null;
  day: Day;
  now: Date;
  /** So often somebody can be overtaken; after that they go before everybody. */
  mostOvertaken: number;
}

/** The order of calling, as `inCallingOrder` has it; a test holds the two together. */
const callingOrder = ({ now }: Pick<Caller, 'now'>) => sql`
  overtaken.too_often desc, case when overtaken.too_often then leg.fair_at end,
  (coalesce(leg.not_before, '-infinity') > ${now}), leg.rank_at, leg.id`;

/** Who waits for a seat, as `isCallableFrom` has it. */
const waitingFor = ({ counterId, staffId, day, mostOvertaken }: Caller) => sql`
  from leg join visit on visit.id = leg.visit_id join skill on skill.service_id = leg.service_id
    cross join lateral (
      select count(*) >= ${mostOvertaken} as too_often from leg as other
      where other.service_id = leg.service_id and other.called_at >= leg.queued_at and other.fair_at > leg.fair_at
        and other.state <> 'waiting'
    ) as overtaken
  where leg.state = 'waiting' and skill.counter_id = ${counterId} and visit.day = ${day}::date
    and (leg.target_counter_id is null or leg.target_counter_id = ${counterId} or not exists (
      select from counter where counter.id = leg.target_counter_id and counter.staff_id is not null))
    and (leg.target_staff_id is null or leg.target_staff_id = ${staffId}::uuid or not exists (
      select from counter join skill as own on own.counter_id = counter.id
      where counter.staff_id = leg.target_staff_id and own.service_id = leg.service_id))`;

/** Lets one seat after the other call from a line, so that the bound on overtaking holds (decision 0020). */
export async function lockLines(transaction: Transaction, serviceIds: readonly string[]): Promise<void> {
  for (const id of [...serviceIds].sort()) await lockText(transaction, `line:${id}`);
}

/**
 * The waiting leg that this seat calls next, with leg and visit locked. Rows that another seat is just calling are
 * skipped, so that two seats never call the same visitor and never wait for each other; rows that somebody only refers to (what was
 * told about a wait) are not, or nobody would be called who has just come.
 */
export async function lockNextWaiting(transaction: Transaction, caller: Caller): Promise<Leg | null> {
  const { rows } = await sql<LegRow>`select leg.* ${waitingFor(caller)}
    order by ${callingOrder(caller)} limit 1 for no key update of leg, visit skip locked`.execute(transaction);
  return rows[0] ? toLeg(rows[0]) : null;
}

/** Whose turn it is at this seat now; null when nobody waits. */
export async function firstWaiting(executor: Executor, caller: Caller): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select leg.id ${waitingFor(caller)}
    order by ${callingOrder(caller)} limit 1`.execute(executor);
  return rows[0]?.id ?? null;
}

/**
 * Minutes until somebody with a rank would be called at some places, roughly: the work of those who wait before them and
 * half of what is going on, over the desks that are open. Infinity where no desk is.
 */
export async function waitMinutes(
  executor: Executor,
  serviceIds: readonly string[],
  { day, rankAt }: { day: Day; rankAt: Date },
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ service_id: string; work: number; desks: number }>`
    select service_id, coalesce((
      select sum(case when leg.state = 'waiting' and leg.rank_at <= ${rankAt} then leg.minutes
        when leg.state in ('called', 'serving') then leg.minutes / 2.0 end)
      from leg join visit on visit.id = leg.visit_id where leg.service_id = wanted.service_id and visit.day = ${day}::date
    ), 0)::float as work, (
      select count(*)::int from skill join counter on counter.id = skill.counter_id
      where skill.service_id = wanted.service_id and counter.staff_id is not null
    ) as desks
    from unnest(${[...serviceIds]}::text[]) as wanted (service_id)`.execute(executor);
  return new Map(rows.map(({ service_id, work, desks }) => [service_id, desks === 0 ? Infinity : work / desks]));
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
  /** Why it was done otherwise than usual, in words of the desk (never personal). */
  reason?: string;
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
      reason: event.reason,
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
    .select(['queue_event.kind', 'queue_event.at', 'queue_event.reason', 'leg.service_id'])
    .where('queue_event.visit_id', '=', visitId)
    .orderBy('queue_event.sequence')
    .execute();
  return rows.map((row) => ({ kind: row.kind, at: row.at, serviceId: row.service_id, reason: row.reason }));
}

export interface VisitStep {
  kind: string;
  at: Date;
  serviceId: string | null;
  /** Why it was done otherwise than usual; null for what is usual. */
  reason: string | null;
}

/** The leg whose visitor is at a seat now, with its number. */
export async function legAtSeat(
  executor: Executor,
  counterId: number,
): Promise<{ leg: Leg; series: string; number: number } | null> {
  const row = await on(executor)
    .selectFrom('leg')
    .innerJoin('visit', 'visit.id', 'leg.visit_id')
    .selectAll('leg')
    .select(['visit.series', 'visit.number'])
    .where('leg.counter_id', '=', counterId)
    .where('leg.state', 'in', ['called', 'serving'])
    .executeTakeFirst();
  return row ? { leg: toLeg(row), series: row.series, number: row.number } : null;
}

/** Who did the last step on a leg. */
export async function lastActor(executor: Executor, legId: string): Promise<string | undefined> {
  const row = await on(executor)
    .selectFrom('queue_event')
    .select('actor')
    .where('leg_id', '=', legId)
    .orderBy('sequence', 'desc')
    .executeTakeFirst();
  return row?.actor;
}

/** Others of a group who wait at a place for any seat, or only for this one. */
export async function companionsWaiting(
  executor: Executor,
  { groupId, serviceId, visitId }: { groupId: string; serviceId: string; visitId: string },
): Promise<Leg[]> {
  const rows = await on(executor)
    .selectFrom('leg')
    .innerJoin('visit', 'visit.id', 'leg.visit_id')
    .selectAll('leg')
    .where('visit.group_id', '=', groupId)
    .where('visit.id', '<>', visitId)
    .where('leg.service_id', '=', serviceId)
    .where('leg.state', '=', 'waiting')
    .orderBy('leg.id')
    .execute();
  return rows.map(toLeg);
}

/** Legs of today that were put aside until a time that has come. */
export async function holdsThatAreOver(
  executor: Executor,
  { facilityId, day, now }: { facilityId: string; day: Day; now: Date },
): Promise<string[]> {
  const rows = await on(executor)
    .selectFrom('leg')
    .innerJoin('visit', 'visit.id', 'leg.visit_id')
    .select('leg.id')
    .where('leg.state', '=', 'on_hold')
    .where('leg.hold_until', '<=', now)
    .where('visit.facility_id', '=', facilityId)
    .where('visit.day', '=', day)
    .orderBy('leg.rank_at')
    .execute();
  return rows.map(({ id }) => id);
}
