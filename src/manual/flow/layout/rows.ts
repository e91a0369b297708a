import type { FlowEdge, FlowNode } from '../flow.ts';

/** An edge by the rows of its ends: each node has a row of its own, from top to bottom. */
export interface Span {
  edge: FlowEdge;
  from: number;
  to: number;
  /** Leads to the row just below, and needs no way around others. */
  direct: boolean;
  /** Leads back up, or to itself. */
  back: boolean;
}

export type Side = 'left' | 'right';

export function spansOf(order: readonly FlowNode[], edges: readonly FlowEdge[]): Span[] {
  const rows = new Map(order.map(({ id }, row) => [id, row]));
  return edges.flatMap((edge) => {
    const [from, to] = [rows.get(edge.from), rows.get(edge.to)];
    if (from === undefined || to === undefined) return [];
    return [{ edge, from, to, direct: to === from + 1, back: to <= from }];
  });
}

/** The rows that an edge passes by. */
export function passed({ from, to, back }: Span): number[] {
  const [first, last] = back ? [to, from] : [from + 1, to - 1];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

/** Where a line begins and ends along the page: the top of row `r` is 2r, its bottom 2r + 1. */
const ends = ({ from, to, back }: Span): readonly [number, number] =>
  back ? [2 * to, 2 * from + 1] : [2 * from + 1, 2 * to];

/** Whether one line runs around the other. */
export function encloses(outer: Span, inner: Span): boolean {
  const [a, b] = ends(outer);
  const [c, d] = ends(inner);
  return a <= c && d <= b && b - a > d - c;
}

/** Whether two lines run beside each other somewhere. */
export function meet(one: Span, other: Span): boolean {
  const [a, b] = ends(one);
  const [c, d] = ends(other);
  return a <= d && c <= b;
}

/** Whether two lines on the same side must cross: each begins or ends between the ends of the other. */
function interleave(one: Span, other: Span): boolean {
  const [a, b] = ends(one);
  const [c, d] = ends(other);
  return (a < c && c < b && b < d) || (c < a && a < d && d < b);
}

/**
 * Chooses for each edge that passes others on which side it does. The nodes lie on a line, so this is the drawing of a book of
 * two pages with as few crossings as local search finds: each line in turn goes where it crosses least, then where its way
 * is shortest, until nothing changes. `detour` gives the length of the way on a side.
 */
export function chooseSides(spans: readonly Span[], detour: (span: Span, side: Side) => number): Side[] {
  const best = { cost: Number.POSITIVE_INFINITY, sides: [] as Side[] };
  const ways = spans.map((span) => ({ left: detour(span, 'left'), right: detour(span, 'right') }));
  const crossing = spans.map((span) => spans.flatMap((other, at) => (interleave(span, other) ? [at] : [])));
  for (const start of starts(spans, ways)) {
    const sides = [...start];
    const costAt = (index: number, side: Side): number => {
      const crossings = crossing[index]?.filter((at) => sides[at] === side) ?? [];
      return crossings.length * 10_000 + (ways[index]?.[side] ?? 0);
    };
    for (let changed = true, round = 0; changed && round < 50; round += 1) {
      changed = false;
      for (const [index, side] of sides.entries()) {
        const opposite = side === 'left' ? 'right' : 'left';
        if (costAt(index, opposite) >= costAt(index, side)) continue;
        sides[index] = opposite;
        changed = true;
      }
    }
    const cost = sides.reduce((sum, side, index) => sum + costAt(index, side), 0);
    if (cost < best.cost) Object.assign(best, { cost, sides });
  }
  return best.sides;
}

function starts(spans: readonly Span[], ways: readonly { left: number; right: number }[]): Side[][] {
  const shortest = ways.map(({ left, right }): Side => (left <= right ? 'left' : 'right'));
  const flipped = shortest.map((side): Side => (side === 'left' ? 'right' : 'left'));
  const leaving = spans.map(({ back }): Side => (back ? 'left' : 'right'));
  return [shortest, spans.map(() => 'left'), spans.map(() => 'right'), leaving, flipped];
}

/**
 * Orders in which the nodes may stand below each other: as they are given, and branch after branch, each finished before the
 * next begins, with the branches in either order. What a branch leads to in the end stands below all branches.
 */
export function ordersOf(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): FlowNode[][] {
  const nextOf = new Map<string, string[]>();
  for (const { from, to } of edges) nextOf.set(from, [...(nextOf.get(from) ?? []), to]);
  return [[...nodes], depthFirst(nodes, nextOf, false), depthFirst(nodes, nextOf, true)];
}

/** Reverse postorder of a search in depth: a node comes before all it leads to, but for ways back. */
function depthFirst(
  nodes: readonly FlowNode[],
  nextOf: ReadonlyMap<string, readonly string[]>,
  turned: boolean,
): FlowNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const seen = new Set<string>();
  const finished: FlowNode[] = [];
  const roots = [...nodes].sort((one, other) => Number(other.kind === 'start') - Number(one.kind === 'start'));
  for (const root of roots) {
    const stack: { id: string; rest: string[] }[] = [];
    const enter = (id: string): void => {
      if (seen.has(id) || !byId.has(id)) return;
      seen.add(id);
      const next = [...(nextOf.get(id) ?? [])];
      stack.push({ id, rest: turned ? next : next.reverse() });
    };
    enter(root.id);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.rest.shift();
      if (next !== undefined) enter(next);
      else {
        stack.pop();
        const node = byId.get(top.id);
        if (node) finished.push(node);
      }
    }
  }
  return finished.reverse();
}
