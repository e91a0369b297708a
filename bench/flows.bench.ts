// Drawing of flows with lanes beside bpmn-auto-layout, which draws the same processes without their lanes; and every flow of the city
// through the editor and back.
import { join } from 'node:path';
import { layoutProcess } from 'bpmn-auto-layout';
import { BpmnModdle, type Element } from 'bpmn-moddle';
import { loadInventory } from '#inventory';
import { packageRoot } from '#platform/package';
import { bpmnOf } from '../src/manual/flow/bpmn-write.ts';
import type { Flow } from '../src/manual/flow/flow.ts';
import { layoutOf } from '../src/manual/flow/layout/layout.ts';
import { bendsOf, crossingsOf, overlapsOf, sharedOf, throughOf } from '../src/manual/flow/layout/quality.ts';
import type { Box, Point } from '../src/manual/flow/layout/shapes.ts';
import { sampleProcess } from '../src/manual/flow/sample-processes.ts';
import { allFlows, throughEditor } from '../tests/support/bpmn-js.ts';
import { launchBrowser, visit } from '../tests/support/browser.ts';
import { percentile, report } from './report.ts';

const processes = 60;

interface Shape {
  id: string;
  box: Box;
  isTask: boolean;
}

interface Line {
  points: Point[];
  ends: string[];
}

interface Drawing {
  shapes: Shape[];
  lines: Line[];
  lanes: number;
}

/** What a drawing is worth, in numbers. */
class Figures {
  crossings = 0;
  overlaps = 0;
  through = 0;
  shared = 0;
  bends = 0;
  lanes = 0;
  readonly times: number[] = [];

  add({ shapes, lines, lanes }: Drawing, milliseconds: number): void {
    const points = lines.map((line) => line.points);
    this.crossings += crossingsOf(points);
    this.shared += sharedOf(points);
    this.bends += bendsOf(points);
    this.overlaps += overlapsOf(shapes.map(({ box }) => box));
    // A line may enter the box around a round or pointed shape that it ends at.
    this.through += throughOf(shapes, lines, ({ id, isTask }, { ends }) => !isTask && ends.includes(id));
    this.lanes += lanes;
    this.times.push(milliseconds);
  }
}

async function timed<Result>(work: () => Result | Promise<Result>): Promise<[Result, number]> {
  const started = performance.now();
  const result = await work();
  return [result, performance.now() - started];
}

function ourDrawing(layout: ReturnType<typeof layoutOf>): Drawing {
  return {
    shapes: layout.nodes.map(({ node, box }) => ({ id: node.id, box, isTask: node.kind === 'task' })),
    lines: layout.routes.map(({ edge, points }) => ({ points: [...points], ends: [edge.from, edge.to] })),
    lanes: layout.lanes.length,
  };
}

/** The file as the peer can read it: the process alone, without pool, lanes and diagram, which it would drop. */
async function bare(flow: Flow): Promise<string> {
  const model = new BpmnModdle();
  const { rootElement } = await model.fromXML(await bpmnOf(layoutOf(flow)));
  const process = rootElement.rootElements.find(({ $type }: Element) => $type === 'bpmn:Process');
  process.laneSets = undefined;
  rootElement.rootElements = [process];
  rootElement.diagrams = undefined;
  return (await model.toXML(rootElement)).xml;
}

async function peerDrawing(xml: string): Promise<Drawing> {
  const { rootElement } = await new BpmnModdle().fromXML(xml);
  const elements: Element[] = rootElement.diagrams[0].plane.planeElement;
  const drawing: Drawing = { shapes: [], lines: [], lanes: 0 };
  for (const { $type, bpmnElement, bounds, waypoint } of elements) {
    if ($type === 'bpmndi:BPMNEdge')
      drawing.lines.push({
        points: waypoint.map(({ x, y }: Point) => ({ x, y })),
        ends: [bpmnElement.sourceRef?.id, bpmnElement.targetRef?.id],
      });
    else if (bpmnElement.$type === 'bpmn:Lane') drawing.lanes += 1;
    else if (bpmnElement.$type !== 'bpmn:Participant')
      drawing.shapes.push({ id: bpmnElement.id, box: bounds, isTask: /Task$/.test(bpmnElement.$type) });
  }
  return drawing;
}

interface Measured {
  ours: Figures;
  peer: Figures;
  /** How many lanes there are to draw. */
  wanted: number;
  /** How many processes the peer broke at. */
  failed: number;
  /** Our crossings over the processes that the peer could draw. */
  compared: number;
}

async function measure(prefix: string, jumps: boolean): Promise<Measured> {
  const [ours, peer] = [new Figures(), new Figures()];
  let [wanted, failed, compared] = [0, 0, 0];
  for (let index = 0; index < processes; index += 1) {
    const flow = sampleProcess(`${prefix}${index}`, { jumps });
    wanted += flow.lanes.length;
    const [layout, own] = await timed(() => layoutOf(flow));
    ours.add(ourDrawing(layout), own);
    const xml = await bare(flow);
    try {
      const [laid, theirs] = await timed(() => layoutProcess(xml));
      peer.add(await peerDrawing(laid), theirs);
      compared += crossingsOf(layout.routes.map(({ points }) => points));
    } catch {
      // Some processes the peer cannot draw; both are compared over the others.
      failed += 1;
    }
  }
  return { ours, peer, wanted, failed, compared };
}

const known = await measure('', false);
// Seeds that nobody looked at while the layout was made, and processes with ways out of their blocks.
const heldOut = await measure('held-out-', false);
const jumping = await measure('jumping-', true);

/** Every flow of every procedure in every scope, opened in the editor, saved there, and made into steps and a drawing again. */
async function throughTheEditor() {
  const inventory = await loadInventory(join(packageRoot, 'content', 'asahikawa'));
  const browser = await launchBrowser();
  const { page } = await visit(browser);
  const trips = await throughEditor(page, inventory, allFlows(inventory));
  await browser.close();
  for (const line of [...trips.warnings, ...trips.lost.map((id) => `lost: ${id}`)]) console.error(line);
  return { procedures: inventory.procedures.length, ...trips };
}

const [trips, tripsTime] = await timed(throughTheEditor);

const named = (name: string, { crossings, overlaps, through, shared, bends, lanes, times }: Figures) => ({
  [`${name}: crossings`]: crossings,
  [`${name}: overlaps`]: overlaps,
  [`${name}: lines through shapes`]: through,
  [`${name}: shared pieces`]: shared,
  [`${name}: bends`]: bends,
  [`${name}: lanes drawn`]: lanes,
  [`${name}: ms p50`]: percentile(times, 0.5),
  [`${name}: ms p95`]: percentile(times, 0.95),
});

const sets = [known, heldOut, jumping];
report({
  name: 'flows',
  figures: {
    ...named('known', known.ours),
    ...named('held out', heldOut.ours),
    ...named('jumps', jumping.ours),
    'known: crossings where the peer draws': known.compared,
    'held out: crossings where the peer draws': heldOut.compared,
    'jumps: crossings where the peer draws': jumping.compared,
    'city: procedures': trips.procedures,
    'city: flows opened in bpmn-js': trips.opened,
    'city: warnings of bpmn-js': trips.warnings.length,
    'city: flows lost on the way and back': trips.lost.length,
    'city: seconds': tripsTime / 1000,
    'lanes wanted': known.wanted + heldOut.wanted + jumping.wanted,
  },
  peers: {
    ...named('bpmn-auto-layout known', known.peer),
    ...named('bpmn-auto-layout held out', heldOut.peer),
    ...named('bpmn-auto-layout jumps', jumping.peer),
    'bpmn-auto-layout: processes it broke at': known.failed + heldOut.failed + jumping.failed,
  },
  goal: {
    'known: crossings': 'fewer than bpmn-auto-layout without lanes',
    'held out: crossings': 'fewer than bpmn-auto-layout without lanes',
    'known: overlaps': '0',
    'known: lines through shapes': '0',
    'held out: ms p95': '≤ 200',
    'city: warnings of bpmn-js': '0',
    'city: flows lost on the way and back': '0',
  },
  pass:
    trips.warnings.length + trips.lost.length === 0 &&
    sets.every(
      ({ ours, peer, wanted, compared }) =>
        ours.overlaps === 0 &&
        ours.through === 0 &&
        ours.lanes === wanted &&
        compared < peer.crossings &&
        percentile(ours.times, 0.95) <= 200,
    ),
});
