import type { Kysely } from 'kysely';
import type { Executor } from '#platform/database';
import { type Sheet, sheetSchema } from './sheet.ts';

type SimulationTables = { simulation_plan: { id: string; name: string; sheet: unknown; saved_at: Date } };
const on = (executor: Executor): Kysely<SimulationTables> => executor.withTables<SimulationTables>();

/** A plan that is kept. */
export interface SavedPlan {
  id: string;
  name: string;
  sheet: Sheet;
  savedAt: Date;
}

const toPlan = (row: { id: string; name: string; sheet: unknown; saved_at: Date }): SavedPlan => ({
  id: row.id,
  name: row.name,
  sheet: sheetSchema.parse(row.sheet),
  savedAt: row.saved_at,
});

/** The fifty plans that were changed last, the newest first. */
export async function savedPlans(executor: Executor): Promise<SavedPlan[]> {
  const rows = await on(executor)
    .selectFrom('simulation_plan')
    .selectAll()
    .orderBy('saved_at', 'desc')
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
  return rows.map(toPlan);
}

export async function planById(executor: Executor, id: string): Promise<SavedPlan | null> {
  const row = await on(executor).selectFrom('simulation_plan').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toPlan(row);
}

/** Keeps a plan, new or changed. */
export async function savePlan(executor: Executor, { id, name, sheet, savedAt }: SavedPlan): Promise<void> {
  const values = { name, sheet: JSON.stringify(sheet), saved_at: savedAt };
  await on(executor)
    .insertInto('simulation_plan')
    .values({ id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}

export async function removePlan(executor: Executor, id: string): Promise<void> {
  await on(executor).deleteFrom('simulation_plan').where('id', '=', id).execute();
}
