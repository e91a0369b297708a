import { type Flow, type FlowEdge, type FlowNode, isGateway, type Lane, type Message, type Partner } from '../flow.ts';
import { widthOf, wrapShort } from '../wrap.ts';
import { crossingsOf } from './quality.ts';
import { chooseSides, encloses, meet, ordersOf, passed, type Side, type Span, spansOf } from './rows.ts';
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
import { orderTracks, type Track } from './tracks.ts';

export interface PlacedNode {
  node: FlowNode;
  box: Box;
  lines: readonly string[];
  /** What stands beside a choice or an event. */
  label?: Lines;
  artefacts: readonly Artefact[];
}

export interface Route {
  edge: FlowEdge;
  points: readonly Point[];
  label?: Lines;
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
const lineGap = 13;
const trackGap = 11;
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

interface Row {
  node: FlowNode;
  shape: Shape;
  /** The middle of the shape. */
  x: number;
  left: number;
  right: number;
}

interface Line {
  span: Span;
  side: Side | null;
  /** Where the long piece stands; unused for a line to the row below. */
  x: number;
  exit: Port;
  entry: Port;
}

/** Where a line touches a node, from its middle. */
interface Port {
  dx: number;
  /** It leaves sideways, at half the height. */
  sideways: boolean;
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
  const channels = rows.map((_, row) => tracksAt(row, lines, rows));
  const tops = heightsOf(rows, channels, lines);
  const routes = lines.map((line) => routeOf(line, rows, tops, channels));
  return assemble(flow, { columns, rows, lines, tops, routes });
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

/** Gives every edge its side, its place beside the rows that it passes, and its ports. */
function linesOf(spans: readonly Span[], rows: readonly Row[]): Line[] {
  const long = spans.filter(({ direct }) => !direct);
  const bound = (span: Span, side: Side): number => {
    const beside = passed(span).flatMap((row) => rows[row] ?? []);
    const [from, to] = [rows[span.from], rows[span.to]];
    // A choice is left by its corner, so the line stands beyond it and beyond what the choice is called.
    const corner = from && isGateway(from.node) ? [cornerOf(from, span.edge, side)] : [];
    const ports = [from?.x ?? 0, to?.x ?? 0];
    return side === 'left'
      ? Math.min(Math.max(...ports), ...corner, ...beside.map(({ left }) => left - lineGap))
      : Math.max(Math.min(...ports), ...corner, ...beside.map(({ right }) => right + lineGap));
  };
  const detour = (span: Span, side: Side): number => {
    const x = bound(span, side);
    return Math.abs((rows[span.from]?.x ?? 0) - x) + Math.abs((rows[span.to]?.x ?? 0) - x);
  };
  const sides = chooseSides(long, detour);
  const placed: { span: Span; side: Side; x: number }[] = [];
  const inwardFirst = long
    .map((span, index) => ({ span, side: sides[index] as Side }))
    .sort((one, other) => passed(one.span).length - passed(other.span).length);
  for (const { span, side } of inwardFirst) {
    placed.push({ span, side, x: placeBeside(span, side, bound(span, side), rows, placed) });
  }
  const lines = spans.map((span): Line => {
    const found = placed.find((one) => one.span === span);
    return { span, side: found?.side ?? null, x: found?.x ?? 0, exit: middlePort, entry: middlePort };
  });
  for (const [row, { node }] of rows.entries()) setPorts(row, node, lines);
  return lines;
}

const middlePort: Port = { dx: 0, sideways: false };

function cornerOf({ x, shape }: Row, edge: FlowEdge, side: Side): number {
  const room = shape.width / 2 + Math.max(lineGap, edgeLabelWidth(edge) + 10);
  return side === 'left' ? x - room : x + room;
}

/** Beyond the rows it passes and the lines it encloses; straight above or below one of its ends where that is free. */
function placeBeside(
  span: Span,
  side: Side,
  bound: number,
  rows: readonly Row[],
  placed: readonly { span: Span; side: Side; x: number }[],
): number {
  const outward = side === 'left' ? -1 : 1;
  const beside = placed.filter((other) => meet(other.span, span));
  const inner = beside.filter((other) => other.side === side && encloses(span, other.span));
  const limit = inner.reduce(
    (edge, { x }) => (side === 'left' ? Math.min(edge, x - lineGap) : Math.max(edge, x + lineGap)),
    bound,
  );
  const isFree = (x: number): boolean =>
    (x - limit) * outward >= 0 && beside.every((other) => Math.abs(other.x - x) >= lineGap - 1);
  const [from, to] = [rows[span.from], rows[span.to]];
  const straight = [from && isGateway(from.node) ? undefined : from?.x, to?.x].find(
    (x) => x !== undefined && !span.back && isFree(x),
  );
  if (straight !== undefined) return straight;
  let x = limit;
  while (!isFree(x)) x += outward;
  return x;
}

/** Spreads the lines that touch a node over its upper and lower edge, so that those of one side never cross each other. */
function setPorts(row: number, node: FlowNode, lines: Line[]): void {
  const step = node.kind === 'task' ? 18 : 8;
  const outgoing = lines.filter(({ span }) => span.from === row);
  const incoming = lines.filter(({ span }) => span.to === row);
  spread(incoming, step, (line, dx) => {
    line.entry = { dx, sideways: false };
  });
  if (!isGateway(node)) {
    spread(outgoing, step, (line, dx) => {
      line.exit = { dx, sideways: false };
    });
    return;
  }
  // One line of each side leaves a choice by its corner: a way back, which would cross it otherwise, or else the outermost.
  const corners = (['left', 'right'] as const).flatMap((side) => {
    const own = outgoing.filter((line) => line.side === side);
    const outward = (one: Line, other: Line): number => (side === 'left' ? one.x - other.x : other.x - one.x);
    return (
      own.toSorted((one, other) => Number(other.span.back) - Number(one.span.back) || outward(one, other))[0] ?? []
    );
  });
  for (const line of corners) line.exit = { dx: 0, sideways: true };
  const below = outgoing.filter((line) => !corners.includes(line));
  spread(below, step, (line, dx) => {
    line.exit = { dx, sideways: false };
  });
}

function spread(lines: readonly Line[], step: number, set: (line: Line, dx: number) => void): void {
  const of = (side: Side | null): Line[] => lines.filter((line) => line.side === side);
  const backFirst = (one: Line, other: Line): number =>
    Number(other.span.back) - Number(one.span.back) || (one.span.back ? other.x - one.x : one.x - other.x);
  const left = of('left').sort(backFirst);
  const right = of('right').sort((one, other) => -backFirst({ ...one, x: -one.x }, { ...other, x: -other.x }));
  const direct = of(null);
  const all = [...left, ...direct, ...right];
  const middle = direct.length > 0 ? left.length + (direct.length - 1) / 2 : (all.length - 1) / 2;
  const most = step === 8 ? 14 : 80;
  const width = Math.max(1, middle, all.length - 1 - middle);
  const used = Math.min(step, most / width);
  for (const [index, line] of all.entries()) set(line, (index - middle) * used);
}

/** The horizontal pieces in the space below a row, each with the line it belongs to and which end of it. */
interface Channel {
  tracks: readonly { line: Line; end: 'exit' | 'entry' | 'direct'; track: Track }[];
  order: readonly number[];
}

function tracksAt(row: number, lines: readonly Line[], rows: readonly Row[]): Channel {
  const at = (index: number, port: Port): number => (rows[index]?.x ?? 0) + port.dx;
  const tracks = lines.flatMap((line): Channel['tracks'][number][] => {
    const { span, x, exit, entry, side } = line;
    const found: Channel['tracks'][number][] = [];
    if (side === null) {
      const [a, b] = [at(span.from, exit), at(span.to, entry)];
      if (span.from === row && Math.abs(a - b) >= 1 && !exit.sideways)
        found.push({
          line,
          end: 'direct',
          track: {
            arms: [
              { x: a, goes: 'up' },
              { x: b, goes: 'down' },
            ],
          },
        });
      return found;
    }
    const goes = span.back ? 'up' : 'down';
    const leaves = at(span.from, exit);
    if (span.from === row && !exit.sideways && (span.back || Math.abs(leaves - x) >= 1))
      found.push({
        line,
        end: 'exit',
        track: {
          arms: [
            { x: leaves, goes: 'up' },
            { x, goes },
          ],
        },
      });
    const arrives = at(span.to, entry);
    const comes = span.back ? 'down' : 'up';
    if (span.to === row + 1 && (span.back || Math.abs(arrives - x) >= 1))
      found.push({
        line,
        end: 'entry',
        track: {
          arms: [
            { x, goes: comes },
            { x: arrives, goes: 'down' },
          ],
        },
      });
    return found;
  });
  return { tracks, order: orderTracks(tracks.map(({ track }) => track)) };
}

const labelHeight = sizes.small + 2;

/** The top of each row; the space between two is as high as its tracks need. */
function heightsOf(rows: readonly Row[], channels: readonly Channel[], lines: readonly Line[]): number[] {
  const tops: number[] = [];
  // A line back to the first row runs above it.
  const above = lines.filter(({ span }) => span.back && span.to === 0).length;
  let top = poolHead + laneHead + 20 + above * trackGap;
  for (const [row, { shape, node }] of rows.entries()) {
    tops.push(top);
    const below = lines.some(({ span, exit }) => span.from === row && !exit.sideways && span.edge.label !== undefined);
    const label = isGateway(node) && below ? labelHeight : 0;
    const count = channels[row]?.tracks.length ?? 0;
    top += shape.height + Math.max(26, label + 14 + count * trackGap + (count > 0 ? 10 : 0));
  }
  return [...tops, top];
}

function trackY(
  row: number,
  line: Line,
  end: string,
  rows: readonly Row[],
  tops: readonly number[],
  channels: readonly Channel[],
): number {
  const channel = channels[row];
  const index = channel?.tracks.findIndex((one) => one.line === line && one.end === end) ?? -1;
  const place = channel?.order.indexOf(index) ?? -1;
  const count = channel?.tracks.length ?? 0;
  const bottom = tops[row + 1] ?? 0;
  const shape = rows[row]?.shape;
  if (shape === undefined) return bottom - 14;
  return bottom - 14 - (count - 1 - place) * trackGap;
}

function routeOf(line: Line, rows: readonly Row[], tops: readonly number[], channels: readonly Channel[]): Route {
  const { span, x, exit, entry, side } = line;
  const from = rows[span.from] as Row;
  const to = rows[span.to] as Row;
  const fromTop = tops[span.from] ?? 0;
  const toTop = tops[span.to] ?? 0;
  const start = leaving(from, fromTop, exit, side);
  const end: Point = { x: to.x + entry.dx, y: toTop + inset(to, entry.dx) };
  const y = (row: number, which: string): number => trackY(row, line, which, rows, tops, channels);
  const points: Point[] = [start];
  if (side === null) {
    if (Math.abs(start.x - end.x) >= 1) {
      const between = y(span.from, 'direct');
      points.push({ x: start.x, y: between }, { x: end.x, y: between });
    }
  } else {
    if (exit.sideways) points.push({ x, y: start.y });
    else if (span.back || Math.abs(start.x - x) >= 1) {
      const below = y(span.from, 'exit');
      points.push({ x: start.x, y: below }, { x, y: below });
    }
    if (span.back || Math.abs(end.x - x) >= 1) {
      const above = span.to === 0 ? toTop - 10 : y(span.to - 1, 'entry');
      points.push({ x, y: above }, { x: end.x, y: above });
    }
  }
  points.push(end);
  return { edge: span.edge, points: tidy(points), label: edgeLabel(span.edge, start, line) };
}

function leaving(row: Row, top: number, exit: Port, side: Side | null): Point {
  const middle = top + row.shape.height / 2;
  if (exit.sideways) return { x: row.x + ((side === 'left' ? -1 : 1) * row.shape.width) / 2, y: middle };
  return { x: row.x + exit.dx, y: top + row.shape.height - inset(row, exit.dx) };
}

/** How far below the top of its row the outline of a shape is, so far from its middle. */
function inset({ node, shape }: Row, dx: number): number {
  const extra = (shape.height - shape.width) / 2;
  if (isGateway(node)) return extra + Math.abs(dx);
  if (node.kind === 'task') return 0;
  const radius = shape.width / 2;
  return radius - Math.sqrt(Math.max(0, radius * radius - dx * dx));
}

const tidy = (points: readonly Point[]): Point[] =>
  points.filter((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (before === undefined || after === undefined) return true;
    const straight = (a: number, b: number, c: number) => Math.abs(a - b) < 0.01 && Math.abs(b - c) < 0.01;
    return !straight(before.x, point.x, after.x) && !straight(before.y, point.y, after.y);
  });

const edgeLines = (edge: FlowEdge): string[] => (edge.label === undefined ? [] : wrapShort(edge.label, 12, 1));
const edgeLabelWidth = (edge: FlowEdge): number => Math.ceil(Math.max(0, ...edgeLines(edge).map(widthOf)) * 13);

/** Beside the beginning of a line: above it where it leaves to the left, below it where it leaves to the right. */
function edgeLabel(edge: FlowEdge, start: Point, { exit, side }: Line): Lines | undefined {
  const lines = edgeLines(edge);
  if (lines.length === 0) return undefined;
  const width = edgeLabelWidth(edge) + 4;
  const size = { width, height: labelHeight };
  if (!exit.sideways) {
    const x = exit.dx < 0 ? start.x - width - 5 : start.x + 7;
    return { lines, box: { x, y: start.y + 3, ...size } };
  }
  return side === 'left'
    ? { lines, box: { x: start.x - width - 4, y: start.y - labelHeight - 2, ...size } }
    : { lines, box: { x: start.x + 4, y: start.y + 2, ...size } };
}

interface Parts {
  columns: readonly Column[];
  rows: readonly Row[];
  lines: readonly Line[];
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
