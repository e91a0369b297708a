import { calendar, type Inventory } from '#inventory';
import { addDays, type Clock, type Day } from '#platform/clock';
import type { Database } from '#platform/database';
import { planJourney } from '#reception';
import type { Availability } from './availability.ts';
import { earliestCell, type Mark, markOf, type Plan, planOf, type Start, startsOn } from './plan.ts';
import { freePlaces } from './pool-store.ts';

/** A day as it is offered. */
export interface BookableDay {
  day: Day;
  mark: Mark;
  starts: readonly Start[];
}

/** Residents see their share, ahead of time; staff see every desk, from now on. */
export type Audience = 'residents' | 'staff';

/** When something can be booked. */
export interface Timetable {
  /** What is booked for some procedures: the places where residents book; for staff all there are. */
  planFor(procedures: readonly string[], audience?: Audience): Promise<Plan>;
  /** The beginnings of one day for a plan. */
  day(plan: Plan, day: Day, audience?: Audience): Promise<BookableDay>;
  /** The next `count` days from `from` on when the hall is open, with how they stand. */
  openDays(plan: Plan, from: Day, count: number, audience?: Audience): Promise<BookableDay[]>;
  /** The last day that may be booked now. */
  lastDay(plan: Plan): Promise<Day>;
  /** Whether this beginning is on offer at all, full or not. */
  isOffered(plan: Plan, day: Day, cell: number, audience: Audience): Promise<boolean>;
}

const longestHorizon = 400;

export function createTimetable({
  database,
  clock,
  inventory,
  availability,
}: {
  database: Database;
  clock: Clock;
  inventory: () => Inventory;
  availability: Availability;
}): Timetable {
  /** The narrowest of the rules of a plan's pools. */
  async function windowOf(plan: Plan) {
    const pools = new Map((await availability.pools()).map((pool) => [pool.id, pool]));
    const used = plan.parts.flatMap(({ poolId }) => pools.get(poolId) ?? []);
    return {
      leadMinutes: Math.max(0, ...used.map(({ leadMinutes }) => leadMinutes)),
      horizonDays: Math.min(longestHorizon, ...used.map(({ horizonDays }) => horizonDays)),
    };
  }

  /** Staff are few and must see what is true now, so they ask the database itself. */
  async function freeForStaff(plan: Plan, on: Day) {
    const pools = plan.parts.map(({ poolId }) => poolId);
    const free = await freePlaces(database.kysely, pools, { from: on, until: on, isPublic: false });
    return new Map([...free].flatMap(([id, days]) => [...days.values()].map((one) => [id, one] as const)));
  }

  async function bookableDay(plan: Plan, on: Day, audience: Audience = 'residents'): Promise<BookableDay> {
    const rules = await windowOf(plan);
    const window = audience === 'staff' ? { ...rules, leadMinutes: 0 } : rules;
    const earliest = earliestCell(on, window, clock.now(), clock.today());
    if (earliest === null || plan.parts.length === 0) return { day: on, starts: [], mark: 'closed' };
    const free = audience === 'staff' ? await freeForStaff(plan, on) : await availability.on(on);
    const starts = startsOn(plan, free, earliest);
    return { day: on, starts, mark: markOf(starts) };
  }

  return {
    async planFor(procedures, audience = 'residents') {
      const pools = (await availability.pools()).filter(({ isOpen }) => isOpen || audience === 'staff');
      const legs = planJourney(inventory(), procedures).legs.map(({ place, ...leg }) => ({
        ...leg,
        serviceId: place.id,
      }));
      return planOf(legs, new Map(pools.map(({ serviceId, id }) => [serviceId, id])));
    },
    day: bookableDay,
    async openDays(plan, from, count, audience) {
      const { isOpen } = calendar(inventory().city);
      const opened = await availability.openedDays();
      const { horizonDays } = await windowOf(plan);
      const last = addDays(clock.today(), horizonDays);
      const days: Day[] = [];
      for (let on = from; days.length < count && on <= last; on = addDays(on, 1)) {
        if (isOpen(on) || opened.has(on)) days.push(on);
      }
      return Promise.all(days.map((on) => bookableDay(plan, on, audience)));
    },
    async lastDay(plan) {
      return addDays(clock.today(), (await windowOf(plan)).horizonDays);
    },
    async isOffered(plan, on, cell, audience) {
      return (await bookableDay(plan, on, audience)).starts.some((start) => start.cell === cell);
    },
  };
}
