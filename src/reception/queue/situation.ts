import { companionsOf, legsOf, type Snapshot, turnOf } from './board.ts';
import type { Service } from './hall-store.ts';
import { type LegState, seatStates } from './leg.ts';
import { currentLeg, type Leg, type Visit, type VisitState } from './visit.ts';
import type { WaitEstimate } from './wait.ts';

/** How the turn of a visit stands at one moment: all that its page says about now. */
export interface TurnSituation {
  visit: VisitState;
  /** Where they are or wait; null before the first and after the last place. */
  place: Service | null;
  leg: LegState | null;
  /** While they wait: how many are called before, and how long it may be. */
  turn: { ahead: number; wait: WaitEstimate } | null;
  /** The number called last at the place where they wait. */
  lastCalled: string | null;
  /** The number of somebody who came with them and is called at the same place now. */
  comeAlong: string | null;
  /** Changes when what the visitor can do or the places to go to change. */
  version: string;
}

/** The number called last at each place, worked out once for a snapshot. */
const lastCalls = new WeakMap<Snapshot, ReadonlyMap<string, string>>();

function lastCalledAt(snapshot: Snapshot): ReadonlyMap<string, string> {
  const known = lastCalls.get(snapshot);
  if (known) return known;
  const newest = new Map<string, Leg>();
  for (const leg of snapshot.legs) {
    if (leg.calledAt === null || leg.state === 'waiting') continue;
    const before = newest.get(leg.serviceId)?.calledAt;
    if (!before || before < leg.calledAt) newest.set(leg.serviceId, leg);
  }
  const tickets = new Map<string, string>();
  for (const [place, leg] of newest) tickets.set(place, snapshot.visits.get(leg.visitId)?.ticket ?? '');
  lastCalls.set(snapshot, tickets);
  return tickets;
}

/** Who of those who came together is at the place where this visitor waits. */
function calledCompanion(snapshot: Snapshot, visit: Visit, current: Leg | undefined): string | null {
  if (current?.state !== 'waiting') return null;
  const isThere = ({ id }: Visit): boolean =>
    legsOf(snapshot, id).some(({ state, serviceId }) => seatStates.includes(state) && serviceId === current.serviceId);
  return companionsOf(snapshot, visit).find(isThere)?.ticket ?? null;
}

/** Works out how the turn of a visit stands. `legs` are those of the visit. */
export function situationOf(snapshot: Snapshot, visit: Visit, legs: readonly Leg[]): TurnSituation {
  const current = currentLeg(legs);
  return {
    visit: visit.state,
    place: snapshot.services.find(({ id }) => id === current?.serviceId) ?? null,
    leg: current?.state ?? null,
    turn: current ? turnOf(snapshot, current.id) : null,
    lastCalled: current?.state === 'waiting' ? (lastCalledAt(snapshot).get(current.serviceId) ?? null) : null,
    comeAlong: calledCompanion(snapshot, visit, current),
    version: legs.map(({ state, serviceId }) => `${serviceId} ${state}`).join(),
  };
}
