import { type FlowEdge, isGateway } from '../flow.ts';
import { edgeLabelWidth, edgeLines, type Line, type Port, type Row } from './lines.ts';
import type { Side } from './rows.ts';
import { type Lines, type Point, sizes } from './shapes.ts';
import { type Arm, orderTracks, type Track } from './tracks.ts';

const trackGap = 11;

export interface Route {
  edge: FlowEdge;
  points: readonly Point[];
  label?: Lines;
}

/** A horizontal piece of a line, in the space below a row; below row -1 is the space above the first. */
export interface Turn extends Track {
  row: number;
}

/** The horizontal pieces below a row, from top to bottom. */
export type Channel = readonly Turn[];

/** The horizontal pieces of a line, in its direction. Where it goes straight on there is none. */
export function turnsOf({ span, x, exit, entry, side }: Line, rows: readonly Row[]): Turn[] {
  const at = (index: number, port: Port): number => (rows[index]?.x ?? 0) + port.dx;
  const [leaves, arrives] = [at(span.from, exit), at(span.to, entry)];
  const turn = (row: number, one: Arm, other: Arm): Turn => ({ row, arms: [one, other] });
  const isAside = (one: number, other: number): boolean => Math.abs(one - other) >= 1;
  if (side === null)
    return isAside(leaves, arrives) ? [turn(span.from, { x: leaves, goes: 'up' }, { x: arrives, goes: 'down' })] : [];
  const [out, back] = span.back ? (['up', 'down'] as const) : (['down', 'up'] as const);
  return [
    ...(!exit.sideways && (span.back || isAside(leaves, x))
      ? [turn(span.from, { x: leaves, goes: 'up' }, { x, goes: out })]
      : []),
    ...(span.back || isAside(arrives, x) ? [turn(span.to - 1, { x, goes: back }, { x: arrives, goes: 'down' })] : []),
  ];
}

/** The pieces that run below a row, in the order in which they cross least. */
export function channelBelow(row: number, turns: readonly Turn[]): Channel {
  const own = turns.filter((turn) => turn.row === row);
  return orderTracks(own).map((index) => own[index] as Turn);
}

const labelHeight = sizes.small + 2;

/** The top of each row below the head of the lanes; the space between two is as high as its tracks need. */
export function heightsOf(
  rows: readonly Row[],
  channels: readonly Channel[],
  lines: readonly Line[],
  head: number,
): number[] {
  const tops: number[] = [];
  // A line back to the first row runs above it.
  const above = lines.filter(({ span }) => span.back && span.to === 0).length;
  let top = head + above * trackGap;
  for (const [row, { shape, node }] of rows.entries()) {
    tops.push(top);
    const below = lines.some(({ span, exit }) => span.from === row && !exit.sideways && span.edge.label !== undefined);
    const label = isGateway(node) && below ? labelHeight : 0;
    const count = channels[row]?.length ?? 0;
    top += shape.height + Math.max(26, label + 14 + count * trackGap + (count > 0 ? 10 : 0));
  }
  return [...tops, top];
}

/** The corners of a line from node to node, and its label. */
export function routeOf(
  line: Line,
  turns: readonly Turn[],
  rows: readonly Row[],
  tops: readonly number[],
  channels: readonly Channel[],
): Route {
  const { span, x, exit, entry, side } = line;
  const to = rows[span.to] as Row;
  const toTop = tops[span.to] ?? 0;
  const start = leaving(rows[span.from] as Row, tops[span.from] ?? 0, exit, side);
  const end: Point = { x: to.x + entry.dx, y: toTop + inset(to, entry.dx) };
  const corners = turns.flatMap((turn): Point[] => {
    const y = turn.row < 0 ? toTop - 10 : heightOf(turn, channels[turn.row] ?? [], tops[turn.row + 1] ?? 0);
    return turn.arms.map((arm) => ({ x: arm.x, y }));
  });
  const points = [start, ...(exit.sideways ? [{ x, y: start.y }] : []), ...corners, end];
  return { edge: span.edge, points: tidy(points), label: edgeLabel(span.edge, start, line) };
}

/** How far down a horizontal piece runs: those below a row are stacked upon the top of the next. */
const heightOf = (turn: Turn, channel: Channel, nextTop: number): number =>
  nextTop - 14 - (channel.length - 1 - channel.indexOf(turn)) * trackGap;

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
