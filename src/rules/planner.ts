import { type Removal, removals } from './lookahead.ts';
import { type AskableFact, MOST_OWN_ANSWERS, SCREEN_PLACES, type Situation } from './situation.ts';

/** From this likelihood on it pays to wait for the answer that makes a question needless. */
const WORTH_WAITING = 0.5;

/** Facts that may stand on one screen. */
interface Option {
  readonly facts: readonly AskableFact[];
  /** Screens it is expected to save, less what it wastes. */
  readonly score: number;
}

type Removals = ReadonlyMap<AskableFact, Removal>;

/** The facts of the next screen, the most deciding first: those whose answers are expected to save most screens. */
export function plan(situation: Situation): readonly AskableFact[] {
  const candidates = [...situation.candidates.keys()];
  const removal = removals(candidates, situation);
  const ready = candidates.filter((fact) => situation.candidates.get(fact) === true);
  const asked = ready.length > 0 ? ready : candidates;
  const options = [...alone(asked, removal), ...shared(asked, removal)];
  const [best] = options.toSorted((a, b) => b.score - a.score);
  return best ? best.facts.toSorted((a, b) => questionsSaved(b, removal) - questionsSaved(a, removal)) : [];
}

/** About how many screens are left, when the given facts are asked next. */
export function screensLeft(next: readonly AskableFact[], situation: Situation): number {
  const removal = removals(next, situation);
  const expected = [...situation.candidates.keys()].map((fact) => (1 - doubt(fact, next, removal)) * screensOf(fact));
  return Math.ceil(sum(expected));
}

function alone(asked: readonly AskableFact[], removal: Removals): Option[] {
  return asked
    .filter((fact) => fact.places === null)
    .map((fact) => ({ facts: [fact], score: screensSaved(fact, removal) - doubt(fact, asked, removal) }));
}

/** The best screen for several questions, filled as far as possible: what is left over would need one more screen. */
function shared(asked: readonly AskableFact[], removal: Removals): Option[] {
  const ranked = asked
    .filter((fact) => fact.places !== null)
    .toSorted((a, b) => screensSaved(b, removal) - screensSaved(a, removal));
  const others = asked.filter((fact) => fact.places === null);
  const chosen: AskableFact[] = [];
  let free = SCREEN_PLACES;
  let ownAnswers = 0;
  for (const fact of ranked) {
    const places = fact.places ?? 0;
    const crowded = places > free || (!fact.tickable && ownAnswers === MOST_OWN_ANSWERS);
    if (crowded || doubt(fact, [...chosen, ...others], removal) >= WORTH_WAITING) continue;
    chosen.push(fact);
    free -= places;
    if (!fact.tickable) ownAnswers += 1;
  }
  const saved = sum(chosen.map((fact) => screensSaved(fact, removal)));
  return chosen.length === 0 ? [] : [{ facts: chosen, score: saved - free / SCREEN_PLACES }];
}

/** The share of a screen that a question takes. */
function screensOf({ places }: AskableFact): number {
  return places === null ? 1 : places / SCREEN_PLACES;
}

function screensSaved(fact: AskableFact, removal: Removals): number {
  return sum([...(removal.get(fact) ?? [])].map(([other, likelihood]) => likelihood * screensOf(other)));
}

function questionsSaved(fact: AskableFact, removal: Removals): number {
  return sum([...(removal.get(fact)?.values() ?? [])]);
}

/** How likely the answer to one of the others makes the question needless. */
function doubt(fact: AskableFact, others: readonly AskableFact[], removal: Removals): number {
  return Math.max(0, ...others.map((other) => removal.get(other)?.get(fact) ?? 0));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
