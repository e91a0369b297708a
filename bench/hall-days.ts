/**
 * Invented days of a hall for judging waiting times: written apart from the simulation and the look-ahead, so that an
 * estimator which shares their assumptions is not flattered. Two families: `lognormal` (single arrivals), and `gamma`
 * (gamma times at the desk, families and buses that come in batches, a desk's own speed). The estimator sees only what a
 * real hall records.
 */

import { exponential, lognormal, normal, type Random, seeded } from '#platform/random';
import { type Leg, queueRules, type Seat, type Service, type Snapshot, type Stay } from '#reception';

export type Family = 'lognormal' | 'gamma';
export type Scenario = 'normal' | 'slower' | 'missing' | 'burst';

interface Kind {
  share: number;
  /** Place, set of procedures, what the inventory says, what it takes. */
  legs: readonly (readonly [string, string, number, number])[];
}

const places = ['1階 3番窓口', '1階 5番窓口', '2階 12番窓口'] as const;
const desksAt: Record<string, number> = { '1階 3番窓口': 7, '1階 5番窓口': 2, '2階 12番窓口': 3 };
const kinds: readonly Kind[] = [
  { share: 0.22, legs: [[places[0], 'tennyu', 20, 17]] },
  {
    share: 0.14,
    legs: [
      [places[0], 'tennyu kokuho', 35, 24],
      [places[2], 'card', 12, 11],
    ],
  },
  { share: 0.14, legs: [[places[0], 'tenkyo', 15, 12]] },
  { share: 0.1, legs: [[places[0], 'kosodate', 10, 15]] },
  { share: 0.25, legs: [[places[1], 'shoumei', 5, 4]] },
  { share: 0.15, legs: [[places[2], 'card', 12, 11]] },
];
const sharesUpTo = (last: number): number => kinds.slice(0, last + 1).reduce((sum, { share }) => sum + share, 0);
/** Arrivals per quarter of an hour from 8:45, relative. */
const profile = [7, 6, 6, 6, 6, 7, 7, 7, 7, 6, 6, 5, 4, 3, 3, 4, 5, 6, 6, 6, 6, 6, 5, 5, 5, 4, 4, 3, 3, 3, 2, 2, 1, 0];
const opening = 8 * 60 + 45;

function gamma(random: Random, mean: number, shape: number): number {
  // Marsaglia & Tsang (2000), for shape ≥ 1.
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v * mean) / shape;
  }
}

interface Arrival {
  at: number;
  kind: Kind;
  priority: boolean;
}

function arrivalsOf(family: Family, scenario: Scenario, visitors: number, random: Random): Arrival[] {
  const total = profile.reduce((sum, value) => sum + value, 0);
  const times = profile.flatMap((weight, quarter) => {
    const mean = (visitors * weight) / total;
    const batch = family === 'gamma' ? 1.6 : 1;
    const result: number[] = [];
    for (let at = exponential(random, (15 * batch) / mean); at < 15; at += exponential(random, (15 * batch) / mean)) {
      const people = family === 'gamma' ? (random() < 0.7 ? 1 : random() < 0.6 ? 2 : 5) : 1;
      for (let one = 0; one < people; one += 1) result.push(opening + quarter * 15 + at + one * 0.3);
    }
    return result;
  });
  if (scenario === 'burst') for (let one = 0; one < 35; one += 1) times.push(opening + 75 + 10 * random());
  return times
    .sort((left, right) => left - right)
    .map((at) => {
      const which = random();
      const kind = kinds.find((_, index) => which < sharesUpTo(index)) ?? (kinds[0] as Kind);
      return { at, kind, priority: random() < 0.04 };
    });
}

/** What happens in a day: a quote is wanted (right after somebody took a number), or somebody was called. */
export interface Watcher {
  arrived(legId: string, snapshot: Snapshot): void;
  called(legId: string, waited: number): void;
  left(legId: string): void;
}

const rules = queueRules.parse({});
const start = new Date('2027-02-01T00:00:00+09:00').getTime();

/** Plays one day and gives what was recorded. */
export function playDay(
  day: number,
  { family, scenario, visitors }: { family: Family; scenario: Scenario; visitors: number },
  watcher: Watcher,
): Stay[] {
  const random = seeded(`${family} ${scenario} ${day}`);
  const midnight = start + day * 86_400_000;
  const date = (minute: number): Date => new Date(midnight + minute * 60_000);
  const slower = (scenario === 'slower' ? 1.2 : 1) * Math.exp(0.04 * normal(random));
  const services: Service[] = places.map((id) => ({
    id,
    floor: 1,
    window: null,
    name: id,
    departments: [],
    series: id,
    standardMinutes: 12,
  }));
  const seats: Seat[] = places.flatMap((id, place) =>
    Array.from({ length: desksAt[id] ?? 1 }, (_, index) => ({
      id: place * 100 + index,
      serviceId: id,
      number: index + 1,
      staffId: 'x',
      // One desk of the certificates also calls for the movers.
      skills: place === 1 && index === 1 ? [places[1], places[0]] : [id],
    })),
  );
  const missing = scenario === 'missing' ? new Set([0, 1]) : new Set<number>();
  const speed = new Map(seats.map(({ id }) => [id, family === 'gamma' ? 0.85 + 0.3 * random() : 1]));
  const legs: Leg[] = [];
  const stays: Stay[] = [];
  const patience = new Map<string, number>();
  const arrivals = arrivalsOf(family, scenario, visitors, random);
  const means = new Map<string, number>();
  const ends: { at: number; leg: Leg; seat: Seat }[] = [];
  const isOpen = (seat: Seat, minute: number): boolean => {
    if (missing.has(seat.id)) return false;
    const lunch = seat.number % 3 === 1 ? 12 * 60 : seat.number % 3 === 2 && seat.number > 3 ? 13 * 60 : -1;
    return !(lunch > 0 && desksAt[seat.serviceId] !== 2 && minute >= lunch && minute < lunch + 60);
  };
  const inOrder = () => legs.sort((one, other) => one.rankAt.getTime() - other.rankAt.getTime());
  const snapshot = (minute: number): Snapshot => ({
    at: date(minute),
    services,
    seats: seats.map((seat) => ({ ...seat, staffId: isOpen(seat, minute) ? `s${seat.id}` : null })),
    visits: new Map(),
    rules,
    legs: [...inOrder()],
  });
  function makeLeg(
    visit: number,
    position: number,
    [place, work, planned, mean]: Kind['legs'][number],
    rankAt: Date,
  ): Leg {
    const id = `${family}${scenario}${day}-${visit}-${position}`;
    means.set(id, mean);
    return {
      id,
      visitId: `${day}-${visit}`,
      position,
      serviceId: place,
      procedures: work.split(' '),
      minutes: planned,
      state: position === 1 ? 'waiting' : 'planned',
      rankAt,
      fairAt: rankAt,
      queuedAt: null,
      notBefore: null,
      dependsOn: [],
      targetCounterId: null,
      targetStaffId: null,
      counterId: null,
      callCount: 0,
      calledAt: null,
      servingAt: null,
      endedAt: null,
      holdReason: null,
      holdUntil: null,
    };
  }
  function timeFor(leg: Leg, seat: Seat): number {
    const mean = (means.get(leg.id) ?? 10) * slower * (speed.get(seat.id) ?? 1);
    return Math.max(0.3, family === 'gamma' ? gamma(random, mean, 3) : lognormal(random, mean, 0.55));
  }
  const queuedAt = new Map<string, number>();
  function callAll(minute: number): void {
    for (const seat of seats) {
      if (!isOpen(seat, minute) || ends.some((end) => end.seat === seat)) continue;
      const leg = legs
        .filter(({ state, serviceId }) => state === 'waiting' && seat.skills.includes(serviceId))
        .reduce<Leg | null>((first, one) => (first === null || one.rankAt < first.rankAt ? one : first), null);
      if (leg === null) continue;
      if (leg.position === 1) watcher.called(leg.id, minute - (queuedAt.get(leg.id) ?? minute));
      Object.assign(leg, { state: 'serving', calledAt: date(minute), counterId: seat.id });
      ends.push({ at: minute + timeFor(leg, seat), leg, seat });
    }
  }
  let visit = 0;
  let lastClock = opening;
  for (;;) {
    const arrival = arrivals[visit];
    ends.sort((one, other) => one.at - other.at);
    const [end] = ends;
    const clock = lastClock < 18 * 60 ? lastClock + 15 : Number.POSITIVE_INFINITY;
    const at = Math.min(arrival?.at ?? Number.POSITIVE_INFINITY, end?.at ?? Number.POSITIVE_INFINITY, clock);
    if (at === Number.POSITIVE_INFINITY) break;
    for (const leg of legs) {
      if (leg.state !== 'waiting' || at < (patience.get(leg.id) ?? at + 1)) continue;
      leg.state = 'cancelled';
      watcher.left(leg.id);
      stays.push({
        serviceId: leg.serviceId,
        procedures: leg.procedures,
        planned: leg.minutes,
        minutes: 0,
        minute: at,
        desk: null,
      });
    }
    if (arrival && at === arrival.at) {
      const rankAt = date(arrival.at - (arrival.priority ? 30 : 0));
      const own = arrival.kind.legs.map((leg, index) => makeLeg(visit, index + 1, leg, rankAt));
      legs.push(...own);
      const [first] = own;
      visit += 1;
      if (first) {
        queuedAt.set(first.id, at);
        if (random() < 0.1) patience.set(first.id, at + exponential(random, 60));
        watcher.arrived(first.id, snapshot(at));
      }
    } else if (end && at === end.at) {
      ends.shift();
      const { leg, seat } = end;
      Object.assign(leg, { state: 'done', endedAt: date(at) });
      const begun = ((leg.calledAt?.getTime() ?? midnight) - midnight) / 60_000;
      stays.push({
        serviceId: leg.serviceId,
        procedures: leg.procedures,
        planned: leg.minutes,
        minutes: at - begun,
        minute: begun,
        desk: { day: String(day), counterId: seat.id },
      });
      const next = legs.find(({ visitId, state }) => visitId === leg.visitId && state === 'planned');
      if (next) next.state = 'waiting';
    } else lastClock = clock;
    callAll(at);
  }
  return stays;
}
