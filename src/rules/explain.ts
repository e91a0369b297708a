import { type Condition, type Facts, type FactValue, factsOf, type Leaf, type Truth } from './condition.ts';
import { type Question, questionOf } from './decide.ts';
import { answerTo, evaluate } from './evaluate.ts';
import { dependsOn, reduce, type State } from './formula.ts';
import { type Known, knownFrom, relatedTo, settled } from './knowledge.ts';
import type { Vocabulary } from './vocabulary.ts';

/** One answer that decided a verdict. */
export interface Reason {
  fact: string;
  /** The whole answer to the fact. */
  value: FactValue;
  /** What the answer says that mattered: leaves that hold, or that do not hold. */
  leaves: { leaf: Leaf; holds: boolean }[];
}

export interface Explanation {
  truth: Truth;
  /** The answers that decided it; without any one of them it would be open. Empty while it is unknown. */
  because: Reason[];
  /** Changes of one answer that turn a decided verdict into its contrary. */
  wouldChange: { fact: string; value: FactValue }[];
  /** The unanswered and わからない facts that can still decide an unknown verdict. */
  missing: string[];
}

/** Explanations of one question by the answers that bear on it: residents with the same answers have the same reasons. */
const explained = new WeakMap<Question, Map<string, Explanation>>();

/** So many different sets of answers are remembered for one question; then it begins anew. */
const rememberedAnswers = 256;

/** Why a condition is true, false or open for these answers. Throws `ConditionError` as `decide` does. */
export function explain(condition: Condition, facts: Facts, vocabulary: Vocabulary): Explanation {
  const question = questionOf(condition, vocabulary);
  const remembered = explained.get(question) ?? new Map<string, Explanation>();
  explained.set(question, remembered);
  const key = JSON.stringify(question.leaves.map(({ fact }) => (facts[fact] === undefined ? {} : facts[fact])));
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size >= rememberedAnswers) remembered.clear();
  const explanation = explainAnew(condition, question, facts);
  remembered.set(key, explanation);
  return explanation;
}

function explainAnew(condition: Condition, question: Question, facts: Facts): Explanation {
  const truth = question.verdict(facts);
  if (truth === 'unknown') {
    const known = knownFrom(facts, question.space, question.constraints);
    return { truth, because: [], wouldChange: [], missing: missing(condition, question, known) };
  }
  return {
    truth,
    because: reasons(question, facts, truth),
    wouldChange: changes(question, facts, truth),
    missing: [],
  };
}

function missing(condition: Condition, { space, formula }: Question, { state }: Known): string[] {
  const rest = reduce(formula, state);
  const matters = (variable: number) => dependsOn(rest, variable, state, space.full);
  return factsOf(condition).filter((fact) => space.variablesOf(fact).some(matters));
}

/**
 * Forgets whole answers for as long as the verdict stays, then the single options of lists. What cannot be forgotten is
 * the reason.
 */
function reasons(question: Question, facts: Facts, truth: boolean): Reason[] {
  const { space, formula } = question;
  // Contradicted implications play no part in the verdict, so they play none in its reasons.
  const { constraints } = knownFrom(facts, space, question.constraints);
  const constraint = relatedTo(formula, constraints);
  const ids = [...new Set(question.leaves.map((leaf) => leaf.fact))];
  let state = space.state(facts);
  for (const variables of [...ids.map((id) => space.variablesOf(id)), ...space.variables.map((_, index) => [index])]) {
    const without = forgetting(state, variables, space.full);
    if (settled(formula, question.contrary, constraint, without) === truth) state = without;
  }
  const decisive = [...space.variables.keys()].filter((variable) => state[variable] !== space.full[variable]);
  return reasonsFor(question, decisive, facts);
}

function forgetting(state: State, variables: readonly number[], full: State): State {
  const copy = state.slice();
  for (const variable of variables) copy[variable] = full[variable] ?? 0;
  return copy;
}

function reasonsFor({ space, leaves }: Question, variables: readonly number[], facts: Facts): Reason[] {
  const reasons = new Map<string, Reason>();
  for (const variable of variables) {
    const { fact, option } = space.variables[variable] ?? {};
    const value = fact === undefined ? undefined : answerTo(fact, facts);
    if (fact === undefined || value === undefined) continue;
    const reason = reasons.get(fact) ?? { fact, value, leaves: [] };
    const own = leaves.filter(
      (leaf) => leaf.fact === fact && (option === undefined || ('has' in leaf && leaf.has === option)),
    );
    reason.leaves.push(...telling(own, facts));
    reasons.set(fact, reason);
  }
  return [...reasons.values()];
}

/** The leaves that say all about an answer: the option it is, or the options it is not; the bounds next to a number. */
function telling(leaves: readonly Leaf[], facts: Facts): Reason['leaves'] {
  const judged = leaves.map((leaf) => ({ leaf, holds: evaluate(leaf, facts) === true }));
  const bound = ({ leaf }: { leaf: Leaf }) => ('gte' in leaf ? leaf.gte : 0);
  const ordered = judged.toSorted((a, b) => bound(a) - bound(b));
  const holding = ordered.findLast(({ holds }) => holds);
  const failing = ordered.filter(({ holds }) => !holds);
  if (!leaves.some((leaf) => 'gte' in leaf)) return holding ? [holding] : failing;
  return [holding, failing[0]].filter((judgement) => judgement !== undefined);
}

function changes(question: Question, facts: Facts, truth: boolean): Explanation['wouldChange'] {
  const { space, leaves } = question;
  const answered = [...new Set(leaves.map((leaf) => leaf.fact))].filter((fact) => answerTo(fact, facts) != null);
  return answered.flatMap((fact) =>
    space
      .alternatives(fact, facts)
      .filter((value) => question.verdict({ ...facts, [fact]: value }) === !truth)
      .map((value) => ({ fact, value })),
  );
}
