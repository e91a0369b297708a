/** A vertical piece that meets a horizontal one at `x`, and goes on from there upwards or downwards. */
export interface Arm {
  x: number;
  goes: 'up' | 'down';
}

/** A horizontal piece between two rows, with its arms. */
export interface Track {
  arms: readonly [Arm, Arm];
}

const spanOf = ({ arms: [one, other] }: Track): readonly [number, number] =>
  one.x < other.x ? [one.x, other.x] : [other.x, one.x];

/** What it costs when `upper` lies above `lower`: crossings, and much more for lines that would lie on each other. */
function costAbove(upper: Track, lower: Track): number {
  return (
    upper.arms.reduce((sum, arm) => sum + (arm.goes === 'down' ? costOfArm(arm, lower, 'up') : 0), 0) +
    lower.arms.reduce((sum, arm) => sum + (arm.goes === 'up' ? costOfArm(arm, upper, 'down') : 0), 0)
  );
}

function costOfArm({ x }: Arm, track: Track, meeting: Arm['goes']): number {
  const [left, right] = spanOf(track);
  const touches = track.arms.some((arm) => Math.abs(arm.x - x) < 1);
  if (touches) return track.arms.some((arm) => Math.abs(arm.x - x) < 1 && arm.goes === meeting) ? 20 : 3;
  return left < x && x < right ? 10 : 0;
}

/**
 * The order, from above, in which the horizontal pieces between two rows cross each other least: tried in full for the few that
 * are usual, by insertion for more. Gives the places of the tracks.
 */
export function orderTracks(tracks: readonly Track[]): number[] {
  const cost = tracks.map((upper) => tracks.map((lower) => (upper === lower ? 0 : costAbove(upper, lower))));
  const total = (order: readonly number[]): number =>
    order.reduce(
      (sum, upper, at) => sum + order.slice(at + 1).reduce((part, lower) => part + (cost[upper]?.[lower] ?? 0), 0),
      0,
    );
  const indices = tracks.map((_, index) => index);
  const candidates = tracks.length <= 5 ? permutations(indices) : [inserted(indices, total)];
  let best = candidates[0] ?? [];
  for (const order of candidates) if (total(order) < total(best)) best = order;
  return best;
}

function permutations(items: readonly number[]): number[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}

function inserted(items: readonly number[], total: (order: readonly number[]) => number): number[] {
  let order: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    for (const item of items) {
      const without = order.filter((other) => other !== item);
      const places = Array.from({ length: without.length + 1 }, (_, at) => [
        ...without.slice(0, at),
        item,
        ...without.slice(at),
      ]);
      let best = places[0] ?? [item];
      for (const place of places) if (total(place) < total(best)) best = place;
      order = best;
    }
  }
  return order;
}
