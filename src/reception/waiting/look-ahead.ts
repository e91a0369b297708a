import { numberAt } from '#platform/random';
import type { Snapshot } from '../queue/board.ts';
import { corrected80 } from './correction.ts';
import type { Outlook } from './outlook.ts';
import { type Desk, type Job, type SetUp, setUp } from './set-up.ts';
import { drawRest, drawTime } from './times.ts';

/** A wait in minutes from now: half of all futures are shorter than `p50`, four fifths shorter than `p80`. */
export interface Quote {
  p50: number;
  p80: number;
  /** P80 before the correction by what the last quotes were worth. */
  raw80: number;
}

/** The hall as it may go on from a snapshot. */
export interface LookAhead {
  /** Waits of those who wait, by leg. */
  legs: ReadonlyMap<string, Quote>;
  /** Ends of visits, by visit. */
  visits: ReadonlyMap<string, Quote>;
  /** The wait of somebody who takes a number now, by place. */
  places: ReadonlyMap<string, Quote>;
}

/** Futures that are played: fewer for a full hall, where errors of single services even out. */
const runsFor = (jobs: number): number => (jobs <= 40 ? 200 : 100);
/** From one place to the next, in minutes. */
const walk = 1;
/** Nobody waits longer than a day. */
const never = 24 * 60;

/** What one run gives: starts and ends of jobs, and the start of a newcomer at each place. */
interface Run {
  starts: Float64Array;
  ends: Float64Array;
  newcomers: Float64Array;
}

/** The end of the absence of a desk at `time`; `time` itself when it is there. */
function backAt(desk: Desk, time: number): number {
  for (const [from, until] of desk.away) if (time >= from && time < until) return until;
  return time;
}

/**
 * Queues of the places. The jobs that wait now and may go to any desk of their place stand in a line; those that come
 * later, came early or belong to one desk stand apart and are looked through.
 */
function queuesOf({ jobs, desks }: SetUp, places: number): { lines: number[][]; apart: number[][] } {
  const served = new Set(desks.map(({ serving }) => serving));
  const lines = Array.from({ length: places }, (): number[] => []);
  const apart = Array.from({ length: places }, (): number[] => []);
  const inOrder = jobs
    .map((_, index) => index)
    .sort((one, other) => (jobs[one]?.order ?? 0) - (jobs[other]?.order ?? 0));
  for (const index of inOrder) {
    const job = jobs[index] as Job;
    // Somebody served at a desk that nobody sits at is not called again.
    if (served.has(index) || job.place < 0) continue;
    const plain = job.from === 0 && job.early <= 0 && job.counterId === null && job.staffId === null;
    (plain ? lines : apart)[job.place]?.push(index);
  }
  return { lines, apart };
}

/** Makes the function that plays one future of the hall. */
function player(hall: SetUp, places: number): (run: number) => Run {
  const { jobs, desks, orderOfNewcomer } = hall;
  const { lines, apart } = queuesOf(hall, places);
  const serving = new Int32Array(desks.length);
  const free = new Float64Array(desks.length);
  const heads = new Int32Array(places);
  const from = new Float64Array(jobs.length);
  const taken = new Uint8Array(jobs.length);
  const result: Run = {
    starts: new Float64Array(jobs.length),
    ends: new Float64Array(jobs.length),
    newcomers: new Float64Array(places),
  };
  /** When the first of those who stand apart arrives, as `pick` has seen it. */
  let soonest = never;

  /** Whom a desk calls at `time`: -1 for nobody. */
  function pick(desk: Desk, time: number): number {
    let best = -1;
    let bestOrder = Number.POSITIVE_INFINITY;
    soonest = never;
    for (const place of desk.places) {
      const head = lines[place]?.[heads[place] as number];
      if (head !== undefined && (jobs[head] as Job).order < bestOrder) {
        best = head;
        bestOrder = (jobs[head] as Job).order;
      }
      for (const index of apart[place] as number[]) {
        if (taken[index] === 1) continue;
        const job = jobs[index] as Job;
        if (job.counterId !== null && job.counterId !== desk.counterId) continue;
        if (job.staffId !== null && job.staffId !== desk.staffId) continue;
        const since = from[index] as number;
        // Who came early goes behind everybody whose turn it is.
        const order = job.early > time ? job.order + 1e6 : job.order;
        if (since > time) soonest = Math.min(soonest, since);
        else if (order < bestOrder) {
          best = index;
          bestOrder = order;
        }
      }
    }
    for (const place of desk.places) {
      if (result.newcomers[place] === never && bestOrder > orderOfNewcomer) result.newcomers[place] = time;
    }
    return best;
  }

  /** Desks that had nothing to do look again when somebody arrives. */
  function wake(place: number, at: number): void {
    for (let index = 0; index < desks.length; index += 1) {
      const idle = serving[index] === -1 && (free[index] as number) > at;
      if (idle && desks[index]?.places.includes(place)) free[index] = at;
    }
  }

  function finish(index: number, time: number): void {
    result.ends[index] = time;
    const { next } = jobs[index] as Job;
    const following = jobs[next];
    if (!following) return;
    from[next] = time + walk;
    wake(following.place, time + walk);
  }

  function begin(desk: number, index: number, time: number, run: number): void {
    const { place, times, seed } = jobs[index] as Job;
    taken[index] = 1;
    if (lines[place]?.[heads[place] as number] === index) heads[place] = (heads[place] as number) + 1;
    result.starts[index] = time;
    serving[desk] = index;
    free[desk] = time + Math.max(0.01, drawTime(times, numberAt(seed, run)));
  }

  return (run) => {
    heads.fill(0);
    taken.fill(0);
    result.starts.fill(never);
    result.ends.fill(never);
    result.newcomers.fill(never);
    jobs.forEach((job, index) => {
      from[index] = job.from;
    });
    desks.forEach((desk, index) => {
      serving[index] = desk.serving;
      const job = jobs[desk.serving];
      free[index] = job ? drawRest(job.times, desk.elapsed, numberAt(job.seed, run)) : 0;
    });
    for (;;) {
      let desk = -1;
      let time = never;
      for (let index = 0; index < free.length; index += 1) {
        if ((free[index] as number) >= time) continue;
        desk = index;
        time = free[index] as number;
      }
      if (desk === -1) return result;
      if (serving[desk] !== -1) finish(serving[desk] as number, time);
      serving[desk] = -1;
      const back = backAt(desks[desk] as Desk, time);
      const index = back > time ? -1 : pick(desks[desk] as Desk, time);
      if (index !== -1) begin(desk, index, time, run);
      else free[desk] = back > time ? back : soonest;
    }
  };
}

/**
 * Plays the hall on from a snapshot 100 to 200 times: what those at the desks still need, given how long they are there; times
 * at the desk from experience at today's pace; the order of calling; desks that serve several places; the rest of each
 * visit; desks away at their usual times. The numbers come from the ids of the legs, so that the same snapshot gives
 * the same quotes and a visitor more or less moves the others only as far as it has to.
 */
export function lookAhead(snapshot: Snapshot, outlook: Outlook): LookAhead {
  const hall = setUp(snapshot, outlook);
  const { services } = snapshot;
  const runs = runsFor(hall.jobs.length);
  const play = player(hall, services.length);
  const samples = (count: number) => Array.from({ length: count }, () => new Float64Array(runs));
  const waiting = [...hall.waiting];
  const visits = [...hall.lastOfVisit];
  const [starts, ends, newcomers] = [samples(waiting.length), samples(visits.length), samples(services.length)];
  for (let run = 0; run < runs; run += 1) {
    const one = play(run);
    waiting.forEach(([, job], index) => {
      (starts[index] as Float64Array)[run] = one.starts[job] as number;
    });
    visits.forEach(([, job], index) => {
      (ends[index] as Float64Array)[run] = one.ends[job] as number;
    });
    newcomers.forEach((values, place) => {
      values[run] = one.newcomers[place] as number;
    });
  }
  const quote = (values: Float64Array | undefined, serviceId: string): Quote => {
    const sorted = values?.sort();
    const [p50 = never, raw80 = never] = [sorted?.[runs / 2], sorted?.[runs * 0.8]];
    return { p50, raw80, p80: corrected80({ p50, raw80 }, outlook.correction.get(serviceId) ?? 0) };
  };
  const placeOf = (job: number): string => services[hall.jobs[job]?.place ?? -1]?.id ?? '';
  return {
    legs: new Map(waiting.map(([id, job], index) => [id, quote(starts[index], placeOf(job))])),
    visits: new Map(visits.map(([id, job], index) => [id, quote(ends[index], placeOf(job))])),
    places: new Map(services.map(({ id }, place) => [id, quote(newcomers[place], id)])),
  };
}
