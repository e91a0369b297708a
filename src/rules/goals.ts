import { type Condition, type Facts, factsOf, type Truth } from './condition.ts';
import { bitsOf, dependsOn, type Formula, narrowed, readsOnce, reduce, type State, variablesOf } from './formula.ts';
import { constraintsOf, type Known, knownFrom, relatedTo, settled } from './knowledge.ts';
import { Space } from './space.ts';
import type { Goal, Vocabulary } from './vocabulary.ts';

interface CompiledGoal {
  readonly id: string;
  readonly weight: number;
  /** What its condition reads. */
  readonly facts: ReadonlySet<string>;
  readonly formula: Formula;
  readonly contrary: Formula;
  readonly constraint: Formula;
}

/** A goal that the answers have not decided. */
export interface OpenGoal {
  readonly id: string;
  readonly weight: number;
  /** What the questions that may still be asked must bring out to decide it: to true, and to false. */
  readonly routes: readonly Formula[];
  /** The variables whose value can still make a difference. */
  readonly variables: readonly number[];
}

/** All goals over one space, with the questions' own conditions (`askWhen`) in the same space. */
export class CompiledGoals {
  readonly space: Space;
  readonly conditions: readonly Condition[];
  readonly #goals: readonly CompiledGoal[];
  readonly #constraints: readonly Formula[];

  constructor(vocabulary: Vocabulary, goals: readonly Goal[]) {
    const hints = vocabulary.facts.flatMap(({ askWhen }) => (askWhen ? [askWhen] : []));
    const knowledge = (vocabulary.implications ?? []).flatMap(({ when, then }) => [when, then]);
    this.conditions = goals.map((goal) => goal.condition);
    this.space = new Space(vocabulary, [...this.conditions, ...hints, ...knowledge]);
    this.#constraints = constraintsOf(vocabulary, this.space);
    this.#goals = goals.map((goal) => this.#compile(goal));
  }

  known(facts: Facts): Known {
    return knownFrom(facts, this.space, this.#constraints);
  }

  /** The exact verdict on every goal, in their order. */
  verdicts(facts: Facts): Map<string, Truth> {
    const known = this.known(facts);
    return new Map(this.#goals.map((goal) => [goal.id, this.#verdict(goal, known)]));
  }

  /** The goals that read one of `asked` and are not decided by `facts`, in their order. */
  openTo(asked: readonly string[], facts: Facts): string[] {
    const readers = this.#goals.filter(({ facts: read }) => asked.some((fact) => read.has(fact)));
    if (readers.length === 0) return [];
    const known = this.known(facts);
    return readers.filter((goal) => this.#verdict(goal, known) === 'unknown').map(({ id }) => id);
  }

  /**
   * The goals that are not decided but can still be by the values of the askable variables, whatever the other
   * variables are; each with the variables that can make a difference to that.
   */
  open(known: Known, askable: ReadonlySet<number>): OpenGoal[] {
    const open: OpenGoal[] = [];
    for (const goal of this.#goals) {
      if (this.#verdict(goal, known) !== 'unknown') continue;
      const constraint = this.#constraintOn(goal, known);
      const routes = routesOf(goal, known.state, constraint, askable);
      const variables = new Set(routes.flatMap((route) => decisive(route, known.state, this.space.full)));
      if (variables.size > 0) open.push({ id: goal.id, weight: goal.weight, routes, variables: [...variables] });
    }
    return open;
  }

  #verdict(goal: CompiledGoal, known: Known): Truth {
    return verdict(goal, known.state, this.#constraintOn(goal, known));
  }

  /** What the implications that the answers do not contradict say about a goal. */
  #constraintOn(goal: CompiledGoal, { constraints }: Known): Formula {
    const complete = constraints.length === this.#constraints.length;
    return complete ? goal.constraint : relatedTo(goal.formula, constraints);
  }

  #compile(goal: Goal): CompiledGoal {
    const formula = this.space.formula(goal.condition);
    return {
      id: goal.id,
      weight: goal.weight ?? 1,
      facts: new Set(factsOf(goal.condition)),
      formula,
      contrary: this.space.formula(goal.condition, false),
      constraint: relatedTo(formula, this.#constraints),
    };
  }
}

function verdict(goal: CompiledGoal, state: State, constraint: Formula): Truth {
  const rest = reduce(goal.formula, state);
  if (typeof rest === 'boolean') return rest;
  if (constraint === true && readsOnce(rest)) return 'unknown';
  return settled(rest, goal.contrary, constraint, state) ?? 'unknown';
}

function routesOf(goal: CompiledGoal, state: State, constraint: Formula, askable: ReadonlySet<number>): Formula[] {
  const rest = reduce(goal.formula, state);
  // Implications may settle what cannot be asked, so nothing is given up where they play a part.
  if (constraint !== true || variablesOf(rest).every((variable) => askable.has(variable))) return [rest];
  return [rest, reduce(goal.contrary, state)].map((route) => surely(route, askable, state));
}

/** Cases a formula is split into for values that cannot be asked and are read more than once. */
const MOST_CASES = 64;

/** What the askable variables must say for the formula to hold whatever the others are. Expects a reduced formula. */
function surely(formula: Formula, askable: ReadonlySet<number>, state: State): Formula {
  const closed = variablesOf(formula).filter((variable) => !askable.has(variable));
  const repeated = new Set(closed.filter((variable, index) => closed.indexOf(variable) !== index));
  let cases = [state];
  for (const variable of repeated) {
    cases = cases.flatMap((one) => bitsOf(one[variable] ?? 0).map((bit) => narrowed(one, variable, bit)));
    // Too many to look at: then rather one question too many.
    if (cases.length > MOST_CASES) return formula;
  }
  const parts = cases.map((one) => {
    const worst = one.slice();
    // With no value left a literal does not hold, which is the worst that a value read once can do.
    for (const variable of closed) if (!repeated.has(variable)) worst[variable] = 0;
    return reduce(formula, worst);
  });
  return reduce({ kind: 'every', parts }, state);
}

/** The variables of a reduced formula whose value can make a difference to it. */
export function decisive(rest: Formula, state: State, full: State): number[] {
  const variables = [...new Set(variablesOf(rest))];
  return readsOnce(rest) ? variables : variables.filter((variable) => dependsOn(rest, variable, state, full));
}
