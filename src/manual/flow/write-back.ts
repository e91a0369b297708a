import type { Inventory, Procedure, ProcedureRecord, StaffStep } from '#inventory';
import { type Condition, ConditionSyntaxError, parseFeel, printFeel } from '#rules';
import { type DraftStep, people, problemsOfSteps, stepsOfDraft, type Who } from './draft.ts';
import { type Flow, type FlowEdge, type FlowNode, isGateway, type Thing } from './flow.ts';
import { stepIds } from './scopes.ts';

/** What a drawn flow makes of the steps of a procedure. */
export interface WrittenBack {
  /** All steps by the names under which the drawing has them. */
  draft: DraftStep[];
  /** The same as the inventory keeps them. */
  steps: StaffStep[];
  /** What becomes different, a sentence for each. */
  changes: string[];
  /** What the drawing says that steps cannot hold, or that has to be put right before it can be kept. */
  problems: string[];
}

interface Way {
  to: string;
  label?: string;
  condition?: string;
}

/**
 * Steps from a drawn flow, by the ids of its tasks: texts, order, who, system, papers and entries, steps that are only for some, and
 * branches. What the drawing does not show of a step stays as it was. Pure.
 */
export function stepsOfFlow(flow: Flow, procedure: ProcedureRecord, inventory: Inventory): WrittenBack {
  const problems: string[] = [];
  const oldIds = stepIds(procedure.staffSteps);
  const before = new Map(procedure.staffSteps.map((step, index) => [oldIds[index] ?? '', step]));
  const byId = new Map(flow.nodes.map((node) => [node.id, node]));
  const tasks = flow.nodes.filter(({ kind }) => kind === 'task');
  const names = namesFor(tasks, new Set(before.keys()));
  const nameOf = (id: string): string => names.get(id) ?? 'end';
  const outgoing = (id: string): FlowEdge[] => flow.edges.filter(({ from }) => from === id);
  const guards = guardsOf(tasks, flow, byId);
  const readCondition = (text: string | undefined, where: string): Condition | undefined => {
    if (text === undefined) return undefined;
    try {
      return parseFeel(text);
    } catch (error) {
      if (!(error instanceof ConditionSyntaxError)) throw error;
      problems.push(`「${where}」の条件を読めません。${error.message}`);
      return undefined;
    }
  };
  const documents = new Map(procedure.documents.map(({ id, name }) => [name, id]));
  const entries = new Map(inventory.entries.map(({ name, label }) => [label.ja, name]));
  const known = (things: readonly Thing[] | undefined, ids: ReadonlyMap<string, string>, kind: string): string[] =>
    (things ?? []).flatMap(({ id, name }) => {
      const found = id !== '' && [...ids.values()].includes(id) ? id : ids.get(name);
      if (found === undefined)
        problems.push(`${kind}「${name}」は、この手続きにありません。台帳に加えてから、つないでください。`);
      return found ?? [];
    });
  const screens = new Set(
    inventory.systems.flatMap(({ name, screens: own }) => own.map((screen) => `${name}/${screen}`)),
  );
  const draft = tasks.map((node, index): DraftStep => {
    const id = nameOf(node.id);
    const old = before.get(id);
    const following = tasks[index + 1]?.id ?? 'end';
    const ways = waysFrom(node.id, flow, byId, guards, problems);
    const isPlain = ways.length === 0 || (ways.length === 1 && ways[0]?.to === following && !ways[0]?.condition);
    const choice = outgoing(node.id).flatMap(({ to }) => byId.get(to) ?? [])[0];
    const guard = guards.get(node.id);
    const system = systemOf(node.system, screens, problems);
    const own = known(node.documents, documents, '書類');
    const data = known(node.data, entries, '入力の項目');
    const when = readCondition(guard?.condition, node.text);
    const ask = !isPlain && choice && isGateway(choice) && !isGuard(choice.id, guards) ? choice.text : '';
    const next = isPlain ? undefined : nextOf(ways, following, nameOf, node.text, readCondition);
    return {
      id,
      who: whoOf(flow.lanes.find((lane) => lane.id === node.lane)?.name ?? '', old, problems),
      do: node.text,
      ...(system ? { system } : {}),
      ...(own.length > 0 ? { documents: own } : {}),
      ...(data.length > 0 ? { data } : {}),
      ...(when ? { when } : {}),
      ...(ask ? { ask } : {}),
      ...(next && next.length > 0 ? { next } : {}),
    };
  });
  for (const { id, text } of tasks.slice(0, -1))
    if (outgoing(id).length === 0)
      problems.push(`「${text}」のあとに線がありません。次の作業か、終わりへつないでください。`);
  problems.push(...problemsOfSteps(draft));
  for (const node of flow.nodes) {
    if (node.kind === 'parallel')
      problems.push('並行して進む分かれ道は、手順の順番に並べて残します。同時にできることは、文に書いてください。');
  }
  const steps = stepsOfDraft(draft, procedure.staffSteps);
  const changes = changesOf(
    procedure.staffSteps,
    steps,
    draft.map(({ id }) => id),
  );
  return { draft, steps, changes, problems: [...new Set(problems)] };
}

interface Guard {
  choice: string;
  condition: string;
}

const isGuard = (id: string, guards: ReadonlyMap<string, Guard>): boolean =>
  [...guards.values()].some(({ choice }) => choice === id);

/** Tasks before which a choice asks whether they are done at all: one way leads to the task, the other past it. */
function guardsOf(
  tasks: readonly FlowNode[],
  { edges }: Flow,
  byId: ReadonlyMap<string, FlowNode>,
): ReadonlyMap<string, Guard> {
  const guards = new Map<string, Guard>();
  for (const task of tasks) {
    for (const into of edges.filter(({ to }) => to === task.id)) {
      const choice = byId.get(into.from);
      if (choice?.kind !== 'choice' || into.condition === undefined) continue;
      const ways = edges.filter(({ from }) => from === choice.id);
      const past = ways.find((way) => way !== into);
      const after = edges.filter(({ from }) => from === task.id);
      const skips = ways.length === 2 && past?.condition === undefined && after.some(({ to }) => to === past?.to);
      if (skips && edges.filter(({ to }) => to === task.id).length === 1)
        guards.set(task.id, { choice: choice.id, condition: into.condition });
    }
  }
  return guards;
}

/** The tasks (or the end) that come after a task, through the choices between; a guarded task stands for its choice. */
function waysFrom(
  id: string,
  flow: Flow,
  byId: ReadonlyMap<string, FlowNode>,
  guards: ReadonlyMap<string, Guard>,
  problems: string[],
): Way[] {
  const guarded = new Map([...guards].map(([task, { choice }]) => [choice, task]));
  const follow = (edge: FlowEdge, carried: Omit<Way, 'to'>, seen: ReadonlySet<string>): Way[] => {
    const way = { label: edge.label ?? carried.label, condition: edge.condition ?? carried.condition };
    if (edge.condition !== undefined && carried.condition !== undefined && edge.condition !== carried.condition)
      way.condition = `(${carried.condition}) and (${edge.condition})`;
    const task = guarded.get(edge.to);
    const node = byId.get(task ?? edge.to);
    if (node === undefined) return [];
    if (node.kind === 'task') return [{ ...way, to: node.id }];
    if (node.kind === 'end') return [{ ...way, to: 'end' }];
    if (seen.has(node.id)) {
      problems.push('分かれ道だけでひと回りする線があります。間に作業を置いてください。');
      return [];
    }
    return flow.edges
      .filter(({ from }) => from === node.id)
      .flatMap((next) => follow(next, way, new Set([...seen, node.id])));
  };
  return flow.edges.filter(({ from }) => from === id).flatMap((edge) => follow(edge, {}, new Set()));
}

/** A way that is taken when no condition holds needs no word where the list goes on with it. */
function nextOf(
  ways: readonly Way[],
  following: string,
  nameOf: (id: string) => string,
  text: string,
  read: (condition: string | undefined, where: string) => Condition | undefined,
): NonNullable<StaffStep['next']> {
  const last = ways.filter(({ condition }) => condition === undefined);
  const isImplied = (way: Way): boolean =>
    last.length === 1 &&
    last[0] === way &&
    way.to === following &&
    ways.length > 1 &&
    (way.label === undefined || way.label === 'それ以外');
  return ways
    .filter((way) => !isImplied(way))
    .map(({ to, label, condition }) => {
      const when = read(condition, text);
      return { to: to === 'end' ? 'end' : nameOf(to), ...(when ? { when } : {}), ...(label ? { label } : {}) };
    });
}

/** Tasks that were there keep their ids, and so do those that the list has added; new ones get the next free name. */
function namesFor(tasks: readonly FlowNode[], known: ReadonlySet<string>): Map<string, string> {
  const isKept = (id: string): boolean => known.has(id) || /^added_\d{1,9}$/.test(id);
  const taken = new Set([...known, ...tasks.map(({ id }) => id)]);
  let count = 0;
  return new Map(
    tasks.map(({ id }) => {
      if (isKept(id)) return [id, id];
      do count += 1;
      while (taken.has(`added_${count}`));
      return [id, `added_${count}`];
    }),
  );
}

function whoOf(lane: string, old: StaffStep | undefined, problems: string[]): Who {
  const found = people.find((one) => one === lane);
  if (found !== undefined) return found;
  problems.push(`「${lane}」というレーンは残せません。${people.join('・')}のどれかにしてください。`);
  return old?.who ?? '窓口';
}

function systemOf(system: string | undefined, screens: ReadonlySet<string>, problems: string[]): string | undefined {
  if (system === undefined || screens.has(system)) return system;
  const found = [...screens].find((screen) => screen.replace('/', ' ') === system.replace('/', ' ').trim());
  if (found === undefined)
    problems.push(`システム「${system}」は、台帳にありません。システムと画面の名前を確かめてください。`);
  return found;
}

/** What differs between two lists of steps, as somebody tells it; `ids` names those of the second list as the first knows them. */
export function changesOf(before: readonly StaffStep[], after: readonly StaffStep[], ids: readonly string[]): string[] {
  const oldIds = stepIds(before);
  const old = new Map(before.map((step, index) => [oldIds[index] ?? '', { step, index }]));
  const staying = oldIds.filter((id) => ids.includes(id));
  const moved = new Set(
    movedOf(
      ids.filter((id) => old.has(id)),
      staying,
    ),
  );
  const placeOf = (to: string): string => (to === 'end' ? '終わり' : `${ids.indexOf(to) + 1}番`);
  const changes = after.flatMap((step, index) => {
    const id = ids[index] ?? '';
    const was = old.get(id);
    if (was === undefined) return [`${index + 1}番に「${step.do}」(${step.who})を加えます。`];
    const move = moved.has(id) ? [`「${step.do}」を、${was.index + 1}番から${index + 1}番に動かします。`] : [];
    return [...changesOfStep(was.step, step, `${index + 1}番`, placeOf), ...move];
  });
  const gone = [...old].filter(([id]) => !ids.includes(id));
  return [...changes, ...gone.map(([, { step, index }]) => `${index + 1}番だった「${step.do}」を消します。`)];
}

function changesOfStep(was: StaffStep, step: StaffStep, place: string, placeOf: (id: string) => string): string[] {
  const name = `${place}「${step.do}」`;
  return [
    ...(was.do === step.do ? [] : [`${place}の文を、「${was.do}」から「${step.do}」に変えます。`]),
    ...(was.who === step.who ? [] : [`${name}をする人を、${was.who}から${step.who}に変えます。`]),
    ...(was.system === step.system
      ? []
      : [`${name}のシステムを、${was.system ?? 'なし'}から${step.system ?? 'なし'}に変えます。`]),
    ...(listed(was.documents) === listed(step.documents) ? [] : [`${name}で見る書類を変えます。`]),
    ...(listed(was.data) === listed(step.data) ? [] : [`${name}で使う入力の項目を変えます。`]),
    ...(condition(was.when) === condition(step.when) ? [] : [`${name}を、どのときにするかを変えます。`]),
    ...(branch(was) === branch(step) ? [] : [`${name}のあとの${waysInWords(step, placeOf)}`]),
  ];
}

const listed = (ids: readonly string[] | undefined): string => [...(ids ?? [])].sort().join(' ');
const condition = (when: Condition | undefined): string => (when ? printFeel(when) : '');
const branch = ({ ask = '', next = [] }: StaffStep): string =>
  next.length === 0
    ? ''
    : [ask, ...next.map(({ to, when, label = '' }) => `${to} ${condition(when)} ${label}`)].join('\n');

function waysInWords({ next = [] }: StaffStep, placeOf: (id: string) => string): string {
  if (next.length === 0) return '分かれ道をなくし、次の番号へ進むようにします。';
  const ways = next.map(({ to, label }) => `${label ? `${label} → ` : ''}${placeOf(to)}`);
  return next.length === 1
    ? `行き先を、${ways.join('')}に変えます。`
    : `分かれ道を、「${ways.join('、')}」に変えます。`;
}

/** Those that must move to come from one order to the other: all but the longest row that stays. */
function movedOf(after: readonly string[], before: readonly string[]): string[] {
  const places = after.map((id) => before.indexOf(id));
  const lengths = places.map(() => 1);
  const previous = places.map(() => -1);
  for (const [index, place] of places.entries()) {
    for (let earlier = 0; earlier < index; earlier += 1) {
      if ((places[earlier] ?? 0) < place && (lengths[earlier] ?? 0) + 1 > (lengths[index] ?? 0)) {
        lengths[index] = (lengths[earlier] ?? 0) + 1;
        previous[index] = earlier;
      }
    }
  }
  let at = lengths.indexOf(Math.max(0, ...lengths));
  const staying = new Set<number>();
  while (at >= 0) {
    staying.add(at);
    at = previous[at] ?? -1;
  }
  return after.filter((_, index) => !staying.has(index));
}

/** The record with other steps. */
export const withSteps = (record: ProcedureRecord, staffSteps: StaffStep[]): ProcedureRecord => ({
  ...record,
  staffSteps,
});

/** The record of a procedure, as it stands in the pack. */
export const recordOf = (inventory: Inventory, { id }: Procedure): ProcedureRecord | undefined =>
  inventory.records.procedures.find((record) => record.id === id);
