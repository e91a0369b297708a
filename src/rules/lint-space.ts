import { type Condition, type Facts, factsOf } from './condition.ts';
import { difference, type Formula, group, type State, solve } from './formula.ts';
import { constraintsOf } from './knowledge.ts';
import { Space } from './space.ts';
import type { Goal, Vocabulary } from './vocabulary.ts';

/** One space for all conditions of a check, with the formulas kept. */
export class LintSpace {
  readonly #space: Space;
  readonly #knowledge: Formula;
  readonly #bound: ReadonlySet<string>;
  readonly #formulas = new Map<Condition, Formula>();

  constructor(vocabulary: Vocabulary, goals: readonly Goal[]) {
    const hints = vocabulary.facts.flatMap(({ askWhen }) => (askWhen ? [askWhen] : []));
    const knowledge = (vocabulary.implications ?? []).flatMap(({ when, then }) => [when, then]);
    this.#space = new Space(vocabulary, [...goals.map((goal) => goal.condition), ...hints, ...knowledge]);
    const constraints = group('every', constraintsOf(vocabulary, this.#space));
    // Contradictory implications are a finding of their own; nothing else could be said beside them.
    this.#knowledge = solve(constraints, this.#space.full) === null ? true : constraints;
    this.#bound = new Set(knowledge.flatMap(factsOf));
  }

  /** Example answers, to all facts they read, for which all the conditions hold and the implications too; or null. */
  witness(conditions: readonly Condition[]): Facts | null {
    const found = solve(this.#every(conditions), this.#space.full);
    return found && this.#example(conditions, found);
  }

  /** As `witness`, for a resident to whose verdict on `condition` the answer to `fact` makes the difference. */
  witnessOfNeed(condition: Condition, fact: string, beside: readonly Condition[]): Facts | null {
    const { full } = this.#space;
    const parts = this.#space.variablesOf(fact).map((name) => difference(this.#formula(condition), name, full, full));
    const found = solve({ kind: 'every', parts: [{ kind: 'some', parts }, this.#every(beside)] }, full);
    return found && this.#example([condition, ...beside], found);
  }

  /** Whether two conditions have something to do with each other. */
  related(first: Condition, second: Condition): boolean {
    const facts = factsOf(first);
    const others = new Set(factsOf(second));
    if (facts.some((fact) => others.has(fact))) return true;
    return facts.some((fact) => this.#bound.has(fact)) && [...others].some((fact) => this.#bound.has(fact));
  }

  #example(conditions: readonly Condition[], state: State): Facts {
    const facts = new Set(conditions.flatMap(factsOf));
    if ([...facts].some((fact) => this.#bound.has(fact))) for (const fact of this.#bound) facts.add(fact);
    return this.#space.example(facts, state);
  }

  #every(conditions: readonly Condition[]): Formula {
    return { kind: 'every', parts: [...conditions.map((condition) => this.#formula(condition)), this.#knowledge] };
  }

  #formula(condition: Condition): Formula {
    const known = this.#formulas.get(condition);
    if (known !== undefined) return known;
    const formula = this.#space.formula(condition);
    this.#formulas.set(condition, formula);
    return formula;
  }
}
