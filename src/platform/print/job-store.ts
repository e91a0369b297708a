import { type Kysely, sql } from 'kysely';
import { newId } from '#platform/codes';
import type { Executor, Transaction } from '#platform/database';
import type { JobState, PrintJob } from './printer.ts';
import type { PrintTables } from './tables.ts';

const on = (executor: Executor): Kysely<PrintTables> => executor.withTables<PrintTables>();

const shown = [
  'id',
  'printer_id as printerId',
  'label',
  'document',
  'state',
  'attempts',
  'queued_at as queuedAt',
  'printed_at as printedAt',
] as const;

/** What is to be printed once, whatever happens. */
export interface NewJob {
  readonly printerId: string;
  /** What staff call it by: the number of a ticket. Never a name. */
  readonly label: string;
  /** A receiptline document without personal data. */
  readonly document: string;
  readonly idempotencyKey: string;
}

/** Adds a job; a virtual printer has printed it at once. Nothing happens when the key was used or the printer is gone. */
export async function insertJob(transaction: Transaction, job: NewJob, now: Date, expiresAt: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into print_job (id, printer_id, idempotency_key, label, document, state, queued_at, expires_at, printed_at)
    select ${newId()}::uuid, id, ${job.idempotencyKey}, ${job.label}, ${job.document},
      case when kind = 'virtual' then 'printed' else 'queued' end, ${now}::timestamptz, ${expiresAt}::timestamptz,
      case when kind = 'virtual' then ${now}::timestamptz end
    from printer where id = ${job.printerId} and removed_at is null
    on conflict (idempotency_key) do nothing`.execute(transaction);
  return numAffectedRows === 1n;
}

/** The jobs that were queued since an instant, newest first. */
export async function jobsSince(executor: Executor, since: Date, printerId?: string): Promise<readonly PrintJob[]> {
  let jobs = on(executor).selectFrom('print_job').select(shown).where('queued_at', '>=', since);
  if (printerId !== undefined) jobs = jobs.where('printer_id', '=', printerId);
  return await jobs.orderBy('queued_at', 'desc').orderBy('id', 'desc').limit(500).execute();
}

export async function findJob(executor: Executor, id: string): Promise<PrintJob | undefined> {
  return await on(executor).selectFrom('print_job').select(shown).where('id', '=', id).executeTakeFirst();
}

/** The jobs whose keys are among `keys`, the newest first. */
export async function jobsByKey(executor: Executor, keys: readonly string[]): Promise<readonly PrintJob[]> {
  return await on(executor)
    .selectFrom('print_job')
    .select(shown)
    .where('idempotency_key', 'in', keys)
    .orderBy('queued_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** What a printer has in hand, or has been given an attempt's token for; else what is next. */
export async function currentJob(
  transaction: Transaction,
  printerId: string,
): Promise<(PrintJob & { readonly token: string | null; readonly sendingAt: Date | null }) | undefined> {
  return await on(transaction)
    .selectFrom('print_job')
    .select([...shown, 'token', 'sending_at as sendingAt'])
    .where('printer_id', '=', printerId)
    .where('state', 'in', ['sending', 'queued'])
    .orderBy(sql`state = 'sending'`, 'desc')
    .orderBy('queued_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
}

/** Names the next attempt of a job, before it is handed over. */
export async function setToken(transaction: Transaction, id: string, token: string): Promise<void> {
  await on(transaction).updateTable('print_job').set({ token }).where('id', '=', id).execute();
}

/** From now on the job may be on paper. */
export async function setSending(transaction: Transaction, id: string, token: string, now: Date): Promise<void> {
  await on(transaction)
    .updateTable('print_job')
    .set((set) => ({ state: 'sending', token, sending_at: now, attempts: set('attempts', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** The attempt that a token names, of this printer. */
export async function findAttempt(
  transaction: Transaction,
  printerId: string,
  token: string,
): Promise<PrintJob | undefined> {
  return await on(transaction)
    .selectFrom('print_job')
    .select(shown)
    .where('printer_id', '=', printerId)
    .where('token', '=', token)
    .executeTakeFirst();
}

/** It is on paper; what it said is not kept any longer. */
export async function setPrinted(transaction: Transaction, id: string, now: Date): Promise<void> {
  await on(transaction)
    .updateTable('print_job')
    .set({ state: 'printed', printed_at: now, document: '' })
    .where('id', '=', id)
    .execute();
}

/** It is to be printed again, by a new attempt that the answers to earlier ones do not touch. */
export async function setQueued(transaction: Transaction, id: string, expiresAt?: Date): Promise<void> {
  await on(transaction)
    .updateTable('print_job')
    .set({ state: 'queued', token: null, sending_at: null, ...(expiresAt && { expires_at: expiresAt }) })
    .where('id', '=', id)
    .execute();
}

export async function setState(
  transaction: Transaction,
  id: string,
  state: Extract<JobState, 'failed' | 'unknown'>,
): Promise<void> {
  await on(transaction).updateTable('print_job').set({ state }).where('id', '=', id).execute();
}

/** Of what was handed over before `handedBefore` nobody will say any more what became of it. Gives the printers concerned. */
export async function giveUpWaiting(executor: Executor, handedBefore: Date): Promise<readonly string[]> {
  const rows = await on(executor)
    .updateTable('print_job')
    .set({ state: 'unknown' })
    .where('state', '=', 'sending')
    .where('sending_at', '<', handedBefore)
    .returning('printer_id')
    .execute();
  return rows.map(({ printer_id }) => printer_id);
}

/** What waited too long is of no use any more. Gives the printers concerned. */
export async function giveUpExpired(executor: Executor, now: Date): Promise<readonly string[]> {
  const rows = await on(executor)
    .updateTable('print_job')
    .set({ state: 'failed' })
    .where('state', '=', 'queued')
    .where('expires_at', '<=', now)
    .returning('printer_id')
    .execute();
  return rows.map(({ printer_id }) => printer_id);
}

/** Deletes the jobs that were queued before an instant; gives how many. */
export async function deleteJobs(executor: Executor, before: Date): Promise<number> {
  const { numDeletedRows } = await on(executor)
    .deleteFrom('print_job')
    .where('queued_at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
