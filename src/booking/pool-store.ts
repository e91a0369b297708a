import { type Kysely, sql } from 'kysely';
import type { Day } from '#platform/clock';
import type { Executor, Transaction } from '#platform/database';
import type { DayCapacity, DayHours, Week } from './hours.ts';
import type { FreeDay } from './plan.ts';
import type { BookingTables } from './tables.ts';

const on = (executor: Executor): Kysely<BookingTables> => executor.withTables<BookingTables>();

/** A group of desks that do the same, with its rules. */
export interface Pool {
  id: number;
  serviceId: string;
  /** Whether residents can book here. */
  isOpen: boolean;
  publicPercent: number;
  leadMinutes: number;
  horizonDays: number;
  week: Week;
  revision: number;
}

type PoolRow = {
  id: number;
  service_id: string;
  is_open: boolean;
  public_percent: number;
  lead_minutes: number;
  horizon_days: number;
  week: Week;
  revision: number;
};

const toPool = (row: PoolRow): Pool => ({
  id: row.id,
  serviceId: row.service_id,
  isOpen: row.is_open,
  publicPercent: row.public_percent,
  leadMinutes: row.lead_minutes,
  horizonDays: row.horizon_days,
  week: row.week,
  revision: row.revision,
});

export async function poolsOf(executor: Executor): Promise<Pool[]> {
  const rows = await on(executor).selectFrom('pool').selectAll().orderBy('id').execute();
  return rows.map(toPool);
}

/** Adds pools for places that have none. */
export async function insertPools(
  transaction: Transaction,
  pools: readonly { serviceId: string; week: Week }[],
): Promise<void> {
  if (pools.length === 0) return;
  await on(transaction)
    .insertInto('pool')
    .values(pools.map(({ serviceId, week }) => ({ service_id: serviceId, week: JSON.stringify(week) as never })))
    .onConflict((conflict) => conflict.column('service_id').doNothing())
    .execute();
}

/** Changes the rules of a pool that is still at `revision`; false where somebody else was faster. */
export async function updatePool(
  transaction: Transaction,
  id: number,
  revision: number,
  change: Pick<Pool, 'isOpen' | 'publicPercent' | 'leadMinutes' | 'horizonDays' | 'week'>,
): Promise<boolean> {
  const result = await on(transaction)
    .updateTable('pool')
    .set({
      is_open: change.isOpen,
      public_percent: change.publicPercent,
      lead_minutes: change.leadMinutes,
      horizon_days: change.horizonDays,
      week: JSON.stringify(change.week) as never,
      revision: revision + 1,
    })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export interface PoolException {
  poolId: number;
  day: Day;
  hours: DayHours;
  reason: string;
}

export async function exceptionsFrom(executor: Executor, day: Day, poolId?: number): Promise<PoolException[]> {
  let query = on(executor).selectFrom('pool_exception').selectAll().where('day', '>=', day).orderBy('day');
  if (poolId !== undefined) query = query.where('pool_id', '=', poolId);
  const rows = await query.execute();
  return rows.map(({ pool_id, ...row }) => ({ poolId: pool_id, ...row }));
}

export async function putException(
  transaction: Transaction,
  { poolId, day, hours, reason }: PoolException,
): Promise<void> {
  const values = { hours: JSON.stringify(hours) as never, reason };
  await on(transaction)
    .insertInto('pool_exception')
    .values({ pool_id: poolId, day, ...values })
    .onConflict((conflict) => conflict.columns(['pool_id', 'day']).doUpdateSet(values))
    .execute();
}

export async function deleteException(transaction: Transaction, poolId: number, day: Day): Promise<void> {
  await on(transaction).deleteFrom('pool_exception').where('pool_id', '=', poolId).where('day', '=', day).execute();
}

/** Days from `day` on that a pool has cells for, by pool. */
export async function laidOut(executor: Executor, day: Day): Promise<ReadonlyMap<number, ReadonlySet<Day>>> {
  const rows = await on(executor)
    .selectFrom('capacity_cell')
    .select(['pool_id', 'day'])
    .distinct()
    .where('day', '>=', day)
    .execute();
  const days = new Map<number, Set<Day>>();
  for (const row of rows) days.set(row.pool_id, (days.get(row.pool_id) ?? new Set()).add(row.day));
  return days;
}

/** Sets the desks of one day. Gives how many visitors lie beyond the desks that are left. */
export async function setDesks(executor: Executor, poolId: number, day: Day, capacity: DayCapacity): Promise<number> {
  const { rows } = await sql<{ beyond: number }>`select set_desks(
    ${poolId}, ${day}::date, ${capacity.first}, ${capacity.desks}::integer[], ${capacity.publicDesks}::integer[]
  ) as beyond`.execute(executor);
  return rows[0]?.beyond ?? 0;
}

/** What is free for residents (or for staff) in some pools over some days: by pool, then by day. */
export async function freePlaces(
  executor: Executor,
  poolIds: readonly number[],
  { from, until, isPublic }: { from: Day; until: Day; isPublic: boolean },
): Promise<Map<number, Map<Day, FreeDay>>> {
  const { rows } = await sql<{ pool_id: number; day: Day; first: number; free: number[] }>`
    select pool_id, day, min(cell) as first, array_agg(
      greatest(0, case when ${isPublic} then least(desks - used, public_desks - public_used) else desks - used end)
      order by cell
    ) as free
    from capacity_cell
    where pool_id = any (${poolIds}::integer[]) and day between ${from}::date and ${until}::date and desks > 0
    group by pool_id, day`.execute(executor);
  const pools = new Map<number, Map<Day, FreeDay>>();
  for (const { pool_id, day, first, free } of rows) {
    const days = pools.get(pool_id) ?? new Map<Day, FreeDay>();
    days.set(day, { first, free });
    pools.set(pool_id, days);
  }
  return pools;
}
