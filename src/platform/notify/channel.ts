import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { deadAddress, saysDead } from './dead-address.ts';
import { DeliveryError, decide, mostAttempts, pause, Withdrawn } from './delivery.ts';
import { type Hours, nextWithin } from './hours.ts';
import { Lanes } from './lanes.ts';
import type { Channel, Compose } from './notification.ts';
import { type NotifyKeys, openRecipient } from './recipient.ts';
import * as store from './store.ts';
import type { Transport } from './transports/transport.ts';

/** What can become of a message in one go. */
export type Outcome = 'sent' | 'failed' | 'skipped' | 'unknown' | 'retried';

/** What is told of a message: ids and codes only. */
export interface Report {
  readonly channel: Channel;
  readonly outcome: Outcome;
  readonly id?: string;
  readonly kind?: string;
  readonly code?: string | undefined;
}

export interface ChannelParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly keys: NotifyKeys;
  readonly composers: Readonly<Record<string, Compose>>;
  readonly channel: Channel;
  readonly transport: Transport;
  /** When it may ring; always when it is left out. */
  readonly hours?: Hours | undefined;
  /** Times in milliseconds; tests that end processes shorten them. */
  readonly times: Times;
  readonly report: (report: Report) => void;
  /** The channel rests: the server is out of reach, or does not let us in. */
  readonly resting: (code: string, seconds: number) => void;
  readonly failed: (error: unknown) => void;
  /** Nothing more is due; there will be at this instant. */
  readonly nextAt: (at: Date | null) => void;
  readonly chance: () => number;
}

/** How long a process may hold a message that it has not begun, and one that it has begun; milliseconds. */
export interface Times {
  readonly lease: number;
  readonly sendingLease: number;
}

/** The second is longer than every transport waits for an answer. */
export const usualTimes: Times = { lease: 60_000, sendingLease: 300_000 };

/** So long a receipt is waited for before the provider is asked, and once more after the time of the message is over. */
const asking = 600_000;

/** Messages that are asked after in one go. */
const mostAsked = 200;
/** The code of a message that was taken and of which the provider says nothing final. */
const noReceipt = 'no receipt';

const retryPause = { first: 30_000, longest: 900_000 };
const restPause = { first: 2_000, longest: 300_000 };
/** A pause is at most half as much again as its longest. */
const longestRest = restPause.longest * 1.5;
/** How often, once a second, it is tried to write down that a message was taken, before it is left to become `unknown`. */
const writingAttempts = 5;

/** One way out with its queue: takes what is due, composes it and hands it over. */
export class ChannelRun {
  readonly #parts: ChannelParts;
  readonly #holder = newId();
  readonly #lanes: Lanes<store.Held>;
  #rest = { times: 0, until: 0 };

  constructor(parts: ChannelParts) {
    this.#parts = parts;
    this.#lanes = new Lanes({
      count: parts.transport.lanes,
      take: () => this.#take(),
      handle: (held) => this.#deliver(held),
      failed: parts.failed,
    });
  }

  /** Begins to send what is due. */
  wake(): void {
    this.#lanes.reopen();
    this.#lanes.wake();
  }

  /** Asks what became of messages of which no receipt came; gives how many came to an end by it. */
  async askAfter(): Promise<number> {
    const { database, clock, channel, transport, report } = this.#parts;
    if (transport.fateOf === undefined) return 0;
    let ended = 0;
    const now = clock.now();
    for (const { id, providerId, notAfter } of await store.listSilent(database.kysely, channel, now, mostAsked)) {
      // Out of reach: the others are asked the next time.
      const fate = await transport.fateOf(providerId).catch(() => null);
      if (fate === null) return ended;
      if (fate === 'unasked') await store.noteAsked(database.kysely, id, null, null);
      else if (fate === 'open' && now < notAfter) {
        await store.noteAsked(database.kysely, id, new Date(notAfter.getTime() + asking), null);
      } else if (fate === 'open') {
        await store.noteAsked(database.kysely, id, null, noReceipt);
        report({ channel, outcome: 'unknown', id, code: noReceipt });
        ended += 1;
      } else {
        await store.noteReceipt(database.kysely, { channel, id }, { ...fate, now });
        ended += 1;
      }
    }
    return ended;
  }

  /** Settles when nothing is on its way and nothing more was due. What was taken and not begun is given back. */
  async idle(): Promise<void> {
    await this.#lanes.idle();
    await this.#giveBack(this.#parts.clock.now());
  }

  /** Begins with no further message. */
  shut(): void {
    this.#lanes.shut();
  }

  /** From when on messages may go: now, or a later instant. */
  #opens(now: Date): Date {
    // A clock that was set back must not make the rest longer than it was meant to be.
    const until = this.#rest.until - now.getTime() > longestRest ? 0 : this.#rest.until;
    const rested = new Date(Math.max(now.getTime(), until));
    return this.#parts.hours === undefined ? rested : nextWithin(this.#parts.hours, rested);
  }

  async #take(): Promise<readonly store.Held[]> {
    const { database, clock, channel, composers, transport, times, nextAt, report } = this.#parts;
    const now = clock.now();
    const opens = this.#opens(now);
    const limit = transport.lanes * 4;
    const kinds = Object.keys(composers);
    const leaseEnds = new Date(now.getTime() + times.lease);
    const claiming = { channel, kinds, claim: this.#holder, now, leaseEnds, mostAttempts, limit };
    const held = opens > now ? [] : await store.claim(database.kysely, claiming);
    if (held.length < limit) {
      const lapsed = await store.endLapsed(database.kysely, now, mostAttempts);
      for (const one of lapsed) report({ channel: one.channel, outcome: one.state });
      const next = await store.nextInstant(database.kysely, [channel], kinds);
      nextAt(next && new Date(Math.max(next.getTime(), opens.getTime())));
    }
    return held;
  }

  async #deliver(held: store.Held): Promise<void> {
    const { database, clock, keys, composers, channel, transport, times } = this.#parts;
    let begun = false;
    const begin = async () => {
      const now = clock.now();
      const leaseEnds = new Date(now.getTime() + times.sendingLease);
      if (!(await store.begin(database.kysely, held.id, this.#holder, now, leaseEnds))) throw new Withdrawn();
      begun = true;
    };
    let ending: store.Ending;
    try {
      const { id, kind, subject, subjectRevision, notAfter } = held;
      const compose = composers[kind];
      const message = await compose?.(database.kysely, { kind, channel, subject, subjectRevision });
      if (!message) {
        ending = { state: 'skipped', code: 'over' };
      } else if (held.resends === 0 && (await store.isDeadAddress(database.kysely, id))) {
        ending = { state: 'failed', code: deadAddress };
      } else {
        const recipient = openRecipient(keys, id, held.recipient);
        const { providerId } = await transport.send({ id, recipient, message, notAfter }, begin);
        const askAt = transport.fateOf && providerId ? new Date(clock.now().getTime() + asking) : undefined;
        ending = { state: 'sent', providerId, askAt };
        this.#rest = { times: 0, until: 0 };
      }
    } catch (error) {
      // Whoever withdrew or took the message has written down what became of it.
      if (error instanceof Withdrawn) return;
      const known =
        error instanceof DeliveryError ? error : new DeliveryError(begun ? 'lost' : 'temporary', 'internal');
      if (known !== error) this.#parts.failed(error);
      const decision = decide(known.failure, begun, held.attempts);
      if (decision.rests) await this.#takeRest(known.code);
      if (decision.next === 'retry') return this.#retry(held, known.code);
      ending = { state: decision.next, code: known.code };
    }
    await this.#end(held, ending);
  }

  async #end(held: store.Held, ending: store.Ending): Promise<void> {
    const { database, clock, channel, report } = this.#parts;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await store.end(database.kysely, held.id, this.#holder, ending, clock.now());
        if (saysDead(ending.code)) await store.markAddress(database.kysely, held.id, ending.code, clock.now());
        break;
      } catch (error) {
        if (attempt === writingAttempts) throw error;
        await wait(1_000);
      }
    }
    const outcome = ending.state === 'delivered' ? 'sent' : ending.state;
    report({ channel, outcome, id: held.id, kind: held.kind, code: ending.code });
  }

  async #retry(held: store.Held, code: string): Promise<void> {
    const { database, clock, channel, report, chance, nextAt } = this.#parts;
    const at = new Date(clock.now().getTime() + pause(held.attempts, retryPause, chance()));
    await store.giveBack(database.kysely, [held.id], this.#holder, { at, code, counted: true });
    nextAt(at);
    report({ channel, outcome: 'retried', id: held.id, kind: held.kind, code });
  }

  /** Leaves the server alone for a while, longer each time; what was taken and not begun waits without blame. */
  async #takeRest(code: string): Promise<void> {
    const { clock, resting, chance, nextAt } = this.#parts;
    const now = clock.now().getTime();
    if (now < this.#rest.until) return;
    const times = this.#rest.times + 1;
    const milliseconds = pause(times, restPause, chance());
    this.#rest = { times, until: now + milliseconds };
    resting(code, Math.round(milliseconds / 1_000));
    const until = new Date(this.#rest.until);
    nextAt(until);
    await this.#giveBack(until);
  }

  async #giveBack(at: Date): Promise<void> {
    const ids = this.#lanes.takeBack().map(({ id }) => id);
    if (ids.length === 0) return;
    await store.giveBack(this.#parts.database.kysely, ids, this.#holder, { at, code: null, counted: false });
  }
}
