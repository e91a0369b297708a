import { createHash } from 'node:crypto';
import type { Inventory, Procedure } from '#inventory';
import { type Facts, holds } from '#rules';

/** One step of a procedure as it stands on the desk. */
export interface DeskStep {
  /** Names the sentence of the step; another sentence is another step. */
  key: string;
  who: string;
  text: string;
  /** The business system and its screen: 「住民記録/転入異動入力」. */
  system: string | null;
  /** The papers to look at, as far as this visitor has to bring them. */
  documents: readonly string[];
  /** What is taken over from the entries, by its names. */
  data: readonly string[];
  done: boolean;
}

/** The steps of one procedure for this visitor. */
export interface DeskProcedure {
  id: string;
  name: string;
  steps: readonly DeskStep[];
  /** What staff have to know of the procedure beside its steps: until when, and what is special about it. */
  notes: readonly string[];
  /** Whether this department does the procedure, or only has to know of it. */
  own: boolean;
}

/** Ticks as they are kept: `procedure step`. */
export type Ticks = ReadonlySet<string>;

/** The name of a tick. */
export function tickOf(procedureId: string, stepKey: string): string {
  return `${procedureId} ${stepKey}`;
}

/** A short name of a step that changes with its sentence; a repeated sentence gets the number of its repetition. */
function keyOf(text: string, repetition: number): string {
  return createHash('sha256').update(`${repetition} ${text}`).digest('base64url').slice(0, 16);
}

/** Names of the entries, in Japanese, in the order given. */
function entryNames(inventory: Inventory, names: readonly string[]): string[] {
  return names.map((name) => inventory.entryById.get(name)?.label.ja ?? name);
}

function deskSteps(inventory: Inventory, procedure: Procedure, facts: Facts, ticks: Ticks): DeskStep[] {
  const seen = new Map<string, number>();
  const papers = new Map(
    procedure.documents
      .filter(({ when }) => when === undefined || holds(when, facts))
      .map(({ id, name }) => [id, name.ja]),
  );
  const steps = procedure.staffSteps.filter(({ when }) => when === undefined || holds(when, facts));
  return steps.map((step) => {
    const repetition = seen.get(step.do) ?? 0;
    seen.set(step.do, repetition + 1);
    const key = keyOf(step.do, repetition);
    return {
      key,
      who: step.who,
      text: step.do,
      system: step.system ?? null,
      documents: (step.documents ?? []).flatMap((id) => papers.get(id) ?? []),
      data: entryNames(inventory, step.data ?? []),
      done: ticks.has(tickOf(procedure.id, key)),
    };
  });
}

/**
 * Exactly the steps for this visitor's procedures at this counter, in the order in which they are done, with the papers
 * that the visitor's facts call for and what has been ticked. Procedures that the inventory no longer names are left out.
 */
export function stepsFor(
  inventory: Inventory,
  visitor: { procedures: readonly string[]; facts: Facts; ticks: Ticks },
  departments: readonly string[],
): DeskProcedure[] {
  return visitor.procedures.flatMap((id) => {
    const procedure = inventory.procedureById.get(id);
    if (!procedure) return [];
    const own = departments.includes(procedure.department) || departments.includes(procedure.counter.department);
    const steps = deskSteps(inventory, procedure, visitor.facts, visitor.ticks);
    return [{ id, name: procedure.name.ja, steps, notes: procedure.notes, own }];
  });
}

/** The first step that is not done yet, by the name of its tick; the one to open. Null when all is done. */
export function nextStep(procedures: readonly DeskProcedure[]): string | null {
  for (const { id, steps } of procedures) {
    const open = steps.find(({ done }) => !done);
    if (open) return tickOf(id, open.key);
  }
  return null;
}
