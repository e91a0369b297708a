import type { Executor } from '#platform/database';
import type { Tables } from './tables.ts';

export interface SessionRow {
  readonly id: string;
  readonly staffId: string;
  readonly authenticatedAt: Date;
  readonly seenAt: Date;
  readonly lockedAt: Date | null;
  readonly startedAt: Date;
}

/** A day, in milliseconds; the count of tries begins anew after it. */
const forgetTriesAfter = 24 * 3600_000;

const tables = (executor: Executor) => executor.withTables<Tables>();

export async function insertSession(
  executor: Executor,
  session: { readonly id: string; readonly staffId: string; readonly tokenHash: string },
  now: Date,
  endsAt: Date,
): Promise<void> {
  await tables(executor)
    .insertInto('staff_session')
    .values({
      id: session.id,
      staff_id: session.staffId,
      token_hash: session.tokenHash,
      started_at: now,
      authenticated_at: now,
      seen_at: now,
      locked_at: null,
      ends_at: endsAt,
    })
    .execute();
}

/** A session that has not ended, of an account that still counts. */
export async function findSession(executor: Executor, tokenHash: string, now: Date): Promise<SessionRow | undefined> {
  return await tables(executor)
    .selectFrom('staff_session')
    .innerJoin('staff', 'staff.id', 'staff_session.staff_id')
    .select([
      'staff_session.id',
      'staff_id as staffId',
      'authenticated_at as authenticatedAt',
      'seen_at as seenAt',
      'locked_at as lockedAt',
      'started_at as startedAt',
    ])
    .where('token_hash', '=', tokenHash)
    .where('ends_at', '>', now)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
}

export async function touchSession(executor: Executor, id: string, now: Date): Promise<void> {
  await tables(executor).updateTable('staff_session').set({ seen_at: now }).where('id', '=', id).execute();
}

export async function lockSession(executor: Executor, id: string, now: Date): Promise<void> {
  await tables(executor).updateTable('staff_session').set({ locked_at: now }).where('id', '=', id).execute();
}

/** The same session after a new proof of identity: with a new cookie, unlocked. */
export async function renewSession(executor: Executor, id: string, tokenHash: string, now: Date): Promise<void> {
  await tables(executor)
    .updateTable('staff_session')
    .set({ token_hash: tokenHash, authenticated_at: now, seen_at: now, locked_at: null })
    .where('id', '=', id)
    .execute();
}

export async function deleteSession(executor: Executor, id: string): Promise<void> {
  await tables(executor).deleteFrom('staff_session').where('id', '=', id).execute();
}

/** Ends every session of a person. */
export async function deleteSessions(executor: Executor, staffId: string): Promise<void> {
  await tables(executor).deleteFrom('staff_session').where('staff_id', '=', staffId).execute();
}

export async function listSessions(executor: Executor, staffId: string, now: Date): Promise<readonly SessionRow[]> {
  return await tables(executor)
    .selectFrom('staff_session')
    .select([
      'id',
      'staff_id as staffId',
      'authenticated_at as authenticatedAt',
      'seen_at as seenAt',
      'locked_at as lockedAt',
      'started_at as startedAt',
    ])
    .where('staff_id', '=', staffId)
    .where('ends_at', '>', now)
    .orderBy('seen_at', 'desc')
    .execute();
}

const tablesThatEnd = [
  'staff_session',
  'staff_invitation',
  'passkey_challenge',
  'device_enrolment',
  'sign_in_begun',
  'account_recovery',
] as const;

/** Removes what has ended: sessions, invitations, challenges, codes, requests, tries of a day ago. Gives how many rows. */
export async function deleteEnded(executor: Executor, now: Date): Promise<number> {
  let deleted = 0;
  for (const table of tablesThatEnd) {
    const { numDeletedRows } = await tables(executor)
      .deleteFrom(table)
      .where('ends_at', '<=', now)
      .executeTakeFirstOrThrow();
    deleted += Number(numDeletedRows);
  }
  const { numDeletedRows } = await tables(executor)
    .deleteFrom('sign_in_try')
    .where('tried_at', '<', new Date(now.getTime() - forgetTriesAfter))
    .executeTakeFirstOrThrow();
  return deleted + Number(numDeletedRows);
}
