import { type SimulatedDay, simulateDay } from './day.ts';
import { type Plan, withDesks } from './plan.ts';

/** A mean with its 95 % confidence interval. */
export interface Interval {
  mean: number;
  low: number;
  high: number;
}

/** Waits over some calls. Minutes; `over30` in percent. */
export interface Waits {
  calls: number;
  mean: number;
  p50: number;
  p80: number;
  p95: number;
  over30: number;
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
  places: { id: string; waits: Waits; utilisation: number }[];
  hours: { hour: number; waits: Waits }[];
  byPlaceAndHour: { place: string; hour: number; waits: Waits }[];
  overtime: Interval;
  /** Mean number of people waiting at each quarter of an hour from midnight. */
  queue: number[];
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** 97.5 % points of Student's distribution, by degrees of freedom; beyond the list the normal one. */
const student = [
  12.71, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** The mean of independent repetitions with its 95 % confidence interval. */
export function intervalOf(values: readonly number[]): Interval {
  const middle = mean(values);
  if (values.length < 2) return { mean: middle, low: middle, high: middle };
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
  const half = (student[values.length - 2] ?? 1.96) * Math.sqrt(variance / values.length);
  return { mean: middle, low: middle - half, high: middle + half };
}

function waitsOf(values: number[]): Waits {
  const sorted = values.sort((one, other) => one - other);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const long = sorted.filter((value) => value > 30).length;
  return {
    calls: sorted.length,
    mean: mean(sorted),
    p50: at(0.5),
    p80: at(0.8),
    p95: at(0.95),
    over30: sorted.length === 0 ? 0 : (100 * long) / sorted.length,
  };
}

const meanWait = ({ waits }: SimulatedDay): number => mean(waits.map(({ waited }) => waited));

/** Simulates `days` days of a plan and sums them up. */
export function simulate(plan: Plan, { days = 20, seed = 'hitomado' }: { days?: number; seed?: string } = {}): Result {
  const played = Array.from({ length: days }, (_, day) => simulateDay(plan, `${seed} ${day}`));
  const groups = new Map<string, number[]>();
  const put = (key: string, waited: number): void => {
    const group = groups.get(key);
    if (group) group.push(waited);
    else groups.set(key, [waited]);
  };
  for (const { waits } of played) {
    for (const { place, arrived, waited } of waits) {
      const hour = Math.floor(arrived / 60);
      for (const key of ['all', `p${place}`, `h${hour}`, `p${place}h${hour}`]) put(key, waited);
    }
  }
  const of = (key: string): Waits => waitsOf(groups.get(key) ?? []);
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => groups.has(`h${hour}`));
  return {
    name: plan.name,
    days,
    visitors: mean(played.map(({ visitors }) => visitors)),
    gaveUp: mean(played.map(({ gaveUp }) => gaveUp)),
    wait: intervalOf(played.map(meanWait)),
    all: of('all'),
    places: plan.places.map(({ id }, place) => {
      const staffed = mean(played.map((day) => day.staffed[place] ?? 0));
      const busy = mean(played.map((day) => day.busy[place] ?? 0));
      return { id, waits: of(`p${place}`), utilisation: staffed === 0 ? 0 : (100 * busy) / staffed };
    }),
    hours: hours.map((hour) => ({ hour, waits: of(`h${hour}`) })),
    byPlaceAndHour: plan.places.flatMap(({ id }, place) =>
      hours
        .filter((hour) => groups.has(`p${place}h${hour}`))
        .map((hour) => ({ place: id, hour, waits: of(`p${place}h${hour}`) })),
    ),
    overtime: intervalOf(played.map(({ overtime }) => overtime)),
    queue: Array.from({ length: 96 }, (_, quarter) =>
      mean(played.map(({ queues }) => queues.reduce((sum, queue) => sum + (queue[quarter] ?? 0), 0))),
    ),
  };
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

/** Two plans on the same days, with the same visitors: how much longer one waits with the second. */
export interface Comparison {
  first: Result;
  second: Result;
  difference: Interval;
  sentence: string;
}

/** Compares two plans by common random numbers: day by day, so that chance that both meet falls out of the difference. */
export function compare(
  first: Plan,
  second: Plan,
  { days = 20, seed = 'hitomado' }: { days?: number; seed?: string } = {},
): Comparison {
  const differences = Array.from({ length: days }, (_, day) => {
    const own = `${seed} ${day}`;
    return meanWait(simulateDay(second, own)) - meanWait(simulateDay(first, own));
  });
  const difference = intervalOf(differences);
  return {
    first: simulate(first, { days, seed }),
    second: simulate(second, { days, seed }),
    difference,
    sentence: differenceSentence(first.name, second.name, difference),
  };
}

const one = (minutes: number): string => Math.abs(minutes).toFixed(1);

/** The difference of two plans in a sentence that says how sure it is. */
export function differenceSentence(first: string, second: string, { mean: middle, low, high }: Interval): string {
  if (low <= 0 && high >= 0) {
    return `「${first}」と「${second}」の待ち時間に、はっきりした差はありません(差は${low.toFixed(1)}〜${high.toFixed(1)}分の間)。`;
  }
  const [near, far] = [Math.min(Math.abs(low), Math.abs(high)), Math.max(Math.abs(low), Math.abs(high))];
  return `「${second}」は「${first}」より、待ち時間が平均で${one(middle)}分${middle < 0 ? '短く' : '長く'}なります(95%の確かさで${one(near)}〜${one(far)}分)。`;
}
