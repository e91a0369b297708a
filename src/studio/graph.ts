import { conditionSentence, type Inventory } from '#inventory';
import { type Condition, factsOf } from '#rules';

/** A box of the graph: a question on the left, a procedure on the right. */
export interface GraphNode {
  id: string;
  kind: 'fact' | 'procedure';
  label: string;
  y: number;
}

/** What leads from a question to a procedure, in words. */
export interface GraphEdge {
  from: string;
  to: string;
  /** 「『できごと』に『転入』がある」 */
  label: string;
}

export interface GuideGraph {
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  height: number;
}

const rowHeight = 64;

/** The parts of a condition that speak of one fact, with all others left out: what the answer has to be. */
function about(condition: Condition, fact: string): Condition | undefined {
  if ('fact' in condition) return condition.fact === fact ? condition : undefined;
  if ('not' in condition) {
    const inner = about(condition.not, fact);
    return inner && { not: inner };
  }
  const isAll = 'all' in condition;
  const parts = (isAll ? condition.all : condition.any).flatMap((part) => about(part, fact) ?? []);
  const [only] = parts;
  if (parts.length === 0) return undefined;
  if (parts.length === 1) return only;
  return isAll ? { all: parts } : { any: parts };
}

/** The guide of one life event: the questions, the procedures, and what answer leads where. Each edge is labelled. */
export function guideGraph(inventory: Inventory, lifeEvent: string): GuideGraph {
  const procedures = (inventory.lifeEventById.get(lifeEvent)?.procedures ?? []).flatMap(
    (id) => inventory.procedureById.get(id) ?? [],
  );
  const edges = procedures.flatMap(({ id, when }) =>
    factsOf(when).flatMap((fact): GraphEdge[] => {
      const part = about(when, fact);
      return part ? [{ from: fact, to: id, label: conditionSentence(inventory, part).replace(/とき$/, '') }] : [];
    }),
  );
  const facts = inventory.facts.filter(({ id }) => edges.some(({ from }) => from === id));
  const rows = Math.max(facts.length, procedures.length, 1);
  const place = (count: number, index: number): number => ((index + 0.5) * rows * rowHeight) / Math.max(1, count);
  return {
    nodes: [
      ...facts.map(
        ({ id, label }, index): GraphNode => ({
          id,
          kind: 'fact',
          label: label.ja,
          y: place(facts.length, index),
        }),
      ),
      ...procedures.map(
        ({ id, name }, index): GraphNode => ({
          id,
          kind: 'procedure',
          label: name.ja,
          y: place(procedures.length, index),
        }),
      ),
    ],
    edges,
    height: rows * rowHeight,
  };
}

/** One way to fulfil a condition: for each fact what it must be, 「―」 where it does not matter. */
export interface DecisionRow {
  cells: readonly string[];
}

/** More rows are no table that anybody reads. */
const mostRows = 40;

/** A condition as a decision table: a column for each fact, a row for each way to fulfil it. Undefined when it is too long. */
export function decisionTable(
  inventory: Inventory,
  condition: Condition,
): { facts: readonly string[]; rows: readonly DecisionRow[] } | undefined {
  const ways = waysOf(condition, true);
  if (!ways) return undefined;
  const facts = factsOf(condition);
  return {
    facts: facts.map((id) => inventory.factById.get(id)?.label.ja ?? id),
    rows: ways.map((way) => ({
      cells: facts.map((fact) => {
        const own = way.filter((part) => factsOf(part).includes(fact));
        if (own.length === 0) return '―';
        const sentence = conditionSentence(inventory, { all: own }).replace(/とき$/, '');
        return sentence
          .replaceAll(`「${inventory.factById.get(fact)?.label.ja ?? fact}」`, '')
          .replace(/(^|、)[にが]/g, '$1');
      }),
    })),
  };
}

function waysOf(condition: Condition, wanted: boolean): Condition[][] | undefined {
  if ('not' in condition) return waysOf(condition.not, !wanted);
  if ('fact' in condition) return [[wanted ? condition : { not: condition }]];
  const isAll = 'all' in condition;
  const parts = (isAll ? condition.all : condition.any).map((part) => waysOf(part, wanted));
  let ways: Condition[][] = isAll === wanted ? [[]] : [];
  for (const part of parts) {
    if (!part) return undefined;
    ways = isAll === wanted ? ways.flatMap((way) => part.map((more) => [...way, ...more])) : [...ways, ...part];
    if (ways.length > mostRows) return undefined;
  }
  return ways;
}
