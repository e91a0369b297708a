import { reduce, variablesOf } from './formula.ts';
import type { AskableFact, Situation } from './guide.ts';
import { type Removal, removals } from './lookahead.ts';

/** Options of a bundle, not counting どれも当てはまらない and わからない. */
const BUNDLE_SIZE = 8;

/** From this likelihood on it pays to wait for the answer that makes a question needless. */
const WORTH_WAITING = 0.5;

interface Option {
  readonly facts: readonly AskableFact[];
  readonly score: number;
}

/** The facts of the next screen: those whose answers are expected to make most other questions needless. */
export function plan(situation: Situation): readonly AskableFact[] {
  const candidates = [...situation.candidates.keys()];
  const removal = removals(candidates, situation);
  const ready = candidates.filter((fact) => situation.candidates.get(fact) === 'ready');
  const asked = ready.length > 0 ? ready : candidates;
  const options = [...alone(asked, removal), ...bundle(asked, removal)];
  const [best] = options.toSorted((a, b) => b.score - a.score);
  if (!best) return [];
  const last = best.facts.every((fact) => fact.bundled) && ready.every((fact) => best.facts.includes(fact));
  return last ? filled(best.facts, situation) : best.facts;
}

/**
 * Where a bundle takes in all that is ready, its free places go to questions whose hint no further answer can settle:
 * they would only make one more screen.
 */
function filled(chosen: readonly AskableFact[], { candidates, hintState }: Situation): readonly AskableFact[] {
  const facts = [...candidates.keys()];
  const open = new Set(facts.flatMap((fact) => fact.variables));
  const settledLater = (fact: AskableFact) =>
    variablesOf(reduce(fact.askWhen, hintState)).some((variable) => open.has(variable));
  const fillers = facts.filter((fact) => fact.bundled && !chosen.includes(fact) && !settledLater(fact));
  return [...chosen, ...fillers].slice(0, BUNDLE_SIZE);
}

/** About how many screens are left, when the given facts are asked next. */
export function screensLeft(next: readonly AskableFact[], situation: Situation): number {
  const candidates = [...situation.candidates.keys()];
  const removal = removals(next, situation);
  const expected = (fact: AskableFact) => 1 - Math.max(0, ...[...removal.values()].map((by) => by.get(fact) ?? 0));
  const sum = (facts: readonly AskableFact[]) => facts.reduce((total, fact) => total + expected(fact), 0);
  const bundles = sum(candidates.filter((fact) => fact.bundled)) / BUNDLE_SIZE;
  return Math.ceil(sum(candidates.filter((fact) => !fact.bundled)) + bundles);
}

function alone(candidates: readonly AskableFact[], removal: ReadonlyMap<AskableFact, Removal>): Option[] {
  return candidates.filter((fact) => !fact.bundled).map((fact) => ({ facts: [fact], score: gain(removal.get(fact)) }));
}

function bundle(candidates: readonly AskableFact[], removal: ReadonlyMap<AskableFact, Removal>): Option[] {
  const ranked = candidates
    .filter((fact) => fact.bundled)
    .toSorted((a, b) => gain(removal.get(b)) - gain(removal.get(a)));
  const others = candidates.filter((fact) => !fact.bundled);
  const chosen: AskableFact[] = [];
  for (const fact of ranked) {
    if (chosen.length === BUNDLE_SIZE) break;
    const needless = [...chosen, ...others].some((other) => (removal.get(other)?.get(fact) ?? 0) >= WORTH_WAITING);
    if (!needless) chosen.push(fact);
  }
  return chosen.length === 0
    ? []
    : [{ facts: chosen, score: chosen.reduce((sum, fact) => sum + gain(removal.get(fact)), 0) }];
}

function gain(removal: Removal | undefined): number {
  return removal === undefined ? 0 : [...removal.values()].reduce((sum, likelihood) => sum + likelihood, 0);
}
