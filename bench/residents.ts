import type { Fact, Inventory } from '#inventory';
import { decide, type Facts, type FactValue, holds } from '#rules';
import { possible } from '../tests/support/possible.ts';

/** A small generator of pseudo-random numbers (mulberry32), so that a benchmark asks the same residents each time. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Residents with every fact answered that may be asked of them: one life event (sometimes two), few wishes, booleans
 * true in three of ten cases.
 */
export function randomResidents(inventory: Inventory, count: number, seed: number): Facts[] {
  const random = randomNumbers(seed);
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const answer = (fact: Fact): FactValue => {
    const options = fact.options.filter((option) => !option.staffOnly).map((option) => option.value);
    if (fact.type === 'boolean') return random() < 0.3;
    if (fact.type === 'integer') return Math.floor(random() * 4);
    if (fact.type === 'enum') return pick(options) ?? null;
    const chosen = [pick(options), random() < 0.15 ? pick(options) : undefined].filter((value) => value !== undefined);
    if (fact.id === 'wants' && random() < 0.7) return [];
    return [...new Set(chosen)];
  };
  return Array.from({ length: count }, () => {
    let facts: Record<string, FactValue> = {};
    for (const fact of inventory.facts) {
      if (fact.staffOnly) continue;
      if (decide(fact.askWhen, facts, inventory.vocabulary) === false || !holds(fact.askWhen, facts)) continue;
      facts = { ...facts, [fact.id]: answer(fact) };
    }
    return possible(inventory, facts);
  });
}
