import { newId } from '#platform/codes';
import type { Executor, Transaction } from '#platform/database';
import { tables } from './tables.ts';

/** An answer about a record or a counter. */
export interface HearingAnswer {
  readonly id: string;
  readonly page: string;
  /** The code of the question. */
  readonly question: string;
  readonly answer: string;
  /** Who said it, and who wrote it down. */
  readonly answeredBy: string;
  readonly writtenBy: string;
  readonly answeredAt: Date;
}

/** All answers about a page, the newest first. */
export async function answersAbout(executor: Executor, page: string): Promise<HearingAnswer[]> {
  const rows = await tables(executor)
    .selectFrom('manual_hearing_answer')
    .select(['id', 'page', 'question', 'answer', 'answered_by', 'written_by', 'answered_at'])
    .where('page', '=', page)
    .orderBy('answered_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    page: row.page,
    question: row.question,
    answer: row.answer,
    answeredBy: row.answered_by,
    writtenBy: row.written_by,
    answeredAt: row.answered_at,
  }));
}

/** Which questions of which pages have an answer, as 'page code'. */
export async function answeredCodes(executor: Executor): Promise<ReadonlySet<string>> {
  const rows = await tables(executor)
    .selectFrom('manual_hearing_answer')
    .select(['page', 'question'])
    .distinct()
    .execute();
  return new Set(rows.map(({ page, question }) => `${page} ${question}`));
}

/** Keeps answers beside those that were given before. */
export async function insertAnswers(
  transaction: Transaction,
  answers: readonly { question: string; answer: string }[],
  { page, answeredBy, writtenBy, now }: { page: string; answeredBy: string; writtenBy: string; now: Date },
): Promise<void> {
  if (answers.length === 0) return;
  await tables(transaction)
    .insertInto('manual_hearing_answer')
    .values(
      answers.map(({ question, answer }) => ({
        id: newId(),
        page,
        question,
        answer,
        answered_by: answeredBy,
        written_by: writtenBy,
        answered_at: now,
      })),
    )
    .execute();
}
