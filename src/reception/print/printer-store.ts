import type { Kysely } from 'kysely';
import type { Executor, Transaction } from '#platform/database';
import type { ReceptionTables } from '../queue/tables.ts';

const on = (executor: Executor): Kysely<ReceptionTables> => executor.withTables<ReceptionTables>();

/** The id of the printer that a machine of the hall prints at. */
export async function printerIdOf(executor: Executor, deviceId: string): Promise<string | undefined> {
  const row = await on(executor)
    .selectFrom('device_printer')
    .select('printer_id')
    .where('device_id', '=', deviceId)
    .executeTakeFirst();
  return row?.printer_id;
}

/** Printer ids by the machine that prints there. */
export async function printersByDevice(executor: Executor): Promise<ReadonlyMap<string, string>> {
  const rows = await on(executor).selectFrom('device_printer').selectAll().execute();
  return new Map(rows.map((row) => [row.device_id, row.printer_id]));
}

/** Lets a machine print at a printer from now on, or at none. */
export async function setPrinterOf(
  transaction: Transaction,
  deviceId: string,
  printerId: string | null,
): Promise<void> {
  const tables = on(transaction);
  if (printerId === null) {
    await tables.deleteFrom('device_printer').where('device_id', '=', deviceId).execute();
    return;
  }
  await tables
    .insertInto('device_printer')
    .values({ device_id: deviceId, printer_id: printerId })
    .onConflict((conflict) => conflict.column('device_id').doUpdateSet({ printer_id: printerId }))
    .execute();
}
