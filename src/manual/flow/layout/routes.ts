import { type FlowEdge, isGateway } from '../flow.ts';
import { edgeLabelWidth, edgeLines, type Line, type Port, type Row } from './lines.ts';
import type { Side } from './rows.ts';
import { type Lines, type Point, sizes } from './shapes.ts';
import { orderTracks, type Track } from './tracks.ts';

const trackGap = 11;

export interface Route {
  edge: FlowEdge;
  points: readonly Point[];
  label?: Lines;
}

/** The horizontal pieces in the space below a row, each with the line it belongs to and which end of it. */
interface Channel {
  tracks: readonly { line: Line; end: 'exit' | 'entry' | 'direct'; track: Track }[];
  order: readonly number[];
}

/** The horizontal pieces that run below a row, in the order from top to bottom in which they cross least. */
export function tracksAt(row: number, lines: readonly Line[], rows: readonly Row[]): Channel {
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

/** The corners of a line from node to node, and its label. */
export function routeOf(
  line: Line,
  rows: readonly Row[],
  tops: readonly number[],
  channels: readonly Channel[],
): Route {
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
