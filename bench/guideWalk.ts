import type { Inventory } from '#inventory';
import { decide, type Facts } from '#rules';

/** One resident's way through the guide. */
export interface GuideWalk {
  screens: number;
  /** Facts asked; one fact is one answer. */
  answers: number;
  facts: Facts;
  /** Time that each decision about the next screen took. */
  milliseconds: number[];
}

/** Walks the guide from the first screen to the last; what `resident` does not state is answered わからない. */
export function guideWalk(inventory: Inventory, resident: Facts): GuideWalk {
  const walk: GuideWalk = { screens: 0, answers: 0, facts: {}, milliseconds: [] };
  for (;;) {
    const start = performance.now();
    const screen = inventory.program.next(walk.facts);
    walk.milliseconds.push(performance.now() - start);
    if (screen === null) return walk;
    walk.screens += 1;
    walk.answers += screen.facts.length;
    walk.facts = { ...walk.facts, ...Object.fromEntries(screen.facts.map((id) => [id, resident[id] ?? null])) };
  }
}

/**
 * Questions that a resident is asked in our order when they come one at a time: the first of each screen. It compares the
 * order with a fixed one; a screen with several questions asks some of them before their need is known.
 */
export function questionsOneAtATime(inventory: Inventory, resident: Facts): number {
  let facts: Facts = {};
  for (let asked = 0; ; asked += 1) {
    const [id] = inventory.program.next(facts)?.facts ?? [];
    if (id === undefined) return asked;
    facts = { ...facts, [id]: resident[id] ?? null };
  }
}

/**
 * Questions that the best fixed order asks: facts in one order for everybody (the most used in conditions first),
 * skipping those that can't decide anything more. Returns the questions per resident.
 */
export function fixedOrderQuestions(inventory: Inventory, residents: readonly Facts[]): number[] {
  const order = bestFixedOrder(inventory);
  return residents.map((resident) => {
    let facts: Facts = {};
    let asked = 0;
    for (const id of order) {
      if (!matters(inventory, facts, id)) continue;
      asked += 1;
      facts = { ...facts, [id]: resident[id] ?? null };
    }
    return asked;
  });
}

function bestFixedOrder(inventory: Inventory): string[] {
  const uses = new Map<string, number>();
  const dependants = new Map<string, number>();
  const count = (text: string, into: Map<string, number>) => {
    for (const fact of inventory.facts) {
      if (text.includes(`"fact":"${fact.id}"`)) into.set(fact.id, (into.get(fact.id) ?? 0) + 1);
    }
  };
  for (const { when } of inventory.procedures) count(JSON.stringify(when), uses);
  for (const { askWhen } of inventory.facts) count(JSON.stringify(askWhen), dependants);
  const weight = (id: string) => (dependants.get(id) ?? 0) * 100 + (uses.get(id) ?? 0);
  return inventory.facts
    .filter((fact) => !fact.staffOnly)
    .map(({ id }) => id)
    .sort((left, right) => weight(right) - weight(left));
}

/** Whether the fact may be asked and some undecided procedure still mentions it. */
function matters(inventory: Inventory, facts: Facts, id: string): boolean {
  const fact = inventory.factById.get(id);
  if (fact === undefined || decide(fact.askWhen, facts, inventory.vocabulary) === false) return false;
  return inventory.procedures.some(
    ({ when }) =>
      JSON.stringify(when).includes(`"fact":"${id}"`) && decide(when, facts, inventory.vocabulary) === 'unknown',
  );
}

const oracleTries = 6;

/**
 * About the fewest questions that could lead to the same verdicts, had one known all answers beforehand: answers are
 * left out in random order as long as every verdict stays. No order of questions can do better than this.
 */
export function oracleQuestions(inventory: Inventory, resident: Facts, random: () => number): number {
  const { facts } = guideWalk(inventory, resident);
  const verdicts = [...inventory.program.verdicts(facts, 'unknown')];
  const same = (fewer: Facts) => {
    const others = inventory.program.verdicts(fewer, 'unknown');
    return verdicts.every(([id, verdict]) => others.get(id) === verdict);
  };
  const tries = Array.from({ length: oracleTries }, () => {
    let kept = facts;
    const shuffled = Object.keys(facts).map((id) => ({ id, at: random() }));
    for (const { id } of shuffled.sort((left, right) => left.at - right.at)) {
      const { [id]: _left, ...fewer } = kept;
      if (same(fewer)) kept = fewer;
    }
    return Object.keys(kept).length;
  });
  return Math.min(...tries);
}
