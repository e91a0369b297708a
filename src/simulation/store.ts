import type { Kysely } from 'kysely';
import type { Executor } from '#platform/database';

type SimulationTables = { simulation_plan: { id: string; name: string; entries: unknown; saved_at: Date } };
const on = (executor: Executor): Kysely<SimulationTables> => executor.withTables<SimulationTables>();

/** A plan that was kept, with what was entered by the name of the field. */
export interface SavedPlan {
  id: string;
  name: string;
  entries: Readonly<{ [field: string]: string }>;
}

/** The newest plans first. */
export async function savedPlans(executor: Executor): Promise<SavedPlan[]> {
  const rows = await on(executor)
    .selectFrom('simulation_plan')
    .selectAll()
    .orderBy('saved_at', 'desc')
    .limit(50)
    .execute();
  return rows.map(({ id, name, entries }) => ({ id, name, entries: entries as SavedPlan['entries'] }));
}

export async function savePlan(executor: Executor, plan: SavedPlan, at: Date): Promise<void> {
  await on(executor)
    .insertInto('simulation_plan')
    .values({ id: plan.id, name: plan.name, entries: JSON.stringify(plan.entries), saved_at: at })
    .execute();
}

export async function removePlan(executor: Executor, id: string): Promise<void> {
  await on(executor).deleteFrom('simulation_plan').where('id', '=', id).execute();
}
