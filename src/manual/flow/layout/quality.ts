import type { Box, Point } from './shapes.ts';

type Segment = readonly [Point, Point];

const segmentsOf = (points: readonly Point[]): Segment[] =>
  points.slice(1).map((point, index) => [points[index] as Point, point]);

/** On which side of the line through p and q the point r lies. */
function turn(p: Point, q: Point, r: Point): number {
  return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
}

function differ(one: number, other: number): boolean {
  return (one > 1e-6 && other < -1e-6) || (one < -1e-6 && other > 1e-6);
}

/** Whether two pieces cross inside both of them: touching ends and pieces that lie on each other are no crossing. */
function cross([a, b]: Segment, [c, d]: Segment): boolean {
  return differ(turn(a, b, c), turn(a, b, d)) && differ(turn(c, d, a), turn(c, d, b));
}

/** How often lines cross each other. */
export function crossingsOf(lines: readonly (readonly Point[])[]): number {
  const pieces = lines.map(segmentsOf);
  let count = 0;
  for (const [index, own] of pieces.entries()) {
    for (const other of pieces.slice(index + 1)) {
      for (const one of own) for (const two of other) if (cross(one, two)) count += 1;
    }
  }
  return count;
}

/** How many pairs of pieces of different lines lie on each other for more than a touch (horizontal and vertical ones). */
export function sharedOf(lines: readonly (readonly Point[])[]): number {
  const pieces = lines.map(segmentsOf);
  let count = 0;
  for (const [index, own] of pieces.entries()) {
    for (const other of pieces.slice(index + 1)) {
      for (const one of own) for (const two of other) if (lieOnEachOther(one, two)) count += 1;
    }
  }
  return count;
}

function lieOnEachOther([a, b]: Segment, [c, d]: Segment): boolean {
  const along = (p: number, q: number, r: number, s: number): boolean =>
    Math.min(Math.max(p, q), Math.max(r, s)) - Math.max(Math.min(p, q), Math.min(r, s)) > 1;
  const same = (...values: number[]): boolean => Math.max(...values) - Math.min(...values) < 0.5;
  return (
    (same(a.x, b.x, c.x, d.x) && along(a.y, b.y, c.y, d.y)) || (same(a.y, b.y, c.y, d.y) && along(a.x, b.x, c.x, d.x))
  );
}

/** How many pairs of shapes lie on each other. */
export function overlapsOf(boxes: readonly Box[]): number {
  const inside = (one: Box, other: Box): boolean =>
    one.x < other.x + other.width - 0.5 &&
    other.x < one.x + one.width - 0.5 &&
    one.y < other.y + other.height - 0.5 &&
    other.y < one.y + one.height - 0.5;
  return boxes.reduce(
    (count, box, index) => count + boxes.slice(index + 1).filter((other) => inside(box, other)).length,
    0,
  );
}

/** How many lines run through the inside of a shape. A line's own ends are left out by what `isEnd` says. */
export function throughOf<Shape extends { box: Box }, Line extends { points: readonly Point[] }>(
  shapes: readonly Shape[],
  lines: readonly Line[],
  isEnd: (shape: Shape, line: Line) => boolean,
): number {
  return lines.reduce((count, line) => {
    const hit = shapes.filter(
      (shape) => !isEnd(shape, line) && segmentsOf(line.points).some((piece) => runsThrough(piece, shape.box)),
    );
    return count + hit.length;
  }, 0);
}

function runsThrough([a, b]: Segment, { x, y, width, height }: Box): boolean {
  const [left, right, top, bottom] = [x + 1, x + width - 1, y + 1, y + height - 1];
  const isInside = ({ x: px, y: py }: Point): boolean => px > left && px < right && py > top && py < bottom;
  if (isInside(a) || isInside(b)) return true;
  const corners: Point[] = [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
  return corners.some((corner, index) => cross([a, b], [corner, corners[(index + 1) % 4] as Point]));
}

/** How often lines turn. */
export const bendsOf = (lines: readonly (readonly Point[])[]): number =>
  lines.reduce((sum, points) => sum + Math.max(0, points.length - 2), 0);
