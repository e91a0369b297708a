import type { Language } from '#platform/i18n';
import type { LegState } from './leg.ts';

export type VisitSource = 'kiosk' | 'concierge' | 'web' | 'machine';
export type VisitState = 'active' | 'completed' | 'abandoned';

/** One coming to city hall: one number, whatever the number of places. */
export interface Visit {
  id: string;
  facilityId: string;
  /** Letter and number: 「A127」. */
  ticket: string;
  source: VisitSource;
  caseId: string | null;
  language: Language;
  /** Why the visitor is called earlier, or null. */
  priorityReason: string | null;
  state: VisitState;
  arrivedAt: Date;
  /** How many people came together. */
  people: number;
  /** The appointment that they came for, and when it begins. */
  bookingId: string | null;
  appointmentAt: Date | null;
  /** Those who came together have the same; null for who came alone. */
  groupId: string | null;
}

/** One place of a visit. */
export interface Leg {
  id: string;
  visitId: string;
  position: number;
  serviceId: string;
  procedures: readonly string[];
  minutes: number;
  state: LegState;
  /** The order of calling: `fairAt`, earlier for those who need help or have an appointment. Kept over every counter. */
  rankAt: Date;
  /** The place in the line that is theirs by right: the arrival, or the time of the appointment. */
  fairAt: Date;
  /** Until then those whose turn it is now go first. */
  notBefore: Date | null;
  /** Since when they wait at this place; null for a leg that is still to come. */
  queuedAt: Date | null;
  /** Legs of the same visit that have to be done first. */
  dependsOn: readonly string[];
  /** Only this seat calls them, as long as somebody works there. */
  targetCounterId: number | null;
  /** Only this member of staff calls them, as long as they sit at a seat of the place. */
  targetStaffId: string | null;
  counterId: number | null;
  callCount: number;
  calledAt: Date | null;
  servingAt: Date | null;
  endedAt: Date | null;
  holdReason: string | null;
  holdUntil: Date | null;
}

/** The legs that can begin now: planned, and everything that has to be done before them is over. */
export function readyLegs(legs: readonly Leg[]): Leg[] {
  const over = new Set(legs.filter(({ state }) => isOver(state)).map(({ id }) => id));
  const known = new Set(legs.map(({ id }) => id));
  return legs.filter(
    ({ state, dependsOn }) => state === 'planned' && dependsOn.every((id) => over.has(id) || !known.has(id)),
  );
}

/** Walking further is worth it only where the wait is shorter by so many minutes. */
const worthTheWay = 5;

/**
 * The leg to go to next: the first on the way, unless another one that can begin now has a wait that is clearly shorter.
 * Where every planned leg waits for another one, the first on the way.
 */
export function chooseNext(legs: readonly Leg[], waitMinutes: (serviceId: string) => number): Leg | undefined {
  const inOrder = (some: readonly Leg[]) => [...some].sort((left, right) => left.position - right.position);
  const [first, ...others] = inOrder(readyLegs(legs));
  if (!first) return inOrder(legs).find(({ state }) => state === 'planned');
  const shortest = others.reduce(
    (best, leg) => (waitMinutes(leg.serviceId) < waitMinutes(best.serviceId) ? leg : best),
    first,
  );
  return waitMinutes(shortest.serviceId) + worthTheWay <= waitMinutes(first.serviceId) ? shortest : first;
}

/** Whether a leg needs nothing more. */
export const isOver = (state: LegState): boolean => ['done', 'transferred', 'cancelled'].includes(state);

/** The leg a visitor is at: the one that is not planned and not over. */
export function currentLeg(legs: readonly Leg[]): Leg | undefined {
  return legs.find(({ state }) => state !== 'planned' && !isOver(state));
}

/** Ids of the legs in the order of walking when `moved` comes directly after `current`. */
export function orderWithMoved(legs: readonly Leg[], currentId: string, movedId: string): string[] {
  const ids = [...legs].sort((left, right) => left.position - right.position).map(({ id }) => id);
  const others = ids.filter((id) => id !== movedId);
  const index = others.indexOf(currentId) + 1;
  return [...others.slice(0, index), movedId, ...others.slice(index)];
}
