import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Executor, Transaction } from '#platform/database';
import { gramsOf, type Lookup, neededGrams, type Reading, type SearchDocument, textsOf } from '#platform/search';
import { tables } from './tables.ts';

/** A text that can be found, with the kind of page that it leads to. */
export interface StoredDocument extends SearchDocument {
  readonly kind: string;
}

/** What a text is called, and the number that it is found under. */
export interface StoredName {
  readonly number: number;
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly sayings: readonly string[];
  /** How the title and the sayings are read aloud; null where nobody read them yet. */
  readonly readings: readonly Reading[] | null;
  readonly weight: number;
}

/** Counts up when texts are prepared in another way, so that all are made anew. */
const format = 2;

const hashOf = (document: StoredDocument): string =>
  createHash('sha256')
    .update(JSON.stringify([format, document]))
    .digest('hex');

const lock = 4_873_350;

/** Counts up with every change of the texts. */
export async function searchVersion(executor: Executor): Promise<number> {
  const row = await tables(executor).selectFrom('manual_search_state').select('version').executeTakeFirstOrThrow();
  return row.version;
}

/** Makes the stored texts those of `documents`: what is new or other is written, what is gone is deleted. */
export async function keepTexts(transaction: Transaction, documents: readonly StoredDocument[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lock})`.execute(transaction);
  const rows = await tables(transaction).selectFrom('manual_search_text').select(['id', 'hash']).execute();
  const kept = new Map(rows.map(({ id, hash }) => [id, hash]));
  const wanted = new Map(documents.map((document) => [document.id, document]));
  const gone = [...kept.keys()].filter((id) => !wanted.has(id));
  const changed = [...wanted.values()].filter((document) => kept.get(document.id) !== hashOf(document));
  if (gone.length === 0 && changed.length === 0) return;
  if (gone.length > 0) await tables(transaction).deleteFrom('manual_search_text').where('id', 'in', gone).execute();
  for (let at = 0; at < changed.length; at += 50) {
    await tables(transaction)
      .insertInto('manual_search_text')
      .values(changed.slice(at, at + 50).map(rowOf))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((excluded) => ({
          kind: excluded.ref('excluded.kind'),
          title: excluded.ref('excluded.title'),
          sayings: excluded.ref('excluded.sayings'),
          readings: excluded.ref('excluded.readings'),
          weight: excluded.ref('excluded.weight'),
          hash: excluded.ref('excluded.hash'),
          original: excluded.ref('excluded.original'),
          words: excluded.ref('excluded.words'),
          spellings: excluded.ref('excluded.spellings'),
          word_grams: excluded.ref('excluded.word_grams'),
          spelling_grams: excluded.ref('excluded.spelling_grams'),
        })),
      )
      .execute();
  }
  // What was written in a rush waits in a list that every search would read; this puts it in its place.
  for (const index of ['manual_search_word_grams', 'manual_search_spelling_grams']) {
    await sql`select gin_clean_pending_list(${index}::regclass)`.execute(transaction);
  }
  await countChange(transaction);
}

async function countChange(transaction: Transaction): Promise<void> {
  await tables(transaction)
    .updateTable('manual_search_state')
    .set((row) => ({ version: row('version', '+', 1) }))
    .execute();
}

function rowOf(document: StoredDocument) {
  const { words, spellings } = textsOf(document);
  return {
    id: document.id,
    kind: document.kind,
    title: document.title,
    sayings: sql<string[]>`${JSON.stringify(document.sayings ?? [])}::jsonb`,
    readings: null,
    weight: document.weight ?? 1,
    hash: hashOf(document),
    // PostgreSQL keeps no sign of the value 0.
    original: document.text.replaceAll('\u0000', ''),
    words: words.replaceAll('\u0000', ''),
    spellings: spellings.replaceAll('\u0000', ''),
    word_grams: storedGrams(words),
    spelling_grams: storedGrams(spellings),
  };
}

/** Signs of the longest pieces that are kept: to look a longer one up in its text is slow, as the text has to be unpacked. */
const longestGram = 3;
const storedGrams = (text: string): string[] => [...gramsOf(text.replaceAll('\u0000', ''), longestGram)];

/** The names of all texts. */
export async function storedNames(executor: Executor): Promise<StoredName[]> {
  return tables(executor)
    .selectFrom('manual_search_text')
    .select(['number', 'id', 'kind', 'title', 'sayings', 'readings', 'weight'])
    .orderBy('number')
    .execute();
}

/** Keeps how names are read aloud, of those that are still called so. */
export async function keepReadings(
  transaction: Transaction,
  read: readonly (StoredName & { readonly readings: readonly Reading[] })[],
): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lock})`.execute(transaction);
  const rows = read.map(({ number, title, sayings, readings }) => ({ number, title, sayings, readings }));
  await sql`update manual_search_text as stored set readings = read.readings
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as read (number integer, title text, sayings jsonb, readings jsonb)
    where stored.number = read.number and stored.title = read.title and stored.sayings = read.sayings
      and stored.readings is null`.execute(transaction);
  await countChange(transaction);
}

/**
 * The numbers of the texts that have each piece. Exact: the index gives the texts that have all short pieces of a piece, and
 * where it is longer than those it is looked up in their text.
 */
export async function numbersWith(
  transaction: Transaction,
  lookups: readonly Lookup[],
): Promise<readonly (readonly number[])[]> {
  if (lookups.length === 0) return [];
  // To read the arrays of all rows looks cheap to the planner, as it does not count unpacking them; it takes a hundred times as long.
  await sql`set local enable_seqscan = off`.execute(transaction);
  const parts = lookups.map(({ field, piece }, index) => {
    const column = field === 'words' ? 'word_grams' : 'spelling_grams';
    const grams = neededGrams(piece, longestGram);
    const exact = [...piece].length > longestGram ? sql`and strpos(${sql.ref(field)}, ${piece}) > 0` : sql``;
    return sql`(select ${sql.lit(index)} as lookup, array_agg(number) as numbers from manual_search_text
      where ${sql.ref(column)} @> ${sql.val(grams)}::text[] ${exact})`;
  });
  const { rows } = await sql<{
    lookup: number;
    numbers: number[] | null;
  }>`${sql.join(parts, sql` union all `)}`.execute(transaction);
  const found = new Map(rows.map(({ lookup, numbers }) => [lookup, numbers ?? []]));
  return lookups.map((_, index) => found.get(index) ?? []);
}

/** The texts of some documents as they were written, by id. */
export async function originalsOf(executor: Executor, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tables(executor)
    .selectFrom('manual_search_text')
    .select(['id', 'original'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, original }) => [id, original]));
}
