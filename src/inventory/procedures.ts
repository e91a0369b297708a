import { type Condition, describe, type Facts, holds } from '#rules';
import type { Inventory, Procedure } from './inventory.ts';
import type { Need } from './schema.ts';

/** Whether a procedure is a duty for this resident: the first case of `needWhen` that holds, else `need`. */
export function procedureNeed({ need, needWhen }: Pick<Procedure, 'need' | 'needWhen'>, facts: Facts): Need {
  return needWhen.find(({ when }) => holds(when, facts))?.need ?? need;
}

/** A condition as a Japanese sentence, in the words of the inventory's facts and options. */
export function conditionSentence(inventory: Inventory, condition: Condition): string {
  return describe(condition, {
    fact: (id) => inventory.factById.get(id)?.label.ja ?? id,
    option: (id, value) =>
      inventory.factById.get(id)?.options.find((option) => option.value === value)?.label.ja ?? value,
  });
}

/**
 * Procedures in the order of a visit: what another one waits for comes first; among those that can be done next, one at
 * the same place, then the lowest floor, then the department. Procedures that wait for each other keep their order.
 */
export function orderProcedures(procedures: readonly Procedure[]): Procedure[] {
  const waiting = [...procedures].sort(byFloorAndDepartment);
  const ordered: Procedure[] = [];
  while (waiting.length > 0) {
    const ready = waiting.filter(({ order }) => !waiting.some(({ id }) => order.after.includes(id)));
    const candidates = ready.length > 0 ? ready : waiting;
    const place = ordered.at(-1)?.counter.place;
    const next = candidates.find(({ counter }) => counter.place === place) ?? candidates[0];
    if (!next) break;
    ordered.push(next);
    waiting.splice(waiting.indexOf(next), 1);
  }
  return ordered;
}

/** Procedures without a known floor come last: nobody can be sent there yet. */
function byFloorAndDepartment(left: Procedure, right: Procedure): number {
  const floors = (left.counter.floor ?? Infinity) - (right.counter.floor ?? Infinity);
  if (floors) return floors;
  return left.department < right.department ? -1 : left.department > right.department ? 1 : 0;
}

/** A place to go to, and what is done there. */
export interface Stop {
  place: string;
  department: string;
  floor?: number;
  window?: string;
  /** Whether the city has confirmed the place. */
  verified: boolean;
  procedures: readonly Procedure[];
}

/** Gathers procedures by the place where they are done, in the order given. */
export function groupByPlace(procedures: readonly Procedure[]): Stop[] {
  const stops = new Map<string, Stop>();
  for (const procedure of procedures) {
    const { place, department, floor, window, verified } = procedure.counter;
    const stop = stops.get(place) ?? { place, department, floor, window, verified, procedures: [] };
    stops.set(place, { ...stop, verified: stop.verified && verified, procedures: [...stop.procedures, procedure] });
  }
  return [...stops.values()];
}

/** What some procedures cost and how long they take. */
export interface Totals {
  /** Sum of the ordinary fees in yen; variants may cost more or less. */
  yen: number;
  /** Whether some fee depends on the case, so that `yen` is only the ordinary sum. */
  varies: boolean;
  /** Estimated minutes at the counters, without waiting. */
  minutes: number;
}

export function totalsOf(procedures: readonly Procedure[]): Totals {
  return {
    yen: procedures.reduce((sum, { fee }) => sum + fee.amount, 0),
    varies: procedures.some(({ fee }) => (fee.variants ?? []).length > 0),
    minutes: procedures.reduce((sum, { duration }) => sum + duration.counterMinutes, 0),
  };
}
