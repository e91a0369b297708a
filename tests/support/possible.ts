import type { Inventory } from '#inventory';
import { type Facts, factsOf, holds } from '#rules';

/**
 * Somebody who can exist: answers that contradict what is certain about every resident (a school child without a child)
 * are taken back.
 */
export function possible(inventory: Inventory, facts: Facts): Facts {
  const wrong = inventory.implications.find(({ when, then }) => holds(when, facts) && !holds(then, facts));
  if (wrong === undefined) return facts;
  const [fact = ''] = factsOf(wrong.when);
  const { [fact]: _takenBack, ...rest } = facts;
  return possible(inventory, rest);
}
