import { sql } from 'kysely';
import type { Executor } from '#platform/database';
import type { EmergencyCategory } from './emergency.ts';
import type { Tables } from './tables.ts';

/** One opening of a case as an emergency. */
export interface Emergency {
  readonly id: string;
  readonly caseId: string;
  readonly staffId: string;
  readonly category: EmergencyCategory;
  readonly reason: string;
  readonly openedAt: Date;
  readonly endsAt: Date;
  readonly reviewedBy: string | null;
  readonly reviewedAt: Date | null;
}

type NewEmergency = Omit<Emergency, 'reviewedBy' | 'reviewedAt'>;

const tables = (executor: Executor) => executor.withTables<Tables>();

const emergencies = (executor: Executor) =>
  tables(executor)
    .selectFrom('emergency_access')
    .select([
      'id',
      'case_id as caseId',
      'staff_id as staffId',
      sql<EmergencyCategory>`category`.as('category'),
      'reason',
      'opened_at as openedAt',
      'ends_at as endsAt',
      'reviewed_by as reviewedBy',
      'reviewed_at as reviewedAt',
    ]);

export async function insertEmergency(executor: Executor, emergency: NewEmergency): Promise<void> {
  const { id, caseId, staffId, category, reason, openedAt, endsAt } = emergency;
  await tables(executor)
    .insertInto('emergency_access')
    .values({
      id,
      case_id: caseId,
      staff_id: staffId,
      category,
      reason,
      opened_at: openedAt,
      ends_at: endsAt,
      reviewed_by: null,
      reviewed_at: null,
    })
    .execute();
}

/** The emergency by which someone has a case open now; the one that lasts longest. */
export async function findLive(
  executor: Executor,
  staffId: string,
  caseId: string,
  now: Date,
): Promise<Emergency | undefined> {
  return await emergencies(executor)
    .where('staff_id', '=', staffId)
    .where('case_id', '=', caseId)
    .where('ends_at', '>', now)
    .orderBy('ends_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** What nobody has reviewed yet, oldest first. */
export async function listUnreviewed(executor: Executor): Promise<readonly Emergency[]> {
  return await emergencies(executor).where('reviewed_at', 'is', null).orderBy('opened_at').execute();
}

/** What was opened in a time, oldest first. */
export async function listOpened(executor: Executor, from: Date, until: Date): Promise<readonly Emergency[]> {
  return await emergencies(executor)
    .where('opened_at', '>=', from)
    .where('opened_at', '<', until)
    .orderBy('opened_at')
    .execute();
}

/** Marks an emergency as reviewed and gives its case; undefined when it was already, or was their own. */
export async function markReviewed(
  executor: Executor,
  id: string,
  reviewer: string,
  now: Date,
): Promise<string | undefined> {
  const row = await tables(executor)
    .updateTable('emergency_access')
    .set({ reviewed_by: reviewer, reviewed_at: now })
    .where('id', '=', id)
    .where('reviewed_at', 'is', null)
    .where('staff_id', '<>', reviewer)
    .returning('case_id')
    .executeTakeFirst();
  return row?.case_id;
}
