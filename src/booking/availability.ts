import { type Clock, type Day, heldFor } from '#platform/clock';
import type { Executor } from '#platform/database';
import type { FreeDay } from './plan.ts';
import { exceptionsFrom, freePlaces, type Pool, poolsOf } from './pool-store.ts';

/** How old the free places may be that residents are shown, in seconds. Claiming looks at the places themselves. */
const staleSeconds = 1;

/** What is free for residents, from memory: many readers cost the database one question per day and second. */
export interface Availability {
  pools(): Promise<readonly Pool[]>;
  /** Days from today on that are open against the calendar, such as a Sunday in March. */
  openedDays(): Promise<ReadonlySet<Day>>;
  /** Free places of all pools on a day, by pool. */
  on(day: Day): Promise<ReadonlyMap<number, FreeDay>>;
  /** The same as JSON for other programs, with a tag that changes when anything does. */
  jsonOn(day: Day): Promise<{ text: string; tag: string }>;
}

/** Opens the view of free places; `hash` makes the tag. */
export function openAvailability(executor: Executor, clock: Clock, hash: (text: string) => string): Availability {
  const days = new Map<Day, () => Promise<DayView>>();
  const pools = heldFor(staleSeconds, clock, () => poolsOf(executor));
  const openedDays = heldFor(staleSeconds, clock, async () => {
    const exceptions = await exceptionsFrom(executor, clock.today());
    return new Set(exceptions.filter(({ hours }) => hours.length > 0).map(({ day }) => day));
  });

  async function view(day: Day): Promise<DayView> {
    const all = (await pools()).filter(({ isOpen }) => isOpen);
    const ids = all.map(({ id }) => id);
    const free = await freePlaces(executor, ids, { from: day, until: day, isPublic: true });
    const places = new Map([...free].flatMap(([id, byDay]) => [...byDay.values()].map((one) => [id, one] as const)));
    const text = JSON.stringify({
      day,
      cellMinutes: 10,
      places: all.flatMap(({ id, serviceId }) => {
        const one = places.get(id);
        return one ? [{ place: serviceId, first: one.first, free: one.free }] : [];
      }),
    });
    return { places, text, tag: hash(text) };
  }

  function held(day: Day): Promise<DayView> {
    const known = days.get(day);
    if (known) return known();
    const today = clock.today();
    for (const past of days.keys()) if (past < today) days.delete(past);
    const fresh = heldFor(staleSeconds, clock, () => view(day));
    days.set(day, fresh);
    return fresh();
  }

  return {
    pools,
    openedDays,
    on: async (day) => (await held(day)).places,
    jsonOn: held,
  };
}

interface DayView {
  places: ReadonlyMap<number, FreeDay>;
  text: string;
  tag: string;
}
