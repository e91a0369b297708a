import type { Element } from 'bpmn-moddle';
import { feelLanguage, moddle } from './bpmn-names.ts';
import type { FlowNode, Thing } from './flow.ts';
import type { Layout, PlacedNode, Route } from './layout/layout.ts';
import { type Artefact, type Box, type Lines, type Point, sizes, summary } from './layout/shapes.ts';

/** A drawn flow as a BPMN 2.0 file with its diagram (DI): pools, lanes, tasks by kind, gateways, data, data stores, messages. */
export async function bpmnOf(layout: Layout): Promise<string> {
  const model = moddle();
  const make = (type: string, properties: object): Element => model.create(type, properties);
  const { flow } = layout;
  const kept = new Map<string, Element>();
  const keep = (id: string, type: string, properties: object = {}): Element => {
    const element = make(type, { id, ...properties });
    kept.set(id, element);
    return element;
  };
  const laneNames = new Map(flow.lanes.map(({ id, name }) => [id, name]));
  const nodes = flow.nodes.map((node) =>
    keep(node.id, typeOf(node, laneNames.get(node.lane)), node.text === '' ? {} : { name: node.text }),
  );
  const things = flow.nodes.flatMap((node) => thingsOf(node, kept.get(node.id) as Element, keep, make));
  const sequence = flow.edges.map(({ id, from, to, label, condition }) => {
    const [source, target] = [kept.get(from), kept.get(to)];
    const edge = keep(id, 'bpmn:SequenceFlow', { name: label, sourceRef: source, targetRef: target });
    if (condition !== undefined) {
      edge.conditionExpression = make('bpmn:FormalExpression', { body: condition, language: feelLanguage });
    }
    if (source) source.outgoing = [...(source.outgoing ?? []), edge];
    if (target) target.incoming = [...(target.incoming ?? []), edge];
    return edge;
  });
  const lanes = flow.lanes.map(({ id, name }) => {
    const flowNodeRef = flow.nodes.flatMap((node) => (node.lane === id ? (kept.get(node.id) ?? []) : []));
    return keep(id, 'bpmn:Lane', { name, flowNodeRef });
  });
  const process = make('bpmn:Process', {
    id: `process_${flow.id}`,
    name: flow.name,
    isExecutable: false,
    laneSets: [make('bpmn:LaneSet', { id: 'lanes', lanes })],
    flowElements: [...nodes, ...things, ...sequence],
  });
  const collaboration = make('bpmn:Collaboration', {
    id: 'collaboration',
    participants: [
      keep('pool', 'bpmn:Participant', { name: flow.participant, processRef: process }),
      ...flow.partners.map(({ id, name, side }) => keep(id, 'bpmn:Participant', { name, side })),
    ],
    messageFlows: flow.messages.map(({ id, from, to, text }) =>
      keep(id, 'bpmn:MessageFlow', { name: text, sourceRef: kept.get(from), targetRef: kept.get(to) }),
    ),
  });
  const definitions = make('bpmn:Definitions', {
    id: `definitions_${flow.id}`,
    targetNamespace: 'urn:hitomado:flows',
    exporter: 'Hitomado',
    rootElements: [collaboration, process],
    diagrams: [diagramOf(layout, kept, collaboration, make)],
  });
  return (await model.toXML(definitions, { format: true })).xml;
}

/** A task is done by a person with a system, by a person alone, or by a system alone. */
function typeOf({ kind, system }: FlowNode, lane: string | undefined): string {
  if (kind === 'start') return 'bpmn:StartEvent';
  if (kind === 'end') return 'bpmn:EndEvent';
  if (kind === 'choice') return 'bpmn:ExclusiveGateway';
  if (kind === 'parallel') return 'bpmn:ParallelGateway';
  if (lane === systemLane) return 'bpmn:ServiceTask';
  return system === undefined ? 'bpmn:ManualTask' : 'bpmn:UserTask';
}

/** Who does what no person does. */
const systemLane = 'システム';

type Keep = (id: string, type: string, properties?: object) => Element;
type Make = (type: string, properties: object) => Element;

export const thingId = (node: string, kind: Artefact['kind']): string => `${kind}_${node}`;

/** Papers and entries as data objects that go into a task, the system as a store that it works on. */
function thingsOf(node: FlowNode, task: Element, keep: Keep, make: Make): Element[] {
  const groups: readonly (readonly ['documents' | 'data', readonly Thing[], string])[] = [
    ['documents', node.documents ?? [], '点'],
    ['data', node.data ?? [], '項目'],
  ];
  const objects = groups.flatMap(([kind, things, unit]) => {
    if (things.length === 0) return [];
    const id = thingId(node.id, kind);
    const object = keep(`object_${id}`, 'bpmn:DataObject', { isCollection: things.length > 1 });
    const documentation = [make('bpmn:Documentation', { text: things.map(({ name }) => name).join('\n') })];
    const ids = things.map((thing) => thing.id).join(' ');
    const reference = keep(id, 'bpmn:DataObjectReference', {
      name: summary(things, unit),
      kind,
      ids,
      documentation,
      dataObjectRef: object,
    });
    const association = keep(`in_${id}`, 'bpmn:DataInputAssociation', { sourceRef: [reference] });
    task.dataInputAssociations = [...(task.dataInputAssociations ?? []), association];
    return [reference, object];
  });
  if (node.system === undefined) return objects;
  const id = thingId(node.id, 'system');
  const store = keep(id, 'bpmn:DataStoreReference', { name: node.system.replace('/', ' '), system: node.system });
  task.dataOutputAssociations = [keep(`out_${id}`, 'bpmn:DataOutputAssociation', { targetRef: store })];
  return [...objects, store];
}

const rounded = ({ x, y, width, height }: Box): object => ({
  x: Math.round(x),
  y: Math.round(y),
  width: Math.round(width),
  height: Math.round(height),
});

function diagramOf(layout: Layout, kept: ReadonlyMap<string, Element>, collaboration: Element, make: Make): Element {
  const bounds = (box: Box): Element => make('dc:Bounds', rounded(box));
  const label = (lines: Lines | undefined): object =>
    lines ? { label: make('bpmndi:BPMNLabel', { bounds: bounds(lines.box) }) } : {};
  const shape = (id: string, box: Box, more: object = {}): Element =>
    make('bpmndi:BPMNShape', { id: `${id}_di`, bpmnElement: kept.get(id), bounds: bounds(box), ...more });
  const line = (id: string, points: readonly Point[], more: object = {}): Element =>
    make('bpmndi:BPMNEdge', {
      id: `${id}_di`,
      bpmnElement: kept.get(id),
      waypoint: points.map(({ x, y }) => make('dc:Point', { x: Math.round(x), y: Math.round(y) })),
      ...more,
    });
  const drawn = [
    shape('pool', layout.pool, { isHorizontal: false }),
    ...layout.partners.map(({ partner, box }) => shape(partner.id, box, { isHorizontal: false })),
    ...layout.lanes.map(({ lane, box }) => shape(lane.id, box, { isHorizontal: false })),
    ...layout.nodes.flatMap((placed) => nodeShapes(placed, shape, line, label)),
    ...layout.routes.map(({ edge, points, label: own }: Route) => line(edge.id, points, label(own))),
    ...layout.messages.map(({ message, points, label: own }) => line(message.id, points, label(own))),
  ];
  const plane = make('bpmndi:BPMNPlane', { id: 'plane', bpmnElement: collaboration, planeElement: drawn });
  return make('bpmndi:BPMNDiagram', { id: 'diagram', plane });
}

function nodeShapes(
  { node, box, label, artefacts }: PlacedNode,
  shape: (id: string, box: Box, more?: object) => Element,
  line: (id: string, points: readonly Point[], more?: object) => Element,
  labelOf: (lines: Lines | undefined) => object,
): Element[] {
  const marker = node.kind === 'choice' ? { isMarkerVisible: true } : {};
  return [
    shape(node.id, box, { ...marker, ...labelOf(label) }),
    ...artefacts.flatMap((artefact) => {
      const id = thingId(node.id, artefact.kind);
      const icon = iconBox(artefact);
      const text = { ...artefact.box, x: icon.x + icon.width + 4, width: artefact.box.width - icon.width - 4 };
      const middle = icon.y + icon.height / 2;
      const [near, far] = [
        { x: box.x + box.width, y: middle },
        { x: icon.x, y: middle },
      ];
      return [
        shape(id, icon, labelOf({ lines: artefact.lines, box: text })),
        artefact.kind === 'system' ? line(`out_${id}`, [near, far]) : line(`in_${id}`, [far, near]),
      ];
    }),
  ];
}

/** The little picture at the beginning of what stands beside a task. */
export function iconBox({ box }: Artefact): Box {
  return { x: box.x, y: box.y + box.height / 2 - 12, width: sizes.icon, height: 24 };
}
