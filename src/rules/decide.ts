import { type Condition, type Facts, factsOf, type Leaf, leavesOf, type Truth } from './condition.ts';
import { evaluate } from './evaluate.ts';
import type { Formula } from './formula.ts';
import { constraintsOf, knownFrom, relatedTo, settled } from './knowledge.ts';
import { Space } from './space.ts';
import type { Implication, Vocabulary } from './vocabulary.ts';

/**
 * The exact verdict: 'unknown' only if the open facts can be completed both ways. Completions run over the finite
 * abstraction and respect the implications; answers that contradict the implications overrule them.
 * Throws `ConditionError` when the condition does not fit the vocabulary.
 */
export function decide(condition: Condition, facts: Facts, vocabulary: Vocabulary): Truth {
  const quick = evaluate(condition, facts);
  if (quick !== 'unknown') return quick;
  return questionOf(condition, vocabulary).verdict(facts);
}

const questions = new WeakMap<Vocabulary, WeakMap<Condition, Question>>();

/** The prepared question for a condition; prepared once for as long as condition and vocabulary live. */
export function questionOf(condition: Condition, vocabulary: Vocabulary): Question {
  const known = questions.get(vocabulary) ?? new WeakMap<Condition, Question>();
  questions.set(vocabulary, known);
  const question = known.get(condition) ?? new Question(condition, vocabulary);
  known.set(condition, question);
  return question;
}

/** A condition together with the implications that bear on it, ready to be asked about many answers. */
export class Question {
  readonly space: Space;
  readonly formula: Formula;
  readonly constraints: readonly Formula[];
  readonly contrary: Formula;
  /** The leaves of the condition and of its implications, each once. */
  readonly leaves: readonly Leaf[];
  /** What the implications say where the answers contradict none of them. */
  readonly #constraint: Formula;

  constructor(condition: Condition, vocabulary: Vocabulary) {
    const implications = bearingOn(condition, vocabulary.implications ?? []);
    const knowledge = implications.flatMap(({ when, then }) => [when, then]);
    this.space = new Space(vocabulary, [condition, ...knowledge]);
    this.leaves = distinct([condition, ...knowledge].flatMap(leavesOf));
    this.formula = this.space.formula(condition);
    this.contrary = this.space.formula(condition, false);
    this.constraints = constraintsOf({ ...vocabulary, implications }, this.space);
    this.#constraint = relatedTo(this.formula, this.constraints);
  }

  verdict(facts: Facts): Truth {
    const known = knownFrom(facts, this.space, this.constraints);
    const complete = known.constraints.length === this.constraints.length;
    const constraint = complete ? this.#constraint : relatedTo(this.formula, known.constraints);
    return settled(this.formula, this.contrary, constraint, known.state) ?? 'unknown';
  }
}

function distinct(leaves: readonly Leaf[]): Leaf[] {
  return [...new Map(leaves.map((leaf) => [JSON.stringify(leaf), leaf])).values()];
}

/** The implications connected with the facts of a condition, directly or through each other. */
function bearingOn(condition: Condition, implications: readonly Implication[]): readonly Implication[] {
  const reached = new Set(factsOf(condition));
  let bearing: readonly Implication[] = [];
  for (;;) {
    const touching = implications.filter((one) => factsOfBoth(one).some((fact) => reached.has(fact)));
    if (touching.length === bearing.length) return bearing;
    bearing = touching;
    for (const one of bearing) for (const fact of factsOfBoth(one)) reached.add(fact);
  }
}

/** Asked of each condition by itself: what it reads is remembered with it. */
const factsOfBoth = ({ when, then }: Implication): readonly string[] => [...factsOf(when), ...factsOf(then)];
