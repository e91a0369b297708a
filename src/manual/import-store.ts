import { sql } from 'kysely';
import type { Executor } from '#platform/database';
import type { Author } from './block.ts';
import type { ManualDraft } from './import/index.ts';
import type { Choices } from './import-choice.ts';
import { tables } from './tables.ts';

/** A manual that was read from a file. */
export interface ReadManual {
  readonly id: string;
  readonly draft: ManualDraft;
  /** The key of the page that it belongs to, once somebody has chosen it. */
  readonly page: string | null;
  readonly choices: Choices;
  readonly authorName: string;
  readonly readAt: Date;
  readonly finishedAt: Date | null;
  readonly outcome: string | null;
}

const columns = ['id', 'draft', 'page', 'choices', 'author_name', 'read_at', 'finished_at', 'outcome'] as const;

interface Row {
  id: string;
  draft: unknown;
  page: string | null;
  choices: unknown;
  author_name: string;
  read_at: Date;
  finished_at: Date | null;
  outcome: string | null;
}

const toRead = (row: Row): ReadManual => ({
  id: row.id,
  // Drafts of before do not say what was not understood.
  draft: { rest: [], ...(row.draft as Omit<ManualDraft, 'rest'>) },
  page: row.page,
  choices: row.choices as Choices,
  authorName: row.author_name,
  readAt: row.read_at,
  finishedAt: row.finished_at,
  outcome: row.outcome,
});

export async function insertImport(
  executor: Executor,
  { id, draft }: Pick<ReadManual, 'id' | 'draft'>,
  author: Author,
  now: Date,
): Promise<void> {
  await tables(executor)
    .insertInto('manual_import')
    .values({
      id,
      draft: sql`${JSON.stringify(draft).replaceAll('\\u0000', '')}::jsonb`,
      page: null,
      choices: sql`'{}'::jsonb`,
      author: author.id,
      author_name: author.name,
      read_at: now,
      finished_at: null,
      outcome: null,
    })
    .execute();
}

export async function importById(executor: Executor, id: string): Promise<ReadManual | null> {
  const row = await tables(executor)
    .selectFrom('manual_import')
    .select(columns)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? null : toRead(row);
}

/** The last forty files that were read, the newest first. */
export async function recentImports(executor: Executor): Promise<ReadManual[]> {
  const rows = await tables(executor)
    .selectFrom('manual_import')
    .select(columns)
    .orderBy('read_at', 'desc')
    .limit(40)
    .execute();
  return rows.map(toRead);
}

/** Adds choices to those that are kept, so that two who work on one file lose nothing of each other. */
export async function keepChoices(
  executor: Executor,
  id: string,
  choices: Choices,
  page: string | null,
): Promise<void> {
  await tables(executor)
    .updateTable('manual_import')
    .set({
      choices: sql`choices || ${JSON.stringify(choices)}::jsonb`,
      ...(page === null ? {} : { page }),
    })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .execute();
}

/** Ends the work on a file; false where somebody has ended it already. */
export async function finishImport(executor: Executor, id: string, outcome: string, now: Date): Promise<boolean> {
  const done = await tables(executor)
    .updateTable('manual_import')
    .set({ finished_at: now, outcome })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .returning('id')
    .execute();
  return done.length === 1;
}
