import type { Element } from 'bpmn-moddle';
import { UserError } from '#platform/errors';
import { moddle } from './bpmn-names.ts';
import type { Flow, FlowEdge, FlowNode, Lane, Message, NodeKind, Partner, Thing } from './flow.ts';
import { inReadingOrder } from './order.ts';

/** A flow read from a file, and what of the file has no place in it, in sentences. */
export interface ReadFlow {
  flow: Flow;
  remarks: readonly string[];
}

/** Far above what anybody draws, far below what hurts. */
const most = { bytes: 2 * 1024 * 1024, nodes: 500 };

const refuse = (code: string, sentence: string): UserError => new UserError(`flow.${code}`, sentence, 422);

/**
 * Reads a BPMN 2.0 file of whatever program: pools, lanes, tasks, gateways, events, data and messages. Positions are not needed.
 * Sub-processes are laid open, and what a flow has no place for is said. Throws a UserError with a sentence for files that
 * are too large, broken, no BPMN, or that bring a document type with entities.
 */
export async function readBpmn(xml: string): Promise<ReadFlow> {
  if (Buffer.byteLength(xml) > most.bytes)
    throw refuse('tooLarge', 'ファイルが大きすぎます(2MBまで)。図を分けてください。');
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) {
    throw refuse('entities', '文書型の宣言(DOCTYPE)のあるファイルは読みません。BPMNの図として書き出し直してください。');
  }
  const root = await parse(xml);
  const remarks = new Set<string>();
  const reader = new Reader(remarks);
  const flow = reader.read(root);
  if (flow.nodes.length === 0)
    throw refuse('empty', '図に、読める作業がありません。作業をかいてから、保存してください。');
  if (flow.nodes.length > most.nodes)
    throw refuse('tooMany', `図が大きすぎます(${most.nodes}個まで)。分けてください。`);
  return { flow, remarks: [...remarks] };
}

async function parse(xml: string): Promise<Element> {
  try {
    const { rootElement } = await moddle().fromXML(xml.replace(/^\uFEFF/u, ''));
    return rootElement;
  } catch {
    throw refuse('broken', 'BPMNの図として読めません。BPMN 2.0(.bpmn)で書き出し直してください。');
  }
}

const isA = (element: Element | undefined, type: string): boolean => element?.$instanceOf?.(type) ?? false;
const textOf = (element: Element): string =>
  String(element.name ?? '')
    .replace(/\s+/gu, ' ')
    .trim();

/** Collects the parts of a file; what stands in several pools comes into one, with a lane for each. */
class Reader {
  private readonly remarks: Set<string>;
  private readonly lanes: Lane[] = [];
  private readonly nodes: FlowNode[] = [];
  private readonly edges: FlowEdge[] = [];
  /** Nodes that stand for others: the first and last node of a sub-process for the sub-process itself. */
  private readonly entries = new Map<string, string>();
  private readonly exits = new Map<string, readonly string[]>();

  constructor(remarks: Set<string>) {
    this.remarks = remarks;
  }

  read(root: Element): Flow {
    const rootElements: Element[] = root.rootElements ?? [];
    const collaboration = rootElements.find((element) => isA(element, 'bpmn:Collaboration'));
    const participants: Element[] = collaboration?.participants ?? [];
    const processes = rootElements.filter((element) => isA(element, 'bpmn:Process'));
    for (const process of processes) {
      const pool = participants.find(({ processRef }) => processRef === process);
      this.readProcess(process, pool ? textOf(pool) : textOf(process), processes.length > 1);
    }
    const main = participants.find(({ processRef }) => processRef !== undefined);
    const partners = participants.filter(({ processRef }) => processRef === undefined).map(partnerOf);
    const messages = this.readMessages(collaboration?.messageFlows ?? [], new Set(partners.map(({ id }) => id)));
    const spoken = partners.filter(({ id }) => messages.some(({ from, to }) => from === id || to === id));
    const edges = this.joined();
    const process = processes[0];
    return {
      id: String(process?.id ?? 'process').replace(/^process_/, ''),
      name: process ? textOf(process) || textOf(main ?? process) : '',
      participant: main ? textOf(main) : '',
      lanes: this.lanes,
      nodes: inReadingOrder(this.nodes, edges),
      edges,
      partners: spoken,
      messages,
    };
  }

  private readProcess(process: Element, pool: string, isOneOfSeveral: boolean): void {
    const laneOf = new Map<string, string>();
    const walk = (sets: readonly Element[], above: string): void => {
      for (const lane of sets.flatMap(({ lanes = [] }) => lanes as Element[])) {
        const name = [above, textOf(lane)].filter(Boolean).join(' ');
        if (lane.childLaneSet?.lanes?.length) {
          walk([lane.childLaneSet], name);
          continue;
        }
        this.lanes.push({ id: lane.id, name: name || '担当' });
        for (const node of lane.flowNodeRef ?? []) laneOf.set(node.id, lane.id);
      }
    };
    walk(process.laneSets ?? [], isOneOfSeveral ? pool : '');
    const otherwise = `lane_of_${process.id}`;
    const elements: Element[] = process.flowElements ?? [];
    if (elements.some((element) => isNode(element) && !laneOf.has(element.id))) {
      this.lanes.push({ id: otherwise, name: pool || '担当' });
      if (isOneOfSeveral) this.remarks.add(`プール「${pool}」は、1つのレーンとして読みました。`);
    }
    this.readElements(elements, (id) => laneOf.get(id) ?? otherwise);
    for (const artifact of (process.artifacts ?? []) as Element[]) {
      if (isA(artifact, 'bpmn:TextAnnotation') && artifact.text)
        this.remarks.add(`注記「${String(artifact.text).slice(0, 40)}」は、手順に入りません。`);
    }
  }

  private readElements(elements: readonly Element[], laneOf: (id: string) => string): void {
    for (const element of elements) {
      if (isA(element, 'bpmn:SubProcess')) this.readSubProcess(element, laneOf);
      else if (isA(element, 'bpmn:BoundaryEvent')) this.readBoundary(element);
      else if (isNode(element)) this.readNode(element, laneOf(element.id));
      else if (isA(element, 'bpmn:SequenceFlow')) this.readEdge(element);
    }
  }

  private readNode(element: Element, lane: string): void {
    const kind = kindOf(element);
    const text = textOf(element);
    if (isA(element, 'bpmn:IntermediateCatchEvent') || isA(element, 'bpmn:IntermediateThrowEvent'))
      this.remarks.add(`途中のイベント「${text}」は、作業として読みました。`);
    if (isA(element, 'bpmn:CallActivity')) this.remarks.add(`呼び出す作業「${text}」は、1つの作業として読みました。`);
    if (
      isA(element, 'bpmn:InclusiveGateway') ||
      isA(element, 'bpmn:ComplexGateway') ||
      isA(element, 'bpmn:EventBasedGateway')
    )
      this.remarks.add(`分かれ道「${text}」は、1つを選ぶ分かれ道として読みました。`);
    const inputs = references(element.dataInputAssociations, 'sourceRef');
    const outputs = references(element.dataOutputAssociations, 'targetRef');
    const stores = [...inputs, ...outputs].filter((one) => isA(one, 'bpmn:DataStoreReference'));
    const objects = [...inputs, ...outputs].filter((one) => isA(one, 'bpmn:DataObjectReference'));
    const named = (wanted: string) => objects.filter(({ kind: own = 'documents' }) => own === wanted).flatMap(thingsOf);
    const [documents, data] = [named('documents'), named('data')];
    const system = stores[0];
    this.nodes.push({
      id: element.id,
      kind,
      lane,
      text,
      ...(system ? { system: system.system ?? textOf(system) } : {}),
      ...(documents.length > 0 ? { documents } : {}),
      ...(data.length > 0 ? { data } : {}),
    });
  }

  /** What is inside stands in the place of the sub-process; its own beginning and end are left out. */
  private readSubProcess(element: Element, laneOf: (id: string) => string): void {
    const inner: Element[] = element.flowElements ?? [];
    const lane = laneOf(element.id);
    const inside = inner.filter(isNode);
    if (inside.filter((node) => !isA(node, 'bpmn:Event')).length === 0) {
      this.readNode(element, lane);
      return;
    }
    this.remarks.add(`サブプロセス「${textOf(element)}」は、中の作業をそのまま並べました。`);
    const skipped = new Set(
      inside.filter((node) => isA(node, 'bpmn:StartEvent') || isA(node, 'bpmn:EndEvent')).map(({ id }) => id),
    );
    const flows = inner.filter((one) => isA(one, 'bpmn:SequenceFlow'));
    const starts = inside.filter(({ id }) => !flows.some(({ targetRef }) => targetRef?.id === id));
    const first = starts[0];
    const entry =
      first && skipped.has(first.id) ? flows.find(({ sourceRef }) => sourceRef === first)?.targetRef : first;
    const lasts = inside.filter(({ id }) => !flows.some(({ sourceRef }) => sourceRef?.id === id));
    const exits = lasts.flatMap((last) =>
      skipped.has(last.id)
        ? flows.flatMap(({ sourceRef, targetRef }) => (targetRef === last && sourceRef ? [sourceRef.id as string] : []))
        : [last.id as string],
    );
    if (entry) this.entries.set(element.id, entry.id);
    this.exits.set(element.id, exits);
    const isSkipped = (one: Element): boolean =>
      isA(one, 'bpmn:SequenceFlow')
        ? skipped.has(one.sourceRef?.id) || skipped.has(one.targetRef?.id)
        : skipped.has(one.id);
    this.readElements(
      inner.filter((one) => !isSkipped(one)),
      () => lane,
    );
  }

  /** What happens at the edge of a task is another way on from it. */
  private readBoundary(element: Element): void {
    const text = textOf(element);
    this.remarks.add(`作業のふちのイベント「${text}」は、その作業のあとの分かれ道として読みました。`);
    if (element.attachedToRef) this.exits.set(element.id, [element.attachedToRef.id]);
  }

  private readEdge(element: Element): void {
    const { sourceRef, targetRef, conditionExpression } = element;
    if (!sourceRef || !targetRef) return;
    const label = textOf(element) || (isA(sourceRef, 'bpmn:BoundaryEvent') ? textOf(sourceRef) : '');
    this.edges.push({
      id: element.id,
      from: sourceRef.id,
      to: targetRef.id,
      ...(label ? { label } : {}),
      ...(conditionExpression?.body ? { condition: String(conditionExpression.body).trim() } : {}),
    });
  }

  /** A message between two pools whose inside is known is a way from one to the other; it is a message only to the outside. */
  private readMessages(flows: readonly Element[], partners: ReadonlySet<string>): Message[] {
    return flows.flatMap((element): Message[] => {
      const [from, to] = [element.sourceRef?.id as string | undefined, element.targetRef?.id as string | undefined];
      if (from === undefined || to === undefined) return [];
      if (partners.has(from) || partners.has(to)) return [{ id: element.id, from, to, text: textOf(element) }];
      const label = textOf(element);
      this.edges.push({ id: element.id, from, to, ...(label ? { label } : {}) });
      return [];
    });
  }

  /** The edges between nodes that are there. */
  private joined(): FlowEdge[] {
    const known = new Set(this.nodes.map(({ id }) => id));
    const inward = (id: string): string => {
      const entry = this.entries.get(id);
      return entry === undefined || entry === id ? id : inward(entry);
    };
    const outward = (id: string): readonly string[] => this.exits.get(id)?.flatMap(outward) ?? [id];
    return this.edges.flatMap((edge) => {
      const to = inward(edge.to);
      return outward(edge.from).flatMap((from, index) =>
        known.has(from) && known.has(to)
          ? [{ ...edge, id: index === 0 ? edge.id : `${edge.id}_${index + 1}`, from, to }]
          : [],
      );
    });
  }
}

const isNode = (element: Element): boolean => isA(element, 'bpmn:FlowNode');

function kindOf(element: Element): NodeKind {
  if (isA(element, 'bpmn:StartEvent')) return 'start';
  if (isA(element, 'bpmn:EndEvent')) return 'end';
  if (isA(element, 'bpmn:ParallelGateway')) return 'parallel';
  return isA(element, 'bpmn:Gateway') ? 'choice' : 'task';
}

const references = (associations: readonly Element[] | undefined, end: 'sourceRef' | 'targetRef'): Element[] =>
  (associations ?? []).flatMap((association) => association[end] ?? []);

/** The papers or entries of a data object: ours by their ids, those of others by the name they have. */
function thingsOf(reference: Element): Thing[] {
  const names = String(reference.documentation?.[0]?.text ?? '').split('\n');
  if (typeof reference.ids === 'string')
    return reference.ids.split(' ').map((id, index) => ({ id, name: names[index] ?? id }));
  const name = textOf(reference);
  return name === '' ? [] : [{ id: '', name }];
}

function partnerOf(participant: Element): Partner {
  return { id: participant.id, name: textOf(participant), side: participant.side === 'right' ? 'right' : 'left' };
}
