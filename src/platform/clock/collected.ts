/** Work that is done in the background for many at once. */
export interface Collected<Item> {
  /** Asks for it; returns at once. What is asked for while the work runs is done together afterwards. */
  add(item: Item): void;
  /** Resolves when everything that was asked for so far is done. */
  settled(): Promise<void>;
}

/**
 * Does `work` for all items that came together meanwhile, one round after the other: a rush costs one round more, not one for
 * each. A round that fails is given up; what is collected must not be needed by anybody.
 */
export function collected<Item>(work: (items: readonly Item[]) => Promise<void>): Collected<Item> {
  let waiting: Item[] = [];
  let running: Promise<void> | null = null;

  async function rounds(): Promise<void> {
    while (waiting.length > 0) {
      const items = waiting;
      waiting = [];
      await work(items).catch(() => undefined);
    }
    running = null;
  }

  return {
    add(item) {
      waiting.push(item);
      running ??= Promise.resolve().then(rounds);
    },
    settled: async () => {
      await running;
    },
  };
}
