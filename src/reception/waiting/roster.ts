import { instantOf, toDay } from '#platform/clock';
import type { Snapshot } from '../queue/board.ts';
import type { Experience } from './experience.ts';

/** A seat as it will be at work. */
export interface PlannedDesk {
  counterId: number;
  staffId: string | null;
  skills: readonly string[];
  /** When it is away, as [from, until] in minutes from now. */
  away: readonly (readonly [number, number])[];
}

/** So many stays have to be known before the usual times of breaks are believed. */
const enough = 150;
/** How far ahead breaks are looked for, in quarters of an hour. */
const horizon = 12;

const most = (counts: readonly number[]): number => Math.max(0, ...counts);

/**
 * The desks of a place at work in the coming quarters, from those at work now and how it usually goes on from here. Only
 * breaks count: fewer desks that come back later, and the coming back. Where the usual day simply has less to do towards
 * its end, those who are here stay.
 */
function comingCounts(open: number, usual: readonly number[], quarter: number): number[] {
  const now = usual[quarter] ?? 0;
  return Array.from({ length: horizon }, (_, ahead) => {
    const then = usual[quarter + ahead] ?? 0;
    if (now < 1 || Math.abs(then / now - 1) < 0.12) return open;
    const isBreak = then < now && most(usual.slice(quarter + ahead + 1)) >= 0.9 * now;
    const isReturn = then > now && most(usual.slice(0, quarter)) >= 0.9 * then;
    return isBreak || isReturn ? Math.max(1, Math.round((open * then) / now)) : open;
  });
}

/** The quarters in which the `index`-th of the desks is not needed, as times from now. */
function absences(index: number, counts: readonly number[], intoQuarter: number): [number, number][] {
  return counts.flatMap((count, ahead): [number, number][] => {
    if (index < count) return [];
    const from = Math.max(0, ahead * 15 - intoQuarter);
    return [[from, ahead * 15 + 15 - intoQuarter]];
  });
}

/**
 * The desks that are open now with their usual breaks (lunch), and those that usually come back soon. A place where no
 * desk is open now gets none: nobody knows when it opens.
 */
export function deskPlan({ at, seats }: Snapshot, experience: Experience): PlannedDesk[] {
  const minute = (at.getTime() - instantOf(toDay(at)).getTime()) / 60_000;
  const quarter = Math.floor(minute / 15);
  const open = seats.filter(({ staffId }) => staffId !== null);
  return [...new Set(open.map(({ serviceId }) => serviceId))].flatMap((serviceId) => {
    const here = open.filter((seat) => seat.serviceId === serviceId);
    const place = experience.get(serviceId);
    const counts =
      place && place.count >= enough
        ? comingCounts(here.length, place.desks, quarter)
        : new Array<number>(horizon).fill(here.length);
    const usable = Math.min(most(counts), seats.filter((seat) => seat.serviceId === serviceId).length);
    const [first] = here;
    return Array.from({ length: Math.max(usable, here.length) }, (_, index): PlannedDesk => {
      const seat = here[index];
      const away = absences(index, counts, minute - quarter * 15);
      if (seat) return { counterId: seat.id, staffId: seat.staffId, skills: seat.skills, away };
      return { counterId: -1 - index, staffId: null, skills: first?.skills ?? [serviceId], away };
    });
  });
}
