import { type SimulatedDay, simulateDay } from './day.ts';
import { type Plan, withDesks } from './plan.ts';
import { type Interval, intervalOf, mean, meanOverDays, quantile, quantileOverDays } from './statistics.ts';

/** Waits over some calls. Minutes; `over30` in percent. */
export interface Waits {
  calls: number;
  mean: number;
  p50: number;
  p80: number;
  p95: number;
  over30: number;
}

/** What those find who come to a place in one hour of the day. */
export interface Cell {
  place: string;
  hour: number;
  /** People of a day. */
  visitors: number;
  /** Minutes. */
  mean: Interval;
  p80: Interval;
  /** Percent who are called within the minutes of the goal; who is turned away is not. */
  within: Interval;
}

/** What a plan gives, over all its simulated days. */
export interface Result {
  name: string;
  days: number;
  visitors: number;
  gaveUp: number;
  /** The mean wait of a day. */
  wait: Interval;
  all: Waits;
  /** Percent who are called within `goalMinutes`. */
  within: Interval;
  goalMinutes: number;
  places: { id: string; waits: Waits; utilisation: number; deskHours: number }[];
  hours: { hour: number; waits: Waits }[];
  cells: Cell[];
  overtime: Interval;
  /** Mean number of people waiting at each quarter of an hour from midnight. */
  queue: number[];
}

/** How a plan is played; the same seed gives the same days. */
export interface StudyOptions {
  days?: number;
  seed?: string;
  /** Within how many minutes a visitor should be called. */
  goalMinutes?: number;
}

const usualDays = 20;
const usualGoal = 15;

function waitsOf(values: number[]): Waits {
  const sorted = values.sort((one, other) => one - other);
  const long = sorted.filter((value) => value > 30).length;
  return {
    calls: sorted.length,
    mean: mean(sorted),
    p50: quantile(sorted, 0.5),
    p80: quantile(sorted, 0.8),
    p95: quantile(sorted, 0.95),
    over30: sorted.length === 0 ? 0 : (100 * long) / sorted.length,
  };
}

/** The waits of those who were called. */
const called = (values: readonly number[]): number[] => values.filter(Number.isFinite);

const waited = ({ waits }: SimulatedDay): number[] => waits.map((wait) => wait.waited);

const allWaits = (day: SimulatedDay): number[] => [
  ...waited(day),
  ...day.turnedAway.map(() => Number.POSITIVE_INFINITY),
];

/** Percent of the waits of each day that are no longer than `minutes`. */
const withinOf = (days: readonly (readonly number[])[], minutes: number): number[][] =>
  days.map((values) => values.map((value) => (value <= minutes ? 100 : 0)));

/** The waits of each day by place and by the hour of coming: `[place][hour][day]`; infinite for who was turned away. */
export function waitsByCell(played: readonly SimulatedDay[], places: number): number[][][][] {
  const cells = Array.from({ length: places }, () => Array.from({ length: 24 }, () => played.map((): number[] => [])));
  played.forEach(({ waits, turnedAway }, day) => {
    const put = (place: number, arrived: number, waited: number) =>
      cells[place]?.[Math.floor(arrived / 60) % 24]?.[day]?.push(waited);
    for (const { place, arrived, waited } of waits) put(place, arrived, waited);
    for (const { place, arrived } of turnedAway) put(place, arrived, Number.POSITIVE_INFINITY);
  });
  return cells;
}

const play = (plan: Plan, { days = usualDays, seed = 'hitomado' }: StudyOptions): SimulatedDay[] =>
  Array.from({ length: days }, (_, day) => simulateDay(plan, `${seed} ${day}`));

/** Sums simulated days of a plan up. */
function sumUp(plan: Plan, played: readonly SimulatedDay[], goalMinutes: number): Result {
  const byCell = waitsByCell(played, plan.places.length);
  const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, all: byCell.flatMap((place) => place[hour] ?? []) }));
  return {
    name: plan.name,
    days: played.length,
    visitors: mean(played.map(({ visitors }) => visitors)),
    gaveUp: mean(played.map(({ gaveUp }) => gaveUp)),
    wait: intervalOf(played.map((day) => mean(waited(day)))),
    all: waitsOf(played.flatMap(waited)),
    within: meanOverDays(withinOf(played.map(allWaits), goalMinutes)),
    goalMinutes,
    places: plan.places.map(({ id }, place) => {
      const staffed = mean(played.map((day) => day.staffed[place] ?? 0));
      const busy = mean(played.map((day) => day.busy[place] ?? 0));
      return {
        id,
        waits: waitsOf(called((byCell[place] ?? []).flat(2))),
        utilisation: staffed === 0 ? 0 : (100 * busy) / staffed,
        deskHours: staffed / 60,
      };
    }),
    hours: hours.flatMap(({ hour, all }) => {
      const waits = waitsOf(called(all.flat()));
      return waits.calls > 0 ? [{ hour, waits }] : [];
    }),
    cells: plan.places.flatMap(({ id }, place) =>
      (byCell[place] ?? []).flatMap((days, hour): Cell[] => {
        const visitors = days.flat().length;
        if (visitors === 0) return [];
        const waits = days.map(called);
        return [
          {
            place: id,
            hour,
            visitors: visitors / played.length,
            mean: meanOverDays(waits),
            p80: quantileOverDays(waits, 0.8),
            within: meanOverDays(withinOf(days, goalMinutes)),
          },
        ];
      }),
    ),
    overtime: intervalOf(played.map(({ overtime }) => overtime)),
    queue: Array.from({ length: 96 }, (_, quarter) =>
      mean(played.map(({ queues }) => queues.reduce((total, queue) => total + (queue[quarter] ?? 0), 0))),
    ),
  };
}

/** Simulates days of a plan and sums them up. */
export function simulate(plan: Plan, options: StudyOptions = {}): Result {
  return sumUp(plan, play(plan, options), options.goalMinutes ?? usualGoal);
}

/** The mean wait of a day for numbers of desks at one place × visitors. */
export function staffingTable(
  plan: Plan,
  {
    place,
    desks,
    visitors,
    days = 20,
    seed = 'hitomado',
  }: {
    place: string;
    desks: readonly number[];
    visitors: readonly number[];
    days?: number;
    seed?: string;
  },
): { desks: number; visitors: number; wait: Interval; over30: number }[] {
  return visitors.flatMap((count) =>
    desks.map((number) => {
      const { wait, all } = simulate({ ...withDesks(plan, place, number), visitors: count }, { days, seed });
      return { desks: number, visitors: count, wait, over30: all.over30 };
    }),
  );
}

/** Two plans on the same days, with the same visitors: how much more it is with the second. */
export interface Comparison {
  first: Result;
  second: Result;
  /** Of the mean wait, minutes. */
  difference: Interval;
  /** Of the share that is called within the minutes of the goal, in points of percent. */
  within: Interval;
  /** Of the mean wait at the places that both have. */
  places: { id: string; difference: Interval }[];
  sentence: string;
}

/** The day-by-day differences of what can be said of both days. */
function differenceOf(
  [first, second]: readonly [readonly SimulatedDay[], readonly SimulatedDay[]],
  values: (day: SimulatedDay, side: 0 | 1) => number[],
): Interval {
  return intervalOf(
    first.flatMap((day, index) => {
      const [own, other] = [values(day, 0), values(second[index] ?? day, 1)];
      return own.length === 0 || other.length === 0 ? [] : [mean(other) - mean(own)];
    }),
  );
}

/** Compares two plans by common random numbers: day by day, so that chance that both meet falls out of the difference. */
export function compare(first: Plan, second: Plan, options: StudyOptions = {}): Comparison {
  const goalMinutes = options.goalMinutes ?? usualGoal;
  const played = [play(first, options), play(second, options)] as const;
  const difference = differenceOf(played, waited);
  const places = first.places.flatMap(({ id }, place) => {
    const own = [place, second.places.findIndex((one) => one.id === id)] as const;
    if (own[1] < 0) return [];
    const at = ({ waits }: SimulatedDay, side: 0 | 1) =>
      waits.filter((wait) => wait.place === own[side]).map((wait) => wait.waited);
    return [{ id, difference: differenceOf(played, at) }];
  });
  return {
    first: sumUp(first, played[0], goalMinutes),
    second: sumUp(second, played[1], goalMinutes),
    difference,
    within: differenceOf(played, (day) => withinOf([allWaits(day)], goalMinutes).flat()),
    places,
    sentence: differenceSentence(first.name, second.name, difference),
  };
}

/** Whether a difference is more than chance would make: its interval leaves 0 out. */
export const isClear = ({ low, high }: Interval): boolean => low > 0 || high < 0;

const one = (minutes: number): string => Math.abs(minutes).toFixed(1);

/** The difference of two plans in a sentence that says how sure it is. */
export function differenceSentence(first: string, second: string, difference: Interval): string {
  const { mean: middle, low, high } = difference;
  if (!isClear(difference)) {
    return `「${first}」と「${second}」の待ち時間に、はっきりした差はありません(差は${low.toFixed(1)}〜${high.toFixed(1)}分の間)。`;
  }
  const [near, far] = [Math.min(Math.abs(low), Math.abs(high)), Math.max(Math.abs(low), Math.abs(high))];
  return `「${second}」は「${first}」より、待ち時間が平均で${one(middle)}分${middle < 0 ? '短く' : '長く'}なります(95%の確かさで${one(near)}〜${one(far)}分)。`;
}
