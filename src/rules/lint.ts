import { type Condition, type Facts, factsOf, leavesOf } from './condition.ts';
import { evaluate } from './evaluate.ts';
import { lintImplications } from './lint-implications.ts';
import { lintQuestions } from './lint-questions.ts';
import { LintSpace } from './lint-space.ts';
import { definitionsOf, type Goal, leafProblem, type Vocabulary } from './vocabulary.ts';

/** A goal to be checked. Everything with a condition may be given: procedures, documents, fields. */
export type LintGoal = Goal;

export interface Finding {
  kind:
    | 'type-error'
    | 'never-true'
    | 'always-true'
    | 'duplicate'
    | 'subsumed'
    | 'unused-fact'
    | 'unreachable-question'
    | 'implication-cycle'
    | 'implication-contradiction';
  level: 'error' | 'warning' | 'information';
  /** The goal it is about. */
  goal?: string;
  /** The other goal of a `duplicate` or `subsumed`: wherever `goal` applies, `other` applies too. */
  other?: string;
  fact?: string;
  /** What was found and what to do, in Japanese, with ids. */
  message: string;
  /** An example resident that shows it; absent where none can exist. */
  witness?: Facts;
}

/**
 * What is wrong or remarkable about conditions, found by logic over all possible residents. Goals with a type error are
 * left out of the other checks.
 */
export function lint(vocabulary: Vocabulary, goals: readonly LintGoal[]): Finding[] {
  const definitions = definitionsOf(vocabulary);
  const problem = (condition: Condition) =>
    leavesOf(condition)
      .map((leaf) => leafProblem(leaf, definitions))
      .find((found) => found !== null);
  const errors = [
    ...goals.flatMap((goal) => typeError(problem(goal.condition), { goal: goal.id })),
    ...vocabulary.facts.flatMap(({ id, askWhen }) => typeError(askWhen && problem(askWhen), { fact: id })),
    ...(vocabulary.implications ?? []).flatMap(({ when, then }) => typeError(problem({ all: [when, then] }), {})),
  ];
  const sound = soundPart(vocabulary, (condition) => problem(condition) === undefined);
  const soundGoals = goals.filter((goal) => problem(goal.condition) === undefined);
  const space = new LintSpace(sound, soundGoals);
  return [
    ...errors,
    ...soundGoals.flatMap((goal) => lintTruth(goal, space)),
    ...lintPairs(soundGoals, space),
    ...lintUse(vocabulary, goals),
    ...lintQuestions(sound, soundGoals, space),
    ...lintImplications(sound),
  ];
}

function typeError(message: string | undefined, place: Pick<Finding, 'goal' | 'fact'>): Finding[] {
  return message === undefined ? [] : [{ kind: 'type-error', level: 'error', ...place, message }];
}

/** The vocabulary without the hints and implications that do not fit it. */
function soundPart(vocabulary: Vocabulary, fits: (condition: Condition) => boolean): Vocabulary {
  return {
    facts: vocabulary.facts.map((definition) =>
      definition.askWhen && !fits(definition.askWhen) ? { ...definition, askWhen: undefined } : definition,
    ),
    implications: vocabulary.implications?.filter(({ when, then }) => fits({ all: [when, then] })),
  };
}

function lintTruth({ id, condition }: LintGoal, space: LintSpace): Finding[] {
  const witness = space.witness([condition]);
  if (!witness) {
    const message = `「${id}」の条件に当てはまる人はいません。条件を見直してください。`;
    return [{ kind: 'never-true', level: 'error', goal: id, message }];
  }
  if (factsOf(condition).length === 0 || space.witness([{ not: condition }])) return [];
  const message = `「${id}」の条件には誰でも当てはまります。条件を見直すか、「いつも」にしてください。`;
  return [{ kind: 'always-true', level: 'warning', goal: id, message, witness }];
}

/** Implied and equal conditions, each pair once; conditions that always or never hold would only repeat themselves. */
function lintPairs(goals: readonly LintGoal[], space: LintSpace): Finding[] {
  const usual = goals.filter(({ condition }) => space.witness([condition]) && space.witness([{ not: condition }]));
  const findings: Finding[] = [];
  const examples = new Examples(usual, space);
  for (const [index, first] of usual.entries()) {
    for (const second of usual.slice(index + 1)) findings.push(...lintPair(first, second, space, examples));
  }
  return findings;
}

/** Residents found on the way: most pairs of goals are told apart by one of them, and only the others are worth solving. */
class Examples {
  readonly #goals: readonly LintGoal[];
  readonly #space: LintSpace;
  /** By goal: the numbers of the residents to whom it surely applies, and surely does not. */
  readonly #inside = new Map<LintGoal, Set<number>>();
  readonly #outside = new Map<LintGoal, Set<number>>();
  #count = 0;

  constructor(goals: readonly LintGoal[], space: LintSpace) {
    this.#goals = goals;
    this.#space = space;
    for (const goal of goals) {
      this.#inside.set(goal, new Set());
      this.#outside.set(goal, new Set());
    }
    for (const { condition } of goals) this.#add(space.witness([condition]));
  }

  /** Whether `goal` can apply to somebody to whom `other` does not; with the resident where they were looked for. */
  apart(goal: LintGoal, other: LintGoal): Facts | boolean {
    const outside = this.#outside.get(other);
    for (const resident of this.#inside.get(goal) ?? []) if (outside?.has(resident)) return true;
    return this.#add(this.#space.witness([goal.condition, { not: other.condition }])) ?? false;
  }

  #add(resident: Facts | null): Facts | null {
    if (!resident) return null;
    for (const goal of this.#goals) {
      const truth = evaluate(goal.condition, resident);
      if (truth !== 'unknown') (truth ? this.#inside : this.#outside).get(goal)?.add(this.#count);
    }
    this.#count += 1;
    return resident;
  }
}

function lintPair(first: LintGoal, second: LintGoal, space: LintSpace, examples: Examples): Finding[] {
  if (!space.related(first.condition, second.condition)) return [];
  const [firstApart, secondApart] = [examples.apart(first, second), examples.apart(second, first)];
  if (firstApart && secondApart) return [];
  const only = (apart: Facts | boolean, one: LintGoal, other: LintGoal): Facts | null =>
    apart === true ? space.witness([one.condition, { not: other.condition }]) : apart || null;
  const onlyFirst = only(firstApart, first, second);
  const onlySecond = only(secondApart, second, first);
  if (!onlyFirst && !onlySecond) {
    const witness = space.witness([first.condition, second.condition]) ?? undefined;
    const message = `「${first.id}」と「${second.id}」の条件は同じ人に当てはまります。`;
    return [{ kind: 'duplicate', level: 'information', goal: first.id, other: second.id, message, witness }];
  }
  const [narrow, wide] = onlyFirst ? [second, first] : [first, second];
  const message = `「${narrow.id}」に当てはまる人は、必ず「${wide.id}」にも当てはまります。`;
  const witness = onlyFirst ?? onlySecond ?? undefined;
  return [{ kind: 'subsumed', level: 'information', goal: narrow.id, other: wide.id, message, witness }];
}

function lintUse(vocabulary: Vocabulary, goals: readonly LintGoal[]): Finding[] {
  const hints = vocabulary.facts.flatMap(({ askWhen }) => (askWhen ? [askWhen] : []));
  const knowledge = (vocabulary.implications ?? []).flatMap(({ when, then }) => [when, then]);
  const used = new Set([...goals.map((goal) => goal.condition), ...hints, ...knowledge].flatMap(factsOf));
  return vocabulary.facts
    .filter(({ id }) => !used.has(id))
    .map(({ id }) => ({
      kind: 'unused-fact',
      level: 'information',
      fact: id,
      message: `項目「${id}」はどの条件にも使われていません。使わないなら消してください。`,
    }));
}
