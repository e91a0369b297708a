// A machine at the door: gives numbers of its own at once, and hands people over whenever there is a network.
import {
  forDay,
  type Kept,
  type Lent,
  type Person,
  type Result,
  settle,
  shortSeries,
  type Taking,
  take,
  withBlocks,
} from './kept.ts';

/** Where a machine keeps things: one step after the other, over all windows and restarts. */
export interface Keeping {
  change<T>(step: (kept: Kept | undefined) => { kept: Kept; value: T }): Promise<T>;
}

/** The way to the hall; rejects when there is none. */
export interface Wire {
  lend(series: string[] | undefined): Promise<Lent>;
  handOver(people: Person[]): Promise<Result[]>;
}

/** Blocks are asked for again when fewer numbers are left. */
const few = 10;
/** How many are handed over at once. */
const batch = 20;

export interface Door {
  /** What is kept now. */
  state(): Promise<Kept>;
  /** Gives a number; null when none is left. */
  take(taking: Taking, place: string | null): Promise<Person | null>;
  /** Hands over all who wait and fetches numbers. Gives whether the hall could be reached. */
  meet(): Promise<boolean>;
  /** Somebody has seen to those whom the hall did not take. */
  clearRefused(): Promise<void>;
}

/** Makes the door of a machine. `today` gives the day in Japan. */
export function createDoor(keeping: Keeping, wire: Wire, today: () => string): Door {
  const step = <T>(change: (kept: Kept) => { kept: Kept; value: T }): Promise<T> =>
    keeping.change((kept) => change(forDay(kept, today())));
  const state = () => step((kept) => ({ kept, value: kept }));

  async function handOver(): Promise<void> {
    for (;;) {
      const { waiting } = await state();
      if (waiting.length === 0) return;
      const results = await wire.handOver(waiting.slice(0, batch));
      if (results.length === 0) return;
      await step((kept) => ({ kept: settle(kept, results), value: null }));
    }
  }

  async function fetchNumbers(): Promise<void> {
    const wanted = shortSeries(await state(), few);
    if (wanted?.length === 0) return;
    const lent = await wire.lend(wanted ?? undefined);
    await step((kept) => ({ kept: withBlocks(kept, lent), value: null }));
  }

  let running: Promise<boolean> | undefined;
  const meetOnce = async (): Promise<boolean> => {
    try {
      await fetchNumbers();
      await handOver();
      return true;
    } catch {
      return false;
    }
  };

  return {
    state,
    take: (taking, place) =>
      step<Person | null>((kept) => {
        const series = kept.places.find(({ id }) => id === place)?.series;
        const taken = take(kept, taking, series);
        return taken ? { kept: taken.kept, value: taken.person } : { kept, value: null };
      }),
    meet() {
      running ??= meetOnce().finally(() => {
        running = undefined;
      });
      return running;
    },
    clearRefused: () => step((kept) => ({ kept: { ...kept, refused: [] }, value: undefined })),
  };
}
