import type { Kysely } from 'kysely';
import type { Executor } from '#platform/database';
import { type Ticks, tickOf } from './steps.ts';

/** How an entry stands after a look at the papers. */
export type CheckState = 'confirmed' | 'look';

type CounterTables = {
  step_tick: { visit_id: string; procedure_id: string; step: string; staff_id: string; at: Date };
  entry_check: { visit_id: string; entry: string; revision: number; state: CheckState; staff_id: string; at: Date };
};

const on = (executor: Executor): Kysely<CounterTables> => executor.withTables<CounterTables>();

export interface Tick {
  visitId: string;
  procedureId: string;
  step: string;
  staffId: string;
  at: Date;
}

/** Ticks a step; ticked already, it stays as it is. */
export async function setTick(executor: Executor, tick: Tick): Promise<void> {
  await on(executor)
    .insertInto('step_tick')
    .values({
      visit_id: tick.visitId,
      procedure_id: tick.procedureId,
      step: tick.step,
      staff_id: tick.staffId,
      at: tick.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function removeTick(executor: Executor, tick: Omit<Tick, 'staffId' | 'at'>): Promise<void> {
  await on(executor)
    .deleteFrom('step_tick')
    .where('visit_id', '=', tick.visitId)
    .where('procedure_id', '=', tick.procedureId)
    .where('step', '=', tick.step)
    .execute();
}

export async function ticksOf(executor: Executor, visitId: string): Promise<Ticks> {
  const rows = await on(executor)
    .selectFrom('step_tick')
    .select(['procedure_id', 'step'])
    .where('visit_id', '=', visitId)
    .execute();
  return new Set(rows.map(({ procedure_id, step }) => tickOf(procedure_id, step)));
}

export interface EntryCheck {
  visitId: string;
  /** Key of the entry. */
  entry: string;
  /** Revision of the entries that was looked at. */
  revision: number;
  state: CheckState;
  staffId: string;
  at: Date;
}

export async function setCheck(executor: Executor, check: EntryCheck): Promise<void> {
  const row = { revision: check.revision, state: check.state, staff_id: check.staffId, at: check.at };
  await on(executor)
    .insertInto('entry_check')
    .values({ visit_id: check.visitId, entry: check.entry, ...row })
    .onConflict((conflict) => conflict.columns(['visit_id', 'entry']).doUpdateSet(row))
    .execute();
}

/** The checks of a visit that count for this revision of the entries, by the key of the entry. */
export async function checksOf(
  executor: Executor,
  visitId: string,
  revision: number,
): Promise<Map<string, CheckState>> {
  const rows = await on(executor)
    .selectFrom('entry_check')
    .select(['entry', 'state'])
    .where('visit_id', '=', visitId)
    .where('revision', '=', revision)
    .execute();
  return new Map(rows.map(({ entry, state }) => [entry, state]));
}
