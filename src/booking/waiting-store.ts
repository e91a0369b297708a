import { type Kysely, sql } from 'kysely';
import type { Day } from '#platform/clock';
import type { Executor, Transaction } from '#platform/database';
import type { BookingTables, PartOfDay } from './tables.ts';

const on = (executor: Executor): Kysely<BookingTables> => executor.withTables<BookingTables>();

/** Somebody who wants a place that becomes free. */
export interface Waiting {
  id: string;
  caseId: string;
  fromDay: Day;
  untilDay: Day;
  partOfDay: PartOfDay;
  procedures: readonly string[];
  language: string;
  /** Sealed with the key of the case. */
  contact: Buffer;
  askedAt: Date;
}

type Row = BookingTables['waiting_list'];

const toWaiting = (row: Row): Waiting => ({
  id: row.id,
  caseId: row.case_id,
  fromDay: row.from_day,
  untilDay: row.until_day,
  partOfDay: row.part_of_day,
  procedures: row.procedures,
  language: row.language,
  contact: row.contact,
  askedAt: row.asked_at,
});

/** Puts a wish on the list; a case has one, and a new one takes the place of the old one. */
export async function putWaiting(transaction: Transaction, { caseId, ...wish }: Waiting): Promise<void> {
  const tables = on(transaction);
  await tables.deleteFrom('waiting_list').where('case_id', '=', caseId).execute();
  await tables
    .insertInto('waiting_list')
    .values({
      id: wish.id,
      case_id: caseId,
      from_day: wish.fromDay,
      until_day: wish.untilDay,
      part_of_day: wish.partOfDay,
      procedures: [...wish.procedures],
      language: wish.language,
      contact: wish.contact,
      asked_at: wish.askedAt,
    })
    .execute();
}

export async function waitingOf(executor: Executor, caseId: string): Promise<Waiting | null> {
  const row = await on(executor)
    .selectFrom('waiting_list')
    .selectAll()
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  return row ? toWaiting(row) : null;
}

/** Those who wait for a day from `today` on, whoever asked first in front; not those who have an appointment by now. */
export async function waitingFrom(executor: Executor, today: Day, most: number): Promise<Waiting[]> {
  const rows = await on(executor)
    .selectFrom('waiting_list')
    .selectAll()
    .where('until_day', '>=', today)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('booking')
            .select('booking.id')
            .whereRef('booking.case_id', '=', 'waiting_list.case_id')
            .where('booking.state', 'in', ['held', 'confirmed', 'checked_in']),
        ),
      ),
    )
    .orderBy('asked_at')
    .orderBy('id')
    .limit(most)
    .execute();
  return rows.map(toWaiting);
}

/** Takes the wish of a case off the list, or only the wish `id`; false when it was not there any more. */
export async function deleteWaiting(transaction: Transaction, caseId: string, id?: string): Promise<boolean> {
  const ofCase = on(transaction).deleteFrom('waiting_list').where('case_id', '=', caseId);
  const result = await (id === undefined ? ofCase : ofCase.where('id', '=', id)).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Deletes wishes for days that are over. Gives how many. */
export async function deletePastWaiting(executor: Executor, today: Day): Promise<number> {
  const result = await on(executor).deleteFrom('waiting_list').where('until_day', '<', today).executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Gives the held place of an offer the address that the answer is told to. */
export async function addContact(
  transaction: Transaction,
  { id, contact, contactIndex }: { id: string; contact: Buffer | null; contactIndex: readonly number[] },
): Promise<void> {
  await on(transaction)
    .updateTable('booking')
    .set({ contact, contact_index: sql`${contactIndex}::integer[]` as never })
    .where('id', '=', id)
    .execute();
}
