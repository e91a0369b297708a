import type { Database } from '#platform/database';

interface GuideDraftTable {
  id: string;
  sealed: Buffer;
  expires_at: Date;
}

/** One stored draft; `sealed` can be opened only with the key in the resident's cookie. */
export interface StoredDraft {
  id: string;
  sealed: Buffer;
}

const drafts = (database: Database) => database.kysely.withTables<{ guide_draft: GuideDraftTable }>();

/** Writes a draft and lets it live until `expires`. */
export async function saveDraft(database: Database, { id, sealed }: StoredDraft, expires: Date): Promise<void> {
  await drafts(database)
    .insertInto('guide_draft')
    .values({ id, sealed, expires_at: expires })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ sealed, expires_at: expires }))
    .execute();
}

/** The draft with this id, or null if there is none or its time is over. */
export async function findDraft(database: Database, id: string, now: Date): Promise<StoredDraft | null> {
  const row = await drafts(database)
    .selectFrom('guide_draft')
    .select(['id', 'sealed'])
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row ?? null;
}

/** Deletes a draft at once. */
export async function deleteDraft(database: Database, id: string): Promise<void> {
  await drafts(database).deleteFrom('guide_draft').where('id', '=', id).execute();
}

/** Deletes all drafts whose time is over; returns how many. */
export async function deleteExpiredDrafts(database: Database, now: Date): Promise<number> {
  const result = await drafts(database).deleteFrom('guide_draft').where('expires_at', '<=', now).executeTakeFirst();
  return Number(result.numDeletedRows);
}
