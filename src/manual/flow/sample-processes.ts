import { type Random, seeded } from '#platform/random';
import type { Flow, FlowEdge, FlowNode } from './flow.ts';

/** What a sample may hold. `jumps`: ways out of a branch into the middle of something else, as nobody draws them by rule. */
export interface SampleOptions {
  steps?: readonly [number, number];
  jumps?: boolean;
}

const verbs = [
  '受け付ける',
  '確かめる',
  '入力する',
  '審査する',
  '照会する',
  '書類を渡す',
  '登録する',
  '電話で連絡する',
];
const objects = ['届書を', '本人確認書類を', '住所の異動を', '世帯の情報を', '課税の状況を', '申請の内容を'];

/** An open end of what has been drawn so far: the next node is joined to it. */
interface Loose {
  from: string;
  label?: string;
}

/**
 * A process as offices have them, made by chance but the same for the same seed: 12 to 41 steps in 3 to 6 lanes, with branches of
 * up to three ways inside each other, loops back, and ways that end early.
 */
export function sampleProcess(seed: string, { steps = [12, 41], jumps = false }: SampleOptions = {}): Flow {
  const random = seeded(`process ${seed}`);
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const lanes = Array.from({ length: between(3, 6) }, (_, index) => ({
    id: `lane_${index + 1}`,
    name: `担当${index + 1}`,
  }));
  const wanted = between(...steps);
  const nodes: FlowNode[] = [];
  const edges: FlowEdge[] = [];
  let lane = between(0, lanes.length - 1);
  let made = 0;

  const add = (kind: FlowNode['kind'], text: string): FlowNode => {
    const node = { id: `${kind}_${nodes.length}`, kind, text, lane: lanes[lane]?.id ?? '' };
    nodes.push(node);
    return node;
  };
  const join = (ends: readonly Loose[], to: string): void => {
    for (const { from, label } of ends) edges.push({ id: `edge_${edges.length + 1}`, from, to, label });
  };
  const task = (ends: readonly Loose[]): Loose[] => {
    if (random() < 0.45) lane = between(0, lanes.length - 1);
    const { id } = add('task', `${pick(random, objects)}${pick(random, verbs)}`);
    made += 1;
    join(ends, id);
    return [{ from: id }];
  };
  const choice = (ends: readonly Loose[]): string => {
    const { id } = add('choice', 'そろっている?');
    join(ends, id);
    return id;
  };
  const block = (ends: Loose[], most: number, depth: number): Loose[] => {
    let open = ends;
    const from = made;
    while (made - from < most && made < wanted) {
      const dice = random();
      if (dice < 0.17 && depth < 3 && wanted - made > 4) open = branches(open, depth);
      else if (dice < 0.27 && wanted - made > 3) open = loop(open, depth);
      else open = task(open);
    }
    return open;
  };
  const branches = (ends: Loose[], depth: number): Loose[] => {
    const at = choice(task(ends));
    const ways = random() < 0.25 ? 3 : 2;
    const open = Array.from({ length: ways }, (_, way): Loose[] => {
      const begin = [{ from: at, label: ['はい', 'いいえ', 'わからない'][way] }];
      return way === ways - 1 && random() < 0.35 ? begin : block(begin, between(1, 4), depth + 1);
    });
    return task(open.flat());
  };
  const loop = (ends: Loose[], depth: number): Loose[] => {
    const first = nodes.length;
    const at = choice(block(task(ends), between(1, 3), depth + 1));
    const back = nodes[first];
    if (back) join([{ from: at, label: '足りない' }], back.id);
    return [{ from: at, label: 'そろった' }];
  };

  add('start', '始め');
  const open = block([{ from: nodes[0]?.id ?? '' }], wanted, 0);
  const { id: end } = add('end', '終わり');
  join(open, end);
  if (jumps) addJumps(random, nodes, edges);
  return {
    id: `sample_${seed}`,
    name: `見本 ${seed}`,
    participant: '市',
    lanes,
    nodes,
    edges,
    partners: [],
    messages: [],
  };
}

/** Up to three choices get one more way, to anywhere further down or further up. */
function addJumps(random: Random, nodes: readonly FlowNode[], edges: FlowEdge[]): void {
  const choices = nodes.filter(({ kind }) => kind === 'choice');
  const tasks = nodes.filter(({ kind }) => kind === 'task' || kind === 'end');
  for (let count = 0; count < 3 && choices.length > 0; count += 1) {
    const from = pick(random, choices).id;
    const to = pick(random, tasks).id;
    if (edges.some((edge) => edge.from === from && edge.to === to)) continue;
    edges.push({ id: `edge_${edges.length + 1}`, from, to, label: 'ほか' });
  }
}

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
