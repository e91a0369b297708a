import { type Condition, factsOf } from './condition.ts';
import type { Finding } from './lint.ts';
import type { LintSpace } from './lint-space.ts';
import { definitionsOf, type Goal, type Vocabulary } from './vocabulary.ts';

/** Questions that can never be asked, and goals that hang on a question which is not asked where they need it. */
export function lintQuestions(vocabulary: Vocabulary, goals: readonly Goal[], space: LintSpace): Finding[] {
  const asked = vocabulary.facts.flatMap(({ id, askWhen, staffOnly }) =>
    askWhen && !staffOnly && !space.witness([askWhen]) ? [neverAsked(id)] : [],
  );
  return [...asked, ...goals.flatMap((goal) => lintNeeds(goal, vocabulary, space))];
}

function lintNeeds(goal: Goal, vocabulary: Vocabulary, space: LintSpace): Finding[] {
  const definitions = definitionsOf(vocabulary);
  return factsOf(goal.condition).flatMap((fact) => {
    const { askWhen, staffOnly } = definitions.get(fact) ?? {};
    return askWhen && !staffOnly ? lintNeed(goal, fact, askWhen, space) : [];
  });
}

function lintNeed({ id, condition }: Goal, fact: string, askWhen: Condition, space: LintSpace): Finding[] {
  if (space.witnessOfNeed(condition, fact, [askWhen])) return [];
  const witness = space.witnessOfNeed(condition, fact, [{ not: askWhen }]);
  if (!witness) return [];
  const message = `「${id}」を決めるのに項目「${fact}」が要りますが、そのときには聞かれません。「聞くとき」を広げてください。`;
  return [{ kind: 'unreachable-question', level: 'warning', goal: id, fact, message, witness }];
}

function neverAsked(fact: string): Finding {
  const message = `項目「${fact}」は決して聞かれません。「聞くとき」を見直すか、職員だけの項目にしてください。`;
  return { kind: 'unreachable-question', level: 'warning', fact, message };
}
