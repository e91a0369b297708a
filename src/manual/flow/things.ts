import type { Flow } from './flow.ts';

/** Something that goes from somebody to somebody, or into a system. */
export interface Passage {
  thing: string;
  kind: 'documents' | 'data' | 'message' | 'output';
  from: string;
  to: string;
  /** The number of the step at which it goes. */
  step: number;
}

interface Seen {
  who: string;
  step: number;
}

/**
 * Who hands what to whom (モノの流れ), and what is entered into which system (データの流れ), step by step. A paper comes from whoever
 * had it at the step before; at first from the one who shows it. `outputs` are handed out at the end.
 */
export function passagesOf(flow: Flow, outputs: readonly string[]): { things: Passage[]; data: Passage[] } {
  const lanes = new Map(flow.lanes.map(({ id, name }) => [id, name]));
  const partners = new Map(flow.partners.map(({ id, name }) => [id, name]));
  const tasks = flow.nodes.filter(({ kind }) => kind === 'task');
  const holders = new Map<string, Seen>();
  const visitor = [...lanes.values()].includes('来庁者') ? '来庁者' : (flow.partners[0]?.name ?? '来庁者');
  const things: Passage[] = [];
  const data: Passage[] = [];
  for (const [index, { id, lane, documents = [], data: entries = [], system }] of tasks.entries()) {
    const step = index + 1;
    const who = lanes.get(lane) ?? '';
    for (const { name } of documents) {
      const before = holders.get(name)?.who ?? visitor;
      const to = who === visitor ? receiverAfter(tasks, index, lanes, visitor) : who;
      if (to !== before) things.push({ thing: name, kind: 'documents', from: before, to, step });
      holders.set(name, { who: to, step });
    }
    for (const { name } of entries) {
      data.push({ thing: name, kind: 'data', from: who, to: system?.replace('/', ' ') ?? '届書', step });
    }
    for (const { from, to, text } of flow.messages) {
      const passage = { thing: text, kind: 'message' as const, step };
      if (to === id) data.push({ ...passage, from: partners.get(from) ?? '', to: system?.replace('/', ' ') ?? who });
      if (from === id) data.push({ ...passage, from: system?.replace('/', ' ') ?? who, to: partners.get(to) ?? '' });
    }
  }
  const last = tasks.findLast(({ lane }) => lanes.get(lane) !== visitor);
  const giver = last ? (lanes.get(last.lane) ?? '') : '窓口';
  for (const thing of outputs) things.push({ thing, kind: 'output', from: giver, to: visitor, step: tasks.length });
  return { things, data };
}

/** Whom the visitor hands papers to: who works next. */
function receiverAfter(
  tasks: readonly { lane: string }[],
  index: number,
  lanes: ReadonlyMap<string, string>,
  visitor: string,
): string {
  const next = tasks.slice(index + 1).find(({ lane }) => lanes.get(lane) !== visitor);
  return next ? (lanes.get(next.lane) ?? '') : '窓口';
}
