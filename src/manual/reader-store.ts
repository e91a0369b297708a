import { sql } from 'kysely';
import type { Day } from '#platform/clock';
import type { Executor, Transaction } from '#platform/database';
import { tables } from './tables.ts';

/** Something that a reader did not understand; nobody's name stands with it. */
export interface Question {
  readonly id: string;
  readonly page: string;
  readonly place: string;
  /** What was written beside it; empty where somebody only pressed the button. */
  readonly question: string;
  readonly askedAt: Date;
  readonly answer: string | null;
  readonly answeredBy: string | null;
  readonly answeredAt: Date | null;
}

const columns = ['id', 'page', 'place', 'question', 'asked_at', 'answer', 'answered_by', 'answered_at'] as const;

interface Row {
  id: string;
  page: string;
  place: string;
  question: string;
  asked_at: Date;
  answer: string | null;
  answered_by: string | null;
  answered_at: Date | null;
}

const toQuestion = (row: Row): Question => ({
  id: row.id,
  page: row.page,
  place: row.place,
  question: row.question,
  askedAt: row.asked_at,
  answer: row.answer,
  answeredBy: row.answered_by,
  answeredAt: row.answered_at,
});

/** The questions of a page that have an answer, the newest answer first. */
export async function answeredQuestions(executor: Executor, page: string): Promise<Question[]> {
  const rows = await tables(executor)
    .selectFrom('manual_question')
    .select(columns)
    .where('page', '=', page)
    .where('answer', 'is not', null)
    .orderBy('answered_at', 'desc')
    .limit(20)
    .execute();
  return rows.map(toQuestion);
}

/** What waits for an answer, the oldest first. */
export async function openQuestions(executor: Executor): Promise<Question[]> {
  const rows = await tables(executor)
    .selectFrom('manual_question')
    .select(columns)
    .where('answered_at', 'is', null)
    .orderBy('asked_at')
    .limit(200)
    .execute();
  return rows.map(toQuestion);
}

export async function insertQuestion(
  executor: Executor,
  { id, page, place, question, askedAt }: Pick<Question, 'id' | 'page' | 'place' | 'question' | 'askedAt'>,
): Promise<void> {
  await tables(executor)
    .insertInto('manual_question')
    .values({ id, page, place, question, asked_at: askedAt, answer: null, answered_by: null, answered_at: null })
    .execute();
}

/**
 * Keeps an answer, or with `null` that none is needed as the page was put right. Gives false where somebody has answered
 * already.
 */
export async function answerQuestion(
  executor: Executor,
  id: string,
  answer: string | null,
  by: string,
  now: Date,
): Promise<boolean> {
  const changed = await tables(executor)
    .updateTable('manual_question')
    .set({ answer, answered_by: by, answered_at: now })
    .where('id', '=', id)
    .where('answered_at', 'is', null)
    .returning('id')
    .execute();
  return changed.length === 1;
}

/** Counts one more reading of a page on a day. */
export async function countReading(executor: Executor, page: string, day: Day): Promise<void> {
  await sql`insert into manual_reading (page, day, count) values (${page}, ${day}, 1)
    on conflict (page, day) do update set count = manual_reading.count + 1`.execute(executor);
}

/** How often each page was read since a day. Pages that nobody read are not in it. */
export async function readingsSince(executor: Executor, day: Day): Promise<ReadonlyMap<string, number>> {
  const rows = await tables(executor)
    .selectFrom('manual_reading')
    .select(['page', sql<number>`sum(count)::int`.as('count')])
    .where('day', '>=', day)
    .groupBy('page')
    .execute();
  return new Map(rows.map(({ page, count }) => [page, count]));
}

/** Forgets readings from before a day. Gives how many counts went. */
export async function forgetReadings(executor: Executor, before: Day): Promise<number> {
  const gone = await tables(executor).deleteFrom('manual_reading').where('day', '<', before).executeTakeFirst();
  return Number(gone.numDeletedRows);
}

/** A picture or attachment. */
export interface ManualFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export async function insertFile(
  transaction: Transaction,
  { id, name, type, bytes }: ManualFile,
  author: string,
  now: Date,
): Promise<void> {
  await tables(transaction)
    .insertInto('manual_file')
    .values({ id, name, type, bytes: Buffer.from(bytes), author_name: author, added_at: now })
    .execute();
}

export async function fileById(executor: Executor, id: string): Promise<ManualFile | null> {
  const row = await tables(executor)
    .selectFrom('manual_file')
    .select(['id', 'name', 'type', 'bytes'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}
