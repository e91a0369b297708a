import type { Procedure } from '#inventory';

/** A place in the hall with a queue of its own. `id` is how people call it: 「1階 3番窓口」. */
export interface Place {
  id: string;
  floor: number;
  /** What stands above the window: 「3」, 「税2」; null where the window has no number. */
  window: string | null;
  /** The name without the floor: 「3番窓口」, 「子育て助成課」. */
  name: string;
}

type Counter = Pick<Procedure['counter'], 'floor' | 'window' | 'place'>;

const asides = /[((][^()()]*(?:未確認|\d{2,}-\d)[^()()]*[))]/g;

/** The short name in a place text of the inventory: without the building, the floor, telephone numbers and branches. */
function shortName(place: string): string {
  const [here = ''] = place.split(/[、。]/);
  return here
    .replace(/^総合庁舎/, '')
    .replace(/^\d+階/, '')
    .replace(asides, '')
    .trim()
    .replace(/^[((](.*)[))]$/, '$1');
}

/**
 * Where a procedure is done inside the hall; null where the inventory names no floor (another building, or not yet
 * confirmed). Procedures with the same place share one queue.
 */
export function placeOf(counter: Counter, departmentName: string): Place | null {
  if (counter.floor === undefined) return null;
  const window = counter.window ?? null;
  const name = window === null ? shortName(counter.place) || departmentName : `${window}番窓口`;
  return { id: `${counter.floor}階 ${name}`, floor: counter.floor, window, name };
}

/** Order of walking: floor by floor from the entrance, numbered windows first and by their number. */
export function comparePlaces(left: Place, right: Place): number {
  const windowNumber = (place: Place): number => (place.window === null ? 1000 : Number(place.window) || 900);
  return left.floor - right.floor || windowNumber(left) - windowNumber(right) || left.id.localeCompare(right.id, 'ja');
}
