import { newId } from '#platform/codes';
import { type Command, carryOut, goOn, goOnTo, type Hall, lockLeg, record, runCommand, type Step } from './commands.ts';
import { needsReason, notFoundHere, otherSeat, undoGoneOn, undoTooLate, unknownPlace } from './errors.ts';
import { keepTogether, letGo } from './group.ts';
import { type Seat, seatsOf, servicesOf } from './hall-store.ts';
import { type LegAction, undoTarget } from './leg.ts';
import {
  type Caller,
  firstWaiting,
  holdsThatAreOver,
  insertLegs,
  type LegChange,
  lastStep,
  legById,
  legsOfVisit,
  lockLines,
  lockNextWaiting,
  setPositions,
  updateLeg,
} from './leg-store.ts';
import { currentLeg, type Leg, orderWithMoved, type Visit } from './visit.ts';
import { lockVisit, setVisitState } from './visit-store.ts';

/** A step of the desk on one leg. */
export interface LegCommand extends Command {
  legId: string;
}

/** A command that is done from a seat. */
export interface SeatCommand extends Command {
  counterId: number;
}

/** Steps that change nothing but the leg itself. */
export type PlainAction = Exclude<LegAction, 'transfer' | 'done' | 'leave' | 'hold' | 'holdOver'>;

/**
 * Calls the visitor whose turn it is at this seat: the first by rank of all queues that the seat serves.
 * Null when nobody waits. Refuses while somebody is at the seat.
 */
export function callNext(hall: Hall, command: SeatCommand): Promise<Leg | null> {
  return runCommand(hall, command, async (step) => {
    await lockLines(step.transaction, step.seat?.skills ?? []);
    const leg = await lockNextWaiting(step.transaction, callerOf(step, command.counterId));
    if (!leg) return null;
    const visit = await lockVisit(step.transaction, leg.visitId);
    if (!visit) throw notFoundHere();
    return called(step, { leg, visit });
  });
}

/** Calls somebody, and keeps those who came with them together. */
async function called(step: Step, target: { leg: Leg; visit: Visit }): Promise<Leg> {
  const leg = await carryOut(step, target, 'call');
  await keepTogether(step, target.visit, leg);
  return leg;
}

function callerOf({ hall, now, seat, rules }: Step, counterId: number): Caller {
  const { mostOvertaken } = rules;
  return { counterId, staffId: seat?.staffId ?? null, day: hall.clock.today(), now, mostOvertaken };
}

/** Refuses to call somebody before their turn without a reason: those who wait longer can ask why. */
async function requireReason(step: Step, leg: Leg): Promise<void> {
  if (leg.state !== 'waiting' || step.seat === null || step.command.reason !== undefined) return;
  const first = await firstWaiting(step.transaction, callerOf(step, step.seat.id));
  if (first !== leg.id) throw needsReason();
}

/** One plain step: call this one, call again, no answer, back to the queue, start serving. */
export async function act(hall: Hall, command: LegCommand, action: PlainAction): Promise<Leg> {
  return found(
    await runCommand(hall, command, async (step) => {
      if (action === 'call') {
        // The line before the visit, as in `callNext`: so nobody waits in a circle.
        const line = (await legById(step.transaction, command.legId))?.serviceId;
        if (line !== undefined) await lockLines(step.transaction, [line]);
      }
      const target = await lockLeg(step, command.legId);
      if (action !== 'call') return carryOut(step, target, action);
      await requireReason(step, target.leg);
      return called(step, target);
    }),
  );
}

/** Puts a visitor aside, with the reason in words of the desk (never personal) and until when. */
export async function hold(hall: Hall, command: LegCommand, why: { reason: string; until: Date | null }): Promise<Leg> {
  return found(
    await runCommand(hall, { reason: why.reason, ...command }, async (step) =>
      carryOut(step, await lockLeg(step, command.legId), 'hold', { holdReason: why.reason, holdUntil: why.until }),
    ),
  );
}

/** Ends a leg; the visitor then waits at the next place with the rank of their arrival, or has finished. */
export async function done(hall: Hall, command: LegCommand): Promise<Leg> {
  return found(
    await runCommand(hall, command, async (step) => {
      const target = await lockLeg(step, command.legId);
      const leg = await carryOut(step, target, 'done');
      await goOn(step, target.visit);
      return leg;
    }),
  );
}

/** Ends the whole visit: the visitor has left, or wants no more. Returns the leg they were at. */
export async function leave(hall: Hall, command: LegCommand): Promise<Leg> {
  return found(
    await runCommand(hall, command, async (step) => {
      const target = await lockLeg(step, command.legId);
      const left = await carryOut(step, target, 'leave');
      for (const leg of await legsOfVisit(step.transaction, target.visit.id)) {
        if (leg.state !== 'planned') continue;
        const cancelled = await updateLeg(step.transaction, leg.id, {
          state: 'cancelled',
          endedAt: step.now,
          changedAt: step.now,
        });
        await record(step, target.visit, { leg: cancelled, kind: 'leave', from: leg.state, commandId: null });
      }
      await goOn(step, target.visit);
      return left;
    }),
  );
}

/** The leg at the place that a visitor is sent to: the one that was planned there anyway, or a new one. */
async function legAt(step: Step, visit: Visit, from: Leg, { serviceId, ...target }: TransferTarget): Promise<string> {
  const legs = await legsOfVisit(step.transaction, visit.id);
  const planned = legs.find((leg) => leg.state === 'planned' && leg.serviceId === serviceId);
  if (planned) {
    const procedures = [...new Set([...from.procedures, ...planned.procedures])];
    const change = { procedures, movedFrom: from.id, changedAt: step.now, ...target };
    await updateLeg(step.transaction, planned.id, change);
    await setPositions(step.transaction, orderWithMoved(legs, from.id, planned.id));
    return planned.id;
  }
  const id = newId();
  await insertLegs(step.transaction, [
    {
      id,
      visitId: visit.id,
      position: Math.max(...legs.map((leg) => leg.position)) + 1,
      serviceId,
      procedures: from.procedures,
      minutes: from.minutes,
      state: 'planned',
      rankAt: from.rankAt,
      fairAt: from.fairAt,
      notBefore: null,
      dependsOn: [],
      ...target,
      movedFrom: from.id,
      changedAt: step.now,
    },
  ]);
  const all = await legsOfVisit(step.transaction, visit.id);
  await setPositions(step.transaction, orderWithMoved(all, from.id, id));
  return id;
}

/** Where somebody is sent: a place, there to one seat or to one member of staff if need be. */
export interface TransferTarget {
  serviceId: string;
  targetCounterId?: number | null;
  targetStaffId?: string | null;
}

/** Whether the seat or the person that somebody is sent to works at that place now. */
function isThere({ serviceId, targetCounterId, targetStaffId }: TransferTarget, seats: readonly Seat[]): boolean {
  const here = seats.filter(({ skills, staffId }) => staffId !== null && skills.includes(serviceId));
  if (targetCounterId && !here.some(({ id }) => id === targetCounterId)) return false;
  return !targetStaffId || here.some(({ staffId }) => staffId === targetStaffId);
}

/** Sends a visitor to another place. They keep the rank of their arrival there and go on to the rest afterwards. */
export async function transfer(hall: Hall, command: LegCommand, to: TransferTarget): Promise<Leg> {
  return found(
    await runCommand(hall, command, async (step) => {
      const target = await lockLeg(step, command.legId);
      const services = await servicesOf(step.transaction, hall.facilityId);
      const samePlace = to.serviceId === target.leg.serviceId && !to.targetCounterId && !to.targetStaffId;
      const seats = await seatsOf(step.transaction, hall.facilityId);
      if (!isThere(to, seats)) throw unknownPlace();
      if (samePlace || !services.some(({ id }) => id === to.serviceId)) throw unknownPlace();
      const leg = await carryOut(step, target, 'transfer');
      await goOnTo(step, target.visit, await legAt(step, target.visit, leg, to));
      return leg;
    }),
  );
}

/** Puts the next leg back from waiting to planned, because the one before goes on after all. It may have been the last one. */
async function takeBackNext(step: Step, visit: Visit, from: Leg): Promise<void> {
  const legs = await legsOfVisit(step.transaction, visit.id);
  const next = currentLeg(legs);
  if (!next) {
    if (legs.some(({ endedAt }) => endedAt !== null && from.endedAt !== null && endedAt > from.endedAt))
      throw undoGoneOn();
    return;
  }
  if (next.state !== 'waiting') throw undoGoneOn();
  const planned = await updateLeg(step.transaction, next.id, { state: 'planned', changedAt: step.now });
  await record(step, visit, { leg: planned, kind: 'unqueued', from: 'waiting', commandId: null });
}

/**
 * Takes back where a visitor was sent to: the leg that was planned there anyway is planned again without what came along,
 * and one that was made for it ends.
 */
async function takeBackTransfer(step: Step, visit: Visit, from: Leg): Promise<void> {
  const next = currentLeg(await legsOfVisit(step.transaction, visit.id));
  if (next?.state !== 'waiting') throw undoGoneOn();
  const left = next.procedures.filter((id) => !from.procedures.includes(id));
  const nobody = { targetCounterId: null, targetStaffId: null, movedFrom: null, changedAt: step.now };
  const change: LegChange =
    left.length > 0
      ? { ...nobody, state: 'planned', procedures: left }
      : { ...nobody, state: 'cancelled', endedAt: step.now };
  const back = await updateLeg(step.transaction, next.id, change);
  await record(step, visit, { leg: back, kind: 'unqueued', from: 'waiting', commandId: null });
}

/** Plans again what was given up together with a leg, as the visitor left. */
async function planAgain(step: Step, visit: Visit, left: Leg): Promise<void> {
  for (const leg of await legsOfVisit(step.transaction, visit.id)) {
    if (leg.id === left.id || leg.state !== 'cancelled' || leg.endedAt?.getTime() !== left.endedAt?.getTime()) continue;
    if ((await lastStep(step.transaction, leg.id))?.from !== 'planned') continue;
    const change = { state: 'planned', endedAt: null, changedAt: step.now } as const;
    const planned = await updateLeg(step.transaction, leg.id, change);
    await record(step, visit, { leg: planned, kind: 'undone', from: 'cancelled', commandId: null });
  }
}

/** Whether a last step is taken back where it was done: at its seat; who waits or has left, at any seat of the place; who has left, at the entrance too. */
function mayUndo(leg: Leg, seat: Seat | null): boolean {
  if (seat === null) return leg.state === 'cancelled';
  const isSeats = leg.counterId === null || leg.state === 'cancelled';
  return isSeats ? seat.skills.includes(leg.serviceId) : leg.counterId === seat.id;
}

/** The visit goes on after all, and so does its appointment. */
async function reopen({ transaction, hall, command }: Step, visit: Visit): Promise<void> {
  if (visit.state === 'active') return;
  await setVisitState(transaction, visit.id, 'active');
  if (visit.bookingId !== null) await hall.appointments?.reopen(transaction, visit.bookingId, command.actor);
}

/** Takes back the last step on a leg, within ten minutes. */
export async function undo(hall: Hall, command: LegCommand): Promise<Leg> {
  return found(
    await runCommand(hall, command, async (step) => {
      const { leg, visit } = await lockLeg(step, command.legId);
      const state = undoTarget(leg.state, await lastStep(step.transaction, leg.id), step.now);
      if (state === null) throw undoTooLate();
      if (!mayUndo(leg, step.seat)) throw otherSeat();
      if (leg.state === 'transferred') await takeBackTransfer(step, visit, leg);
      if (leg.state === 'called') await letGo(step, visit, leg);
      if (leg.state === 'done') await takeBackNext(step, visit, leg);
      if (leg.state === 'cancelled') await planAgain(step, visit, leg);
      if (leg.state === 'done' || leg.state === 'cancelled') await reopen(step, visit);
      const back = await updateLeg(step.transaction, leg.id, {
        state,
        changedAt: step.now,
        endedAt: null,
        // As if it had not been called: neither the board nor the bound on overtaking counts it.
        ...(state === 'waiting' && { counterId: null, calledAt: null, callCount: 0 }),
      });
      await record(step, visit, { leg: back, kind: 'undone', from: leg.state, commandId: command.commandId });
      return back;
    }),
  );
}

/** Every command on a leg ends with that leg. */
function found(leg: Leg | null): Leg {
  if (!leg) throw notFoundHere();
  return leg;
}

/** Puts everybody back into the line who was put aside until a time that has come; they keep their place in it. Gives how many. */
export async function returnHeld(hall: Hall): Promise<number> {
  const due = { facilityId: hall.facilityId, day: hall.clock.today(), now: hall.clock.now() };
  let returned = 0;
  for (const legId of await holdsThatAreOver(hall.database.kysely, due)) {
    const command = { commandId: newId(), actor: 'system', counterId: null };
    const leg = await runCommand(hall, command, async (step) => {
      const target = await lockLeg(step, legId);
      // Somebody was faster.
      const isOver = target.leg.state === 'on_hold' && target.leg.holdUntil && target.leg.holdUntil <= step.now;
      return isOver ? carryOut(step, target, 'holdOver') : null;
    });
    if (leg) returned += 1;
  }
  return returned;
}

/** Whether the last step on a leg can still be taken back. */
export async function isUndoable({ database, clock }: Hall, leg: Pick<Leg, 'id' | 'state'>): Promise<boolean> {
  return undoTarget(leg.state, await lastStep(database.kysely, leg.id), clock.now()) !== null;
}
