import type { Flow, FlowEdge, FlowNode, Lane, Message, Partner, Thing } from './flow.ts';

/** Where a step leads to: the id of a step, or `end`. */
export interface NextStep {
  to: string;
  label?: string;
  /** In FEEL. */
  condition?: string;
}

/** A step of a flow, whatever scope it is of. */
export interface FlowStep {
  id: string;
  /** Who does it: the name of the lane. */
  who: string;
  text: string;
  system?: string;
  documents?: readonly Thing[];
  data?: readonly Thing[];
  /** Only for some: the condition in FEEL, and as a question. */
  only?: { condition: string; question: string };
  /** Asked after the step where it leads to several. */
  ask?: string;
  next?: readonly NextStep[];
  /** What is heard from a partner, and told to one. */
  receives?: { partner: string; text: string };
  sends?: { partner: string; text: string };
}

export interface FlowFrame {
  id: string;
  name: string;
  participant: string;
  partners: readonly Partner[];
  /** The order of the lanes; those that no step names are left out, others follow as they come. */
  laneOrder: readonly string[];
}

const yes = 'はい';
const no = 'いいえ';
const otherwise = 'それ以外';

/** Makes a flow of steps: a choice before each step that is only for some, and after each that leads to several. Pure. */
export function flowOfSteps(frame: FlowFrame, steps: readonly FlowStep[]): Flow {
  const lanes = lanesOf(frame.laneOrder, steps);
  const laneId = (name: string): string => lanes.find((lane) => lane.name === name)?.id ?? '';
  const entries = new Map(steps.map(({ id, only }) => [id, only ? askBefore(id) : id]));
  const entryOf = (id: string): string => entries.get(id) ?? endId;
  const first = steps[0];
  const last = steps.at(-1);
  const nodes: FlowNode[] = [{ id: startId, kind: 'start', lane: laneId(first?.who ?? ''), text: '始め' }];
  const edges: FlowEdge[] = [];
  const join = (from: string, to: string, label?: string, condition?: string): void => {
    edges.push({ id: `flow_${edges.length + 1}`, from, to, label, condition });
  };
  join(startId, entryOf(first?.id ?? ''));
  for (const [index, step] of steps.entries()) {
    const { id, who, text, system, documents, data, only } = step;
    const lane = laneId(who);
    const following = entryOf(steps[index + 1]?.id ?? '');
    if (only) {
      nodes.push({ id: askBefore(id), kind: 'choice', lane, text: only.question });
      join(askBefore(id), id, yes, only.condition);
      join(askBefore(id), following, no);
    }
    nodes.push({ id, kind: 'task', lane, text, system, documents, data });
    const ways = waysOf(step, following, entryOf);
    const [way] = ways;
    if (ways.length === 1 && way) {
      join(id, way.to);
      continue;
    }
    nodes.push({ id: askAfter(id), kind: 'choice', lane, text: step.ask ?? '' });
    join(id, askAfter(id));
    for (const { to, label, condition } of ways) join(askAfter(id), to, label, condition);
  }
  nodes.push({ id: endId, kind: 'end', lane: laneId(last?.who ?? ''), text: '終わり' });
  const used = frame.partners.filter(({ id }) =>
    steps.some(({ receives, sends }) => receives?.partner === id || sends?.partner === id),
  );
  return {
    id: frame.id,
    name: frame.name,
    participant: frame.participant,
    lanes,
    nodes,
    edges,
    partners: used,
    messages: messagesOf(steps, new Set(used.map(({ id }) => id))),
  };
}

export const startId = 'start';
export const endId = 'end';
export const askBefore = (step: string): string => `only_${step}`;
export const askAfter = (step: string): string => `choose_${step}`;

function waysOf(step: FlowStep, following: string, entryOf: (id: string) => string): NextStep[] {
  const next = (step.next ?? []).map((way) => ({ ...way, to: entryOf(way.to) }));
  if (next.length === 0) return [{ to: following }];
  const mayMissAll = next.every(({ condition }) => condition !== undefined);
  return mayMissAll ? [...next, { to: following, label: otherwise }] : next;
}

function lanesOf(order: readonly string[], steps: readonly FlowStep[]): Lane[] {
  const names = new Set(steps.map(({ who }) => who));
  const known = order.filter((name) => names.has(name));
  const others = [...names].filter((name) => !order.includes(name));
  return [...known, ...others].map((name, index) => ({ id: `lane_${index + 1}`, name }));
}

function messagesOf(steps: readonly FlowStep[], partners: ReadonlySet<string>): Message[] {
  return steps.flatMap(({ id, receives, sends }) => [
    ...(receives && partners.has(receives.partner)
      ? [{ id: `message_in_${id}`, from: receives.partner, to: id, text: receives.text }]
      : []),
    ...(sends && partners.has(sends.partner)
      ? [{ id: `message_out_${id}`, from: id, to: sends.partner, text: sends.text }]
      : []),
  ]);
}
