import { widthOf, wrapShort } from '#platform/japanese';
import { type Flow, type FlowNode, isGateway, type Lane, type Message, type Partner } from '../flow.ts';
import { linesOf, type Row } from './lines.ts';
import { crossingsOf } from './quality.ts';
import { channelBelow, heightsOf, type Route, routeOf, turnsOf } from './routes.ts';
import { ordersOf, spansOf } from './rows.ts';
import {
  type Artefact,
  type Box,
  heightOfArtefact,
  type Lines,
  type Point,
  type Shape,
  shapeOf,
  sizes,
} from './shapes.ts';

export type { Route } from './routes.ts';

export interface PlacedNode {
  node: FlowNode;
  box: Box;
  lines: readonly string[];
  /** What stands beside a choice or an event. */
  label?: Lines;
  artefacts: readonly Artefact[];
}

export interface MessageRoute {
  message: Message;
  points: readonly Point[];
  label?: Lines;
}

/** A flow with a place for everything: lanes stand beside each other, and what happens next stands below. */
export interface Layout {
  flow: Flow;
  width: number;
  height: number;
  pool: Box;
  lanes: readonly { lane: Lane; box: Box }[];
  partners: readonly { partner: Partner; box: Box }[];
  nodes: readonly PlacedNode[];
  routes: readonly Route[];
  messages: readonly MessageRoute[];
}

export const poolHead = 34;
export const laneHead = 34;
const margin = 16;
const lanePadding = 22;
const partnerWidth = 56;
const partnerGap = 112;

/**
 * Draws a flow: one row for each node, so that nothing stands in the way of a line by construction, and the lanes as columns. Lines
 * that pass by others run beside them on the side where they cross least. Deterministic; a few milliseconds.
 */
export function layoutOf(flow: Flow): Layout {
  const told = toldRight(flow);
  const shapes = new Map(flow.nodes.map((node) => [node.id, shapeOf(node, told.has(node.id))]));
  let best: Layout | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  // The order in which the flow is written down stays, unless another one crosses less.
  for (const order of ordersOf(flow.nodes, flow.edges)) {
    const drawing = draw(flow, order, shapes);
    const crossings = crossingsOf(drawing.routes.map(({ points }) => points));
    if (crossings < fewest) [best, fewest] = [drawing, crossings];
    if (fewest === 0) break;
  }
  return best as Layout;
}

/** What speaks with somebody on the right: a line runs there below what stands beside the task. */
function toldRight({ partners, messages }: Flow): ReadonlySet<string> {
  const right = new Set(partners.filter(({ side }) => side === 'right').map(({ id }) => id));
  return new Set(messages.flatMap(({ from, to }) => (right.has(from) || right.has(to) ? [from, to] : [])));
}

function draw(flow: Flow, order: readonly FlowNode[], shapes: ReadonlyMap<string, Shape>): Layout {
  const columns = columnsOf(flow.lanes, order, shapes);
  const rows = order.map((node): Row => {
    const shape = shapes.get(node.id) as Shape;
    const x = columns.find(({ lane }) => lane.id === node.lane)?.middle ?? 0;
    return { node, shape, x, left: x - shape.width / 2, right: x + shape.width / 2 + shape.beside };
  });
  const lines = linesOf(spansOf(order, flow.edges), rows);
  const turns = lines.map((line) => turnsOf(line, rows));
  const channels = rows.map((_, row) => channelBelow(row, turns.flat()));
  const tops = heightsOf(rows, channels, lines, poolHead + laneHead + 20);
  const routes = lines.map((line, index) => routeOf(line, turns[index] ?? [], rows, tops, channels));
  return assemble(flow, { columns, rows, tops, routes });
}

interface Column {
  lane: Lane;
  left: number;
  right: number;
  middle: number;
}

function columnsOf(lanes: readonly Lane[], nodes: readonly FlowNode[], shapes: ReadonlyMap<string, Shape>): Column[] {
  let left = 0;
  return lanes.map((lane) => {
    const own = nodes.filter((node) => node.lane === lane.id).flatMap(({ id }) => shapes.get(id) ?? []);
    const half = Math.max(sizes.task / 2, ...own.map(({ width }) => width / 2));
    const right = Math.max(half, ...own.map(({ width, beside }) => width / 2 + beside));
    const head = widthOf(lane.name) * 15;
    const width = Math.max(half + right + 2 * lanePadding, head + 16);
    const column = { lane, left, right: left + width, middle: left + lanePadding + half };
    left += width;
    return column;
  });
}

interface Parts {
  columns: readonly Column[];
  rows: readonly Row[];
  tops: readonly number[];
  routes: readonly Route[];
}

/** Puts everything into one drawing that begins at the margin. */
function assemble(flow: Flow, { columns, rows, tops, routes }: Parts): Layout {
  const xs = routes.flatMap(({ points, label }) => [
    ...points.map(({ x }) => x),
    ...(label ? [label.box.x, label.box.x + label.box.width] : []),
  ]);
  const poolLeft = Math.min(columns[0]?.left ?? 0, ...xs.map((x) => x - lanePadding / 2));
  const name = widthOf(flow.participant) * 15 + 24;
  const poolRight = Math.max(columns.at(-1)?.right ?? 0, poolLeft + name, ...xs.map((x) => x + lanePadding / 2));
  const hasSide = (side: Partner['side']): boolean => flow.partners.some((partner) => partner.side === side);
  const room = (side: Partner['side']): number => (hasSide(side) ? partnerWidth + partnerGap : 0);
  const shift: Point = { x: margin + room('left') - poolLeft, y: margin };
  const bottom = tops.at(-1) ?? 0;
  const pool: Box = { x: poolLeft + shift.x, y: margin, width: poolRight - poolLeft, height: bottom };
  const lanes = columns.map(({ lane, left, right }, index) => {
    const x = (index === 0 ? poolLeft : left) + shift.x;
    const end = (index === columns.length - 1 ? poolRight : right) + shift.x;
    return { lane, box: { x, y: margin + poolHead, width: end - x, height: bottom - poolHead } };
  });
  const nodes = rows.map((row, index) => placed(row, tops[index] ?? 0, shift));
  const partners = flow.partners.map((partner) => ({ partner, box: partnerBox(partner, flow.partners, pool) }));
  const moved = (box: Box): Box => ({ ...box, x: box.x + shift.x, y: box.y + shift.y });
  return {
    flow,
    width: pool.x + pool.width + room('right') + margin,
    height: bottom + 2 * margin,
    pool,
    lanes,
    partners,
    nodes,
    routes: routes.map(({ edge, points, label }) => ({
      edge,
      points: points.map(({ x, y }) => ({ x: x + shift.x, y: y + shift.y })),
      label: label && { ...label, box: moved(label.box) },
    })),
    messages: messagesOf(flow, nodes, partners),
  };
}

function placed({ node, shape, x, left }: Row, top: number, shift: Point): PlacedNode {
  const isSquare = node.kind !== 'task';
  const height = isSquare ? shape.width : shape.height;
  const box: Box = {
    x: left + shift.x,
    y: top + shift.y + (shape.height - height) / 2,
    width: shape.width,
    height,
  };
  if (!isSquare) return { node, box, lines: shape.lines, artefacts: artefactsAt(shape, box) };
  if (shape.lines.length === 0) return { node, box, lines: [], artefacts: [] };
  const textHeight = shape.lines.length * sizes.small;
  const middle = top + shift.y + shape.height / 2;
  const labelTop = isGateway(node) ? middle - textHeight - 2 : middle - textHeight / 2;
  const label = {
    lines: shape.lines,
    box: { x: x + shift.x + shape.width / 2 + 6, y: labelTop, width: shape.labelWidth, height: textHeight },
  };
  return { node, box, lines: [], label, artefacts: [] };
}

function artefactsAt(shape: Shape, box: Box): Artefact[] {
  let y = box.y + 2;
  return shape.artefacts.map((artefact) => {
    const height = heightOfArtefact(artefact.lines);
    const at = { x: box.x + box.width + sizes.artefactGap, y, width: sizes.artefact, height };
    y += height;
    return { ...artefact, box: at };
  });
}

/** Those on one side share it from top to bottom. */
function partnerBox(partner: Partner, partners: readonly Partner[], pool: Box): Box {
  const own = partners.filter(({ side }) => side === partner.side);
  const x = partner.side === 'left' ? pool.x - partnerGap - partnerWidth : pool.x + pool.width + partnerGap;
  const height = (pool.height - (own.length - 1) * 12) / own.length;
  return { x, y: pool.y + own.indexOf(partner) * (height + 12), width: partnerWidth, height };
}

function messagesOf(flow: Flow, nodes: readonly PlacedNode[], partners: Layout['partners']): MessageRoute[] {
  return flow.messages.flatMap((message): MessageRoute[] => {
    const at = partners.find(({ partner }) => partner.id === message.from || partner.id === message.to);
    const inward = at?.partner.id === message.from;
    const node = nodes.find(({ node: { id } }) => id === (inward ? message.to : message.from));
    if (at === undefined || node === undefined) return [];
    const isLeft = at.partner.side === 'left';
    const { box } = node;
    // The one that comes and the one that goes lie apart.
    const y = isLeft ? box.y + (inward ? 12 : box.height - 12) : box.y + box.height - (inward ? 16 : 6);
    const near = { x: isLeft ? box.x : box.x + box.width, y };
    const level = y >= at.box.y && y <= at.box.y + at.box.height;
    const edge = isLeft ? at.box.x + at.box.width : at.box.x;
    const aside = edge + (isLeft ? 20 : -20);
    const inside = Math.min(Math.max(y, at.box.y + 10), at.box.y + at.box.height - 10);
    const far = { x: edge, y: level ? y : inside };
    const outward = level ? [near, far] : [near, { x: aside, y }, { x: aside, y: inside }, far];
    const lines = wrapShort(message.text, (partnerGap - 12) / 12.5, 2);
    const height = lines.length * sizes.small;
    const label = {
      lines,
      box: {
        x: isLeft ? edge + 6 : edge - partnerGap + 6,
        y: inward ? y - height - 5 : y + 6,
        width: partnerGap - 12,
        height,
      },
    };
    return [{ message, points: inward ? outward.toReversed() : outward, label }];
  });
}
