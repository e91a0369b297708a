import { documentsFor, type Fact, type Inventory, isSame, type Procedure } from '#inventory';
import { seeded } from '#platform/random';
import { type Facts, type FactValue, holds } from '#rules';

/** What becomes of a procedure for a resident: it comes in, goes out, or says something else. */
export type Outcome = 'gained' | 'lost' | 'changed';

export interface ProcedureOutcome {
  procedure: string;
  outcome: Outcome;
}

/** Whose results differ between two states of the inventory. */
export interface Impact {
  /** Example residents of the inventory, each with what changes for them. */
  situations: readonly { title: string; outcomes: readonly ProcedureOutcome[] }[];
  /** How many example residents there are. */
  situationCount: number;
  /** Made residents: how many, and for how many of them something changes. */
  residents: { count: number; changed: number };
  /** For how many made residents a procedure comes, goes or changes. */
  byProcedure: readonly (ProcedureOutcome & { residents: number })[];
}

const residentCount = 300;

const madeResidents = new WeakMap<Inventory, readonly Facts[]>();

/**
 * Residents who can exist, always the same for an inventory: one life event, sometimes two, few wishes, and an answer to each
 * question that is asked of them.
 */
export function residentsOf(inventory: Inventory): readonly Facts[] {
  const known = madeResidents.get(inventory);
  if (known) return known;
  const random = seeded('inventory');
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const answer = (fact: Fact): FactValue => {
    const options = fact.options.filter(({ staffOnly }) => !staffOnly).map(({ value }) => value);
    if (fact.type === 'boolean') return random() < 0.3;
    if (fact.type === 'integer') return Math.floor(random() * 4);
    if (fact.type === 'enum') return pick(options) ?? null;
    if (fact.id === 'wants' && random() < 0.7) return [];
    const chosen = [pick(options), random() < 0.15 ? pick(options) : undefined];
    return [...new Set(chosen.filter((value) => value !== undefined))];
  };
  const one = (): Facts => {
    const facts: Record<string, FactValue> = {};
    for (const fact of inventory.facts) {
      if (fact.staffOnly || !holds(fact.askWhen, facts)) continue;
      facts[fact.id] = answer(fact);
    }
    return facts;
  };
  const isPossible = (facts: Facts): boolean =>
    inventory.implications.every(({ when, then }) => !holds(when, facts) || holds(then, facts));
  const residents: Facts[] = [];
  for (let tries = 0; residents.length < residentCount && tries < residentCount * 10; tries += 1) {
    const facts = one();
    if (isPossible(facts)) residents.push(facts);
  }
  madeResidents.set(inventory, residents);
  return residents;
}

/** What a resident is told of a procedure: papers, deadline, fee, place, ways. */
function saying(procedure: Procedure, facts: Facts): unknown {
  const { name, summary, deadline, fee, counter, channels } = procedure;
  const documents = documentsFor([procedure], facts, 'unknown').map(({ id, name: paper, requiredness, notes }) => ({
    id,
    paper,
    requiredness,
    notes,
  }));
  return { name, summary, deadline, fee, counter, channels, documents };
}

/** Says of a resident's answers what changes between two states of the inventory. Prepared once for many residents. */
export function outcomesBetween(before: Inventory, after: Inventory): (facts: Facts) => ProcedureOutcome[] {
  const ids = [...new Set([...before.procedures, ...after.procedures].map(({ id }) => id))];
  // What reads the same before and after, and whose condition is the same, changes for nobody.
  const concerned = ids.flatMap((id) => {
    const [older, newer] = [before.procedureById.get(id), after.procedureById.get(id)];
    return isSame(older, newer) ? [] : [{ id, older, newer }];
  });
  return (facts) =>
    concerned.flatMap(({ id, older, newer }): ProcedureOutcome[] => {
      const was = older !== undefined && holds(older.when, facts);
      const is = newer !== undefined && holds(newer.when, facts);
      if (was !== is) return [{ procedure: id, outcome: is ? 'gained' : 'lost' }];
      if (!was || !is || isSame(saying(older, facts), saying(newer, facts))) return [];
      return [{ procedure: id, outcome: 'changed' }];
    });
}

/** Whose results change, over the example residents and over residents that were made for it. Pure. */
export function impactOf(before: Inventory, after: Inventory): Impact {
  const outcomes = outcomesBetween(before, after);
  const situations = before.situations.flatMap(({ title, facts }) => {
    const own = outcomes(facts);
    return own.length > 0 ? [{ title, outcomes: own }] : [];
  });
  const counts = new Map<string, ProcedureOutcome & { residents: number }>();
  let changed = 0;
  const residents = residentsOf(before);
  for (const facts of residents) {
    const own = outcomes(facts);
    if (own.length > 0) changed += 1;
    for (const outcome of own) {
      const key = `${outcome.outcome} ${outcome.procedure}`;
      counts.set(key, { ...outcome, residents: (counts.get(key)?.residents ?? 0) + 1 });
    }
  }
  return {
    situations,
    situationCount: before.situations.length,
    residents: { count: residents.length, changed },
    byProcedure: [...counts.values()].sort((left, right) => right.residents - left.residents),
  };
}
