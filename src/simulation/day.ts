import { minuteOf, type Plan } from './plan.ts';
import { type Visitor, visitorsOf } from './visitors.ts';

/** A wait at one place. Minutes after midnight, and minutes. */
export interface Wait {
  place: number;
  arrived: number;
  waited: number;
}

/** What happened on a simulated day. */
export interface SimulatedDay {
  visitors: number;
  /** Visitors who finished all their places, and those who gave up. Together they are all. */
  finished: number;
  gaveUp: number;
  waits: Wait[];
  /** Those who came to a place that opened no more: they had to go home. */
  turnedAway: Omit<Wait, 'waited'>[];
  /** Minutes at desks with a visitor, and minutes of desks on the roster, by place. */
  busy: number[];
  staffed: number[];
  /** Minutes after closing until the last visitor was done. */
  overtime: number;
  /** People waiting at each quarter of an hour of the day (96), by place. */
  queues: number[][];
}

interface Queued {
  visitor: Visitor;
  leg: number;
  since: number;
}

interface Desk {
  place: number;
  /** When it works, as [from, until]. */
  shifts: (readonly [number, number])[];
  free: number;
  serving: Queued | null;
}

const never = Number.POSITIVE_INFINITY;
/** The last ones are served to the end by the desks that were open at closing. */
const endOfDay = 24 * 60;

/** When the last desk of a place closes; 0 where none opens. */
const closingOf = (plan: Plan, place: number): number =>
  Math.max(0, ...(plan.places[place]?.roster ?? []).filter(({ desks }) => desks > 0).map(({ to }) => minuteOf(to)));

/** The desks of a place with their shifts: the n-th works in every stretch that has at least n. */
function desksOf(plan: Plan, place: number): Desk[] {
  const roster = plan.places[place]?.roster ?? [];
  const most = Math.max(0, ...roster.map(({ desks }) => desks));
  const last = closingOf(plan, place);
  return Array.from({ length: most }, (_, index) => ({
    place,
    shifts: roster
      .filter(({ desks }) => desks > index)
      .map(({ from, to }) => [minuteOf(from), minuteOf(to) === last ? endOfDay : minuteOf(to)] as const)
      .sort((one, other) => one[0] - other[0]),
    free: 0,
    serving: null,
  }));
}

/** The first moment from `time` on at which a desk works. */
function worksFrom({ shifts }: Desk, time: number): number {
  for (const [from, until] of shifts) {
    if (time < from) return from;
    if (time < until) return time;
  }
  return never;
}

/** Puts somebody into a queue that is sorted by rank, behind those with the same. */
function enqueue(queue: Queued[], one: Queued): void {
  let index = queue.length;
  while (index > 0 && (queue[index - 1] as Queued).visitor.rank > one.visitor.rank) index -= 1;
  queue.splice(index, 0, one);
}

/** Plays one day of a plan. The same plan and seed give the same day; with `visitors` these come instead. */
export function simulateDay(
  plan: Plan,
  seed: string,
  visitors: readonly Visitor[] = visitorsOf(plan, seed),
): SimulatedDay {
  const desks = plan.places.flatMap((_, place) => desksOf(plan, place));
  const ids = plan.places.map(({ id }) => id);
  /** The places that a desk calls from: its own first. */
  const reach = plan.places.map(({ helps }, place) => [
    place,
    ...helps.map((id) => ids.indexOf(id)).filter((one) => one >= 0),
  ]);
  const queues: Queued[][] = plan.places.map(() => []);
  const day: SimulatedDay = {
    visitors: visitors.length,
    finished: 0,
    gaveUp: 0,
    waits: [],
    turnedAway: [],
    busy: plan.places.map(() => 0),
    staffed: plan.places.map((_, place) => staffedMinutes(plan, place)),
    overtime: 0,
    queues: plan.places.map(() => []),
  };
  const close = minuteOf(plan.close);
  const closings = plan.places.map((_, place) => closingOf(plan, place));
  for (const desk of desks) desk.free = worksFrom(desk, 0);

  function turnAway(place: number, since: number): void {
    day.gaveUp += 1;
    day.turnedAway.push({ place, arrived: since });
  }

  /** The first in line of a place; those who gave up before `time` go. */
  function head(place: number, time: number): Queued | undefined {
    const queue = queues[place] as Queued[];
    for (let index = 0; index < queue.length; ) {
      const { visitor, leg, since } = queue[index] as Queued;
      if (leg === 0 && time - since > visitor.patience) {
        queue.splice(index, 1);
        day.gaveUp += 1;
      } else return queue[index];
    }
    return undefined;
  }

  function callNext(desk: Desk, time: number): void {
    const place = (reach[desk.place] as number[]).find((one) => head(one, time) !== undefined);
    const next = place === undefined ? undefined : (queues[place] as Queued[]).shift();
    if (place === undefined || next === undefined) {
      desk.free = never;
      return;
    }
    const minutes = next.visitor.legs[next.leg]?.minutes ?? 0;
    day.waits.push({ place, arrived: next.since, waited: time - next.since });
    day.busy[desk.place] = (day.busy[desk.place] ?? 0) + minutes;
    desk.serving = next;
    desk.free = time + minutes;
  }

  /** Somebody begins to wait; a desk that had nothing to do calls at once, or when its shift begins. */
  function arrive(one: Queued, place: number): void {
    const closing = closings[place] ?? 0;
    // Who is in the hall when it closes is served to the end; a place that closes earlier takes nobody then.
    if (closing < close && one.since >= closing) {
      turnAway(place, one.since);
      return;
    }
    enqueue(queues[place] as Queued[], one);
    for (const own of [true, false]) {
      for (const desk of desks) {
        if (desk.serving !== null || desk.free !== never || (desk.place === place) !== own) continue;
        if (!(reach[desk.place] as number[]).includes(place)) continue;
        desk.free = worksFrom(desk, one.since);
        if (desk.free === one.since) return;
      }
    }
  }

  let next = 0;
  let quarter = 0;
  for (;;) {
    let desk: Desk | null = null;
    for (const one of desks) if (desk === null ? one.free < never : one.free < desk.free) desk = one;
    const arrival = visitors[next];
    const time = Math.min(arrival?.at ?? never, desk?.free ?? never);
    for (; quarter < 96 && quarter * 15 <= time; quarter += 1) {
      queues.forEach((queue, place) => {
        day.queues[place]?.push(queue.length);
      });
    }
    if (time === never) break;
    if (arrival && (desk === null || arrival.at <= desk.free)) {
      next += 1;
      arrive({ visitor: arrival, leg: 0, since: arrival.at }, arrival.legs[0]?.place ?? 0);
      continue;
    }
    if (desk === null) break;
    const done = desk.serving;
    desk.serving = null;
    if (done) {
      day.overtime = Math.max(day.overtime, time - close);
      const following = done.visitor.legs[done.leg + 1];
      if (following) arrive({ visitor: done.visitor, leg: done.leg + 1, since: time }, following.place);
      else day.finished += 1;
    }
    const from = worksFrom(desk, time);
    if (from > time) desk.free = from;
    else callNext(desk, time);
  }
  queues.forEach((queue, place) => {
    for (const { since } of queue) turnAway(place, since);
  });
  return day;
}

function staffedMinutes(plan: Plan, place: number): number {
  const roster = plan.places[place]?.roster ?? [];
  return roster.reduce((sum, { from, to, desks }) => sum + desks * (minuteOf(to) - minuteOf(from)), 0);
}
