import type { Day } from '#platform/clock';
import type { Transaction } from '#platform/database';
import { UserError } from '#platform/errors';
import { announce, type Hall } from './commands.ts';
import { insertQueueEvent, legsOfVisit, updateLeg } from './leg-store.ts';
import { hasVisits, lockText, lockVisit, moveNumbers, moveWaitingVisits, setVisitState } from './visit-store.ts';

const dayHasBegun = (): UserError =>
  new UserError('queue.dayHasBegun', 'その日の番号札がもう出ています。番号が重なるので、列を移せません。', 409);

/**
 * Keeps the line for another day, in an emergency that closes the hall: everybody who still waits, was put aside or was
 * absent keeps number, rank and places; the numbers of that day go on after theirs. Who is at a seat stays in today.
 * Refuses when numbers of that day are out already. Gives how many visits.
 */
export function keepOvernight(hall: Hall, day: Day, actor: string, reason: string): Promise<number> {
  const { database, clock, facilityId } = hall;
  const days = { facilityId, from: clock.today(), to: day };
  return database.transaction(async (transaction) => {
    await lockText(transaction, `hall:${facilityId}:overnight`);
    if (await hasVisits(transaction, facilityId, day)) throw dayHasBegun();
    await moveNumbers(transaction, days);
    const ids = await moveWaitingVisits(transaction, days);
    for (const visitId of ids) await note(hall, transaction, { visitId, kind: 'keptOvernight', actor, reason });
    return ids.length;
  });
}

async function note(
  { clock, facilityId }: Hall,
  transaction: Transaction,
  happened: { visitId: string; kind: string; actor: string; reason?: string },
): Promise<void> {
  const nothing = { legId: null, counterId: null, from: null, to: null, commandId: null };
  await insertQueueEvent(transaction, { ...nothing, ...happened, at: clock.now(), facilityId });
  await announce(transaction, facilityId, { kind: `visit.${happened.kind}`, visitId: happened.visitId });
}

/** Ends visits with their day: being served counts as done, everything else that is open as given up. */
export async function endVisits(hall: Hall, ids: readonly string[], actor: string): Promise<number> {
  let ended = 0;
  for (const id of ids)
    if (await hall.database.transaction((transaction) => endVisit(hall, transaction, id, actor))) ended += 1;
  return ended;
}

async function endVisit(hall: Hall, transaction: Transaction, visitId: string, actor: string): Promise<boolean> {
  const now = hall.clock.now();
  const visit = await lockVisit(transaction, visitId);
  if (visit?.state !== 'active') return false;
  const legs = await legsOfVisit(transaction, visitId);
  for (const leg of legs) {
    if (['done', 'transferred', 'cancelled'].includes(leg.state)) continue;
    const state = leg.state === 'serving' ? 'done' : 'cancelled';
    await updateLeg(transaction, leg.id, { state, endedAt: now, changedAt: now });
    await insertQueueEvent(transaction, {
      at: now,
      facilityId: hall.facilityId,
      visitId,
      legId: leg.id,
      counterId: leg.counterId,
      kind: 'dayEnded',
      from: leg.state,
      to: state,
      actor,
      commandId: null,
    });
  }
  const served = legs.some(({ state }) => state === 'serving' || state === 'done');
  await setVisitState(transaction, visitId, served ? 'completed' : 'abandoned');
  if (served && visit.bookingId !== null) await hall.appointments?.fulfil(transaction, visit.bookingId, actor);
  await announce(transaction, hall.facilityId, { kind: 'visit.dayEnded', visitId });
  return true;
}
