import { sql } from 'kysely';
import type { Day } from '#platform/clock';
import type { Executor, Transaction } from '#platform/database';
import type { Author, Block, BlockText } from './block.ts';
import { tables } from './tables.ts';

type Where = { page: string } | { id: string } | 'all';

async function blocksWhere(executor: Executor, where: Where): Promise<Block[]> {
  let query = tables(executor)
    .selectFrom('manual_block as block')
    .innerJoin('manual_block_version as version', 'version.block', 'block.id')
    .select([
      'block.id',
      'block.page',
      'block.place',
      'block.step',
      'block.owner_name',
      sql<Day | null>`to_char(block.review_on, 'YYYY-MM-DD')`.as('review_on'),
      'block.published',
      'version.number',
      'version.title',
      'version.body',
      'version.author_name',
      'version.written_at',
    ])
    .where('block.withdrawn', '=', false)
    .orderBy('block.created_at')
    .orderBy('block.id')
    .orderBy('version.number', 'desc');
  if (where !== 'all') {
    query = 'page' in where ? query.where('block.page', '=', where.page) : query.where('block.id', '=', where.id);
  }
  const blocks = new Map<string, Block & { versions: Block['versions'][number][] }>();
  for (const row of await query.execute()) {
    const block = blocks.get(row.id) ?? {
      id: row.id,
      page: row.page,
      place: row.place,
      step: row.step,
      ownerName: row.owner_name,
      reviewOn: row.review_on,
      published: row.published,
      versions: [],
    };
    block.versions.push({
      number: row.number,
      title: row.title,
      body: row.body,
      authorName: row.author_name,
      writtenAt: row.written_at,
    });
    blocks.set(row.id, block);
  }
  return [...blocks.values()];
}

/** The blocks of a page that were not withdrawn, in the order in which they came. */
export const blocksOf = (executor: Executor, page: string): Promise<Block[]> => blocksWhere(executor, { page });

/** All blocks that were not withdrawn. */
export const allBlocks = (executor: Executor): Promise<Block[]> => blocksWhere(executor, 'all');

export async function blockById(executor: Executor, id: string): Promise<Block | null> {
  const [block] = await blocksWhere(executor, { id });
  return block ?? null;
}

/** Adds a block with its first version. */
export async function insertBlock(
  transaction: Transaction,
  block: { id: string; page: string; place: string; step: string | null; reviewOn: Day | null },
  text: BlockText,
  author: Author,
  now: Date,
): Promise<void> {
  await tables(transaction)
    .insertInto('manual_block')
    .values({
      id: block.id,
      page: block.page,
      place: block.place,
      step: block.step,
      owner: author.id,
      owner_name: author.name,
      review_on: block.reviewOn,
      published: null,
      created_at: now,
    })
    .execute();
  await insertVersion(transaction, block.id, 1, text, author, now);
}

/** Adds a version; false where somebody else has taken that number. */
export async function insertVersion(
  transaction: Transaction,
  block: string,
  number: number,
  { title, body }: BlockText,
  author: Author,
  now: Date,
): Promise<boolean> {
  const added = await tables(transaction)
    .insertInto('manual_block_version')
    .values({ block, number, title, body, author: author.id, author_name: author.name, written_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('number')
    .execute();
  return added.length === 1;
}

export async function setReviewDay(transaction: Transaction, block: string, day: Day | null): Promise<void> {
  await tables(transaction).updateTable('manual_block').set({ review_on: day }).where('id', '=', block).execute();
}

/** Ties a block to the step beside which it stands now. */
export async function setPlace(
  transaction: Transaction,
  block: string,
  where: { place: string; step: string | null },
): Promise<void> {
  await tables(transaction).updateTable('manual_block').set(where).where('id', '=', block).execute();
}

export async function setPublished(transaction: Transaction, block: string, number: number): Promise<void> {
  await tables(transaction).updateTable('manual_block').set({ published: number }).where('id', '=', block).execute();
}

/** Takes a block out of the manual; its versions stay. */
export async function setWithdrawn(transaction: Transaction, block: string): Promise<void> {
  await tables(transaction)
    .updateTable('manual_block')
    .set({ withdrawn: true, published: null })
    .where('id', '=', block)
    .execute();
}
