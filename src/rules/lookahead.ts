import { bitsOf, type Formula, reduce, type State, variablesOf } from './formula.ts';
import type { AskableFact, Situation } from './situation.ts';

/** How likely each open question becomes needless once one fact is answered: 0 (never) to 1 (always). */
export type Removal = ReadonlyMap<AskableFact, number>;

/** One answer a fact can get: the values its variables keep, and how likely it is thought to be. */
interface Outcome {
  readonly narrowing: readonly (readonly [variable: number, mask: number])[];
  readonly likelihood: number;
}

/** Most residents have few of all the things that are asked about. */
const YES_LIKELIHOOD = 0.3;
const NOTHING_LIKELIHOOD = 0.3;

/** Looks one answer ahead for every candidate. Counts occurrences, which is exact where a goal reads each fact once. */
export function removals(candidates: readonly AskableFact[], situation: Situation): Map<AskableFact, Removal> {
  const owners = new Map<number, AskableFact>();
  for (const fact of situation.candidates.keys()) for (const variable of fact.variables) owners.set(variable, fact);
  const needs = situation.goals.map((goal) => ({ routes: goal.routes, facts: ownersOf(goal.variables, owners) }));
  const uses = new Map<AskableFact, number>();
  for (const { facts } of needs) for (const fact of facts) uses.set(fact, (uses.get(fact) ?? 0) + 1);
  const hinted = [...situation.candidates].filter(([, hint]) => hint !== true);
  return new Map(candidates.map((fact) => [fact, removal(fact, { situation, owners, needs, uses, hinted })]));
}

interface Outlook {
  readonly situation: Situation;
  readonly owners: ReadonlyMap<number, AskableFact>;
  readonly needs: readonly { routes: readonly Formula[]; facts: ReadonlySet<AskableFact> }[];
  /** How many goals still need each fact. */
  readonly uses: ReadonlyMap<AskableFact, number>;
  /** Facts whose question waits for others, with what it waits for. */
  readonly hinted: readonly (readonly [AskableFact, Formula])[];
}

function removal(fact: AskableFact, outlook: Outlook): Removal {
  const { situation, needs, hinted } = outlook;
  // A goal that needs nothing else cannot set anything else free.
  const touched = needs.filter((need) => need.facts.size > 1 && need.facts.has(fact));
  const removal = new Map<AskableFact, number>();
  const readers = [...touched.flatMap((need) => need.routes), ...hinted.map(([, hint]) => hint)];
  for (const { narrowing, likelihood } of outcomesOf(fact, situation.state, readers)) {
    const gone = freed(touched, narrow(situation.state, narrowing), outlook);
    const hintState = narrow(situation.hintState, narrowing);
    for (const [other, hint] of hinted) if (reduce(hint, hintState) === false) gone.add(other);
    for (const other of gone) if (other !== fact) removal.set(other, (removal.get(other) ?? 0) + likelihood);
  }
  return removal;
}

/** The facts that no goal needs any more when the touched goals are read in the narrower state. */
function freed(touched: Outlook['needs'], state: State, { owners, uses }: Outlook): Set<AskableFact> {
  const released = new Map<AskableFact, number>();
  for (const { routes, facts } of touched) {
    const kept = ownersOf(stillOpen(routes, state), owners);
    for (const fact of facts) if (!kept.has(fact)) released.set(fact, (released.get(fact) ?? 0) + 1);
  }
  const gone = new Set<AskableFact>();
  for (const [fact, count] of released) if (count === uses.get(fact)) gone.add(fact);
  return gone;
}

/** The variables that are left to decide a goal; none once one of its routes is complete. */
function stillOpen(routes: readonly Formula[], state: State): number[] {
  const rests = routes.map((route) => reduce(route, state));
  return rests.includes(true) ? [] : rests.flatMap((rest) => variablesOf(rest));
}

function ownersOf(variables: readonly number[], owners: ReadonlyMap<number, AskableFact>): Set<AskableFact> {
  const found = new Set<AskableFact>();
  for (const variable of variables) {
    const fact = owners.get(variable);
    if (fact) found.add(fact);
  }
  return found;
}

function narrow(state: State, narrowing: Outcome['narrowing']): State {
  const copy = state.slice();
  for (const [variable, mask] of narrowing) copy[variable] = mask;
  return copy;
}

/** The outcomes that are looked at: each value; of a list each single option that something reads, or none of these. */
function outcomesOf(fact: AskableFact, state: State, readers: readonly Formula[]): Outcome[] {
  if (fact.type !== 'list') return fact.variables.flatMap((variable) => outcomesOfVariable(fact, variable, state));
  const read = new Set(readers.flatMap((formula) => variablesOf(formula)));
  const open = fact.variables.filter((variable) => bitsOf(state[variable] ?? 0).length > 1);
  const telling = open.filter((variable) => read.has(variable));
  const each = (1 - NOTHING_LIKELIHOOD) / open.length;
  return [undefined, ...telling].map((chosen) => ({
    narrowing: open.map((variable) => [variable, variable === chosen ? 2 : 1] as const),
    likelihood: chosen === undefined ? 1 - each * telling.length : each,
  }));
}

function outcomesOfVariable(fact: AskableFact, variable: number, state: State): Outcome[] {
  const bits = bitsOf(state[variable] ?? 0);
  return bits.map((bit, index) => ({
    narrowing: [[variable, bit] as const],
    likelihood: fact.type !== 'boolean' ? 1 / bits.length : index === 1 ? YES_LIKELIHOOD : 1 - YES_LIKELIHOOD,
  }));
}
