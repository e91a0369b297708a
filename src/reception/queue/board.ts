import { estimateOf, futureOf, type Outlook } from '../waiting/outlook.ts';
import type { Seat, Service } from './hall-store.ts';
import { seatStates } from './leg.ts';
import { isCallableFrom } from './line.ts';
import { comparePlaces } from './place.ts';
import type { QueueRules } from './rules.ts';
import type { Leg, Visit } from './visit.ts';
import type { WaitEstimate } from './wait.ts';

/** The whole hall at one moment. Legs stand in the order of calling (`inCallingOrder`). */
export interface Snapshot {
  at: Date;
  services: readonly Service[];
  seats: readonly Seat[];
  visits: ReadonlyMap<string, Visit>;
  legs: readonly Leg[];
  /** What waiting times are worked out with beside the hall itself. */
  outlook?: Outlook;
  /** How the hall calls now. */
  rules: QueueRules;
}

/** A leg with the visit that it belongs to. */
export interface Queued {
  leg: Leg;
  visit: Visit;
}

function queued(snapshot: Snapshot, accept: (leg: Leg) => boolean): Queued[] {
  return snapshot.legs.filter(accept).flatMap((leg) => {
    const visit = snapshot.visits.get(leg.visitId);
    return visit ? [{ leg, visit }] : [];
  });
}

/** Whether somebody works now who calls from a place. */
function isServed({ seats }: Snapshot, serviceId: string): boolean {
  return seats.some(({ skills, staffId }) => staffId !== null && skills.includes(serviceId));
}

/** How many are called before each leg that waits, worked out once for a snapshot. */
const aheads = new WeakMap<Snapshot, ReadonlyMap<string, { leg: Leg; ahead: number }>>();

function aheadOf(snapshot: Snapshot): ReadonlyMap<string, { leg: Leg; ahead: number }> {
  const known = aheads.get(snapshot);
  if (known) return known;
  const lines = new Map<string, number>();
  const worked = new Map<string, { leg: Leg; ahead: number }>();
  for (const leg of snapshot.legs) {
    if (leg.state !== 'waiting') continue;
    const ahead = lines.get(leg.serviceId) ?? 0;
    worked.set(leg.id, { leg, ahead });
    lines.set(leg.serviceId, ahead + 1);
  }
  aheads.set(snapshot, worked);
  return worked;
}

/** How a leg that waits stands: how many are called before it, and the range of its wait. Null when it does not wait. */
export function turnOf(snapshot: Snapshot, legId: string): { ahead: number; wait: WaitEstimate } | null {
  const waiting = aheadOf(snapshot).get(legId);
  if (waiting === undefined) return null;
  return {
    ahead: waiting.ahead,
    wait: estimateOf(futureOf(snapshot).legs.get(legId), isServed(snapshot, waiting.leg.serviceId)),
  };
}

/** One place as everybody may see it. */
export interface PlaceStatus {
  service: Service;
  waiting: number;
  openDesks: number;
  /** The wait of somebody who takes a number now. */
  wait: WaitEstimate;
}

/** How full every place is, in the order of walking. */
export function placeStatuses(snapshot: Snapshot): PlaceStatus[] {
  return [...snapshot.services].sort(comparePlaces).map((service) => {
    const line = snapshot.legs.filter(({ state, serviceId }) => state === 'waiting' && serviceId === service.id);
    return {
      service,
      waiting: line.length,
      openDesks: snapshot.seats.filter(({ skills, staffId }) => staffId !== null && skills.includes(service.id)).length,
      wait: estimateOf(futureOf(snapshot).places.get(service.id), isServed(snapshot, service.id)),
    };
  });
}

/** A place worth naming to visitors now: somebody works or waits there. */
export function isActive({ waiting, openDesks }: PlaceStatus): boolean {
  return waiting > 0 || openDesks > 0;
}

/** A call as the board shows it. */
export interface BoardCall {
  legId: string;
  ticket: string;
  service: Service;
  calledAt: Date;
  callCount: number;
  /** Still called: the visitor is not at the seat yet. */
  open: boolean;
}

/** A part of the hall: a floor, all of it (null), or the places that something holds for. */
export type Part = number | null | ((service: Service) => boolean);

function servicesIn(snapshot: Snapshot, part: Part): Map<string, Service> {
  const belongs = typeof part === 'function' ? part : (service: Service) => part === null || service.floor === part;
  return new Map(snapshot.services.filter(belongs).map((service) => [service.id, service]));
}

/** The newest calls of a part of the hall, newest first. Calls that were taken back or not answered are left out. */
export function recentCalls(snapshot: Snapshot, part: Part, count = Number.POSITIVE_INFINITY): BoardCall[] {
  const services = servicesIn(snapshot, part);
  const shown = ['called', 'serving', 'done', 'transferred', 'on_hold'];
  return queued(snapshot, ({ state, calledAt }) => calledAt !== null && shown.includes(state))
    .flatMap(({ leg, visit }) => {
      const service = services.get(leg.serviceId);
      if (!service || leg.calledAt === null) return [];
      const { calledAt, callCount } = leg;
      return [{ legId: leg.id, ticket: visit.ticket, service, calledAt, callCount, open: leg.state === 'called' }];
    })
    .sort((left, right) => right.calledAt.getTime() - left.calledAt.getTime())
    .slice(0, count);
}

/** The numbers in a part of the hall that did not come when they were called. */
export function absentTickets(snapshot: Snapshot, part: Part): string[] {
  const services = servicesIn(snapshot, part);
  return queued(snapshot, ({ state, serviceId }) => state === 'no_answer' && services.has(serviceId)).map(
    ({ visit }) => visit.ticket,
  );
}

/** What a seat has before it. */
export interface SeatQueue {
  /** Who is at the seat, called or being served. */
  current: Queued | null;
  /** Who waits for this seat, in the order of calling. */
  waiting: readonly Queued[];
  /** Who waits at the place for one seat or one person that is not here. */
  forOthers: readonly Queued[];
  /** Who was put aside or did not come. */
  aside: readonly Queued[];
}

/** The work list of a seat. */
export function seatQueue(snapshot: Snapshot, seat: Seat): SeatQueue {
  const own = ({ serviceId }: Leg): boolean => seat.skills.includes(serviceId);
  const [current = null] = queued(
    snapshot,
    ({ state, counterId }) => seatStates.includes(state) && counterId === seat.id,
  );
  return {
    current,
    waiting: queued(snapshot, (leg) => leg.state === 'waiting' && isCallableFrom(leg, seat, snapshot.seats)),
    forOthers: queued(
      snapshot,
      (leg) => leg.state === 'waiting' && own(leg) && !isCallableFrom(leg, seat, snapshot.seats),
    ),
    aside: queued(snapshot, (leg) => ['on_hold', 'no_answer'].includes(leg.state) && own(leg)),
  };
}

/** The legs of a visit in the order of walking. */
export function legsOf(snapshot: Snapshot, visitId: string): Leg[] {
  return snapshot.legs.filter((leg) => leg.visitId === visitId).sort((left, right) => left.position - right.position);
}

/** Those who came together with a visitor, in the order of coming. */
export function companionsOf({ visits }: Snapshot, { id, groupId }: Visit): Visit[] {
  if (groupId === null) return [];
  return [...visits.values()].filter((visit) => visit.groupId === groupId && visit.id !== id);
}

/** The place at which somebody left for good; null for who is still here or was served. */
export function leftFrom(snapshot: Snapshot, { id, state }: Visit): Leg | null {
  if (state === 'active') return null;
  // What was only planned never waited.
  return legsOf(snapshot, id).find((leg) => leg.state === 'cancelled' && leg.queuedAt !== null) ?? null;
}
