import type { Facts } from './condition.ts';
import { leavesOf } from './condition.ts';
import { answerTo } from './evaluate.ts';
import { bitsOf, type Formula, negate, readsOnce, reduce, type State, solve } from './formula.ts';
import { type CompiledGoals, decisive, type OpenGoal } from './goals.ts';
import type { FactDefinition, Vocabulary } from './vocabulary.ts';

/** A fact that conditions read, with what the guide needs to know about its question. */
export interface AskableFact {
  readonly id: string;
  readonly type: FactDefinition['type'];
  /** How many options it takes up on a screen that it shares; null when it needs a screen of its own. */
  readonly places: number | null;
  /** Whether it may be ticked in one list with others (「当てはまるものすべて」), not ticked meaning no. */
  readonly tickable: boolean;
  readonly variables: readonly number[];
  readonly askWhen: Formula;
}

/** The open questions of one resident. */
export interface Situation {
  readonly state: State;
  /** As `state`, but nothing is possible for facts that are not asked (any more): a hint that rests on them fails. */
  readonly hintState: State;
  readonly goals: readonly OpenGoal[];
  /**
   * Facts that may be asked and can decide a goal, or whether another of these makes sense; with what is left of their
   * `askWhen`, true when it holds.
   */
  readonly candidates: ReadonlyMap<AskableFact, Formula>;
}

/** Options of a screen that several questions share, not counting どれも当てはまらない and わからない. */
export const SCREEN_PLACES = 8;

/** Questions with an answer of their own that may share a screen: with more, nobody sees what the screen is about. */
export const MOST_OWN_ANSWERS = 2;

/** Options that a number is usually asked with. */
const INTEGER_PLACES = 3;

/** The life event, which everything else hangs on, and the long list of wishes. */
export const FIRST_FACT = 'events';
const ALONE: readonly string[] = [FIRST_FACT, 'wants'];

/** All questions of a vocabulary that a resident may be asked. */
export class Questions {
  readonly #compiled: CompiledGoals;
  readonly #facts: readonly AskableFact[];
  readonly #owners: ReadonlyMap<number, AskableFact>;

  constructor(vocabulary: Vocabulary, compiled: CompiledGoals) {
    const { space } = compiled;
    const testedForNo = factsTestedForNo(compiled);
    this.#compiled = compiled;
    this.#facts = vocabulary.facts
      .filter((definition) => !definition.staffOnly && space.variablesOf(definition.id).length > 0)
      .map((definition) => ({
        id: definition.id,
        type: definition.type,
        places: placesOf(definition, testedForNo),
        tickable: isTickable(definition, testedForNo),
        variables: space.variablesOf(definition.id),
        askWhen: definition.askWhen ? space.formula(definition.askWhen) : true,
      }));
    this.#owners = new Map(this.#facts.flatMap((fact) => fact.variables.map((variable) => [variable, fact] as const)));
  }

  /** The facts that may be ticked in one list with others. */
  tickable(): Set<string> {
    return new Set(this.#facts.filter(({ tickable }) => tickable).map(({ id }) => id));
  }

  /** What is open after the given answers. */
  situation(facts: Facts): Situation {
    const known = this.#compiled.known(facts);
    const { askable, hintState } = this.#askable(facts, known.state);
    const goals = this.#compiled.open(known, new Set([...askable.keys()].flatMap((fact) => fact.variables)));
    return { state: known.state, hintState, goals, candidates: this.#candidates(goals, askable, known.state) };
  }

  /**
   * The unanswered facts whose hint does not fail, with what is left of it. A hint that rests on a question which was
   * answered わからない, or which itself makes no sense, fails, unless the implications settle it or it holds all the same.
   */
  #askable(facts: Facts, state: State): { askable: Map<AskableFact, Formula>; hintState: State } {
    const hintState = state.slice();
    const close = (fact: AskableFact) => {
      for (const variable of fact.variables) if (bitsOf(state[variable] ?? 0).length > 1) hintState[variable] = 0;
    };
    const askable = new Map<AskableFact, Formula>();
    for (const fact of this.#facts) {
      const answer = answerTo(fact.id, facts);
      if (answer === undefined) askable.set(fact, fact.askWhen);
      if (answer === null) close(fact);
    }
    for (let settled = false; !settled; ) {
      settled = true;
      for (const fact of askable.keys()) {
        const hint = this.#hint(fact.askWhen, state) === true || this.#hint(fact.askWhen, hintState);
        askable.set(fact, hint);
        if (hint !== false) continue;
        askable.delete(fact);
        close(fact);
        settled = false;
      }
    }
    return { askable, hintState };
  }

  /** The askable facts that goals depend on, and those that these facts' own hints depend on. */
  #candidates(
    goals: readonly OpenGoal[],
    askable: ReadonlyMap<AskableFact, Formula>,
    state: State,
  ): Map<AskableFact, Formula> {
    const candidates = new Map<AskableFact, Formula>();
    const include = (variables: readonly number[]) => {
      for (const variable of variables) {
        const fact = this.#owners.get(variable);
        const hint = fact && askable.get(fact);
        if (fact === undefined || hint === undefined || candidates.has(fact)) continue;
        candidates.set(fact, hint);
        include(decisive(hint, state, this.#compiled.space.full));
      }
    };
    for (const goal of goals) include(goal.variables);
    return candidates;
  }

  /** What is left of a hint, decided exactly. */
  #hint(askWhen: Formula, state: State): Formula {
    const rest = reduce(askWhen, state);
    if (typeof rest === 'boolean' || readsOnce(rest)) return rest;
    if (solve(rest, state) === null) return false;
    return solve(negate(rest, this.#compiled.space.full), state) === null ? true : rest;
  }
}

function placesOf(definition: FactDefinition, testedForNo: ReadonlySet<string>): number | null {
  if (ALONE.includes(definition.id)) return null;
  if (definition.type === 'boolean') return isTickable(definition, testedForNo) ? 1 : 2;
  const places = definition.type === 'integer' ? INTEGER_PLACES : definition.options?.length;
  return places === undefined || places > SCREEN_PLACES ? null : places;
}

/** A yes, or some of the options of a list. What has exactly one answer is asked by itself. */
function isTickable({ id, type }: FactDefinition, testedForNo: ReadonlySet<string>): boolean {
  return type === 'list' ? !ALONE.includes(id) : type === 'boolean' && !testedForNo.has(id);
}

/** Facts whose "no" creates a duty: they need an answer of their own, so that "none of these" never does. */
function factsTestedForNo({ conditions }: CompiledGoals): Set<string> {
  const leaves = conditions.flatMap(leavesOf);
  return new Set(leaves.filter((leaf) => 'is' in leaf && leaf.is === false).map((leaf) => leaf.fact));
}
