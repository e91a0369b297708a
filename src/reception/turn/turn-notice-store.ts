import type { Kysely } from 'kysely';
import type { Executor, Transaction } from '#platform/database';
import type { Language } from '#platform/i18n';
import type { ReceptionTables } from '../queue/tables.ts';
import type { TurnNotice } from './turn-notice.ts';

const on = (executor: Executor): Kysely<ReceptionTables> => executor.withTables<ReceptionTables>();

/** A wish to be told, with where to, sealed. */
export interface SealedNotice extends TurnNotice {
  contact: Buffer;
}

/** Keeps a wish; one for each visit. */
export async function saveNotice(transaction: Transaction, notice: SealedNotice, at: Date): Promise<void> {
  const { visitId, ...rest } = notice;
  const values = { ...rest, asked_at: at };
  await on(transaction)
    .insertInto('turn_notice')
    .values({ visit_id: visitId, ...values })
    .onConflict((conflict) => conflict.column('visit_id').doUpdateSet(values))
    .execute();
}

/** All wishes, few at any time: they go with the end of their visits. */
export async function allNotices(executor: Executor): Promise<SealedNotice[]> {
  const rows = await on(executor).selectFrom('turn_notice').selectAll().execute();
  return rows.map(({ visit_id, asked_at: _, language, ...row }) => ({
    ...row,
    visitId: visit_id,
    language: language as Language,
  }));
}

/** What a visit asked for, without where to. */
export async function noticeOf(executor: Executor, visitId: string): Promise<Omit<TurnNotice, 'language'> | null> {
  const row = await on(executor)
    .selectFrom('turn_notice')
    .select(['channel', 'measure', 'amount'])
    .where('visit_id', '=', visitId)
    .executeTakeFirst();
  return row ? { visitId, ...row } : null;
}

/** Forgets the wishes of visits: where to is deleted. Gives how many. */
export async function forgetNotices(executor: Executor, visitIds: readonly string[]): Promise<number> {
  if (visitIds.length === 0) return 0;
  const { numDeletedRows } = await on(executor)
    .deleteFrom('turn_notice')
    .where('visit_id', 'in', [...visitIds])
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Forgets the wishes of all visits that are over, for the night. Gives how many. */
export async function forgetPastNotices(executor: Executor): Promise<number> {
  const { numDeletedRows } = await on(executor)
    .deleteFrom('turn_notice')
    .where(({ exists, not, selectFrom }) =>
      not(
        exists(
          selectFrom('visit')
            .select('visit.id')
            .whereRef('visit.id', '=', 'turn_notice.visit_id')
            .where('visit.state', '=', 'active'),
        ),
      ),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
