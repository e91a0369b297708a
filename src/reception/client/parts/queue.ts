/** A call in one language: the clips it is spoken with, and its sentence for a browser's own voice. */
export interface Spoken {
  language: string;
  /** Addresses of clips in order; null where the server has none. */
  clips: string[] | null;
  sentence: string;
}

/** A call that is open. The same visitor called again has another key. */
export interface Announcement {
  key: string;
  spoken: readonly Spoken[];
}

/** What is to be said now. */
export interface Saying {
  key: string;
  spoken: readonly Spoken[];
  /** How often, with a pause in between. */
  times: number;
}

/** So many keys are remembered; more than a hall calls in a day's rush. */
const remembered = 300;
/** From so many waiting calls on only the first language is spoken, so that voice and board stay together. */
const crowded = 3;

/**
 * The order in which calls are announced: each once, in the order of calling, never two at the same time (whoever speaks
 * asks for the next when it has finished). A call that is over before it was spoken is not spoken any more. Said twice
 * while nobody else waits, once when calls come faster than they can be said.
 */
export class AnnouncementQueue {
  readonly #known: string[];
  #waiting: Announcement[] = [];

  /** `known` – keys that were announced before, such as by this page before it was loaded again. */
  constructor(known: readonly string[] = []) {
    this.#known = [...known];
  }

  /** Takes over which calls are open now, the one called first at the head. */
  update(open: readonly Announcement[]): void {
    const keys = new Set(open.map(({ key }) => key));
    this.#waiting = this.#waiting.filter(({ key }) => keys.has(key));
    for (const announcement of open) {
      if (this.#known.includes(announcement.key)) continue;
      this.#known.push(announcement.key);
      this.#waiting.push(announcement);
    }
    this.#known.splice(0, this.#known.length - remembered);
  }

  /** What is to be said next; null when nothing waits. */
  next(): Saying | null {
    const announcement = this.#waiting.shift();
    if (!announcement) return null;
    const { key, spoken } = announcement;
    const isCrowded = this.#waiting.length >= crowded;
    return { key, spoken: isCrowded ? spoken.slice(0, 1) : spoken, times: this.#waiting.length === 0 ? 2 : 1 };
  }

  /** The keys of all that were announced or wait for it. */
  known(): readonly string[] {
    return this.#known;
  }
}
