import type { Fact, Inventory } from '#inventory';
import type { LocalText } from '#platform/i18n';
import { decide, evaluate, type Facts, type FactValue } from '#rules';

/**
 * The answers that count. An answer to a question that no longer arises, because an earlier answer was changed, stays in
 * the draft (changing back restores it) but decides nothing: hidden answers are set aside, never deleted.
 */
export function answersThatCount(inventory: Inventory, facts: Facts): Facts {
  let current = facts;
  for (;;) {
    const given = Object.entries(current);
    const kept = given.filter(([id]) => {
      const fact = inventory.factById.get(id);
      return fact !== undefined && stillArises(inventory, fact, current);
    });
    if (kept.length === given.length) return current;
    current = Object.fromEntries(kept);
  }
}

/** Whether the question of an answered fact arises from the other answers: no answer may call for its own question. */
function stillArises({ vocabulary }: Inventory, { id, arisesWhen }: Fact, facts: Facts): boolean {
  const plain = evaluate(arisesWhen, facts);
  return (plain === 'unknown' ? decide(arisesWhen, without(facts, id), vocabulary) : plain) !== false;
}

function without(facts: Facts, id: string): Facts {
  const { [id]: _removed, ...rest } = facts;
  return rest;
}

/** An answer as a resident reads it: the labels of what was chosen. わからない and "none of these" have no labels. */
export type AnswerText =
  | { kind: 'labels'; labels: LocalText[] }
  | { kind: 'yes' | 'no' | 'unknown' | 'none' }
  | { kind: 'number'; value: number };

/** How `value` is shown as the answer to `fact`. */
export function answerText(fact: Fact, value: FactValue): AnswerText {
  if (value === null) return { kind: 'unknown' };
  if (typeof value === 'boolean') return { kind: value ? 'yes' : 'no' };
  if (typeof value === 'number') return { kind: 'number', value };
  const values = typeof value === 'string' ? [value] : value;
  const labels = fact.options.filter((option) => values.includes(option.value)).map((option) => option.label);
  return labels.length > 0 ? { kind: 'labels', labels } : { kind: 'none' };
}
