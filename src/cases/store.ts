import { type ColumnType, sql } from 'kysely';
import type { Executor, Transaction } from '#platform/database';
import type { Language } from '#platform/i18n';
import type { Attempts } from './attempts.ts';
import type { CaseOverview, CaseProcedure, EntryClass, ProcedureState } from './case.ts';

// Types, not interfaces: kysely asks for an index signature.
/** What is written of a case; the revisions beside it are counted by the database's own statements. */
type WrittenCase = {
  id: string;
  reference_code: string;
  link_token_hash: string;
  state: CaseOverview['state'];
  language: Language;
  inventory_revision: string;
  protected: Buffer;
  protected_revision: number;
  created_at: Date;
  expires_at: Date;
};

type CaseTable = WrittenCase & {
  entries_revision: ColumnType<number, number | undefined, number>;
  marked_revision: ColumnType<number | null, never, number | null>;
};

type ValueTable = {
  id: string;
  case_id: string;
  kind: ValueKind;
  class: EntryClass;
  revision: number;
  blob: Buffer;
  written_at: Date;
};

type Tables = {
  case: CaseTable;
  case_procedure: { case_id: string; procedure_id: string; department: string; state: ProcedureState };
  case_value: ValueTable;
  case_session: { token_hash: string; case_id: string; expires_at: Date };
  case_attempt: { subject: string; wrong: number; since: Date; locked_until: Date | null };
  case_mark: Mark & { case_id: string };
};

/** A fingerprint by which a case is found: of the beginning of a name, or of a telephone number. */
export type Mark = { kind: 'kana' | 'phone'; mark: number };

export type ValueKind = 'fact' | 'entry' | 'access' | 'note';

/** An encrypted value as it stands in its row. */
export interface SealedValue {
  readonly id: string;
  readonly class: EntryClass;
  readonly revision: number;
  readonly blob: Buffer;
}

export interface CaseRow {
  readonly overview: Omit<CaseOverview, 'procedures'>;
  readonly protected: { readonly blob: Buffer; readonly revision: number };
}

const tables = (executor: Executor) => executor.withTables<Tables>();

export async function insertCase(
  transaction: Transaction,
  row: WrittenCase,
  procedures: readonly CaseProcedure[],
): Promise<void> {
  await tables(transaction).insertInto('case').values(row).execute();
  if (procedures.length === 0) return;
  await tables(transaction)
    .insertInto('case_procedure')
    .values(procedures.map(({ id, department, state }) => ({ case_id: row.id, procedure_id: id, department, state })))
    .execute();
}

export async function findCase(executor: Executor, caseId: string): Promise<CaseRow | undefined> {
  const row = await tables(executor).selectFrom('case').selectAll().where('id', '=', caseId).executeTakeFirst();
  return row && asCaseRow(row);
}

/** The case, held against other changes until the transaction ends. */
export async function lockCase(transaction: Transaction, caseId: string): Promise<CaseRow | undefined> {
  const row = await tables(transaction)
    .selectFrom('case')
    .selectAll()
    .where('id', '=', caseId)
    .forUpdate()
    .executeTakeFirst();
  return row && asCaseRow(row);
}

function asCaseRow(row: WrittenCase & { entries_revision: number }): CaseRow {
  return {
    overview: {
      caseId: row.id,
      code: row.reference_code,
      state: row.state,
      language: row.language,
      inventoryRevision: row.inventory_revision,
      entriesRevision: row.entries_revision,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    },
    protected: { blob: row.protected, revision: row.protected_revision },
  };
}

/** The id of a living case by its code or by the hash of its link. */
export async function findCaseId(
  executor: Executor,
  column: 'reference_code' | 'link_token_hash',
  value: string,
  now: Date,
): Promise<string | undefined> {
  const row = await tables(executor)
    .selectFrom('case')
    .select('id')
    .where(column, '=', value)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row?.id;
}

export async function findCodes(executor: Executor, caseIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (caseIds.length === 0) return new Map();
  const rows = await tables(executor)
    .selectFrom('case')
    .select(['id', 'reference_code'])
    .where('id', 'in', caseIds)
    .execute();
  return new Map(rows.map(({ id, reference_code }) => [id, reference_code]));
}

/** Ids of living cases, the newest first. */
export async function openCases(executor: Executor, now: Date, most: number): Promise<string[]> {
  const rows = await tables(executor)
    .selectFrom('case')
    .select('id')
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .limit(most)
    .execute();
  return rows.map(({ id }) => id);
}

export async function findProcedures(executor: Executor, caseId: string): Promise<CaseProcedure[]> {
  const rows = await tables(executor)
    .selectFrom('case_procedure')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('procedure_id')
    .execute();
  return rows.map(({ procedure_id, department, state }) => ({ id: procedure_id, department, state }));
}

export async function setProcedureState(
  transaction: Transaction,
  caseId: string,
  procedure: string,
  state: ProcedureState,
): Promise<void> {
  await tables(transaction)
    .updateTable('case_procedure')
    .set({ state })
    .where('case_id', '=', caseId)
    .where('procedure_id', '=', procedure)
    .execute();
}

export async function updateCase(
  transaction: Transaction,
  caseId: string,
  changes: Partial<Omit<WrittenCase, 'id'>> & { entries_revision?: number },
): Promise<void> {
  await tables(transaction).updateTable('case').set(changes).where('id', '=', caseId).execute();
}

export async function findValues(
  executor: Executor,
  caseId: string,
  kind: ValueKind,
  classes: readonly EntryClass[],
): Promise<SealedValue[]> {
  if (classes.length === 0) return [];
  return tables(executor)
    .selectFrom('case_value')
    .select(['id', 'class', 'revision', 'blob'])
    .where('case_id', '=', caseId)
    .where('kind', '=', kind)
    .where('class', 'in', classes)
    .orderBy('written_at')
    .orderBy('id')
    .execute();
}

export async function insertValue(transaction: Transaction, value: ValueTable): Promise<void> {
  await tables(transaction).insertInto('case_value').values(value).execute();
}

/** Replaces a value of a known revision; false when another one was there. */
export async function replaceValue(
  transaction: Transaction,
  value: Pick<ValueTable, 'id' | 'revision' | 'blob' | 'written_at'>,
): Promise<boolean> {
  const { numUpdatedRows } = await tables(transaction)
    .updateTable('case_value')
    .set({ revision: value.revision, blob: value.blob, written_at: value.written_at })
    .where('id', '=', value.id)
    .where('revision', '=', value.revision - 1)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function insertSession(
  transaction: Transaction,
  tokenHash: string,
  caseId: string,
  expiresAt: Date,
): Promise<void> {
  await tables(transaction)
    .insertInto('case_session')
    .values({ token_hash: tokenHash, case_id: caseId, expires_at: expiresAt })
    .execute();
}

/** The case that a browser has opened, while both live. */
export async function findSession(executor: Executor, tokenHash: string, now: Date): Promise<string | undefined> {
  const row = await tables(executor)
    .selectFrom('case_session')
    .innerJoin('case', 'case.id', 'case_session.case_id')
    .select('case.id')
    .where('token_hash', '=', tokenHash)
    .where('case_session.expires_at', '>', now)
    .where('case.expires_at', '>', now)
    .executeTakeFirst();
  return row?.id;
}

export async function deleteSessions(transaction: Transaction, caseId: string): Promise<void> {
  await tables(transaction).deleteFrom('case_session').where('case_id', '=', caseId).execute();
}

/** The count under a subject, held until the transaction ends, so that parallel guesses are counted one after another. */
export async function lockAttempts(transaction: Transaction, subject: string, now: Date): Promise<Attempts> {
  const row = await tables(transaction)
    .insertInto('case_attempt')
    .values({ subject, wrong: 0, since: now, locked_until: null })
    .onConflict((conflict) => conflict.column('subject').doUpdateSet({ subject }))
    .returningAll()
    .executeTakeFirstOrThrow();
  return { wrong: row.wrong, since: row.since, lockedUntil: row.locked_until };
}

export async function saveAttempts(transaction: Transaction, subject: string, attempts: Attempts): Promise<void> {
  await tables(transaction)
    .updateTable('case_attempt')
    .set({ wrong: attempts.wrong, since: attempts.since, locked_until: attempts.lockedUntil })
    .where('subject', '=', subject)
    .execute();
}

export async function deleteAttemptsBefore(transaction: Transaction, before: Date): Promise<void> {
  await tables(transaction).deleteFrom('case_attempt').where('since', '<', before).execute();
}

/** Up to `limit` cases whose time is over, oldest first, skipping what another process is deleting. */
export async function lockExpired(transaction: Transaction, now: Date, limit: number): Promise<string[]> {
  const rows = await tables(transaction)
    .selectFrom('case')
    .select('id')
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map(({ id }) => id);
}

/** Removes the case with all that hangs on it; false when it was gone. */
export async function deleteCase(transaction: Transaction, caseId: string): Promise<boolean> {
  const { numDeletedRows } = await tables(transaction).deleteFrom('case').where('id', '=', caseId).executeTakeFirst();
  return numDeletedRows === 1n;
}

/** Cases without a key: what a restored backup brought back and the journal of deletions has closed again. */
export async function deleteKeyless(transaction: Transaction): Promise<number> {
  const result = await sql`
    delete from "case" where not exists (select from case_key where case_key.case_id::text = "case".id::text)
  `.execute(transaction);
  return Number(result.numAffectedRows ?? 0n);
}

/** Shuts every case for the browsers that had it open; they open it again by its link or code. */
export async function deleteAllSessions(executor: Executor): Promise<void> {
  await tables(executor).deleteFrom('case_session').execute();
}

/** Living cases of a list whose marks are not those of their present entries; held, so that two searches make them once. */
export async function lockUnmarked(transaction: Transaction, caseIds: readonly string[]): Promise<string[]> {
  if (caseIds.length === 0) return [];
  const rows = await tables(transaction)
    .selectFrom('case')
    .select('id')
    .where('id', 'in', caseIds)
    .where(sql<boolean>`marked_revision is distinct from entries_revision`)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}

/** Replaces the marks of a case by those of its present entries. */
export async function setMarks(transaction: Transaction, caseId: string, marks: readonly Mark[]): Promise<void> {
  await tables(transaction).deleteFrom('case_mark').where('case_id', '=', caseId).execute();
  if (marks.length > 0) {
    await tables(transaction)
      .insertInto('case_mark')
      .values(marks.map((mark) => ({ ...mark, case_id: caseId })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await sql`update "case" set marked_revision = entries_revision where id = ${caseId}`.execute(transaction);
}

/** The cases of a list that bear a mark. */
export async function findMarked(
  executor: Executor,
  caseIds: readonly string[],
  { kind, mark }: Mark,
): Promise<string[]> {
  if (caseIds.length === 0) return [];
  const rows = await tables(executor)
    .selectFrom('case_mark')
    .select('case_id')
    .where('kind', '=', kind)
    .where('mark', '=', mark)
    .where('case_id', 'in', caseIds)
    .execute();
  return rows.map(({ case_id }) => case_id);
}

/** Deletes all marks; those that are needed are made again. Gives how many. */
export async function deleteMarks(transaction: Transaction): Promise<number> {
  await tables(transaction)
    .updateTable('case')
    .set({ marked_revision: null })
    .where('marked_revision', 'is not', null)
    .execute();
  const { numDeletedRows } = await tables(transaction).deleteFrom('case_mark').executeTakeFirst();
  return Number(numDeletedRows);
}
