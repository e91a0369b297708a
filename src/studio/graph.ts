import { conditionSentence, type Inventory, isSame } from '#inventory';
import { type Condition, factsOf } from '#rules';

/** A box of the graph: the life event and the questions on the left, the procedures on the right. */
export interface GraphNode {
  id: string;
  kind: 'event' | 'fact' | 'procedure';
  label: string;
}

/** What leads from a question, or from the life event alone, to a procedure. */
export interface GraphEdge {
  from: GraphNode;
  to: GraphNode;
  /** What the answer has to be: 「『はい』である」. */
  label: string;
}

/** What stands on the line: the question is named too, since its box may be far away. */
export const lineText = ({ from, label }: GraphEdge): string =>
  from.kind === 'event' ? label : `${from.label}: ${label}`;

/** The guide of one life event. Every box has an edge, and every edge a label. */
export interface GuideGraph {
  event: GraphNode;
  facts: readonly GraphNode[];
  procedures: readonly GraphNode[];
  edges: readonly GraphEdge[];
}

const always: Condition = { all: [] };
const never: Condition = { any: [] };

/** What is still to be asked of somebody who has a life event: tests of it are answered, the others stay. */
function given(condition: Condition, event: string): Condition {
  if ('fact' in condition)
    return condition.fact === 'events' && 'has' in condition && condition.has === event ? always : condition;
  if ('not' in condition) {
    const inner = given(condition.not, event);
    return isAlways(inner) ? never : isNever(inner) ? always : { not: inner };
  }
  const isAll = 'all' in condition;
  const parts = (isAll ? condition.all : condition.any).map((part) => given(part, event));
  if (parts.some(isAll ? isNever : isAlways)) return isAll ? never : always;
  const open = parts.filter((part) => !isNever(part) && !isAlways(part));
  return isAll ? { all: open } : { any: open };
}

const isAlways = (condition: Condition): boolean => 'all' in condition && condition.all.length === 0;
const isNever = (condition: Condition): boolean => 'any' in condition && condition.any.length === 0;

/** The parts of a condition that speak of one fact, with all others left out: what the answer has to be. */
function about(condition: Condition, fact: string): Condition | undefined {
  if ('fact' in condition) return condition.fact === fact ? condition : undefined;
  if ('not' in condition) {
    const inner = about(condition.not, fact);
    return inner && { not: inner };
  }
  const isAll = 'all' in condition;
  const found = (isAll ? condition.all : condition.any).flatMap((part) => about(part, fact) ?? []);
  // What differs only in other facts says the same about this one.
  const parts = found.filter((part, index) => found.findIndex((other) => isSame(other, part)) === index);
  const [only] = parts;
  if (parts.length === 0) return undefined;
  if (parts.length === 1) return only;
  return isAll ? { all: parts } : { any: parts };
}

/** The procedures of a life event, in the order of the inventory. */
function proceduresOf(inventory: Inventory, lifeEvent: string) {
  const ids = inventory.lifeEventById.get(lifeEvent)?.procedures ?? [];
  return ids.flatMap((id) => inventory.procedureById.get(id) ?? []);
}

/** How many procedures each life event can lead to; those with none are left out. */
export function eventsWithCounts(inventory: Inventory): { id: string; name: string; count: number }[] {
  return inventory.lifeEvents
    .map(({ id, name }) => ({ id, name: name.ja, count: proceduresOf(inventory, id).length }))
    .filter(({ count }) => count > 0);
}

/**
 * The guide of one life event: what leads to each of its procedures. That somebody has this life event is taken as
 * answered, so it is no question; what needs nothing more hangs on the life event itself. Pure.
 */
export function guideGraph(inventory: Inventory, lifeEvent: string): GuideGraph {
  const event: GraphNode = {
    id: lifeEvent,
    kind: 'event',
    label: inventory.lifeEventById.get(lifeEvent)?.name.ja ?? lifeEvent,
  };
  const nodeOf = new Map(
    inventory.facts.map(({ id, label }): [string, GraphNode] => [id, { id, kind: 'fact', label: label.ja }]),
  );
  const procedures = proceduresOf(inventory, lifeEvent).map(({ id, name, when }) => ({
    node: { id, kind: 'procedure', label: name.ja } satisfies GraphNode,
    rest: given(when, lifeEvent),
  }));
  const edges = procedures.flatMap(({ node, rest }): GraphEdge[] => {
    if (isAlways(rest)) return [{ from: event, to: node, label: 'いつも要ります' }];
    if (isNever(rest)) return [{ from: event, to: node, label: 'このできごとだけなら要りません' }];
    return factsOf(rest).flatMap((fact) => {
      const [from, part] = [nodeOf.get(fact), about(rest, fact)];
      return from && part ? [{ from, to: node, label: answerIn(inventory, part, from.label) }] : [];
    });
  });
  return {
    event,
    facts: [...nodeOf.values()].filter((node) => edges.some(({ from }) => from === node)),
    procedures: procedures.map(({ node }) => node),
    edges,
  };
}

/** A test of one fact without the name of the fact, which stands beside it. */
function answerIn(inventory: Inventory, part: Condition, fact: string): string {
  return conditionSentence(inventory, part)
    .replace(/とき$/, '')
    .replaceAll(`「${fact}」`, '')
    .replace(/(^|、|または)[にが]/g, '$1');
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
