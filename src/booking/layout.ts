import { type Calendar, calendar, type Inventory } from '#inventory';
import { addDays, type Clock, type Day, weekday } from '#platform/clock';
import type { Database, Executor } from '#platform/database';
import type { ReceptionService } from '#reception';
import { capacityOf, type DayHours, firstWeek, hoursOn, type WeekdayName, weekdayNames } from './hours.ts';
import * as store from './pool-store.ts';

/** What laying out the days ahead stands on. */
export interface LayoutParts {
  database: Database;
  clock: Clock;
  inventory: () => Inventory;
  reception: Pick<ReceptionService, 'snapshot'>;
}

/** Rosters become places that can be booked. */
export interface Layout {
  /** Makes a pool for every place of the hall that has none, and the cells of the days ahead. Gives how many days it laid out. */
  furnish(): Promise<number>;
  /** The hours of a pool on a day as its roster and exceptions say. */
  hoursOf(pool: store.Pool, day: Day, exceptions: readonly store.PoolException[]): DayHours;
  /** Lays some days of a pool out anew, in the transaction of the change. Gives how many visitors lie beyond the desks. */
  layOut(executor: Executor, pool: store.Pool, days: readonly Day[]): Promise<number>;
}

/** Holidays never fall on the same weekday for so many weeks. */
const weeksToLookAhead = 5;

export function createLayout({ database, clock, inventory, reception }: LayoutParts): Layout {
  function hoursOf(pool: store.Pool, day: Day, exceptions: readonly store.PoolException[]): DayHours {
    const own = new Map(exceptions.filter(({ poolId }) => poolId === pool.id).map((one) => [one.day, one.hours]));
    return hoursOn(day, { week: pool.week, exceptions: own }, calendar(inventory().city));
  }

  /** Lays out the days ahead that have no cells yet. */
  async function layOutNewDays(): Promise<number> {
    const today = clock.today();
    const known = await store.laidOut(database.kysely, today);
    const exceptions = await store.exceptionsFrom(database.kysely, today);
    let count = 0;
    for (const pool of await store.poolsOf(database.kysely)) {
      for (let ahead = 0; ahead <= pool.horizonDays; ahead += 1) {
        const day = addDays(today, ahead);
        if (known.get(pool.id)?.has(day)) continue;
        const capacity = capacityOf(hoursOf(pool, day, exceptions), pool.publicPercent);
        if (capacity.desks.length === 0) continue;
        await store.setDesks(database.kysely, pool.id, day, capacity);
        count += 1;
      }
    }
    return count;
  }

  return {
    async furnish() {
      const { services, seats } = await reception.snapshot();
      const hours = calendar(inventory().city);
      const pools = services.flatMap((service) => {
        const count = seats.filter(({ serviceId }) => serviceId === service.id).length;
        const [department] = service.departments;
        // Where no department works (the entrance), nobody has an appointment.
        if (department === undefined) return [];
        const week = firstWeek(count, (name) => usualHours(hours, clock.today(), name, department));
        return [{ serviceId: service.id, week }];
      });
      await database.transaction((transaction) => store.insertPools(transaction, pools));
      return layOutNewDays();
    },
    hoursOf,
    async layOut(executor, pool, days) {
      const exceptions = await store.exceptionsFrom(executor, clock.today(), pool.id);
      let beyond = 0;
      for (const day of days) {
        const capacity = capacityOf(hoursOf(pool, day, exceptions), pool.publicPercent);
        beyond += await store.setDesks(executor, pool.id, day, capacity);
      }
      return beyond;
    },
  };
}

/** The opening hours of a department on a weekday, seen on the next such day that is no holiday; null when it never opens. */
function usualHours(hours: Calendar, from: Day, name: WeekdayName, department: string) {
  const distance = (weekdayNames.indexOf(name) - weekday(from) + 7) % 7;
  for (let week = 0; week < weeksToLookAhead; week += 1) {
    const found = hours.hours(addDays(from, distance + 7 * week), department);
    if (found !== null) return found;
  }
  return null;
}
