import type { Fact, Inventory } from '#inventory';
import { type Facts, factsOf, leavesOf } from '#rules';

/** The numbers at which an integer fact decides something, over all procedures and questions. */
export function boundsOf(inventory: Inventory, factId: string): number[] {
  const conditions = [
    ...inventory.procedures.map(({ when }) => when),
    ...inventory.facts.map(({ askWhen }) => askWhen),
  ];
  const bounds = conditions.flatMap((condition) =>
    leavesOf(condition).flatMap((leaf) => (leaf.fact === factId && 'gte' in leaf ? [leaf.gte] : [])),
  );
  return [...new Set(bounds)];
}

/**
 * The procedures that questions help to decide, apart from what was already answered to them: directly, or by deciding
 * which other questions arise (whether there is a child, before anything about the child).
 */
export function proceduresDecidedBy(inventory: Inventory, questions: readonly Fact[], facts: Facts): readonly string[] {
  const asked = questions.map(({ id }) => id);
  const others = Object.fromEntries(Object.entries(facts).filter(([id]) => !asked.includes(id)));
  const direct = inventory.program.openTo(asked, others);
  if (direct.length > 0) return direct;
  const waiting = inventory.facts.filter(({ askWhen }) => factsOf(askWhen).some((id) => asked.includes(id)));
  return inventory.program.openTo(
    waiting.map(({ id }) => id),
    others,
  );
}
