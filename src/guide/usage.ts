import type { Inventory } from '#inventory';
import { decide, type Facts, factsOf, leavesOf } from '#rules';
import type { GuideScreen } from './screen.ts';

/** The numbers at which an integer fact decides something, over all procedures. */
export function boundsOf(inventory: Inventory, factId: string): number[] {
  const bounds = inventory.procedures.flatMap(({ when }) =>
    leavesOf(when).flatMap((leaf) => (leaf.fact === factId && 'gte' in leaf ? [leaf.gte] : [])),
  );
  return [...new Set(bounds)];
}

/** The procedures that a screen helps to decide, apart from what was already answered on it. */
export function proceduresDecidedBy(inventory: Inventory, screen: GuideScreen, facts: Facts): string[] {
  const asked = screen.kind === 'bundle' ? screen.facts.map(({ id }) => id) : [screen.fact.id];
  const others = Object.fromEntries(Object.entries(facts).filter(([id]) => !asked.includes(id)));
  return inventory.procedures
    .filter(({ when }) => factsOf(when).some((id) => asked.includes(id)))
    .filter(({ when }) => decide(when, others, inventory.vocabulary) === 'unknown')
    .map(({ id }) => id);
}
