import type { Facts } from './condition.ts';
import { leavesOf } from './condition.ts';
import { answerTo } from './evaluate.ts';
import { type Formula, negate, readsOnce, reduce, type State, solve } from './formula.ts';
import type { CompiledGoals, OpenGoal } from './goals.ts';
import { plan, screensLeft } from './planner.ts';
import type { FactDefinition, Vocabulary } from './vocabulary.ts';

/** One screen of the guide. One fact is one answer. */
export interface Screen {
  kind: 'boolean-alone' | 'bundle' | 'enum' | 'list' | 'integer';
  facts: string[];
  /** For an integer: the numbers at which the answer begins to matter, ascending (2 = 「2人以上いますか」). */
  bounds?: number[];
  /** The goals its answers can decide, the weightiest first. */
  why: string[];
}

/** A fact that conditions read, with what the guide needs to know about its question. */
export interface AskableFact {
  readonly id: string;
  readonly type: FactDefinition['type'];
  /** Whether it may stand among others under 「当てはまるものすべて」. */
  readonly bundled: boolean;
  readonly variables: readonly number[];
  readonly askWhen: Formula;
}

/** What the planner looks at: the open questions of one resident. */
export interface Situation {
  readonly state: State;
  /** As `state`, but nothing is possible for facts answered わからない: a hint that rests on them does not hold. */
  readonly hintState: State;
  readonly goals: readonly OpenGoal[];
  /** Facts that can decide something and may be asked, with whether their `askWhen` holds already. */
  readonly candidates: ReadonlyMap<AskableFact, 'ready' | 'waiting'>;
}

const FIRST_FACT = 'events';

/** Chooses the questions of the guidance. */
export class Guide {
  readonly #compiled: CompiledGoals;
  readonly #facts: readonly AskableFact[];

  constructor(vocabulary: Vocabulary, compiled: CompiledGoals) {
    const alone = factsTestedForNo(compiled);
    this.#compiled = compiled;
    this.#facts = vocabulary.facts
      .filter((definition) => !definition.staffOnly && compiled.space.variablesOf(definition.id).length > 0)
      .map(({ id, type, askWhen }) => ({
        id,
        type,
        bundled: type === 'boolean' && !alone.has(id),
        variables: compiled.space.variablesOf(id),
        askWhen: askWhen ? compiled.space.formula(askWhen) : true,
      }));
  }

  next(facts: Facts): Screen | null {
    const situation = this.#situation(facts);
    const chosen = choose(situation);
    return chosen.length === 0 ? null : this.#screen(chosen, situation);
  }

  remaining(facts: Facts): number {
    const situation = this.#situation(facts);
    return screensLeft(choose(situation), situation);
  }

  #situation(facts: Facts): Situation {
    const known = this.#compiled.known(facts);
    const hintState = known.state.slice();
    for (const fact of this.#facts) {
      if (answerTo(fact.id, facts) === null) for (const variable of fact.variables) hintState[variable] = 0;
    }
    const askable = new Map<AskableFact, 'ready' | 'waiting'>();
    for (const fact of this.#facts) {
      const hint = answerTo(fact.id, facts) === undefined ? this.#hint(fact.askWhen, hintState) : false;
      if (hint !== false) askable.set(fact, hint ? 'ready' : 'waiting');
    }
    const goals = this.#compiled.open(known, new Set([...askable.keys()].flatMap((fact) => fact.variables)));
    const decisive = new Set(goals.flatMap((goal) => goal.variables));
    const candidates = new Map(
      [...askable].filter(([fact]) => fact.variables.some((variable) => decisive.has(variable))),
    );
    return { state: known.state, hintState, goals, candidates };
  }

  /** Whether a hint holds, decided exactly; undefined while that is open. */
  #hint(askWhen: Formula, state: State): boolean | undefined {
    const rest = reduce(askWhen, state);
    if (typeof rest === 'boolean') return rest;
    if (readsOnce(rest)) return undefined;
    if (solve(rest, state) === null) return false;
    return solve(negate(rest, this.#compiled.space.full), state) === null ? true : undefined;
  }

  #screen(chosen: readonly AskableFact[], { goals }: Situation): Screen {
    const variables = new Set(chosen.flatMap((fact) => fact.variables));
    const concerned = goals.filter((goal) => goal.variables.some((variable) => variables.has(variable)));
    const why = concerned.toSorted((a, b) => b.weight - a.weight).map((goal) => goal.id);
    const [first] = chosen;
    const screen: Screen = { kind: kindOf(chosen), facts: chosen.map((fact) => fact.id), why };
    if (first?.type !== 'integer') return screen;
    return { ...screen, bounds: boundsThatMatter(first, concerned, this.#compiled) };
  }
}

function choose(situation: Situation): readonly AskableFact[] {
  const candidates = [...situation.candidates.keys()];
  const first = candidates.find((fact) => fact.id === FIRST_FACT);
  if (first) return [first];
  return plan(situation);
}

function kindOf(chosen: readonly AskableFact[]): Screen['kind'] {
  const [first] = chosen;
  if (chosen.length > 1) return 'bundle';
  return first === undefined || first.type === 'boolean' ? 'boolean-alone' : first.type;
}

function boundsThatMatter(
  { id, variables }: AskableFact,
  goals: readonly OpenGoal[],
  { space }: CompiledGoals,
): number[] {
  const masks = goals.flatMap((goal) => goal.routes.flatMap((route) => masksOn(route, new Set(variables))));
  // A threshold matters where some literal tells the interval before it from the interval it begins.
  return space
    .thresholdsOf(id)
    .filter((_, index) => masks.some((mask) => ((mask >> index) ^ (mask >> (index + 1))) & 1));
}

function masksOn(formula: Formula, variables: ReadonlySet<number>): number[] {
  if (typeof formula === 'boolean') return [];
  if (formula.kind !== 'literal') return formula.parts.flatMap((part) => masksOn(part, variables));
  return variables.has(formula.variable) ? [formula.mask] : [];
}

/** Facts whose "no" creates a duty: they need an answer of their own, so that "none of these" never does. */
function factsTestedForNo({ conditions }: CompiledGoals): Set<string> {
  const leaves = conditions.flatMap(leavesOf);
  return new Set(leaves.filter((leaf) => 'is' in leaf && leaf.is === false).map((leaf) => leaf.fact));
}
