import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Executor, Transaction } from '#platform/database';
import type { ReceptionTables } from '../queue/tables.ts';
import { voiceLanguages } from '../voice/phrases.ts';
import type { DisplayArea } from './display.ts';

const on = (executor: Executor): Kysely<ReceptionTables> => executor.withTables<ReceptionTables>();

const languages = z.array(z.enum(voiceLanguages));
const quietTimes = z.array(z.object({ from: z.string(), to: z.string() }));

/** The displays that were set up, by their addresses. */
export async function displayAreas(executor: Executor, facilityId: string): Promise<DisplayArea[]> {
  const rows = await on(executor)
    .selectFrom('display_area')
    .selectAll()
    .where('facility_id', '=', facilityId)
    .orderBy('id')
    .execute();
  return rows.map(({ id, name, floor, places, volume, ...row }) => ({
    id,
    name,
    floor,
    places,
    volume,
    languages: languages.parse(row.languages),
    quiet: quietTimes.parse(row.quiet),
  }));
}

/** Sets a display up, or otherwise than before. */
export async function saveDisplayArea(
  transaction: Transaction,
  facilityId: string,
  { id, quiet, places, languages: spoken, ...area }: DisplayArea,
): Promise<void> {
  const values = { ...area, places: [...places], languages: [...spoken], quiet: JSON.stringify(quiet) };
  await on(transaction)
    .insertInto('display_area')
    .values({ id, facility_id: facilityId, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}

/** Forgets a display; a floor is then shown in the usual way. */
export async function removeDisplayArea(transaction: Transaction, id: string): Promise<void> {
  await on(transaction).deleteFrom('display_area').where('id', '=', id).execute();
}
