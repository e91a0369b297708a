import { addDays, type Day } from '#platform/clock';
import { cellsFor, firstCellFrom } from './cell.ts';

/** One place of a visit, as it is booked: a stay at a pool. */
export interface PlannedPart {
  poolId: number;
  procedures: readonly string[];
  /** Cells from the beginning of the visit. */
  offset: number;
  cells: number;
}

/** What is booked in one go: places one after the other. */
export interface Plan {
  parts: readonly PlannedPart[];
  /** Time at all counters, in minutes. */
  minutes: number;
}

/** The procedures for which a time is booked. */
export const proceduresIn = ({ parts }: Pick<Plan, 'parts'>): string[] => parts.flatMap(({ procedures }) => procedures);

/** Lays the places of a visit one after the other. */
export function planOf(
  legs: readonly { serviceId: string; procedures: readonly string[]; minutes: number }[],
  poolOfService: ReadonlyMap<string, number>,
): Plan {
  const parts: PlannedPart[] = [];
  for (const { serviceId, procedures, minutes } of legs) {
    const poolId = poolOfService.get(serviceId);
    const last = parts.at(-1);
    const offset = last ? last.offset + last.cells : 0;
    if (poolId !== undefined) parts.push({ poolId, procedures, offset, cells: cellsFor(minutes) });
  }
  return {
    parts,
    minutes: legs.reduce((sum, { minutes }) => sum + minutes, 0),
  };
}

/** Free places of a pool on one day, cell by cell from `first` on. */
export interface FreeDay {
  first: number;
  free: readonly number[];
}

/** A time at which a visit can begin. */
export interface Start {
  cell: number;
  /** How many visits like this one could still begin then; 0 = full. */
  left: number;
}

const freeIn = (day: FreeDay | undefined, cell: number): number => day?.free[cell - day.first] ?? 0;

/** Whether a pool is open at all over some cells, full or not. */
const isWithin = (day: FreeDay | undefined, first: number, count: number): boolean =>
  day !== undefined && first >= day.first && first + count <= day.first + day.free.length;

/** The first cell after noon. */
export const firstOfAfternoon = 72;

/** Beginnings are offered every half hour: few enough to choose from, and how people make appointments. */
export const startStep = 3;

/** The beginnings of a day with how much is left at each, from `earliest` on. Times when a place is closed are left out. */
export function startsOn(plan: Pick<Plan, 'parts'>, day: ReadonlyMap<number, FreeDay>, earliest: number): Start[] {
  const [lead] = plan.parts;
  const open = lead && day.get(lead.poolId);
  if (!open) return [];
  const begin = Math.ceil(Math.max(open.first, earliest) / startStep) * startStep;
  const starts: Start[] = [];
  for (let cell = begin; cell < open.first + open.free.length; cell += startStep) {
    const parts = plan.parts.map(({ poolId, offset, cells }) => ({ on: day.get(poolId), first: cell + offset, cells }));
    if (!parts.every(({ on, first, cells }) => isWithin(on, first, cells))) continue;
    const left = Math.min(
      ...parts.flatMap(({ on, first, cells }) =>
        Array.from({ length: cells }, (_, index) => freeIn(on, first + index)),
      ),
    );
    starts.push({ cell, left: Math.max(0, left) });
  }
  return starts;
}

/** ○ there is room · △ little is left · × full · closed: nobody works there then. */
export type Mark = 'open' | 'few' | 'full' | 'closed';

/** Below this share of beginnings that are left, a day is called nearly full. */
const fewShare = 0.34;

/** How a day stands as a whole. */
export function markOf(starts: readonly Start[]): Mark {
  if (starts.length === 0) return 'closed';
  const free = starts.filter(({ left }) => left > 0).length;
  if (free === 0) return 'full';
  return free / starts.length <= fewShare ? 'few' : 'open';
}

/** The days on which residents may book at a pool. */
export interface Window {
  /** Minutes between booking and coming. */
  leadMinutes: number;
  horizonDays: number;
}

/** The first cell of `day` that a resident may book now; null where the day is past or too far ahead. */
export function earliestCell(day: Day, window: Window, now: Date, today: Day): number | null {
  if (day < today || day > addDays(today, window.horizonDays)) return null;
  return firstCellFrom(day, new Date(now.getTime() + window.leadMinutes * 60_000));
}
