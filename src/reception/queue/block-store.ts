import { type Kysely, sql } from 'kysely';
import type { Day } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Executor, Transaction } from '#platform/database';
import { lentNumbers } from './numbers.ts';
import type { ReceptionTables } from './tables.ts';
import { lockText } from './visit-store.ts';

const on = (executor: Executor): Kysely<ReceptionTables> => executor.withTables<ReceptionTables>();

/** How many numbers a block has. */
export const blockSize = 20;

/** Consecutive numbers of one letter that a machine may give by itself today. */
export interface NumberBlock {
  series: string;
  first: number;
  last: number;
}

/** Lends the next free block of each series. A block is lent once and never comes back that day. */
export async function lendBlocks(
  transaction: Transaction,
  { facilityId, day, series, holder, at }: LendingOf,
): Promise<NumberBlock[]> {
  if (series.length === 0) return [];
  await lockText(transaction, `blocks:${facilityId}`);
  const lent = await on(transaction)
    .selectFrom('number_block')
    .select(['series', sql<number>`max(last_number)`.as('last')])
    .where('facility_id', '=', facilityId)
    .where('day', '=', day)
    .where('series', 'in', [...series])
    .groupBy('series')
    .execute();
  const lastOf = new Map(lent.map((row) => [row.series, row.last]));
  const blocks = series.map((one): NumberBlock => {
    const first = (lastOf.get(one) ?? lentNumbers.first - 1) + 1;
    return { series: one, first, last: first + blockSize - 1 };
  });
  const rows = blocks.map((block) => ({
    id: newId(),
    facility_id: facilityId,
    day,
    series: block.series,
    first_number: block.first,
    last_number: block.last,
    holder,
    lent_at: at,
  }));
  await on(transaction).insertInto('number_block').values(rows).execute();
  return blocks;
}

interface LendingOf {
  facilityId: string;
  day: Day;
  /** Letters, each once. */
  series: readonly string[];
  /** The machine or member of staff that asks. */
  holder: string;
  at: Date;
}

/** When the block of a number was lent today; null for a number that was not lent. */
export async function lentAt(
  executor: Executor,
  { facilityId, day, series, number }: { facilityId: string; day: Day; series: string; number: number },
): Promise<Date | null> {
  const row = await on(executor)
    .selectFrom('number_block')
    .select('lent_at')
    .where('facility_id', '=', facilityId)
    .where('day', '=', day)
    .where('series', '=', series)
    .where('first_number', '<=', number)
    .where('last_number', '>=', number)
    .executeTakeFirst();
  return row?.lent_at ?? null;
}

/** Forgets what was lent before a day. */
export async function deleteBlocks(executor: Executor, before: Day): Promise<void> {
  await on(executor).deleteFrom('number_block').where('day', '<', before).execute();
}
