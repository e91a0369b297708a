import type { Fact, Inventory } from '#inventory';
import type { Facts, FactValue } from '#rules';

/** What a fact says in a few words, or nothing where it says no more than "no". */
function badgesOf(fact: Fact, value: FactValue | undefined): string[] {
  const optionName = (option: string): string =>
    fact.options.find(({ value: id }) => id === option)?.label.ja ?? option;
  if (value === null || value === undefined || value === false) return [];
  if (value === true) return [fact.label.ja];
  if (typeof value === 'number') return [`${fact.label.ja} ${value}`];
  return typeof value === 'string' ? [optionName(value)] : value.map(optionName);
}

/** What the visitor told us, as short labels in the order of the inventory: 「市外から転入」「18歳以下の子がいる」. */
export function factBadges(inventory: Inventory, facts: Facts): string[] {
  return [...new Set(inventory.facts.flatMap((fact) => badgesOf(fact, facts[fact.id])))];
}
