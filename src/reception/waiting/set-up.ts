import { seedOf } from '#platform/random';
import type { Snapshot } from '../queue/board.ts';
import { seatStates } from '../queue/leg.ts';
import type { Leg } from '../queue/visit.ts';
import { timesFor } from './experience.ts';
import type { Outlook } from './outlook.ts';
import { deskPlan, type PlannedDesk } from './roster.ts';
import type { Times } from './times.ts';
import { paceToday } from './today.ts';

/** One leg that is still to be served, or that is being served. */
export interface Job {
  /** Its place, as an index into the services of the snapshot. */
  place: number;
  /** Only this seat, or this member of staff, calls them. */
  counterId: number | null;
  staffId: string | null;
  seed: number;
  /** The time at the desk at today's pace. */
  times: Times;
  /** When it can be called, in minutes from now; infinite while an earlier leg of the visit is not over. */
  from: number;
  /** Until then those whose turn it is go first. */
  early: number;
  order: number;
  /** The leg of the same visit that follows, as an index; -1 for none. */
  next: number;
}

export interface Desk extends PlannedDesk {
  places: readonly number[];
  /** Who is there, as an index; -1 for nobody. */
  serving: number;
  /** How long they are there, in minutes. */
  elapsed: number;
}

export interface SetUp {
  jobs: Job[];
  desks: Desk[];
  /** Legs that wait now, and the last legs of visits, as indices into the jobs. */
  waiting: ReadonlyMap<string, number>;
  lastOfVisit: ReadonlyMap<string, number>;
  /** Where somebody stands in the order of calling who takes a number now. */
  orderOfNewcomer: number;
}

const minutesBetween = (from: Date, until: Date): number => (until.getTime() - from.getTime()) / 60_000;

/** The legs of each visit of which one waits or is being served: that one first, then those planned in their order. */
function waysOf(legs: readonly Leg[]): Map<string, Leg[]> {
  const ways = new Map<string, Leg[]>();
  for (const leg of legs) {
    if (leg.state === 'waiting' || seatStates.includes(leg.state)) ways.set(leg.visitId, [leg]);
  }
  for (const leg of [...legs].sort((one, other) => one.position - other.position)) {
    if (leg.state === 'planned') ways.get(leg.visitId)?.push(leg);
  }
  return ways;
}

/** The snapshot in the numbers that the look-ahead plays with. */
export function setUp(snapshot: Snapshot, { experience, coming }: Outlook): SetUp {
  const { at, legs } = snapshot;
  const pace = paceToday(legs, at, experience);
  const places = new Map(snapshot.services.map(({ id }, index) => [id, index]));
  const orders = new Map(legs.map(({ id }, index) => [id, index]));
  const jobs: Job[] = [];
  const waiting = new Map<string, number>();
  const lastOfVisit = new Map<string, number>();
  const atDesk = new Map<number, { index: number; since: Date | null }>();
  const timesAt = (leg: { serviceId: string; procedures: readonly string[]; minutes: number }): Times => {
    const factor = pace(leg.serviceId);
    return timesFor(experience, leg).map((value) => value * factor);
  };
  for (const [visitId, way] of waysOf(legs)) {
    way.forEach((leg, position) => {
      const index = jobs.push({
        place: places.get(leg.serviceId) ?? -1,
        counterId: leg.targetCounterId,
        staffId: leg.targetStaffId,
        seed: seedOf(leg.id),
        times: timesAt(leg),
        from: position === 0 ? 0 : Number.POSITIVE_INFINITY,
        early: leg.notBefore === null ? 0 : minutesBetween(at, leg.notBefore),
        order: orders.get(leg.id) ?? 0,
        next: position + 1 < way.length ? jobs.length + 1 : -1,
      });
      if (leg.state === 'waiting') waiting.set(leg.id, index - 1);
      else if (position === 0 && leg.counterId !== null)
        atDesk.set(leg.counterId, { index: index - 1, since: leg.calledAt });
      lastOfVisit.set(visitId, index - 1);
    });
  }
  for (const one of coming) {
    const from = minutesBetween(at, one.at);
    if (from <= 0) continue;
    jobs.push({
      place: places.get(one.serviceId) ?? -1,
      counterId: null,
      staffId: null,
      seed: seedOf(one.id),
      times: timesAt(one),
      from,
      early: 0,
      order: legs.filter(({ rankAt }) => rankAt <= one.rankAt).length - 0.25,
      next: -1,
    });
  }
  const desks = deskPlan(snapshot, experience).map((desk): Desk => {
    const there = atDesk.get(desk.counterId);
    return {
      ...desk,
      places: desk.skills.flatMap((skill) => places.get(skill) ?? []),
      serving: there?.index ?? -1,
      elapsed: there?.since ? Math.max(0, minutesBetween(there.since, at)) : 0,
    };
  });
  const orderOfNewcomer = legs.reduce((last, { rankAt }, index) => (rankAt <= at ? index + 0.5 : last), -0.5);
  return { jobs, desks, waiting, lastOfVisit, orderOfNewcomer };
}
