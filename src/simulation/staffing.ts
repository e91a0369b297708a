import { simulateDay } from './day.ts';
import { minuteOf, type Plan } from './plan.ts';
import { sum } from './statistics.ts';
import { waitsByCell } from './study.ts';
import { visitorsOf } from './visitors.ts';

/** So many of a hundred are to be called within so many minutes, at every place and in every hour. */
export interface Goal {
  minutes: number;
  share: number;
}

/** The fewest desks that hold a goal: for each place the number in each stretch of its roster. */
export interface Staffing {
  desks: number[][];
  /** False where even the most desks that are tried do not hold it. */
  holds: boolean;
  /** How often all days were played for it. */
  tries: number;
}

/** More desks than this no place has. */
const mostDesks = 40;

/** The plan with these desks in each stretch of its rosters. */
export const withRoster = (plan: Plan, desks: readonly (readonly number[])[]): Plan => ({
  ...plan,
  places: plan.places.map((place, index) => ({
    ...place,
    roster: place.roster.map((stretch, part) => ({ ...stretch, desks: desks[index]?.[part] ?? 0 })),
  })),
});

/** The hours in which the stretches of a roster begin; who comes after the last one counts to it. */
const stretchesOf = (plan: Plan, place: number): number[] =>
  (plan.places[place]?.roster ?? []).map(({ from }) => Math.floor(minuteOf(from) / 60));

/**
 * Looks for the fewest desks with which a goal holds at every place in every hour: begins with as many as the work of the hour
 * takes, adds one where the goal is missed first, and then takes away what was too many. All tries meet the same visitors,
 * so that a desk more is judged by what it does, not by chance. The rosters of the plan say which hours there are.
 */
export function smallestStaffing(
  plan: Plan,
  goal: Goal,
  { days = 20, seed = 'hitomado' }: { days?: number; seed?: string } = {},
): Staffing {
  const crowd = Array.from({ length: days }, (_, day) => visitorsOf(plan, `${seed} ${day}`));
  /** An hour in which a place is open keeps a desk. */
  const least = plan.places.map(({ roster }) => roster.map(({ desks }) => Math.min(1, desks)));
  const starts = plan.places.map((_, place) => stretchesOf(plan, place));
  let tries = 0;

  const play = (desks: readonly (readonly number[])[]) => {
    tries += 1;
    const rostered = withRoster(plan, desks);
    return crowd.map((visitors) => simulateDay(rostered, '', visitors));
  };

  /** For each place and stretch whether the goal is missed by those who come in it. */
  const missed = (desks: readonly (readonly number[])[]): boolean[][] => {
    const cells = waitsByCell(play(desks), plan.places.length);
    return starts.map((hours, place) =>
      hours.map((hour, part) => {
        const next = hours[part + 1] ?? 24;
        const waits = (cells[place] ?? []).slice(hour, Math.max(hour + 1, next)).flat(2);
        const inTime = waits.filter((waited) => waited <= goal.minutes).length;
        return waits.length > 0 && inTime * 100 < goal.share * waits.length;
      }),
    );
  };

  /** Adds a desk to each place at the first hour that misses the goal, until none does. */
  const grow = (begin: readonly (readonly number[])[]): { desks: number[][]; holds: boolean } => {
    const desks = begin.map((row) => [...row]);
    for (;;) {
      const now = missed(desks);
      let grew = false;
      now.forEach((parts, place) => {
        const row = desks[place] ?? [];
        const part = parts.findIndex((isMissed, index) => isMissed && (row[index] ?? 0) < mostDesks);
        if (part < 0) return;
        row[part] = (row[part] ?? 0) + 1;
        grew = true;
      });
      if (!grew) return { desks, holds: now.every((parts) => parts.every((isMissed) => !isMissed)) };
    }
  };

  /** Takes a desk away, hour by hour at all places at once, and gives it back where the goal is missed then. */
  const trim = (begin: readonly (readonly number[])[]): number[][] => {
    let desks = begin.map((row) => [...row]);
    const most = Math.max(0, ...starts.map((hours) => hours.length));
    for (let part = 0; part < most; part += 1) {
      const fewer = desks.map((row, place) =>
        row.map((count, index) => (index === part ? Math.max(least[place]?.[index] ?? 0, count - 1) : count)),
      );
      const now = missed(fewer);
      desks = fewer.map((row, place) => ((now[place] ?? []).some(Boolean) ? [...(desks[place] ?? [])] : row));
    }
    return desks;
  };

  const work = workOf(plan, starts, crowd);
  const grown = grow(work.map((row, place) => row.map((desks, part) => Math.max(least[place]?.[part] ?? 0, desks))));
  if (!grown.holds) return { ...grown, tries };
  let { desks } = grown;
  for (let before = Number.POSITIVE_INFINITY; sum(desks.flat()) < before; ) {
    before = sum(desks.flat());
    desks = trim(desks);
  }
  // What is taken away at one place changes when people come to the next: what is missed then is given back.
  return { ...grow(desks), tries };
}

/** The desks that the work of each hour keeps busy, when everybody goes from place to place without waiting. */
function workOf(
  plan: Plan,
  starts: readonly (readonly number[])[],
  crowd: readonly (readonly { at: number; legs: readonly { place: number; minutes: number }[] }[])[],
): number[][] {
  const work = starts.map((hours) => hours.map(() => 0));
  for (const visitors of crowd) {
    for (const { at, legs } of visitors) {
      let time = at;
      for (const { place, minutes } of legs) {
        const hours = starts[place] ?? [];
        const part = Math.max(0, hours.filter((hour) => hour * 60 <= time).length - 1);
        const row = work[place];
        if (row) row[part] = (row[part] ?? 0) + minutes;
        time += minutes;
      }
    }
  }
  return work.map((row, place) =>
    row.map((minutes, part) => {
      const stretch = plan.places[place]?.roster[part];
      const length = stretch ? minuteOf(stretch.to) - minuteOf(stretch.from) : 60;
      return Math.min(mostDesks, Math.floor(minutes / crowd.length / Math.max(15, length)));
    }),
  );
}

/** The hours of desks that a staffing takes. */
export const deskHours = (plan: Plan, desks: readonly (readonly number[])[]): number =>
  sum(
    desks.flatMap((row, place) =>
      row.map((count, part) => {
        const stretch = plan.places[place]?.roster[part];
        return stretch ? (count * (minuteOf(stretch.to) - minuteOf(stretch.from))) / 60 : 0;
      }),
    ),
  );
