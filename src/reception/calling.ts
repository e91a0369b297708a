import { newId } from '#platform/codes';
import { type Command, carryOut, goOn, type Hall, lockLeg, record, runCommand, type Step } from './commands.ts';
import { notFoundHere, otherSeat, undoGoneOn, undoTooLate, unknownPlace } from './errors.ts';
import { servicesOf } from './hall-store.ts';
import { type LegAction, undoTarget } from './leg.ts';
import { insertLegs, lastStep, legsOfVisit, lockNextWaiting, setPositions, updateLeg } from './leg-store.ts';
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
export type PlainAction = Exclude<LegAction, 'transfer' | 'done' | 'leave' | 'hold'>;

/**
 * Calls the visitor whose turn it is at this seat: the first by rank of all queues that the seat serves.
 * Null when nobody waits. Refuses while somebody is at the seat.
 */
export function callNext(hall: Hall, command: SeatCommand): Promise<Leg | null> {
  return runCommand(hall, command, async (step) => {
    const leg = await lockNextWaiting(step.transaction, command.counterId, hall.clock.today());
    if (!leg) return null;
    const visit = await lockVisit(step.transaction, leg.visitId);
    if (!visit) throw notFoundHere();
    return carryOut(step, { leg, visit }, 'call');
  });
}

/** One plain step: call this one, call again, no answer, back to the queue, start serving. */
export async function act(hall: Hall, command: LegCommand, action: PlainAction): Promise<Leg> {
  return found(
    await runCommand(hall, command, async (step) => carryOut(step, await lockLeg(step, command.legId), action)),
  );
}

/** Puts a visitor aside, with the reason in words of the desk (never personal) and until when. */
export async function hold(hall: Hall, command: LegCommand, why: { reason: string; until: Date | null }): Promise<Leg> {
  return found(
    await runCommand(hall, command, async (step) =>
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
async function legAt(step: Step, visit: Visit, from: Leg, serviceId: string): Promise<string> {
  const legs = await legsOfVisit(step.transaction, visit.id);
  const planned = legs.find((leg) => leg.state === 'planned' && leg.serviceId === serviceId);
  if (planned) {
    const procedures = [...new Set([...from.procedures, ...planned.procedures])];
    await updateLeg(step.transaction, planned.id, { procedures, movedFrom: from.id, changedAt: step.now });
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
      movedFrom: from.id,
      changedAt: step.now,
    },
  ]);
  const all = await legsOfVisit(step.transaction, visit.id);
  await setPositions(step.transaction, orderWithMoved(all, from.id, id));
  return id;
}

/** Sends a visitor to another place. They keep the rank of their arrival there and go on to the rest afterwards. */
export async function transfer(hall: Hall, command: LegCommand, serviceId: string): Promise<Leg> {
  return found(
    await runCommand(hall, command, async (step) => {
      const target = await lockLeg(step, command.legId);
      const services = await servicesOf(step.transaction, hall.facilityId);
      if (serviceId === target.leg.serviceId || !services.some(({ id }) => id === serviceId)) throw unknownPlace();
      const leg = await carryOut(step, target, 'transfer');
      await legAt(step, target.visit, leg, serviceId);
      await goOn(step, target.visit);
      return leg;
    }),
  );
}

/** Puts the next leg back from waiting to planned, because the one before goes on after all. */
async function takeBackNext(step: Step, visit: Visit): Promise<void> {
  const next = currentLeg(await legsOfVisit(step.transaction, visit.id));
  if (!next) return;
  if (next.state !== 'waiting') throw undoGoneOn();
  const planned = await updateLeg(step.transaction, next.id, { state: 'planned', changedAt: step.now });
  await record(step, visit, { leg: planned, kind: 'unqueued', from: 'waiting', commandId: null });
}

/** Takes back the last step on a leg, within ten minutes. */
export async function undo(hall: Hall, command: LegCommand & SeatCommand): Promise<Leg> {
  return found(
    await runCommand(hall, command, async (step) => {
      const { leg, visit } = await lockLeg(step, command.legId);
      const state = undoTarget(leg.state, await lastStep(step.transaction, leg.id), step.now);
      if (state === null) throw undoTooLate();
      if (leg.counterId !== command.counterId) throw otherSeat();
      if (leg.state === 'done') {
        await takeBackNext(step, visit);
        await setVisitState(step.transaction, visit.id, 'active');
      }
      const back = await updateLeg(step.transaction, leg.id, {
        state,
        changedAt: step.now,
        endedAt: null,
        ...(state === 'waiting' && { counterId: null }),
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
