import type { Condition, Facts, Truth } from './condition.ts';
import { holds } from './evaluate.ts';
import { CompiledGoals } from './goals.ts';
import { Guide, type Screen } from './guide.ts';
import { remember } from './remember.ts';
import type { Goal, Vocabulary } from './vocabulary.ts';

/** The goals of one published revision, ready for many residents. Immutable apart from its speed-ups. */
export interface Program {
  /**
   * The verdict on every goal, in the order of the goals. 'no' reads unanswered facts as no (`holds`), 'unknown' says
   * only what logic decides (`decide`).
   */
  verdicts(facts: Facts, unanswered: 'no' | 'unknown'): Map<string, Truth>;
  /** The goals that read one of the `asked` facts and that `facts` leave open, in the order of the goals. */
  openTo(asked: readonly string[], facts: Facts): readonly string[];
  /** The screen to show next; null when no answer that may be asked for can decide anything more. */
  next(facts: Facts): Screen | null;
  /** About how many screens are left, for 「残り2問ほど」. 0 exactly when `next` is null. */
  remaining(facts: Facts): number;
  /** Facts that may be ticked in one list with others, not ticked meaning no; the others need an answer of their own. */
  readonly tickable: ReadonlySet<string>;
}

/** Sets of answers that a program remembers its screens for: about 1 MB. */
const rememberedAnswers = 2000;

/** Prepares goals for evaluation and guidance. Throws `ConditionError` when a condition does not fit the vocabulary. */
export function compile(vocabulary: Vocabulary, goals: readonly Goal[]): Program {
  const compiled = new CompiledGoals(vocabulary, goals);
  const guide = new Guide(vocabulary, compiled);
  return {
    verdicts: (facts, unanswered) =>
      unanswered === 'no' ? readings(goals, (condition) => holds(condition, facts)) : compiled.verdicts(facts),
    openTo: (asked, facts) => compiled.openTo(asked, facts),
    next: remember((facts) => guide.next(facts), rememberedAnswers),
    remaining: remember((facts) => guide.remaining(facts), rememberedAnswers),
    tickable: guide.tickable(),
  };
}

function readings(goals: readonly Goal[], read: (condition: Condition) => Truth): Map<string, Truth> {
  return new Map(goals.map((goal) => [goal.id, read(goal.condition)]));
}
