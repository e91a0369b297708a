import type { Leg } from '../queue/visit.ts';
import { type Experience, timesFor } from './experience.ts';
import { meanOf, meanWithin } from './times.ts';

/** How far back the pace of today is looked at, in minutes. */
const window = 120;
/** Minutes of work that count for the usual pace: at a place against the whole hall, in the hall against usual days. */
const doubtAtPlace = 60;
const doubtInHall = 60;

interface Work {
  observed: number;
  expected: number;
}

/**
 * The work of one call within the window. Both sides are cut at now, so that long services that still go on count
 * for as much as they have shown (no bias towards the short ones that are over already).
 */
function workOf(leg: Leg, at: Date, experience: Experience): Work | null {
  if (leg.calledAt === null) return null;
  const since = (at.getTime() - leg.calledAt.getTime()) / 60_000;
  const over = leg.endedAt ?? (leg.state === 'called' || leg.state === 'serving' ? null : leg.calledAt);
  if (since < 0 || since > window || over?.getTime() === leg.calledAt.getTime()) return null;
  const times = timesFor(experience, leg);
  const taken = over === null ? since : (over.getTime() - leg.calledAt.getTime()) / 60_000;
  // One desk that forgot to press 「完了」 does not make the day slow.
  return { observed: Math.min(taken, since, 4 * meanOf(times)), expected: meanWithin(times, since) };
}

/** How much longer services take today than usual, by place: 1.2 = a fifth longer. Shrunk towards the hall and to 1. */
export function paceToday(legs: readonly Leg[], at: Date, experience: Experience): (serviceId: string) => number {
  const places = new Map<string, Work>();
  const hall: Work = { observed: 0, expected: 0 };
  for (const leg of legs) {
    const work = workOf(leg, at, experience);
    if (work === null) continue;
    const place = places.get(leg.serviceId) ?? { observed: 0, expected: 0 };
    places.set(leg.serviceId, place);
    for (const sum of [place, hall]) {
      sum.observed += work.observed;
      sum.expected += work.expected;
    }
  }
  const general = (hall.observed + doubtInHall) / (hall.expected + doubtInHall);
  return (serviceId) => {
    const { observed, expected } = places.get(serviceId) ?? { observed: 0, expected: 0 };
    return (observed + doubtAtPlace * general) / (expected + doubtAtPlace);
  };
}
