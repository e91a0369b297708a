import { type Kysely, sql } from 'kysely';
import type { Executor, Transaction } from '#platform/database';
import type { Printer, PrinterKind, PrinterState } from './printer.ts';
import type { PrintTables } from './tables.ts';

const on = (executor: Executor): Kysely<PrintTables> => executor.withTables<PrintTables>();

const shown = ['id', 'name', 'kind', 'address', 'columns', 'state', 'seen_at as seenAt'] as const;

/** The printers in use, by name. */
export async function listPrinters(executor: Executor): Promise<readonly Printer[]> {
  return await on(executor)
    .selectFrom('printer')
    .select(shown)
    .where('removed_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
}

/** A printer in use. */
export async function findPrinter(executor: Executor, id: string): Promise<Printer | undefined> {
  return await on(executor)
    .selectFrom('printer')
    .select(shown)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

/** The printer whose secret this is, of the kind that may ask in this way. */
export async function findPrinterBySecret(
  executor: Executor,
  kind: PrinterKind,
  secretHash: string,
): Promise<Printer | undefined> {
  return await on(executor)
    .selectFrom('printer')
    .select(shown)
    .where('secret_hash', '=', secretHash)
    .where('kind', '=', kind)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

export async function insertPrinter(
  transaction: Transaction,
  printer: Pick<Printer, 'id' | 'name' | 'kind' | 'address' | 'columns'> & { readonly secretHash: string | null },
  now: Date,
): Promise<void> {
  const { id, name, kind, address, columns, secretHash } = printer;
  await on(transaction)
    .insertInto('printer')
    .values({ id, name, kind, address, columns, secret_hash: secretHash, due_at: now, added_at: now })
    .execute();
}

/** The printer is no longer in use, and what waited for it will not be printed. */
export async function markRemoved(transaction: Transaction, id: string, now: Date): Promise<void> {
  await on(transaction).updateTable('printer').set({ removed_at: now }).where('id', '=', id).execute();
  await on(transaction)
    .updateTable('print_job')
    .set({ state: 'failed' })
    .where('printer_id', '=', id)
    .where('state', '=', 'queued')
    .execute();
}

/** How exactly the last sign of life of a printer is kept; saves a write per request. Milliseconds. */
const seenEvery = 10_000;

/** Keeps how a printer is; gives whether that is news. */
export async function noteState(executor: Executor, id: string, state: PrinterState, now: Date): Promise<boolean> {
  const before = new Date(now.getTime() - seenEvery);
  const row = await on(executor)
    .with('earlier', (query) => query.selectFrom('printer').select(['id', 'state']).where('id', '=', id))
    .updateTable('printer')
    .from('earlier')
    .set({ state, seen_at: state === 'silent' ? sql<Date>`printer.seen_at` : now })
    .whereRef('printer.id', '=', 'earlier.id')
    .where((where) =>
      where.or([
        where('printer.state', '<>', state),
        where('printer.seen_at', 'is', null),
        where('printer.seen_at', '<', before),
      ]),
    )
    .returning('earlier.state')
    .executeTakeFirst();
  return row !== undefined && row.state !== state;
}

/** Lets one process at a time change the jobs of a printer, until the transaction ends. */
export async function lockPrinter(transaction: Transaction, id: string): Promise<void> {
  await on(transaction).selectFrom('printer').select('id').where('id', '=', id).forNoKeyUpdate().execute();
}

/**
 * A printer that we connect to and that has something to print or was not looked at for long; it is this process's until
 * `until`. Undefined when there is none, or when others are at them.
 */
export async function leasePrinter(executor: Executor, now: Date, until: Date): Promise<Printer | undefined> {
  return await on(executor)
    .updateTable('printer')
    .set({ leased_until: until })
    .where('id', '=', (where) =>
      where
        .selectFrom('printer as due')
        .select('due.id')
        .where('due.kind', '=', 'escpos')
        .where('due.removed_at', 'is', null)
        .where(sql<boolean>`coalesce(greatest(due.leased_until, due.paused_until) <= ${now}, true)`)
        .where((one) =>
          one.or([
            one('due.due_at', '<=', now),
            one.exists(
              one
                .selectFrom('print_job')
                .select('print_job.id')
                .whereRef('print_job.printer_id', '=', 'due.id')
                .where('print_job.state', '=', 'queued'),
            ),
          ]),
        )
        .orderBy('due.due_at')
        .limit(1)
        .forNoKeyUpdate()
        .skipLocked(),
    )
    .returning(shown)
    .executeTakeFirst();
}

/** Gives a printer back: it is looked at again at `dueAt`, or when something is to be printed, but not before `pausedUntil`. */
export async function releasePrinter(
  executor: Executor,
  id: string,
  { dueAt, pausedUntil }: { readonly dueAt: Date; readonly pausedUntil: Date | null },
): Promise<void> {
  await on(executor)
    .updateTable('printer')
    .set({ leased_until: null, due_at: dueAt, paused_until: pausedUntil })
    .where('id', '=', id)
    .execute();
}
