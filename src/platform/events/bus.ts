import type { Database, Stop } from '#platform/database';
import { eventChannel, type StoredEvent } from './event.ts';
import { ends, nextTransaction, readAfter, readTopics } from './outbox.ts';
import { type Gap, nextStep } from './sequence.ts';

/** What a subscriber is given: an event, or that too much happened since and it has to look at the present state. */
export type Delivery =
  | { readonly type: 'event'; readonly event: StoredEvent }
  | { readonly type: 'reset'; readonly seq: number };

/** Takes one delivery; it must not throw. */
export type Deliver = (delivery: Delivery) => void;

interface Subscriber {
  readonly topics: ReadonlySet<string>;
  readonly deliver: Deliver;
  /** Events up to this number were delivered, or were not meant for this subscriber. */
  seq: number;
}

const longestReplay = 1_000;
const batch = 500;
/** How soon a missing number is looked for again, and how often all is looked at in case a call was lost; milliseconds. */
const gapInterval = 20;
const idleInterval = 10_000;

/** The events of the house for this process, in order and without loss, over one listening connection. */
export class EventBus {
  readonly #database: Database;
  readonly #subscribers = new Set<Subscriber>();
  #cursor: number;
  #gap: Gap | undefined;
  #reading: Promise<void> = Promise.resolve();
  #isAsked = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;
  #unlisten: Stop = async () => undefined;

  private constructor(database: Database, cursor: number) {
    this.#database = database;
    this.#cursor = cursor;
  }

  /** Opens the bus of this process. It delivers what commits from now on, and what a subscriber missed. */
  static async open(database: Database): Promise<EventBus> {
    // A transaction that runs now may still bring a number before the newest, so reading begins further back.
    const { newest } = await ends(database.kysely);
    const bus = new EventBus(database, Math.max(0, newest - longestReplay));
    bus.#unlisten = await database.listen(
      eventChannel,
      () => bus.#ask(),
      () => bus.#ask(),
    );
    await bus.#look();
    return bus;
  }

  /** The number of the newest event that was delivered; a page that shows the state of now listens on from here. */
  position(): number {
    return this.#cursor;
  }

  /**
   * Calls `deliver` for every event on one of `topics`, in order of their numbers: from now on when `since` is null,
   * otherwise after number `since`. When more than 1,000 events would have to be caught up, or they are no longer kept,
   * a `reset` with the number to go on from comes instead of them. Returns how to end it.
   */
  async subscribe(topics: readonly string[], since: number | null, deliver: Deliver): Promise<() => void> {
    const subscriber: Subscriber = { topics: new Set(topics), deliver, seq: since ?? this.#cursor };
    await this.#replay(subscriber);
    // No await stands between the end of the replay and this line, so no event can slip through in between.
    this.#subscribers.add(subscriber);
    return () => {
      this.#subscribers.delete(subscriber);
    };
  }

  /** Delivers nothing more and closes the connection. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#subscribers.clear();
    await this.#unlisten();
    await this.#reading;
  }

  /** Delivers what a subscriber missed up to where the bus stands. */
  async #replay(subscriber: Subscriber): Promise<void> {
    const { oldest, newest } = await ends(this.#database.kysely);
    // Numbers that are no longer kept, or (after a restore from a backup) were never given out.
    if (subscriber.seq + 1 < Math.min(oldest, this.#cursor + 1) || subscriber.seq > Math.max(newest, this.#cursor)) {
      reset(subscriber, this.#cursor);
    }
    while (subscriber.seq < this.#cursor) {
      const range = { after: subscriber.seq, last: this.#cursor };
      const missed = await readTopics(this.#database.kysely, [...subscriber.topics], range, longestReplay + 1);
      if (missed.length > longestReplay) {
        reset(subscriber, range.last);
      } else {
        for (const event of missed) subscriber.deliver({ type: 'event', event });
        subscriber.seq = range.last;
      }
    }
  }

  #publish(event: StoredEvent): void {
    this.#cursor = event.seq;
    for (const subscriber of this.#subscribers) {
      if (event.seq <= subscriber.seq) continue;
      subscriber.seq = event.seq;
      if (subscriber.topics.has(event.topic)) subscriber.deliver({ type: 'event', event });
    }
  }

  /** Reads and delivers until nothing is left or a missing number holds the rest back. */
  async #catchUp(): Promise<void> {
    while (!this.#isClosed) {
      const reading = await readAfter(this.#database.kysely, this.#cursor, batch);
      const { ready, missing } = nextStep(this.#cursor, reading, this.#gap);
      for (const event of ready) this.#publish(event);
      if (missing === undefined) {
        this.#gap = undefined;
        if (reading.events.length < batch) return;
      } else {
        if (this.#gap?.seq === missing) return;
        this.#gap = { seq: missing, until: await nextTransaction(this.#database.kysely) };
      }
    }
  }

  /** Asks for a look; many calls at once ask for one. */
  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    void this.#look();
  }

  /** Looks once the look before has ended. A database that fails is asked again later. */
  #look(): Promise<void> {
    this.#reading = this.#reading
      .then(() => {
        this.#isAsked = false;
        return this.#catchUp();
      })
      .catch(() => undefined)
      .then(() => this.#schedule());
    return this.#reading;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => this.#ask(), this.#gap ? gapInterval : idleInterval);
    this.#timer.unref();
  }
}

/** Tells a subscriber that it cannot be brought up to `seq` event by event. */
function reset(subscriber: Subscriber, seq: number): void {
  subscriber.deliver({ type: 'reset', seq });
  subscriber.seq = seq;
}
