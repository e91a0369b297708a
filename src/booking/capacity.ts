import type { Audit } from '#platform/audit';
import { addDays, type Clock, type Day, weekday } from '#platform/clock';
import type { Database, Transaction } from '#platform/database';
import { appendEvent } from '#platform/events';
import { countConflicts } from './conflict-store.ts';
import { type DayHours, type WeekdayName, weekdayNames } from './hours.ts';
import type { Layout } from './layout.ts';
import * as store from './pool-store.ts';
import type { Rules } from './roster-form.ts';

/** Capacity as staff set it. Whatever is taken away below what is booked becomes a conflict for them to solve. */
export interface Capacity {
  pools(): Promise<store.Pool[]>;
  pool(id: number): Promise<store.Pool | null>;
  /** Days that are unlike their weekday, from today on. */
  exceptions(poolId?: number): Promise<store.PoolException[]>;
  /** The hours of a pool on a day, and why they are as they are; no reason: as usual. */
  dayOf(pool: store.Pool, day: Day): Promise<{ hours: DayHours; reason: string | null }>;
  /** Changes the rules; false where somebody else was faster. */
  setRules(pool: store.Pool, revision: number, rules: Rules, actor: string): Promise<boolean>;
  setWeekday(pool: store.Pool, revision: number, name: WeekdayName, hours: DayHours, actor: string): Promise<boolean>;
  setDay(pools: readonly store.Pool[], day: Day, hours: DayHours, reason: string, actor: string): Promise<void>;
  /** Makes a day like its weekday again. */
  resetDay(pool: store.Pool, day: Day, actor: string): Promise<void>;
  /** How many appointments have no desk any more. */
  conflictCount(): Promise<number>;
}

export function createCapacity({
  database,
  clock,
  audit,
  layout,
}: {
  database: Database;
  clock: Clock;
  audit: Audit;
  layout: Layout;
}): Capacity {
  /** Changes something, lays the days out anew, and writes down who did it, all at once. */
  const change = <Value>(
    actor: string,
    resource: Readonly<Record<string, string>>,
    work: (transaction: Transaction) => Promise<Value>,
  ): Promise<Value> =>
    database.transaction(async (transaction) => {
      const value = await work(transaction);
      await audit.append(transaction, { actor, action: 'booking:arrange', resource, outcome: 'done' });
      await appendEvent(transaction, { topic: 'booking', subject: resource.pool ?? 'all', kind: 'booking.arranged' });
      return value;
    });

  const daysAhead = ({ horizonDays }: store.Pool, accept: (day: Day) => boolean = () => true): Day[] =>
    Array.from({ length: horizonDays + 1 }, (_, ahead) => addDays(clock.today(), ahead)).filter(accept);

  /** Changes a pool that is still at `revision`, and lays out the days that this touches. */
  const update = (
    pool: store.Pool,
    revision: number,
    changed: store.Pool,
    { days, what, actor }: { days: readonly Day[]; what: string; actor: string },
  ): Promise<boolean> =>
    change(actor, { change: what, pool: String(pool.id) }, async (transaction) => {
      if (!(await store.updatePool(transaction, pool.id, revision, changed))) return false;
      await layout.layOut(transaction, changed, days);
      return true;
    });

  return {
    pools: () => store.poolsOf(database.kysely),
    pool: async (id) => (await store.poolsOf(database.kysely)).find((pool) => pool.id === id) ?? null,
    exceptions: (poolId) => store.exceptionsFrom(database.kysely, clock.today(), poolId),
    async dayOf(pool, day) {
      const exceptions = await store.exceptionsFrom(database.kysely, day, pool.id);
      const reason = exceptions.find((one) => one.day === day)?.reason ?? null;
      return { hours: layout.hoursOf(pool, day, exceptions), reason };
    },
    setRules(pool, revision, rules, actor) {
      const changed = { ...pool, ...rules };
      return update(pool, revision, changed, { days: daysAhead(changed), what: 'rules', actor });
    },
    setWeekday(pool, revision, name, hours, actor) {
      const changed = { ...pool, week: { ...pool.week, [name]: hours } };
      const days = daysAhead(pool, (day) => weekdayNames[weekday(day)] === name);
      return update(pool, revision, changed, { days, what: name, actor });
    },
    setDay: (pools, day, hours, reason, actor) =>
      change(actor, { change: day, pool: pools.map(({ id }) => id).join() }, async (transaction) => {
        for (const pool of pools) {
          await store.putException(transaction, { poolId: pool.id, day, hours, reason });
          await layout.layOut(transaction, pool, [day]);
        }
      }),
    resetDay: (pool, day, actor) =>
      change(actor, { change: day, pool: String(pool.id) }, async (transaction) => {
        await store.deleteException(transaction, pool.id, day);
        await layout.layOut(transaction, pool, [day]);
      }),
    conflictCount: () => countConflicts(database.kysely, clock.today()),
  };
}
