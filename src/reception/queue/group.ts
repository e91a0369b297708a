import { newId } from '#platform/codes';
import type { Transaction } from '#platform/database';
import { announce, type Hall, type Step } from './commands.ts';
import { alreadyGrouped, noSuchTicket, notFoundHere } from './errors.ts';
import { seatStates } from './leg.ts';
import { companionsWaiting, insertQueueEvent, legsOfVisit, updateLeg } from './leg-store.ts';
import { type QueueRules, type Rank, rankOf } from './rules.ts';
import { isOver, type Leg, type Visit } from './visit.ts';
import { lockGroups, lockText, lockVisit, setGroup, visitByTicket } from './visit-store.ts';

/**
 * Where those who came together stand: as if they had come with the last of them, so that nobody is overtaken by a
 * latecomer; and called earlier where one of them needs it or has an appointment.
 */
export function rankOfGroup(members: readonly Visit[], rules: QueueRules): Rank {
  const appointments = members.flatMap(({ appointmentAt }) => appointmentAt?.getTime() ?? []);
  return rankOf(
    new Date(Math.max(...members.map(({ arrivedAt }) => arrivedAt.getTime()))),
    {
      priority: members.some(({ priorityReason }) => priorityReason !== null),
      appointmentAt: appointments.length > 0 ? new Date(Math.min(...appointments)) : null,
    },
    rules,
  );
}

/** Gives every place of some visits that is still to come the same rank; who is at a seat stays as they are. */
async function giveRank(transaction: Transaction, members: readonly Visit[], rank: Rank, now: Date): Promise<void> {
  for (const { id } of members) {
    for (const leg of await legsOfVisit(transaction, id)) {
      if (isOver(leg.state) || seatStates.includes(leg.state)) continue;
      await updateLeg(transaction, leg.id, { ...rank, changedAt: now });
    }
  }
}

/** Writes down that somebody came together with others, or goes on alone. */
async function note(
  { clock, facilityId }: Hall,
  transaction: Transaction,
  { visitId, kind, actor }: { visitId: string; kind: 'grouped' | 'ungrouped'; actor: string },
): Promise<void> {
  const nothing = { legId: null, counterId: null, from: null, to: null, commandId: null };
  await insertQueueEvent(transaction, { ...nothing, visitId, kind, actor, at: clock.now(), facilityId });
  await announce(transaction, facilityId, { kind: `visit.${kind}`, visitId });
}

/**
 * Joins two visitors of today, each with those who came with them already. Throws a UserError for a number that is not in
 * the line and for one that is of the group already.
 */
export async function joinGroup(hall: Hall, visitId: string, ticket: string, actor: string): Promise<void> {
  const rules = await hall.rules();
  await hall.database.transaction(async (transaction) => {
    await lockText(transaction, `groups:${hall.facilityId}`);
    const key = { facilityId: hall.facilityId, day: hall.clock.today(), ticket };
    const other = await visitByTicket(transaction, key);
    if (other === null || other.id === visitId) throw noSuchTicket(ticket);
    const mine = await lockVisit(transaction, visitId);
    const theirs = await lockVisit(transaction, other.id);
    if (!mine || !theirs) throw notFoundHere();
    const two = [mine, theirs];
    const groups = two.flatMap(({ groupId }) => groupId ?? []);
    if (groups.length === 2 && groups[0] === groups[1]) throw alreadyGrouped(ticket);
    const members = new Map([...two, ...(await lockGroups(transaction, groups))].map((visit) => [visit.id, visit]));
    const active = [...members.values()].filter(({ state }) => state === 'active');
    const [groupId = newId()] = groups;
    await setGroup(transaction, [...members.keys()], groupId);
    await giveRank(transaction, active, rankOfGroup(active, rules), hall.clock.now());
    for (const { id } of two) await note(hall, transaction, { visitId: id, kind: 'grouped', actor });
  });
}

/** Takes a visitor out of their group: they, and who is left, stand where they would have stood. */
export async function leaveGroup(hall: Hall, visitId: string, actor: string): Promise<void> {
  const rules = await hall.rules();
  await hall.database.transaction(async (transaction) => {
    await lockText(transaction, `groups:${hall.facilityId}`);
    const groupId = (await lockVisit(transaction, visitId))?.groupId;
    if (!groupId) return;
    const members = await lockGroups(transaction, [groupId]);
    const others = members.filter(({ id }) => id !== visitId);
    // One alone is no group.
    const parting = others.length === 1 ? members : members.filter(({ id }) => id === visitId);
    await setGroup(
      transaction,
      parting.map(({ id }) => id),
      null,
    );
    const now = hall.clock.now();
    for (const visit of parting) {
      await giveRank(transaction, [visit], rankOfGroup([visit], rules), now);
      await note(hall, transaction, { visitId: visit.id, kind: 'ungrouped', actor });
    }
    const left = others.filter((visit) => visit.state === 'active' && !parting.includes(visit));
    if (left.length > 0) await giveRank(transaction, left, rankOfGroup(left, rules), now);
  });
}

/** Those who came together and wait at the same place are called next from the same seat. */
export async function keepTogether({ transaction, seat, now }: Step, visit: Visit, leg: Leg): Promise<void> {
  if (visit.groupId === null || seat === null) return;
  const companions = { groupId: visit.groupId, serviceId: leg.serviceId, visitId: visit.id };
  for (const one of await companionsWaiting(transaction, companions)) {
    if (one.targetStaffId !== null) continue;
    await updateLeg(transaction, one.id, { targetCounterId: seat.id, changedAt: now });
  }
}

/** The call was taken back: every seat may call the others again. */
export async function letGo({ transaction, seat, now }: Step, visit: Visit, leg: Leg): Promise<void> {
  if (visit.groupId === null || seat === null) return;
  const companions = { groupId: visit.groupId, serviceId: leg.serviceId, visitId: visit.id };
  for (const one of await companionsWaiting(transaction, companions)) {
    if (one.targetCounterId !== seat.id) continue;
    await updateLeg(transaction, one.id, { targetCounterId: null, changedAt: now });
  }
}
