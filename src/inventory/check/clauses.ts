import { type Condition, decide, factsOf, type Vocabulary } from '#rules';
import { procedureFile, type Remark } from '../finding.ts';
import type { InventoryRecords } from '../schema.ts';

/** A way to fulfil a condition: leaves and negated leaves that together make it true. */
type Clause = readonly Condition[];

/** More ways than this are not told apart: the rest of the condition is then kept whole. */
const limit = 2000;

/**
 * The ways to fulfil a condition (its disjunctive normal form), with negations moved to the leaves. A condition with very
 * many ways gives itself as its only clause.
 */
function clausesOf(condition: Condition): Clause[] {
  return expand(condition, true) ?? [[condition]];
}

function expand(condition: Condition, wanted: boolean): Clause[] | undefined {
  if ('not' in condition) return expand(condition.not, !wanted);
  if ('fact' in condition) return [[wanted ? condition : { not: condition }]];
  const isAll = 'all' in condition;
  const parts = (isAll ? condition.all : condition.any).map((part) => expand(part, wanted));
  return isAll === wanted ? product(parts) : union(parts);
}

function union(parts: readonly (Clause[] | undefined)[]): Clause[] | undefined {
  const clauses: Clause[] = [];
  for (const part of parts) {
    if (!part || clauses.length + part.length > limit) return undefined;
    clauses.push(...part);
  }
  return clauses;
}

function product(parts: readonly (Clause[] | undefined)[]): Clause[] | undefined {
  let clauses: Clause[] = [[]];
  for (const part of parts) {
    if (!part || clauses.length * part.length > limit) return undefined;
    clauses = clauses.flatMap((clause) => part.map((more) => [...clause, ...more]));
  }
  return clauses;
}

/** Facts whose answer, where it was not asked for, is known otherwise: the insurance stays what it was. */
const knownWithoutAsking: ReadonlySet<string> = new Set(['insurance']);

/** Every way to fulfil a `when` must be open to a resident with just these events, who is asked only what `askWhen` allows. */
export function checkClauses(records: InventoryRecords, vocabulary: Vocabulary): Remark[] {
  const askWhen = new Map(
    vocabulary.facts.flatMap(({ id, askWhen, staffOnly }) =>
      askWhen && !staffOnly && !knownWithoutAsking.has(id) ? [[id, askWhen] as const] : [],
    ),
  );
  const isOpen = (clause: Clause): boolean => {
    const needed = clause.flatMap((part) => ('fact' in part ? [part] : []));
    const asked = needed.flatMap(({ fact }) => askWhen.get(fact) ?? []);
    const events = needed.flatMap((leaf) => ('has' in leaf && leaf.fact === 'events' ? [leaf.has] : []));
    return decide({ all: [...clause, ...asked] }, events.length > 0 ? { events } : {}, vocabulary) !== false;
  };
  return records.procedures.flatMap((procedure) =>
    clausesOf(procedure.when)
      .filter((clause) => !isOpen(clause))
      .map((clause) => ({
        level: 'error',
        code: 'unreachable-clause',
        message: `「${[...new Set(clause.flatMap(factsOf))].join('・')}」がそろう場合に、質問が出ません。facts.yaml の askWhen を広げるか、条件を直してください。`,
        file: procedureFile(procedure),
        path: ['when'],
      })),
  );
}
