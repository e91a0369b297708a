import { factsOf } from './condition.ts';
import type { Finding } from './lint.ts';
import { LintSpace } from './lint-space.ts';
import type { Implication, Vocabulary } from './vocabulary.ts';

/** Background knowledge that contradicts itself or runs in a circle. */
export function lintImplications(vocabulary: Vocabulary): Finding[] {
  const implications = vocabulary.implications ?? [];
  return [...contradictions(vocabulary, implications), ...cycles(implications)];
}

/** An implication whose `when` can hold by itself, but not together with what all implications then say. */
function contradictions({ facts }: Vocabulary, implications: readonly Implication[]): Finding[] {
  const goals = implications.flatMap(({ when, then }) => [when, then].map((condition) => ({ id: '', condition })));
  const free = new LintSpace({ facts }, goals);
  const knowledge = implications.map(({ when, then }) => ({ any: [{ not: when }, then] }));
  return implications.flatMap(({ when }, index) => {
    const witness = free.witness([when]);
    if (!witness || free.witness([when, ...knowledge])) return [];
    const message = `前提${index + 1}は、当てはまる人がいると他の前提と食い違います。前提を見直してください。`;
    return [{ kind: 'implication-contradiction', level: 'error', message, witness }];
  });
}

/** Facts that lead back to themselves. A circle is harmless to the verdicts, but its parts say one thing twice. */
function cycles(implications: readonly Implication[]): Finding[] {
  const leads = new Map<string, Set<string>>();
  for (const { when, then } of implications) {
    for (const fact of factsOf(when)) leads.set(fact, new Set([...(leads.get(fact) ?? []), ...factsOf(then)]));
  }
  return [...leads.keys()]
    .filter((fact) => reachedFrom(fact, leads).has(fact))
    .map((fact) => ({
      kind: 'implication-cycle',
      level: 'warning',
      fact,
      message: `項目「${fact}」の前提が一回りして元に戻ります。前提を1つ減らせないか確かめてください。`,
    }));
}

function reachedFrom(start: string, leads: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const reached = new Set<string>();
  const waiting = [...(leads.get(start) ?? [])];
  for (let fact = waiting.pop(); fact !== undefined; fact = waiting.pop()) {
    if (reached.has(fact)) continue;
    reached.add(fact);
    waiting.push(...(leads.get(fact) ?? []));
  }
  return reached;
}
