import type { Day } from '#platform/clock';
import type { Executor } from '#platform/database';
import type { Tables } from './tables.ts';

/** That somebody has gone through the looks of a week. */
export interface Review {
  readonly reviewedBy: string;
  readonly reviewedAt: Date;
  readonly remark: string;
}

const tables = (executor: Executor) => executor.withTables<Tables>();

export async function findReview(executor: Executor, week: Day): Promise<Review | undefined> {
  return await tables(executor)
    .selectFrom('trail_review')
    .select(['reviewed_by as reviewedBy', 'reviewed_at as reviewedAt', 'remark'])
    .where('week', '=', week)
    .executeTakeFirst();
}

/** Keeps the review of a week; false when there is one already. */
export async function insertReview(executor: Executor, week: Day, review: Review): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(executor)
    .insertInto('trail_review')
    .values({ week, reviewed_by: review.reviewedBy, reviewed_at: review.reviewedAt, remark: review.remark })
    .onConflict((conflict) => conflict.column('week').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}
