import type { Inventory, Procedure } from '#inventory';
import { comparePlaces, type Place, placeOf } from './place.ts';

/** A leg before it is written: a place and what is done there. */
export interface PlannedLeg {
  place: Place;
  /** Ids of the procedures, in the order in which they are done. */
  procedures: readonly string[];
  /** Time at the counter, as the inventory estimates it. */
  minutes: number;
  /** Places (by their index in the journey) where something has to be done before. */
  after: readonly number[];
}

export interface Journey {
  legs: readonly PlannedLeg[];
  /** Ids of procedures that are done in another building. */
  elsewhere: readonly string[];
}

/**
 * Takes items one by one: always the first by `compare` among those that nothing left has to precede. Where items wait
 * for each other in a circle (two places that both have something to do first), `compare` alone decides.
 */
function inOrder<Item>(
  items: readonly Item[],
  precedes: (first: Item, then: Item) => boolean,
  compare: (left: Item, right: Item) => number,
): Item[] {
  const left = [...items].sort(compare);
  const ordered: Item[] = [];
  while (left.length > 0) {
    const free = left.findIndex((item) => !left.some((other) => other !== item && precedes(other, item)));
    ordered.push(...left.splice(Math.max(free, 0), 1));
  }
  return ordered;
}

interface Group {
  readonly procedures: readonly Procedure[];
}

const groupPrecedes = (first: Group, then: Group): boolean =>
  first.procedures.some((one) => then.procedures.some((other) => procedurePrecedes(one, other)));

const procedurePrecedes = (first: Procedure, then: Procedure): boolean => then.order.after.includes(first.id);

/** The name of the department that does a procedure, in Japanese. */
function departmentName(inventory: Inventory, procedure: Procedure): string {
  const id = procedure.counter.department;
  return inventory.departmentById.get(id)?.name.ja ?? id;
}

/** Where a procedure is done in the hall, or null. */
export function placeOfProcedure(inventory: Inventory, procedure: Procedure): Place | null {
  return placeOf(procedure.counter, departmentName(inventory, procedure));
}

/**
 * The way of a visitor through the hall: procedures at one place are one leg; a leg comes after those that must precede
 * it (住民異動 before 国保 …), otherwise floor by floor. Unknown procedure ids are left out.
 */
export function planJourney(inventory: Inventory, procedureIds: readonly string[]): Journey {
  const procedures = [...new Set(procedureIds)].flatMap((id) => inventory.procedureById.get(id) ?? []);
  const groups = new Map<string, { place: Place; procedures: Procedure[] }>();
  const elsewhere: string[] = [];
  for (const procedure of procedures) {
    const place = placeOfProcedure(inventory, procedure);
    if (place === null) {
      elsewhere.push(procedure.id);
      continue;
    }
    const group = groups.get(place.id) ?? { place, procedures: [] };
    group.procedures.push(procedure);
    groups.set(place.id, group);
  }
  const ordered = inOrder([...groups.values()], groupPrecedes, (left, right) => comparePlaces(left.place, right.place));
  return {
    legs: ordered.map((group, index) => ({
      place: group.place,
      after: ordered.slice(0, index).flatMap((earlier, position) => (groupPrecedes(earlier, group) ? [position] : [])),
      procedures: inOrder(group.procedures, procedurePrecedes, (left, right) => (left.id < right.id ? -1 : 1)).map(
        ({ id }) => id,
      ),
      minutes: Math.max(
        1,
        Math.round(group.procedures.reduce((sum, { duration }) => sum + duration.counterMinutes, 0)),
      ),
    })),
    elsewhere,
  };
}
