import type { Clock } from '#platform/clock';

/** Not more often than this, when something is due that cannot be taken (another process has it); milliseconds. */
const shortest = 250;
/** All is looked at this often, in case a call was lost. */
const longest = 60_000;

/** Calls `ring` at the earliest instant that was asked for. */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #timer: NodeJS.Timeout | undefined;
  #at = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Rings at `at`, or in a minute when that is sooner; an earlier instant that was asked for stays. */
  set(at: Date | null): void {
    const now = this.#clock.now().getTime();
    const wanted = Math.min(at?.getTime() ?? Number.POSITIVE_INFINITY, now + longest);
    if (wanted >= this.#at) return;
    clearTimeout(this.#timer);
    this.#at = wanted;
    this.#timer = setTimeout(
      () => {
        this.#at = Number.POSITIVE_INFINITY;
        this.#ring();
      },
      Math.max(shortest, wanted - now),
    );
    this.#timer.unref();
  }

  /** Rings no more. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#at = Number.POSITIVE_INFINITY;
  }
}
