/** How the lanes get and do their work. */
export interface Work<Item> {
  /** How many items may be in hand at once. */
  readonly count: number;
  /** Fetches the next items; none means that there is nothing to do now. */
  readonly take: () => Promise<readonly Item[]>;
  readonly handle: (item: Item) => Promise<void>;
  /** Hears of an error of `take` or `handle`; the lane it happened in ends. */
  readonly failed: (error: unknown) => void;
}

/**
 * Works on items side by side. A lane that waits long for one item does not keep the others from going on, nor a new
 * `wake` from putting free lanes to work.
 */
export class Lanes<Item> {
  readonly #work: Work<Item>;
  readonly #waiting: Item[] = [];
  #active = 0;
  #taking: Promise<boolean> | null = null;
  #isOpen = true;
  /** Something may have come since the last look. */
  #isAsked = false;
  #whenIdle: (() => void)[] = [];

  constructor(work: Work<Item>) {
    this.#work = work;
  }

  /** Puts every free lane to work. */
  wake(): void {
    this.#isAsked = true;
    while (this.#isOpen && this.#active < this.#work.count) void this.#lane();
  }

  /** Settles when no lane works. */
  idle(): Promise<void> {
    return this.#active === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  /** Begins with no further item. */
  shut(): void {
    this.#isOpen = false;
  }

  /** Lets items be begun again. */
  reopen(): void {
    this.#isOpen = true;
  }

  /** Takes away the items that were fetched and not begun. */
  takeBack(): Item[] {
    return this.#waiting.splice(0);
  }

  async #lane(): Promise<void> {
    this.#active += 1;
    try {
      while (this.#isOpen) {
        const item = this.#waiting.shift();
        if (item !== undefined) await this.#work.handle(item);
        else if (!(await this.#fetch()) && !this.#isAsked) return;
      }
    } catch (error) {
      this.#work.failed(error);
    } finally {
      this.#active -= 1;
      if (this.#active === 0) for (const tell of this.#whenIdle.splice(0)) tell();
    }
  }

  /** Fetches for all lanes at once; gives whether anything came. */
  #fetch(): Promise<boolean> {
    if (this.#taking !== null) return this.#taking;
    this.#isAsked = false;
    this.#taking = this.#work
      .take()
      .then((items) => {
        this.#waiting.push(...items);
        return items.length > 0;
      })
      .finally(() => {
        this.#taking = null;
      });
    return this.#taking;
  }
}
