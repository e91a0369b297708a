import type { FloorPlan } from '#inventory';

/** A counter on the plan of its floor. */
export interface Located {
  plan: FloorPlan;
  x: number;
  y: number;
}

/** Where a place is; null where no plan shows it. */
export function locate(floors: readonly FloorPlan[], placeId: string): Located | null {
  for (const plan of floors) {
    const point = plan.points.find(({ kind, place }) => kind === 'counter' && place === placeId);
    if (point) return { plan, x: point.x, y: point.y };
  }
  return null;
}

const ahead = { up: [0, -1], down: [0, 1], left: [-1, 0], right: [1, 0] } as const;

/** The side on which somebody who has just come onto the floor finds a point, in words. */
function sideOf({ facing, ...from }: FloorPlan['arrival'], to: { x: number; y: number }): string {
  const [forwardX, forwardY] = ahead[facing];
  const [x, y] = [to.x - from.x, to.y - from.y];
  const forward = x * forwardX + y * forwardY;
  const right = y * forwardX - x * forwardY;
  if (Math.abs(right) < Math.abs(forward) / 3) return forward >= 0 ? 'まっすぐ前' : 'うしろ';
  const side = right > 0 ? '右' : '左';
  return Math.abs(forward) < Math.abs(right) / 3 ? side : `${side}${forward > 0 ? '前' : 'うしろ'}`;
}

/** The way from the entrance in one sentence, to be read out; null where no plan shows the place. */
export function directionsTo(floors: readonly FloorPlan[], placeId: string): string | null {
  const found = locate(floors, placeId);
  if (!found) return null;
  const { plan, x, y } = found;
  const metres = Math.max(5, Math.round(Math.hypot(x - plan.arrival.x, y - plan.arrival.y) / 5) * 5);
  const side = `${sideOf(plan.arrival, { x, y })}へ 約${metres}メートルです。`;
  if (plan.arrival.by === 'entrance') return `入口から入って、${side}`;
  const entrance = floors.find(({ arrival }) => arrival.by === 'entrance');
  const lift = entrance?.points.find(({ kind }) => kind === 'lift');
  const toLift = entrance && lift ? `入口から入って${sideOf(entrance.arrival, lift)}の` : '';
  return `${toLift}エレベーターで${plan.floor}階へ上がり、降りて${side}`;
}
