import { randomInt } from 'node:crypto';
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { type Clock, heldFor } from '#platform/clock';
import { newToken } from '#platform/codes';
import type { Database } from '#platform/database';
import type { KeyRing } from '#platform/keys';
import {
  drawn,
  letIn,
  type Passage,
  paceOf,
  positionOf,
  type QueueTicket,
  readTicket,
  refreshSeconds,
  secondOf,
  seenNow,
  writeTicket,
} from './admission.ts';
import type { ClaimSpeed } from './claim-speed.ts';
import * as store from './waiting-room-store.ts';

/** How somebody stands who wants to book. */
export type Standing =
  /** There is no rush: everybody goes on at once. */
  | { kind: 'free' }
  /** Booking begins later; the waiting room is not open yet. */
  | { kind: 'closed'; opensAt: Date }
  /** In the waiting room before the opening; the order is drawn then. */
  | { kind: 'gathering'; opensAt: Date; ticket: string; refresh: number }
  | { kind: 'waiting'; position: number; minutes: number; ticket: string; refresh: number }
  /** It is their turn for some minutes. */
  | { kind: 'admitted'; ticket: string }
  /** Under pressure a new ticket needs some work of the device first. */
  | { kind: 'work'; challenge: string }
  /** What was shown is no ticket of ours, or one of another opening. */
  | { kind: 'refused' };

/** The waiting room before the booking. */
export interface WaitingRoom {
  /** How the holder of a ticket stands; `text` is the ticket as the browser has it. A new one is given to who has none. */
  enter(text: string | undefined): Promise<Standing>;
  /** Gives a ticket to somebody under pressure: for the work that was done, or without where `solution` is null. */
  takeTicket(solution: string | null): Promise<Standing>;
  /** Whether somebody may book now; with a case, the ticket serves that case alone. */
  gate(text: string | undefined, caseId?: string): Promise<'free' | 'wait' | 'used'>;
  opensAt(): Promise<Date | null>;
  setOpening(opensAt: Date | null): Promise<void>;
}

const minute = 60_000;
/** The waiting room opens so long before the booking; whoever comes by then has the same chance. */
const gatheringMinutes = 15;
/** So long after an opening the queue is kept. */
const keptHours = 3;
/** So long somebody has for choosing a time when it is their turn. */
const turnMinutes = 15;
/** Of what the database can claim, so much is let in: the rest is for changes and for staff. */
const share = 0.7;
/** Arrivals per second in one process from which on a ticket needs work first. */
const pressure = 25;
const seconds = 1000;
/** People are let in once a second, however many processes look. */
const shortestStep = 0.9;
/** Zeros that the work looks for: some thousand hashes, under a second on an old phone. */
const work = { algorithm: 'SHA-256', cost: 1, keyPrefix: '000' } as const;
/** So long a device has for it. */
const workMinutes = 5;

export function createWaitingRoom({
  database,
  clock,
  keys,
  speed,
}: {
  database: Database;
  clock: Clock;
  keys: Pick<KeyRing, 'secret'>;
  speed: Pick<ClaimSpeed, 'perSecond'>;
}): WaitingRoom {
  const secret = keys.secret('booking.queue');
  const workSecret = keys.secret('booking.queueWork').toString('base64url');
  const opening = heldFor(1, clock, () =>
    store.openingAfter(database.kysely, new Date(clock.now().getTime() - keptHours * 60 * minute)),
  );

  /** Who came here since the others were told, and for which opening. */
  let came = { room: 0, counts: new Map<number, number>() };
  let arrivals = new Map<number, number>();
  let before: number[] = [0];
  let known = { room: 0, admitted: 0 };
  /** How the queue moved lately. */
  let passage: Passage = [];
  const recent = { second: 0, count: 0, last: 0 };

  /** Tells the others who came here, and hears who came there; once a second. */
  const look = heldFor(1, clock, async () => {
    const room = await opening();
    if (room === null) return;
    if (known.room !== room.getTime()) {
      arrivals = new Map();
      known = { room: room.getTime(), admitted: 0 };
      passage = [];
    }
    // Who came for another opening is none of this one.
    const told = came.room === known.room ? came.counts : new Map<number, number>();
    came = { room: known.room, counts: new Map() };
    const since = Math.max(1, ...arrivals.keys()) - 5;
    const admitted = await letMoreIn(room, told).catch((error: unknown) => {
      // They came all the same, and are told the next time.
      for (const [second, number] of told) add(room, second, number);
      throw error;
    });
    known = { ...known, admitted };
    passage = seenNow(passage, { at: clock.now().getTime(), admitted });
    for (const [second, count] of await store.arrivalsSince(database.kysely, room, since)) arrivals.set(second, count);
    before = [0];
    const last = Math.max(0, ...arrivals.keys());
    for (let second = 0; second <= last; second += 1) before.push((before[second] ?? 0) + (arrivals.get(second) ?? 0));
  });

  /** Adds who came here and lets further people in, whichever process does it: time passes once. Gives how many in all. */
  const letMoreIn = (room: Date, told: ReadonlyMap<number, number>): Promise<number> =>
    database.transaction(async (transaction) => {
      await store.addArrivals(transaction, room, told);
      const now = clock.now();
      const second = Math.floor((now.getTime() - room.getTime()) / seconds);
      const queue = await store.lockQueue(transaction, room, second - (turnMinutes * minute) / seconds);
      const passed = (now.getTime() - (queue?.at ?? room).getTime()) / seconds;
      if (queue === null || passed < shortestStep) return queue?.progress.admitted ?? 0;
      const progress = letIn(queue.progress, { ...queue, seconds: passed, perSecond: rate() });
      await store.saveProgress(transaction, room, progress, { second, now });
      return progress.admitted;
    });

  const rate = (): number => speed.perSecond() * share;

  /** Somebody came here, in a second after an opening. */
  function add(room: Date, second: number, number: number): void {
    if (came.room !== room.getTime()) came = { room: room.getTime(), counts: new Map() };
    came.counts.set(second, (came.counts.get(second) ?? 0) + number);
  }

  /** Whether many come at once right now. */
  function isPressed(): boolean {
    const second = Math.floor(clock.now().getTime() / seconds);
    if (recent.second !== second) {
      recent.last = recent.second === second - 1 ? recent.count : 0;
      recent.second = second;
      recent.count = 0;
    }
    recent.count += 1;
    return Math.max(recent.last, recent.count) > pressure;
  }

  function newTicket(room: Date, id: string): QueueTicket {
    const since = clock.now().getTime() - room.getTime();
    const ticket: QueueTicket =
      since < 0
        ? { room: room.getTime(), id, kind: 'early', order: randomInt(drawn) }
        : { room: room.getTime(), id, kind: 'later', order: since };
    add(room, secondOf(ticket), 1);
    return ticket;
  }

  async function standingOf(ticket: QueueTicket, room: Date): Promise<Standing> {
    await look();
    const now = clock.now().getTime();
    const text = writeTicket(ticket, secret);
    if (ticket.kind === 'admitted')
      return ticket.order > now ? { kind: 'admitted', ticket: text } : { kind: 'refused' };
    if (now < room.getTime()) {
      const refresh = refreshSeconds((room.getTime() - now) / seconds);
      return { kind: 'gathering', opensAt: room, ticket: text, refresh };
    }
    const position = positionOf(ticket, arrivals, (second) => before[Math.min(second, before.length - 1)] ?? 0);
    // A second is counted to its end by all processes before anybody of it is let in.
    const isCounted = now - room.getTime() - (ticket.kind === 'later' ? ticket.order : 0) > 2 * seconds;
    if (isCounted && position <= known.admitted) {
      const turn = { ...ticket, kind: 'admitted' as const, order: now + turnMinutes * minute };
      return { kind: 'admitted', ticket: writeTicket(turn, secret) };
    }
    // Places of turns that nobody used move a queue faster than the rate; a queue that has caught up with its end stands still.
    const toWait = Math.max(1, position - known.admitted) / Math.max(rate(), paceOf(passage) ?? 0);
    return {
      kind: 'waiting',
      position: Math.max(1, Math.ceil(position - known.admitted)),
      minutes: Math.ceil(toWait / 60),
      ticket: text,
      refresh: refreshSeconds(toWait),
    };
  }

  const isClosed = (room: Date): boolean => clock.now().getTime() < room.getTime() - gatheringMinutes * minute;

  async function challenge(): Promise<Standing> {
    // The library looks at the machine's clock by itself; ours is passed in, so the end stands in the signed data.
    const data = { until: clock.now().getTime() + workMinutes * minute };
    const made = await createChallenge({ ...work, deriveKey, data, hmacSignatureSecret: workSecret });
    return { kind: 'work', challenge: JSON.stringify(made) };
  }

  /** The name of the work that was done, which is the same however often it is shown; null when it was not done. */
  async function workDone(text: string): Promise<string | null> {
    try {
      const { challenge: given, solution } = JSON.parse(text);
      const { verified } = await verifySolution({
        challenge: given,
        solution,
        deriveKey,
        hmacSignatureSecret: workSecret,
      });
      const isInTime = Number(given.parameters.data?.until) > clock.now().getTime();
      return verified && isInTime ? String(given.parameters.nonce) : null;
    } catch {
      return null;
    }
  }

  return {
    async enter(text) {
      const room = await opening();
      if (room === null) return { kind: 'free' };
      if (isClosed(room)) return { kind: 'closed', opensAt: room };
      if (text !== undefined) {
        const ticket = readTicket(text, room.getTime(), secret);
        return ticket === null ? { kind: 'refused' } : standingOf(ticket, room);
      }
      if (isPressed()) return challenge();
      return standingOf(newTicket(room, newToken()), room);
    },
    async takeTicket(solution) {
      const room = await opening();
      if (room === null) return { kind: 'free' };
      if (isClosed(room)) return { kind: 'closed', opensAt: room };
      const id = solution === null ? newToken() : await workDone(solution);
      return id === null ? challenge() : standingOf(newTicket(room, id), room);
    },
    async gate(text, caseId) {
      const room = await opening();
      if (room === null) return 'free';
      const ticket = text === undefined ? null : readTicket(text, room.getTime(), secret);
      if (ticket?.kind !== 'admitted' || ticket.order <= clock.now().getTime()) return 'wait';
      if (caseId === undefined) return 'free';
      return (await store.bindPass(database.kysely, { room, ticket: ticket.id, caseId })) ? 'free' : 'used';
    },
    opensAt: opening,
    async setOpening(opensAt) {
      await database.transaction((transaction) => store.setOpening(transaction, opensAt));
      opening.forget();
    },
  };
}
