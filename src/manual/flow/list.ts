import { type Flow, type FlowNode, isGateway, systemName } from './flow.ts';

/** A step as the list beside the drawing says it. */
export interface ListedStep {
  id: string;
  number: number;
  who: string;
  text: string;
  /** Where it goes on from here, where that is not just the next of the list: 「いいえ → 5へ」. */
  ways: readonly string[];
  /** Papers, entries, system, and what is heard and told. */
  things: readonly string[];
}

/** The same as the drawing in words, in the order of reading. */
export function listOf(flow: Flow): ListedStep[] {
  const tasks = flow.nodes.filter(({ kind }) => kind === 'task');
  const numbers = new Map(tasks.map(({ id }, index) => [id, index + 1]));
  const byId = new Map(flow.nodes.map((node) => [node.id, node]));
  const lanes = new Map(flow.lanes.map(({ id, name }) => [id, name]));
  const partners = new Map(flow.partners.map(({ id, name }) => [id, name]));
  const outgoing = (id: string) => flow.edges.filter(({ from }) => from === id);
  const target = (node: FlowNode, seen: ReadonlySet<string> = new Set()): string => {
    const number = numbers.get(node.id);
    if (number !== undefined) return `${number}へ`;
    if (node.kind === 'end') return '終わり';
    if (seen.has(node.id)) return '';
    // A choice that asks the next question is told by what it leads to.
    return outgoing(node.id)
      .flatMap(({ to, label }) => {
        const next = byId.get(to);
        return next ? `${label ? `${label}なら` : ''}${target(next, new Set([...seen, node.id]))}` : [];
      })
      .join('、');
  };
  return tasks.map((node) => {
    const number = numbers.get(node.id) ?? 0;
    const ways = outgoing(node.id).flatMap(({ to }) => {
      const next = byId.get(to);
      if (next === undefined || numbers.get(next.id) === number + 1) return [];
      if (next.kind === 'end') return number === tasks.length ? [] : ['終わり'];
      if (!isGateway(next)) return [target(next)];
      return outgoing(next.id).flatMap((edge) => {
        const after = byId.get(edge.to);
        const asked = next.text ? `${next.text} ` : '';
        return after ? [`${asked}${edge.label ?? 'そのほか'} → ${target(after)}`] : [];
      });
    });
    const { documents = [], data = [], system } = node;
    const messages = flow.messages.flatMap(({ from, to, text }) =>
      to === node.id
        ? [`${partners.get(from) ?? ''}から: ${text}`]
        : from === node.id
          ? [`${partners.get(to) ?? ''}へ: ${text}`]
          : [],
    );
    return {
      id: node.id,
      number,
      who: lanes.get(node.lane) ?? '',
      text: node.text,
      ways,
      things: [
        ...(documents.length > 0 ? [`書類: ${documents.map(({ name }) => name).join('、')}`] : []),
        ...(data.length > 0 ? [`入力: ${data.map(({ name }) => name).join('、')}`] : []),
        ...(system ? [`システム: ${systemName(system)}`] : []),
        ...messages,
      ],
    };
  });
}
