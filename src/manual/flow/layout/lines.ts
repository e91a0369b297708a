import { widthOf, wrapShort } from '#platform/japanese';
import { type FlowEdge, type FlowNode, isGateway } from '../flow.ts';
import { chooseSides, encloses, meet, passed, type Side, type Span } from './rows.ts';
import type { Shape } from './shapes.ts';

const lineGap = 13;

/** A node in a row of its own, with where its shape ends on both sides. */
export interface Row {
  node: FlowNode;
  shape: Shape;
  /** The middle of the shape. */
  x: number;
  left: number;
  right: number;
}

/** A line between two nodes, before its corners are known. */
export interface Line {
  span: Span;
  side: Side | null;
  /** Where the long piece stands; unused for a line to the row below. */
  x: number;
  exit: Port;
  entry: Port;
}

/** Where a line touches a node, from its middle. */
export interface Port {
  dx: number;
  /** It leaves sideways, at half the height. */
  sideways: boolean;
}

/** Gives every edge its side, its place beside the rows that it passes, and its ports. */
export function linesOf(spans: readonly Span[], rows: readonly Row[]): Line[] {
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

/** How far apart lines touch a node, and how far from its middle they may: the edge of a task is wider than a corner or a circle. */
const ports = { task: { step: 18, most: 80 }, other: { step: 8, most: 14 } } as const;
type PortRoom = (typeof ports)[keyof typeof ports];

/** Spreads the lines that touch a node over its upper and lower edge, so that those of one side never cross each other. */
function setPorts(row: number, node: FlowNode, lines: Line[]): void {
  const room = node.kind === 'task' ? ports.task : ports.other;
  const outgoing = lines.filter(({ span }) => span.from === row);
  const incoming = lines.filter(({ span }) => span.to === row);
  for (const [line, dx] of spread(incoming, room)) line.entry = { dx, sideways: false };
  const corners = isGateway(node) ? cornerLines(outgoing) : [];
  for (const line of corners) line.exit = { dx: 0, sideways: true };
  const below = outgoing.filter((line) => !corners.includes(line));
  for (const [line, dx] of spread(below, room)) line.exit = { dx, sideways: false };
}

/** One line of each side leaves a choice by its corner: a way back, which would cross it otherwise, or else the outermost. */
function cornerLines(outgoing: readonly Line[]): Line[] {
  return (['left', 'right'] as const).flatMap((side) => {
    const own = outgoing.filter((line) => line.side === side);
    const outward = (one: Line, other: Line): number => (side === 'left' ? one.x - other.x : other.x - one.x);
    return (
      own.toSorted((one, other) => Number(other.span.back) - Number(one.span.back) || outward(one, other))[0] ?? []
    );
  });
}

/**
 * Lines with how far from the middle of a node they touch it. From the outside in: ways back, the innermost of them first, since they
 * turn away at once; then the others, the outermost first. Those that go straight on stand in the middle.
 */
function spread(lines: readonly Line[], { step, most }: PortRoom): [Line, number][] {
  const inward = (side: Side): Line[] => {
    const out = side === 'left' ? -1 : 1;
    return lines
      .filter((line) => line.side === side)
      .sort(
        (one, other) =>
          Number(other.span.back) - Number(one.span.back) || (one.span.back ? 1 : -1) * out * (one.x - other.x),
      );
  };
  const left = inward('left');
  const straight = lines.filter((line) => line.side === null);
  const all = [...left, ...straight, ...inward('right').reverse()];
  const middle = straight.length > 0 ? left.length + (straight.length - 1) / 2 : (all.length - 1) / 2;
  const width = Math.max(1, middle, all.length - 1 - middle);
  const used = Math.min(step, most / width);
  return all.map((line, index) => [line, (index - middle) * used]);
}

/** The label of an edge in one short line. */
export const edgeLines = (edge: FlowEdge): string[] => (edge.label === undefined ? [] : wrapShort(edge.label, 12, 1));
/** How wide that label is, in pixels. */
export const edgeLabelWidth = (edge: FlowEdge): number => Math.ceil(Math.max(0, ...edgeLines(edge).map(widthOf)) * 13);
