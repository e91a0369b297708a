import { type Kysely, sql } from 'kysely';
import type { RecordKind } from '#inventory';
import type { Executor, Transaction } from '#platform/database';
import type { ChangeSetState } from './change-set.ts';
import type { Remark } from './remark.ts';

type Tables = {
  studio_remark: {
    id: string;
    change_set: string;
    kind: RecordKind;
    record: string;
    place: string;
    place_words: string;
    version: number;
    answers: string | null;
    written_by: string;
    written_at: Date;
    text: string;
    settled_by: string | null;
    settled_at: Date | null;
  };
  studio_change_set: { id: string; name: string; state: ChangeSetState; published_revision: number | null };
};

const on = (executor: Executor): Kysely<Tables> => executor.withTables<Tables>();

const toRemark = (row: Tables['studio_remark']): Remark => ({
  remark: row.id,
  changeSet: row.change_set,
  kind: row.kind,
  id: row.record,
  place: row.place,
  placeWords: row.place_words,
  version: row.version,
  answers: row.answers,
  by: row.written_by,
  at: row.written_at,
  text: row.text,
  settledBy: row.settled_by,
  settledAt: row.settled_at,
});

export async function insertRemark(transaction: Transaction, remark: Remark): Promise<void> {
  await on(transaction)
    .insertInto('studio_remark')
    .values({
      id: remark.remark,
      change_set: remark.changeSet,
      kind: remark.kind,
      record: remark.id,
      place: remark.place,
      place_words: remark.placeWords,
      version: remark.version,
      answers: remark.answers,
      written_by: remark.by,
      written_at: remark.at,
      text: remark.text,
      settled_by: remark.settledBy,
      settled_at: remark.settledAt,
    })
    .execute();
}

/** All remarks of a change set, the oldest first. */
export async function remarksOf(executor: Executor, set: string): Promise<Remark[]> {
  const rows = await on(executor)
    .selectFrom('studio_remark')
    .selectAll()
    .where('change_set', '=', set)
    .orderBy('written_at')
    .orderBy('id')
    .execute();
  return rows.map(toRemark);
}

/** Settles a thread, or opens it again with null. */
export async function updateSettled(
  transaction: Transaction,
  remark: string,
  settled: { by: string; at: Date } | null,
): Promise<void> {
  await on(transaction)
    .updateTable('studio_remark')
    .set({ settled_by: settled?.by ?? null, settled_at: settled?.at ?? null })
    .where('id', '=', remark)
    .execute();
}

/** How many threads of each set are not settled; sets without any are left out. */
export async function countOpenThreads(
  executor: Executor,
  sets: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (sets.length === 0) return new Map();
  const rows = await on(executor)
    .selectFrom('studio_remark')
    .select(['change_set', sql<string>`count(*)`.as('count')])
    .where('change_set', 'in', sets)
    .where('answers', 'is', null)
    .where('settled_by', 'is', null)
    .groupBy('change_set')
    .execute();
  return new Map(rows.map(({ change_set, count }) => [change_set, Number(count)]));
}

/** A remark with the change set that it was made on. */
export type RemarkOfRecord = Remark & { setName: string; state: ChangeSetState; revision: number | null };

/** What was said about a record in all change sets, the oldest first; at most the last 200. */
export async function remarksOfRecord(executor: Executor, kind: RecordKind, record: string): Promise<RemarkOfRecord[]> {
  const rows = await on(executor)
    .selectFrom('studio_remark')
    .innerJoin('studio_change_set', 'studio_change_set.id', 'studio_remark.change_set')
    .selectAll('studio_remark')
    .select(['studio_change_set.name', 'studio_change_set.state', 'studio_change_set.published_revision'])
    .where('kind', '=', kind)
    .where('record', '=', record)
    .orderBy('written_at', 'desc')
    .orderBy('studio_remark.id', 'desc')
    .limit(200)
    .execute();
  return rows
    .map((row) => ({
      ...toRemark(row),
      setName: row.name,
      state: row.state,
      revision: row.published_revision === null ? null : Number(row.published_revision),
    }))
    .reverse();
}
