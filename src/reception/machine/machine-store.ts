import { type Kysely, type Selectable, sql } from 'kysely';
import type { Executor, Transaction } from '#platform/database';
import type { ReceptionTables } from '../queue/tables.ts';
import { type Machine, machineSettings } from './settings.ts';

const on = (executor: Executor): Kysely<ReceptionTables> => executor.withTables<ReceptionTables>();

function toMachine(row: Selectable<ReceptionTables['ticket_machine']>): Machine {
  return {
    id: row.id,
    facilityId: row.facility_id,
    name: row.name,
    secretVersion: row.secret_version,
    settings: machineSettings.parse(row.settings),
  };
}

/** The ticket machines in use, by name. */
export async function machinesOf(executor: Executor, facilityId: string): Promise<Machine[]> {
  const rows = await on(executor)
    .selectFrom('ticket_machine')
    .selectAll()
    .where('facility_id', '=', facilityId)
    .where('removed_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(toMachine);
}

export async function machineById(executor: Executor, id: string): Promise<Machine | null> {
  const row = await on(executor)
    .selectFrom('ticket_machine')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row ? toMachine(row) : null;
}

/** Adds a machine; false when its id is, or was, in use. */
export async function insertMachine(
  transaction: Transaction,
  { id, facilityId, name, settings }: Omit<Machine, 'secretVersion'>,
  now: Date,
): Promise<boolean> {
  const row = await on(transaction)
    .insertInto('ticket_machine')
    .values({ id, facility_id: facilityId, name, settings: JSON.stringify(settings), added_at: now })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function changeMachine(
  transaction: Transaction,
  id: string,
  { name, settings }: Pick<Machine, 'name' | 'settings'>,
): Promise<void> {
  await on(transaction)
    .updateTable('ticket_machine')
    .set({ name, settings: JSON.stringify(settings) })
    .where('id', '=', id)
    .execute();
}

/** Makes the secret that was known until now worthless. */
export async function renewSecret(transaction: Transaction, id: string): Promise<void> {
  await on(transaction)
    .updateTable('ticket_machine')
    .set({ secret_version: sql`secret_version + 1` })
    .where('id', '=', id)
    .execute();
}

export async function removeMachine(transaction: Transaction, id: string, now: Date): Promise<void> {
  await on(transaction).updateTable('ticket_machine').set({ removed_at: now }).where('id', '=', id).execute();
}

/** Our letters whose numbers a machine gives, so that nobody else does. */
export async function seriesLedByMachines(executor: Executor, facilityId: string): Promise<ReadonlySet<string>> {
  const machines = await machinesOf(executor, facilityId);
  const series = machines.flatMap(({ settings }) => settings.series);
  return new Set(series.filter(({ leads }) => leads === 'machine').map(({ ours }) => ours));
}

/** Notes a signature as used; false when it was used before. */
export async function useSignature(
  transaction: Transaction,
  source: string,
  signature: string,
  now: Date,
): Promise<boolean> {
  const row = await on(transaction)
    .insertInto('machine_signature')
    .values({ source, signature, used_at: now })
    .onConflict((conflict) => conflict.columns(['source', 'signature']).doNothing())
    .returning('source')
    .executeTakeFirst();
  return row !== undefined;
}

/** Forgets signatures that are refused by their age anyway. */
export async function forgetSignatures(executor: Executor, before: Date): Promise<number> {
  const { numDeletedRows } = await on(executor)
    .deleteFrom('machine_signature')
    .where('used_at', '<', before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Lets one process hold the line to a machine; false while another one does. */
export async function takeLine(
  executor: Executor,
  id: string,
  reader: string,
  now: Date,
  until: Date,
): Promise<boolean> {
  const row = await on(executor)
    .updateTable('ticket_machine')
    .set({ reader, reader_until: until })
    .where('id', '=', id)
    .where((where) =>
      where.or([where('reader', 'is', null), where('reader', '=', reader), where('reader_until', '<', now)]),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function letLineGo(executor: Executor, reader: string): Promise<void> {
  await on(executor)
    .updateTable('ticket_machine')
    .set({ reader: null, reader_until: null })
    .where('reader', '=', reader)
    .execute();
}
