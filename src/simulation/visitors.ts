import { exponential, lognormal, numberAt, type Random, seeded, seedOf } from '#platform/random';
import { minuteOf, type Plan, usualProfile } from './plan.ts';

/** One visitor of a simulated day. Times in minutes after midnight. */
export interface Visitor {
  at: number;
  /** What decides the order of calling: earlier for priority and appointments. */
  rank: number;
  /** Places as indices into the plan, and the minutes at the desk. */
  legs: readonly { place: number; minutes: number }[];
  /** Gives up after so many minutes of waiting at the first place; infinite = never. */
  patience: number;
}

/** Minutes by which priority and appointments go forward in the line, as in the hall. */
const forward = 30;

/** Times of arrivals without appointment: the door-open burst, then a Poisson process that changes by the quarter. */
function walkIns(plan: Plan, random: Random): number[] {
  const open = minuteOf(plan.open);
  const profile = plan.profile ?? usualProfile;
  const total = profile.reduce((sum, value) => sum + value, 0) || 1;
  const waitingOutside = plan.visitors * plan.doorBurst;
  const length = (minuteOf(plan.close) - open) / profile.length;
  const times: number[] = [];
  const until = (mean: number, begin: number, span: number) => {
    if (mean <= 0) return;
    const gap = span / mean;
    for (let at = exponential(random, gap); at < span; at += exponential(random, gap)) times.push(begin + at);
  };
  until(waitingOutside, open, 1);
  profile.forEach((weight, index) => {
    until(((plan.visitors - waitingOutside) * weight) / total, open + index * length, length);
  });
  return times.sort((one, other) => one - other);
}

/** The class at `share` (0–1) of all. */
function classAt(plan: Plan, share: number): Plan['classes'][number] | undefined {
  const total = plan.classes.reduce((sum, one) => sum + one.share, 0);
  let passed = 0;
  for (const one of plan.classes) {
    passed += one.share / total;
    if (share < passed) return one;
  }
  return plan.classes.at(-1);
}

/**
 * The visitors of a day. Each has random numbers of their own, so that two plans which differ in desks or in pre-entry
 * meet the same people with the same needs (common random numbers).
 */
export function visitorsOf(plan: Plan, seed: string): Visitor[] {
  const places = new Map(plan.places.map(({ id }, index) => [id, index]));
  if (plan.recorded) return recordedVisitors(plan, seed, places);
  const own = seedOf(`${seed} visitors`);
  const of = (index: number, purpose: number): number => numberAt(own, index * 8 + purpose);
  const arrivals = [
    ...walkIns(plan, seeded(`${seed} arrivals`)).map((at) => ({ at, booked: null as string | null })),
    ...plan.bookings.map(({ at, class: booked }) => ({ at: minuteOf(at), booked: booked as string | null })),
  ];
  return arrivals
    .flatMap(({ at, booked }, index): Visitor[] => {
      if (booked !== null && of(index, 0) < plan.noShow) return [];
      const kind = booked === null ? classAt(plan, of(index, 1)) : plan.classes.find(({ name }) => name === booked);
      if (!kind) return [];
      const prepared = kind.preEntry && of(index, 2) < plan.preEntry.share;
      const factor = prepared ? 1 - plan.preEntry.shortens : 1;
      const isFirst = booked !== null || of(index, 3) < plan.priority;
      const times = seeded(mixed(own, index));
      return [
        {
          at,
          rank: isFirst ? at - forward : at,
          legs: kind.legs.map(({ place, minutes }) => ({
            place: places.get(place) ?? 0,
            minutes: lognormal(times, minutes, plan.spread) * factor,
          })),
          patience: plan.patience === undefined ? Number.POSITIVE_INFINITY : exponential(times, plan.patience),
        },
      ];
    })
    .sort((one, other) => one.at - other.at);
}

const mixed = (seed: number, index: number): string => `${seed} ${index}`;

function recordedVisitors(plan: Plan, seed: string, places: ReadonlyMap<string, number>): Visitor[] {
  const random = seeded(`${seed} recorded`);
  return (plan.recorded ?? [])
    .map(({ at, place, minutes }): Visitor => {
      const mean = plan.classes.find((one) => one.legs[0]?.place === place)?.legs[0]?.minutes ?? 10;
      const taken = minutes ?? lognormal(random, mean, plan.spread);
      return {
        at,
        rank: at,
        legs: [{ place: places.get(place) ?? 0, minutes: taken }],
        patience: Number.POSITIVE_INFINITY,
      };
    })
    .sort((one, other) => one.at - other.at);
}
