import { type ColumnType, type Kysely, sql } from 'kysely';
import { type RecordKind, type RecordValue, recordKinds } from '#inventory';
import { newId } from '#platform/codes';
import type { Executor, Transaction } from '#platform/database';
import type { Change, ChangeSet, ChangeSetState, Note } from './change-set.ts';

type Json = ColumnType<RecordValue | null, string | null, string | null>;

type Tables = {
  studio_change_set: {
    id: string;
    name: string;
    reason: string;
    owner: string | null;
    state: ChangeSetState;
    reviewer: string | null;
    approved_by: string | null;
    scheduled_for: string | null;
    problem: string | null;
    published_revision: number | null;
    created_at: Date;
    changed_at: Date;
  };
  studio_change: {
    change_set: string;
    kind: RecordKind;
    record: string;
    version: number;
    base: Json;
    value: Json;
    dropped: boolean;
    saved_by: string | null;
    saved_at: Date;
  };
  studio_note: {
    id: string;
    change_set: string;
    written_by: string | null;
    written_at: Date;
    step: Note['step'];
    text: string;
  };
};

const on = (executor: Executor): Kysely<Tables> => executor.withTables<Tables>();

const setColumns = [
  'id',
  'name',
  'reason',
  'owner',
  'state',
  'reviewer',
  'approved_by',
  'problem',
  'published_revision',
  'created_at',
  'changed_at',
] as const;

/** A day comes as text: as a date it would be an instant in the time zone of the machine. */
const scheduledDay = sql<string | null>`to_char(scheduled_for, 'YYYY-MM-DD')`.as('scheduled_for');

const toSet = (row: Tables['studio_change_set']): ChangeSet => ({
  id: row.id,
  name: row.name,
  reason: row.reason,
  owner: row.owner,
  state: row.state,
  reviewer: row.reviewer,
  approvedBy: row.approved_by,
  scheduledFor: row.scheduled_for,
  problem: row.problem,
  publishedRevision: row.published_revision === null ? null : Number(row.published_revision),
  createdAt: row.created_at,
  changedAt: row.changed_at,
});

/** Change sets in some states, the last changed first; at most 200. */
export async function listSets(executor: Executor, states: readonly ChangeSetState[]): Promise<ChangeSet[]> {
  const rows = await on(executor)
    .selectFrom('studio_change_set')
    .select([...setColumns, scheduledDay])
    .where('state', 'in', states)
    .orderBy('changed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  return rows.map(toSet);
}

export async function setById(executor: Executor, id: string): Promise<ChangeSet | undefined> {
  const row = await on(executor)
    .selectFrom('studio_change_set')
    .select([...setColumns, scheduledDay])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toSet(row);
}

/** The id of the change set that was published as a revision; undefined when it came in another way. */
export async function setOfRevision(executor: Executor, revision: number): Promise<string | undefined> {
  const row = await on(executor)
    .selectFrom('studio_change_set')
    .select('id')
    .where('published_revision', '=', revision)
    .executeTakeFirst();
  return row?.id;
}

/** The change set, held against other changes until the transaction ends. */
export async function lockSet(transaction: Transaction, id: string): Promise<ChangeSet | undefined> {
  const row = await on(transaction)
    .selectFrom('studio_change_set')
    .select([...setColumns, scheduledDay])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && toSet(row);
}

export async function insertSet(
  executor: Executor,
  set: Pick<ChangeSet, 'id' | 'name' | 'reason' | 'owner' | 'createdAt'>,
): Promise<void> {
  await on(executor)
    .insertInto('studio_change_set')
    .values({
      id: set.id,
      name: set.name,
      reason: set.reason,
      owner: set.owner,
      state: 'draft',
      created_at: set.createdAt,
      changed_at: set.createdAt,
    } as Tables['studio_change_set'])
    .execute();
}

export async function updateSet(
  executor: Executor,
  id: string,
  values: Partial<Omit<Tables['studio_change_set'], 'id'>>,
): Promise<void> {
  await on(executor).updateTable('studio_change_set').set(values).where('id', '=', id).execute();
}

/** Ids of change sets whose day has come, the earliest first. */
export async function dueSets(executor: Executor, today: string): Promise<string[]> {
  const rows = await on(executor)
    .selectFrom('studio_change_set')
    .select('id')
    .where('state', '=', 'scheduled')
    .where('scheduled_for', '<=', today)
    .orderBy('scheduled_for')
    .orderBy('changed_at')
    .execute();
  return rows.map(({ id }) => id);
}

const toChange = (row: {
  change_set: string;
  kind: RecordKind;
  record: string;
  version: number;
  base: RecordValue | null;
  value: RecordValue | null;
  saved_by: string | null;
  saved_at: Date;
}): Change => ({
  changeSet: row.change_set,
  kind: row.kind,
  id: row.record,
  version: row.version,
  base: row.base ?? undefined,
  value: row.value ?? undefined,
  savedBy: row.saved_by,
  savedAt: row.saved_at,
});

/** The changes of a set as they count now, in the order of the kinds. */
export async function changesOf(executor: Executor, set: string): Promise<Change[]> {
  const rows = await on(executor)
    .selectFrom('studio_change')
    .selectAll()
    .distinctOn(['kind', 'record'])
    .where('change_set', '=', set)
    .orderBy('kind')
    .orderBy('record')
    .orderBy('version', 'desc')
    .execute();
  return rows
    .filter(({ dropped }) => !dropped)
    .map(toChange)
    .sort((left, right) => recordKinds.indexOf(left.kind) - recordKinds.indexOf(right.kind));
}

/** How many records each set changes. */
export async function countChanges(executor: Executor, sets: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (sets.length === 0) return new Map();
  const { rows } = await sql<{ change_set: string; count: string }>`
    select change_set, count(*) filter (where not dropped) as count from (
      select distinct on (change_set, kind, record) change_set, dropped from studio_change
      where change_set = any(${sets as string[]}::uuid[]) order by change_set, kind, record, version desc
    ) as newest group by change_set`.execute(executor);
  return new Map(rows.map(({ change_set, count }) => [change_set, Number(count)]));
}

/** Every saved state of a record in a set, the oldest first; `dropped` ones too. */
export async function versionsOf(
  executor: Executor,
  set: string,
  kind: RecordKind,
  record: string,
): Promise<(Change & { dropped: boolean })[]> {
  const rows = await on(executor)
    .selectFrom('studio_change')
    .selectAll()
    .where('change_set', '=', set)
    .where('kind', '=', kind)
    .where('record', '=', record)
    .orderBy('version')
    .execute();
  return rows.map((row) => ({ ...toChange(row), dropped: row.dropped }));
}

/** Sets that change a record, with who saved it and when: the history of the record. The newest first, at most 100. */
export async function historyOf(
  executor: Executor,
  kind: RecordKind,
  record: string,
): Promise<(Change & { name: string; state: ChangeSetState; revision: number | null })[]> {
  const rows = await on(executor)
    .selectFrom('studio_change')
    .innerJoin('studio_change_set', 'studio_change_set.id', 'studio_change.change_set')
    .selectAll('studio_change')
    .select(['studio_change_set.name', 'studio_change_set.state', 'studio_change_set.published_revision'])
    .where('kind', '=', kind)
    .where('record', '=', record)
    .where('dropped', '=', false)
    .orderBy('saved_at', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    ...toChange(row),
    name: row.name,
    state: row.state,
    revision: row.published_revision === null ? null : Number(row.published_revision),
  }));
}

export async function insertChange(executor: Executor, change: Change & { dropped?: boolean }): Promise<void> {
  const text = (value: RecordValue | undefined) => (value === undefined ? null : JSON.stringify(value));
  await on(executor)
    .insertInto('studio_change')
    .values({
      change_set: change.changeSet,
      kind: change.kind,
      record: change.id,
      version: change.version,
      base: text(change.base),
      value: text(change.value),
      dropped: change.dropped ?? false,
      saved_by: change.savedBy,
      saved_at: change.savedAt,
    })
    .execute();
}

/** Everybody who saved something in a set. */
export async function authorsOf(executor: Executor, set: string): Promise<(string | null)[]> {
  const rows = await on(executor)
    .selectFrom('studio_change')
    .select('saved_by')
    .distinct()
    .where('change_set', '=', set)
    .execute();
  return rows.map(({ saved_by }) => saved_by);
}

export async function insertNote(executor: Executor, set: string, note: Omit<Note, 'id'>): Promise<void> {
  await on(executor)
    .insertInto('studio_note')
    .values({
      id: newId(),
      change_set: set,
      written_by: note.by,
      written_at: note.at,
      step: note.step,
      text: note.text,
    })
    .execute();
}

/** What was said and done, the oldest first. */
export async function notesOf(executor: Executor, set: string): Promise<Note[]> {
  const rows = await on(executor)
    .selectFrom('studio_note')
    .selectAll()
    .where('change_set', '=', set)
    .orderBy('written_at')
    .orderBy('id')
    .execute();
  return rows.map(({ id, written_by, written_at, step, text }) => ({
    id,
    by: written_by,
    at: written_at,
    step,
    text,
  }));
}
