import type { Facts } from './condition.ts';
import { type Formula, variablesOf } from './formula.ts';
import type { CompiledGoals } from './goals.ts';
import { plan, screensLeft } from './planner.ts';
import { type AskableFact, FIRST_FACT, Questions, type Situation } from './situation.ts';
import type { Vocabulary } from './vocabulary.ts';

/** One screen of the guide. One fact is one answer. */
export interface Screen {
  facts: string[];
  /** For each integer: the numbers at which the answer begins to matter, ascending (2 = 「2人以上いますか」). */
  bounds: Record<string, number[]>;
  /** The goals its answers, or the questions that hang on them, can decide, the weightiest first. */
  why: string[];
}

/** Chooses the questions of the guidance. */
export class Guide {
  readonly #compiled: CompiledGoals;
  readonly #questions: Questions;

  constructor(vocabulary: Vocabulary, compiled: CompiledGoals) {
    this.#compiled = compiled;
    this.#questions = new Questions(vocabulary, compiled);
  }

  next(facts: Facts): Screen | null {
    const situation = this.#questions.situation(facts);
    const chosen = choose(situation);
    return chosen.length === 0 ? null : this.#screen(chosen, situation);
  }

  remaining(facts: Facts): number {
    const situation = this.#questions.situation(facts);
    return screensLeft(choose(situation), situation);
  }

  tickable(): Set<string> {
    return this.#questions.tickable();
  }

  #screen(chosen: readonly AskableFact[], { goals, candidates }: Situation): Screen {
    const served = variablesServed(chosen, candidates);
    const concerned = goals.filter((goal) => goal.variables.some((variable) => served.has(variable)));
    const why = concerned.toSorted((a, b) => b.weight - a.weight).map((goal) => goal.id);
    const readers = [...concerned.flatMap((goal) => goal.routes), ...candidates.values()];
    const integers = chosen.filter(({ type }) => type === 'integer');
    const bounds = integers.map((fact) => [fact.id, boundsThatMatter(fact, readers, this.#compiled)] as const);
    return { facts: chosen.map((fact) => fact.id), bounds: Object.fromEntries(bounds), why };
  }
}

/** The variables of the chosen facts and of every fact whose question hangs on them. */
function variablesServed(chosen: readonly AskableFact[], candidates: Situation['candidates']): Set<number> {
  const served = new Set(chosen.flatMap((fact) => fact.variables));
  for (let before = 0; before !== served.size; ) {
    before = served.size;
    for (const [fact, hint] of candidates) {
      if (!variablesOf(hint).some((variable) => served.has(variable))) continue;
      for (const variable of fact.variables) served.add(variable);
    }
  }
  return served;
}

function choose(situation: Situation): readonly AskableFact[] {
  const first = [...situation.candidates.keys()].find((fact) => fact.id === FIRST_FACT);
  return first ? [first] : plan(situation);
}

function boundsThatMatter(
  { id, variables }: AskableFact,
  readers: readonly Formula[],
  { space }: CompiledGoals,
): number[] {
  const masks = readers.flatMap((formula) => masksOn(formula, new Set(variables)));
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
