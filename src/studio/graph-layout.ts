import { wrapShort } from '#platform/japanese';
import { type GraphEdge, type GraphNode, type GuideGraph, lineText } from './graph.ts';

/** The columns of the picture, in its own units. */
export const columns = { left: 8, leftWidth: 240, labels: 400, right: 832, rightWidth: 296, width: 1136 } as const;

/** One line of a label, and the distance between two rows. */
export const lineHeight = 18;
const rowGap = 10;
const boxGap = 14;
const padding = 14;

const signsOfLabel = 31;
const signsOfBox = { event: 15, fact: 15, procedure: 19 } as const;
const mostLines = 2;

/** A box with its place: `y` is its middle. */
export interface PlacedNode {
  node: GraphNode;
  lines: readonly string[];
  x: number;
  y: number;
  width: number;
  height: number;
}

/** An edge with its row: the label stands on a line of its own, `y`, that leads into the procedure. */
export interface PlacedEdge {
  edge: GraphEdge;
  lines: readonly string[];
  startY: number;
  y: number;
}

export interface GraphLayout {
  nodes: readonly PlacedNode[];
  edges: readonly PlacedEdge[];
  height: number;
}

/** The lines of a text of the picture; there is always one, as an empty box has a height. */
function linesOf(text: string, signs: number): string[] {
  const lines = wrapShort(text, signs, mostLines);
  return lines.length > 0 ? lines : [''];
}

/**
 * Places a guide: each edge has a row of its own, so no two labels ever meet; boxes that belong together stand near each
 * other, so that fewer lines cross. Pure.
 */
export function layoutOf({ event, facts, procedures, edges }: GuideGraph): GraphLayout {
  const hangsOnEvent = edges.some(({ from }) => from === event);
  const { left, right } = untangled(hangsOnEvent ? [event, ...facts] : [...facts], procedures, edges);
  const rows = new Map<GraphEdge, Omit<PlacedEdge, 'startY'>>();
  const placed: PlacedNode[] = [];
  let top = padding;
  for (const node of right) {
    const own = edges
      .filter(({ to }) => to === node)
      .toSorted((one, other) => left.indexOf(one.from) - left.indexOf(other.from));
    const lines = linesOf(node.label, signsOfBox.procedure);
    const rowHeights = own.map((edge) => linesOf(lineText(edge), signsOfLabel).length * lineHeight + rowGap);
    const height = Math.max(
      lines.length * lineHeight + padding,
      rowHeights.reduce((sum, one) => sum + one, 0),
    );
    let row = top + (height - rowHeights.reduce((sum, one) => sum + one, 0)) / 2;
    for (const [index, edge] of own.entries()) {
      row += rowHeights[index] ?? 0;
      rows.set(edge, { edge, lines: linesOf(lineText(edge), signsOfLabel), y: row - rowGap / 2 });
    }
    placed.push({ node, lines, x: columns.right, y: top + height / 2, width: columns.rightWidth, height });
    top += height + boxGap;
  }
  const leftBoxes = spread(
    left.map((node) => {
      const lines = linesOf(node.label, signsOfBox[node.kind]);
      const own = edges.filter(({ from }) => from === node).map((edge) => rows.get(edge)?.y ?? 0);
      const y = own.reduce((sum, one) => sum + one, 0) / Math.max(1, own.length);
      const height = lines.length * lineHeight + padding;
      return { node, lines, x: columns.left, y, width: columns.leftWidth, height };
    }),
    top,
  );
  const startOf = new Map(leftBoxes.map(({ node, y }) => [node, y]));
  return {
    nodes: [...leftBoxes, ...placed],
    edges: [...rows.values()].map((row) => ({ ...row, startY: startOf.get(row.edge.from) ?? 0 })),
    height: Math.max(top, ...leftBoxes.map(({ y, height }) => y + height / 2 + padding)),
  };
}

/** Puts each box where its lines end on average, a few times in turns: fewer lines cross (barycentre heuristic). */
function untangled(left: readonly GraphNode[], right: readonly GraphNode[], edges: readonly GraphEdge[]) {
  const near = (nodes: readonly GraphNode[], others: readonly GraphNode[], side: 'from' | 'to', far: 'from' | 'to') => {
    const places = new Map(others.map((node, index) => [node, index]));
    const middle = (node: GraphNode): number => {
      const own = edges.filter((edge) => edge[side] === node).map((edge) => places.get(edge[far]) ?? 0);
      return own.reduce((sum, one) => sum + one, 0) / Math.max(1, own.length);
    };
    const middles = new Map(nodes.map((node) => [node, middle(node)]));
    return nodes.toSorted((one, other) => (middles.get(one) ?? 0) - (middles.get(other) ?? 0));
  };
  let order = { left, right };
  for (let turn = 0; turn < 4; turn += 1) {
    const sorted = near(order.right, order.left, 'to', 'from');
    order = { right: sorted, left: near(order.left, sorted, 'from', 'to') };
  }
  return order;
}

/** Moves boxes apart that would cover each other, in the order of where they want to be, within the height. */
function spread(boxes: readonly PlacedNode[], height: number): PlacedNode[] {
  const sorted = boxes.toSorted((one, other) => one.y - other.y);
  const needed = sorted.reduce((sum, one) => sum + one.height + boxGap, padding);
  const bottom = Math.max(height, needed);
  let free = padding;
  const down = sorted.map((box) => {
    const y = Math.max(box.y, free + box.height / 2);
    free = y + box.height / 2 + boxGap;
    return { ...box, y };
  });
  let ceiling = bottom;
  return down
    .toReversed()
    .map((box) => {
      const y = Math.min(box.y, ceiling - boxGap - box.height / 2);
      ceiling = y - box.height / 2;
      return { ...box, y };
    })
    .toReversed();
}
