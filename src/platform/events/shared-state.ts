import { randomInt } from 'node:crypto';
import { Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import type { EventBus } from './bus.ts';

/** How often a stream says that all is well, so that a screen notices a dead line within 15 s; milliseconds. */
const beatEvery = 5_000;
/** A state is read again after so long although nothing was heard: times go on. Milliseconds. */
const oldAfter = 20_000;
/** Without a state younger than this nobody is told that all is well; milliseconds. */
const trustedFor = 45_000;
/** Events that come together are told together; milliseconds. */
const gatherTime = 10;
/** So many streams are served before others get a turn. */
const slice = 50;
/** Browsers that lost their line come back spread over this time; milliseconds. */
const retry = { soonest: 1_000, spread: 2_000 };

/** Makes the message of one audience out of the state: the bytes of finished `text/event-stream` text, the same for all of it. */
export type RenderState<State> = (state: State) => Buffer;

/** What everybody watches, read once for all and handed out as it changes. */
export interface SharedState<State> {
  /** The state now; at most as old as the last events. */
  current(): Promise<State>;
  /**
   * A stream of events that begins with the whole state as `render` draws it, and draws it again when that has changed. A
   * reader who is slow or was away misses steps in between, never the state of now. Never ends by itself.
   */
  stream(render: RenderState<State>): Readable;
  close(): void;
}

class StateStream<State> extends Readable {
  readonly #render: RenderState<State>;
  readonly #ended: (stream: StateStream<State>) => void;
  #sent: Buffer = Buffer.alloc(0);
  #offered: State | undefined;
  #isHungry = false;

  constructor(render: RenderState<State>, ended: (stream: StateStream<State>) => void) {
    super({ objectMode: true, highWaterMark: 2 });
    this.#render = render;
    this.#ended = ended;
  }

  override _read(): void {
    this.#isHungry = true;
    this.#serve();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#ended(this);
    done(error);
  }

  offer(state: State): void {
    this.#offered = state;
    this.#serve();
  }

  /** Says that all is well, unless the reader is behind anyway. */
  beat(bytes: Buffer): void {
    if (!this.destroyed && this.#isHungry) this.#isHungry = this.push(bytes);
  }

  #serve(): void {
    if (this.destroyed || !this.#isHungry || this.#offered === undefined) return;
    const bytes = this.#render(this.#offered);
    this.#offered = undefined;
    if (bytes === this.#sent || bytes.equals(this.#sent)) return;
    this.#sent = bytes;
    this.#isHungry = this.push(bytes);
  }
}

/** Shares what `read` gives; it is read again when something happens on one of `topics`, once however many watch. */
export function shareState<State>(parts: {
  bus: EventBus;
  topics: readonly string[];
  read: () => Promise<State>;
  /** Told of a reading that failed; the next event or the next look tries again. */
  failed: (error: unknown) => void;
}): SharedState<State> {
  const streams = new Set<StateStream<State>>();
  let held: { state: State; readAt: number } | undefined;
  let reading: Promise<State> | undefined;
  let heard = 0;
  let isClosed = false;

  /** What is heard while this reads is read right after it. */
  async function read(): Promise<State> {
    const before = heard;
    const state = await parts.read();
    if (before === heard) held = { state, readAt: performance.now() };
    return state;
  }

  function fresh(): Promise<State> {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  /** Does something for every stream, and lets others have their turn in between. */
  async function forAll(serve: (stream: StateStream<State>) => void): Promise<void> {
    let served = 0;
    for (const stream of [...streams]) {
      serve(stream);
      served += 1;
      if (served % slice === 0) await breathe();
    }
  }

  async function handOut(): Promise<void> {
    const state = await fresh();
    await forAll((stream) => stream.offer(state));
  }

  let isHandingOut = false;
  let isAsked = false;
  async function renew(): Promise<void> {
    isAsked = true;
    if (isHandingOut) return;
    isHandingOut = true;
    while (isAsked && !isClosed) {
      isAsked = false;
      await handOut().catch(parts.failed);
    }
    isHandingOut = false;
  }

  let gathering: NodeJS.Timeout | undefined;
  const subscribed = parts.bus.subscribe(parts.topics, null, () => {
    heard += 1;
    held = undefined;
    gathering ??= setTimeout(() => {
      gathering = undefined;
      if (streams.size > 0) void renew();
    }, gatherTime);
  });
  subscribed.catch(parts.failed);
  const timer = setInterval(() => {
    const age = held === undefined ? Number.POSITIVE_INFINITY : performance.now() - held.readAt;
    if (streams.size > 0 && age > oldAfter) void renew();
    if (age > trustedFor) return;
    const bytes = Buffer.from(`event: beat\ndata: ${new Date().toISOString()}\n\n`);
    void forAll((stream) => stream.beat(bytes));
  }, beatEvery);
  timer.unref();

  return {
    async current() {
      const isYoung = held !== undefined && performance.now() - held.readAt < oldAfter;
      return held !== undefined && isYoung ? held.state : fresh();
    },
    stream(render) {
      const stream = new StateStream(render, (ended) => streams.delete(ended));
      stream.push(`retry: ${retry.soonest + randomInt(retry.spread)}\n\n`);
      streams.add(stream);
      this.current().then(
        (state) => stream.offer(state),
        (error) => stream.destroy(error),
      );
      return stream;
    },
    close() {
      isClosed = true;
      clearInterval(timer);
      clearTimeout(gathering);
      void subscribed.then((stop) => stop(), parts.failed);
      for (const stream of streams) stream.destroy();
    },
  };
}
