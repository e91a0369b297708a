import type { FlowEdge, FlowNode } from './flow.ts';

/**
 * Nodes in the order in which somebody reads them: what leads to a node comes before it, but for ways back; otherwise they stay
 * as they were written.
 */
export function inReadingOrder(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): FlowNode[] {
  const forward = withoutWaysBack(nodes, edges);
  const waiting = new Map(nodes.map(({ id }) => [id, forward.filter(({ to }) => to === id).length]));
  const left = [...nodes];
  const ordered: FlowNode[] = [];
  while (left.length > 0) {
    const index = Math.max(
      0,
      left.findIndex(({ id }) => waiting.get(id) === 0),
    );
    const [node] = left.splice(index, 1);
    if (node === undefined) break;
    ordered.push(node);
    for (const { from, to } of forward) if (from === node.id) waiting.set(to, (waiting.get(to) ?? 1) - 1);
  }
  return ordered;
}

/** The edges without those that lead back to a node from which one came. */
function withoutWaysBack(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): FlowEdge[] {
  const outgoing = new Map<string, FlowEdge[]>();
  for (const edge of edges) outgoing.set(edge.from, [...(outgoing.get(edge.from) ?? []), edge]);
  const state = new Map<string, 'open' | 'done'>();
  const back = new Set<FlowEdge>();
  const roots = [...nodes].sort((one, other) => Number(other.kind === 'start') - Number(one.kind === 'start'));
  for (const { id: root } of roots) {
    if (state.has(root)) continue;
    state.set(root, 'open');
    const stack = [{ id: root, rest: [...(outgoing.get(root) ?? [])] }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const edge = top.rest.shift();
      if (edge === undefined) {
        state.set(top.id, 'done');
        stack.pop();
      } else if (state.get(edge.to) === 'open') back.add(edge);
      else if (!state.has(edge.to)) {
        state.set(edge.to, 'open');
        stack.push({ id: edge.to, rest: [...(outgoing.get(edge.to) ?? [])] });
      }
    }
  }
  return edges.filter((edge) => !back.has(edge));
}
