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
  /** Place in the queue: the arrival, earlier for those who need help. Kept over every counter. */
  rankAt: Date;
  counterId: number | null;
  callCount: number;
  calledAt: Date | null;
  servingAt: Date | null;
  endedAt: Date | null;
  holdReason: string | null;
  holdUntil: Date | null;
}

/** Minutes by which those who need help are moved forward. Nobody is overtaken by someone who came later than this. */
export const priorityMinutes = 30;

/** The rank of someone who arrived at `arrivedAt`. */
export function rankOf(arrivedAt: Date, priority: boolean): Date {
  return priority ? new Date(arrivedAt.getTime() - priorityMinutes * 60_000) : arrivedAt;
}

/** The number as it is shown and spoken: 「A007」. */
export function ticketText(series: string, number: number): string {
  return `${series}${String(number).padStart(3, '0')}`;
}

/** The leg that begins when another one has ended: the first planned one, unless a leg is still going on. */
export function nextPlanned(legs: readonly Leg[]): Leg | undefined {
  return [...legs].sort((left, right) => left.position - right.position).find(({ state }) => state === 'planned');
}

/** The leg a visitor is at: the one that is not planned and not over. */
export function currentLeg(legs: readonly Leg[]): Leg | undefined {
  return legs.find(({ state }) => !['planned', 'done', 'transferred', 'cancelled'].includes(state));
}

/** Ids of the legs in the order of walking when `moved` comes directly after `current`. */
export function orderWithMoved(legs: readonly Leg[], currentId: string, movedId: string): string[] {
  const ids = [...legs].sort((left, right) => left.position - right.position).map(({ id }) => id);
  const others = ids.filter((id) => id !== movedId);
  const index = others.indexOf(currentId) + 1;
  return [...others.slice(0, index), movedId, ...others.slice(index)];
}
