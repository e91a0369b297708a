import type { Clock } from '#platform/clock';
import type { Database, Transaction } from '#platform/database';
import { isUniqueViolation } from '#platform/database';
import { appendEvent } from '#platform/events';
import type { Appointments } from './appointments.ts';
import { cameAgain, notFoundHere, notPossible, notYourSeat, otherSeat, seatBusy } from './errors.ts';
import { lockSeat, type Seat } from './hall-store.ts';
import { apply, type LegAction, type LegState, seatStates } from './leg.ts';
import {
  insertQueueEvent,
  type LegChange,
  legById,
  legOfCommand,
  legsOfVisit,
  setPositions,
  updateLeg,
  waitMinutes,
} from './leg-store.ts';
import type { QueueRules } from './rules.ts';
import { chooseNext, currentLeg, type Leg, orderWithMoved, readyLegs, type Visit } from './visit.ts';
import { lockText, lockVisit, setVisitState } from './visit-store.ts';

/** What all steps share. */
export interface Hall {
  readonly database: Database;
  readonly clock: Clock;
  readonly facilityId: string;
  readonly appointments?: Appointments;
  /** How this hall calls, as the city has set it. */
  rules(): Promise<QueueRules>;
}

/** Who does a step, and from which seat; a command that comes twice (double tap) is carried out once. */
export interface Command {
  commandId: string;
  /** Id of the member of staff, or 'visitor'. */
  actor: string;
  /** The seat it is done from; null for the entrance and for the visitor. */
  counterId: number | null;
  /** Why it is done otherwise than usual, in words of the desk (never personal). */
  reason?: string;
}

/** A running step: its transaction, and where things stand. */
export interface Step {
  transaction: Transaction;
  hall: Hall;
  command: Command;
  now: Date;
  seat: Seat | null;
  rules: QueueRules;
}

/** Runs `work` as one command: once per command id, in one transaction, one step of a seat after the other. */
export async function runCommand(
  hall: Hall,
  command: Command,
  work: (step: Step) => Promise<Leg | null>,
): Promise<Leg | null> {
  // Read before the transaction: whoever waits for a second connection while holding one can wait for ever.
  const rules = await hall.rules();
  try {
    return await hall.database.transaction(async (transaction) => {
      await lockText(transaction, command.commandId);
      const earlier = await legOfCommand(transaction, command.commandId);
      if (earlier) return earlier;
      const seat = command.counterId === null ? null : await lockSeat(transaction, command.counterId);
      if (command.counterId !== null && seat?.staffId !== command.actor) throw notYourSeat();
      return work({ transaction, hall, command, now: hall.clock.now(), seat, rules });
    });
  } catch (error) {
    if (isUniqueViolation(error, 'one_customer_per_counter')) throw seatBusy();
    if (isUniqueViolation(error, 'one_visit_per_case')) throw cameAgain();
    throw error;
  }
}

/**
 * Whether a step may be done from here: a visitor at a seat belongs to that seat; one who waits belongs to every seat
 * that calls from this queue, and to the entrance.
 */
export function mayAct(leg: Pick<Leg, 'state' | 'counterId' | 'serviceId'>, seat: Seat | null): boolean {
  if ([...seatStates, 'done'].includes(leg.state)) return seat !== null && leg.counterId === seat.id;
  return seat === null || seat.skills.includes(leg.serviceId);
}

/** The leg and its visit, locked against every other step. */
export async function lockLeg({ transaction }: Step, legId: string): Promise<{ leg: Leg; visit: Visit }> {
  const found = await legById(transaction, legId);
  const visit = found && (await lockVisit(transaction, found.visitId));
  const leg = visit && (await legById(transaction, legId));
  if (!leg || !visit) throw notFoundHere();
  return { leg, visit };
}

/** What comes with a state beside the state itself. */
function changeFor(action: LegAction, leg: Leg, { now, seat, rules }: Step): Omit<LegChange, 'state' | 'changedAt'> {
  switch (action) {
    case 'call':
    case 'recall':
      return { counterId: seat?.id, callCount: leg.callCount + 1, calledAt: now, holdReason: null, holdUntil: null };
    case 'startServing':
      return { servingAt: now };
    case 'putBack':
      return {
        counterId: null,
        callCount: 0,
        holdReason: null,
        holdUntil: null,
        // Who was not there was not overtaken meanwhile.
        ...(leg.state === 'no_answer' && {
          queuedAt: now,
          rankAt: later(leg.rankAt, rules.absentMinutes),
          fairAt: later(leg.fairAt, rules.absentMinutes),
        }),
      };
    case 'holdOver':
      // Why they were away stays, so that the desk knows.
      return { counterId: null, callCount: 0 };
    case 'done':
    case 'transfer':
    case 'leave':
      return { endedAt: now };
    case 'noAnswer':
    case 'hold':
      return {};
  }
}

const later = (instant: Date, minutes: number): Date => new Date(instant.getTime() + minutes * 60_000);

/** Writes what happened: the event of the day's record and the news for the screens, in the transaction of the step. */
export async function record(
  step: Step,
  visit: Visit,
  happened: { leg: Leg; kind: string; from: LegState; commandId: string | null },
): Promise<void> {
  const { transaction, now, command, hall } = step;
  const { leg, kind, from, commandId } = happened;
  await insertQueueEvent(transaction, {
    at: now,
    facilityId: hall.facilityId,
    visitId: visit.id,
    legId: leg.id,
    counterId: step.seat?.id ?? null,
    kind,
    from,
    to: leg.state,
    actor: command.actor,
    commandId,
    reason: commandId === null ? undefined : command.reason,
  });
  await announce(transaction, hall.facilityId, { kind: `leg.${kind}`, visitId: visit.id, legId: leg.id });
}

/** Tells the screens of the hall and the phone of the visitor. Ids only. */
export async function announce(
  transaction: Transaction,
  facilityId: string,
  news: { kind: string; visitId: string; legId?: string },
): Promise<void> {
  const payload = { visitId: news.visitId, ...(news.legId && { legId: news.legId }) };
  for (const topic of [`queue:${facilityId}`, `visit:${news.visitId}`]) {
    await appendEvent(transaction, { topic, subject: news.visitId, kind: news.kind, payload });
  }
}

/** Carries out one action on a locked leg. Refuses what the state machine or the seat does not allow. */
export async function carryOut(
  step: Step,
  target: { leg: Leg; visit: Visit },
  action: LegAction,
  extra: Partial<LegChange> = {},
): Promise<Leg> {
  const { leg, visit } = target;
  const state = apply(leg.state, action);
  if (state === null) throw notPossible(action, leg.state);
  const ownSteps = action === 'leave' && step.command.actor === 'visitor';
  if (!ownSteps && !mayAct(leg, step.seat)) throw otherSeat();
  const change = { ...changeFor(action, leg, step), ...extra, state, changedAt: step.now };
  const changed = await updateLeg(step.transaction, leg.id, change);
  await record(step, visit, { leg: changed, kind: action, from: leg.state, commandId: step.command.commandId });
  return changed;
}

/** After the end of a leg: the next planned one begins to wait with its old rank, or the visit is over. */
export async function goOn(step: Step, visit: Visit): Promise<void> {
  const legs = await legsOfVisit(step.transaction, visit.id);
  if (currentLeg(legs)) return;
  const ready = readyLegs(legs).map(({ serviceId }) => serviceId);
  const rankAt = legs[0]?.rankAt ?? step.now;
  const day = step.hall.clock.today();
  const waits = ready.length > 1 ? await waitMinutes(step.transaction, ready, { day, rankAt }) : new Map();
  const next = chooseNext(legs, (serviceId) => waits.get(serviceId) ?? 0);
  if (!next) {
    const state = legs.some((leg) => leg.state === 'done') ? 'completed' : 'abandoned';
    await setVisitState(step.transaction, visit.id, state);
    if (visit.bookingId !== null && state === 'completed') {
      await step.hall.appointments?.fulfil(step.transaction, visit.bookingId, step.command.actor);
    }
    return;
  }
  const before = legs.filter(({ state }) => state !== 'planned').at(-1);
  if (before) await setPositions(step.transaction, orderWithMoved(legs, before.id, next.id));
  await goOnTo(step, visit, next.id);
}

/** A planned leg begins to wait now. */
export async function goOnTo(step: Step, visit: Visit, legId: string): Promise<void> {
  const change = { state: 'waiting', queuedAt: step.now, changedAt: step.now } as const;
  const waiting = await updateLeg(step.transaction, legId, change);
  await record(step, visit, { leg: waiting, kind: 'queued', from: 'planned', commandId: null });
}
