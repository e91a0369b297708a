import type { Seat } from './hall-store.ts';
import type { Leg } from './visit.ts';

/** Somebody in the line, with what decides their place in it. */
export type InLine = Pick<
  Leg,
  'id' | 'serviceId' | 'state' | 'rankAt' | 'fairAt' | 'notBefore' | 'queuedAt' | 'calledAt'
>;

/** What the order of calling depends on beside the line itself. */
export interface LineRules {
  now: Date;
  /** So often somebody can be overtaken; after that they go before everybody. */
  mostOvertaken: number;
}

/** How many were called at the same place while this one waited, although their right to it is later. */
export function overtakenBy(leg: InLine, legs: readonly InLine[]): number {
  const { queuedAt } = leg;
  if (queuedAt === null) return 0;
  return legs.filter(
    ({ serviceId, state, calledAt, fairAt }) =>
      serviceId === leg.serviceId &&
      state !== 'waiting' &&
      calledAt !== null &&
      calledAt >= queuedAt &&
      fairAt > leg.fairAt,
  ).length;
}

/** Smaller comes first, part by part. */
function compareParts(left: readonly (number | string)[], right: readonly (number | string)[]): number {
  for (const [index, part] of left.entries()) {
    const other = right[index] ?? part;
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}

/**
 * The legs in the order of calling: who was overtaken too often, the one with the oldest right first; then those whose
 * turn it is now; then those who came early for their appointment; each by rank. This is the order that
 * `lockNextWaiting` calls in and that every screen shows. Who does not wait stands among them by rank.
 */
export function inCallingOrder<Some extends InLine>(legs: readonly Some[], { now, mostOvertaken }: LineRules): Some[] {
  const called = legs.filter(({ calledAt }) => calledAt !== null);
  return legs
    .map((leg) => {
      const first = leg.state === 'waiting' && overtakenBy(leg, called) >= mostOvertaken;
      const early = leg.notBefore !== null && leg.notBefore > now;
      const order = [first ? 0 : 1, first ? leg.fairAt.getTime() : 0, early ? 1 : 0, leg.rankAt.getTime(), leg.id];
      return { leg, order };
    })
    .sort((left, right) => compareParts(left.order, right.order))
    .map(({ leg }) => leg);
}

/**
 * Whether a seat calls somebody who waits. A target counts only as long as it is there: where nobody works at the seat, or
 * the person sits at no seat of the place, everybody may call the visitor again, so that nobody is stranded.
 */
export function isCallableFrom(
  leg: Pick<Leg, 'serviceId' | 'targetCounterId' | 'targetStaffId'>,
  seat: Seat,
  seats: readonly Seat[],
): boolean {
  if (!seat.skills.includes(leg.serviceId)) return false;
  const seatIsOpen = seats.some(({ id, staffId }) => id === leg.targetCounterId && staffId !== null);
  const personIsHere =
    leg.targetStaffId !== null &&
    seats.some(({ staffId, skills }) => staffId === leg.targetStaffId && skills.includes(leg.serviceId));
  const forOtherSeat = seatIsOpen && leg.targetCounterId !== seat.id;
  const forOtherPerson = personIsHere && leg.targetStaffId !== seat.staffId;
  return !forOtherSeat && !forOtherPerson;
}
