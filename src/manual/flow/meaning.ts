import type { Flow } from './flow.ts';

/**
 * What a flow says, to be compared: without the order in which its parts are written down, and without what is left empty. Two
 * drawings with one meaning ask for the same work.
 */
export function meaningOf({ nodes, edges, lanes, messages, partners, ...flow }: Flow): unknown {
  const byId = <Part extends { id: string }>(parts: readonly Part[]): Part[] =>
    parts.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const whole = {
    ...flow,
    lanes: byId(lanes),
    nodes: byId(nodes),
    edges: byId(edges),
    messages: byId(messages),
    partners: byId(partners),
  };
  return JSON.parse(
    JSON.stringify(whole, (_, value) => (Array.isArray(value) && value.length === 0 ? undefined : value)),
  );
}
