import { type PlaceStatus, placeStatuses, type Snapshot } from './board.ts';
import type { Seat, Service } from './hall-store.ts';
import { seatStates } from './leg.ts';
import { currentLeg, type Leg, type Visit } from './visit.ts';

/** One place as the manager of the hall sees it. */
export interface PlaceOverview extends PlaceStatus {
  /** Minutes that the one who waits longest here has waited at this place; null when nobody waits. */
  longestWait: number | null;
  /** The seats where somebody works, with the number that is there. */
  desks: readonly { seat: Seat; ticket: string | null }[];
  held: number;
  absent: number;
}

/** A call that nobody has answered yet, or somebody who is aside for longer than was said. */
export interface OpenCall {
  ticket: string;
  service: Service;
  /** Number of the seat; null where the seat is not known any more. */
  seat: number | null;
  minutes: number;
}

/** What has come of the day so far. */
export interface DayTotals {
  came: number;
  served: number;
  gone: number;
  here: number;
}

const minutesSince = (from: Date, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - from.getTime()) / 60_000));

/** All places where somebody works or is, in the order of walking. */
export function placeOverviews(snapshot: Snapshot): PlaceOverview[] {
  const { at, seats, visits } = snapshot;
  return placeStatuses(snapshot)
    .map((status) => {
      const legs = snapshot.legs.filter(({ serviceId }) => serviceId === status.service.id);
      const count = (state: Leg['state']): number => legs.filter((leg) => leg.state === state).length;
      const since = legs.flatMap(({ state, queuedAt }) =>
        state === 'waiting' && queuedAt ? [queuedAt.getTime()] : [],
      );
      const open = seats.filter(({ serviceId, staffId }) => serviceId === status.service.id && staffId !== null);
      const desks = open.map((seat) => {
        const leg = snapshot.legs.find((one) => one.counterId === seat.id && seatStates.includes(one.state));
        return { seat, ticket: (leg && visits.get(leg.visitId)?.ticket) ?? null };
      });
      const longestWait = since.length === 0 ? null : minutesSince(new Date(Math.min(...since)), at);
      return { ...status, longestWait, desks, held: count('on_hold'), absent: count('no_answer') };
    })
    .filter(({ waiting, desks, held, absent }) => waiting + desks.length + held + absent > 0);
}

/** Calls of all counters that are open for `minutes` or longer, the oldest first. */
export function openCalls(snapshot: Snapshot, minutes: number): OpenCall[] {
  return snapshot.legs
    .flatMap((leg) => {
      const visit = snapshot.visits.get(leg.visitId);
      const service = snapshot.services.find(({ id }) => id === leg.serviceId);
      if (leg.state !== 'called' || leg.calledAt === null || !visit || !service) return [];
      const seat = snapshot.seats.find(({ id }) => id === leg.counterId)?.number ?? null;
      return [{ ticket: visit.ticket, service, seat, minutes: minutesSince(leg.calledAt, snapshot.at) }];
    })
    .filter((call) => call.minutes >= minutes)
    .sort((left, right) => right.minutes - left.minutes);
}

/** How many came today, were served, went without, and are still here. */
export function dayTotals({ visits }: Snapshot): DayTotals {
  const count = (state: Visit['state']): number => [...visits.values()].filter((visit) => visit.state === state).length;
  return { came: visits.size, served: count('completed'), gone: count('abandoned'), here: count('active') };
}

/** Who is still here, in the order of coming, with where they are. */
export function stillHere({ visits, legs }: Snapshot): { visit: Visit; leg: Leg | null }[] {
  const active = [...visits.values()].filter(({ state }) => state === 'active');
  return active.map((visit) => ({
    visit,
    leg: currentLeg(legs.filter(({ visitId }) => visitId === visit.id)) ?? null,
  }));
}
