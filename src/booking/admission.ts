import { createHmac, timingSafeEqual } from 'node:crypto';

/** A place in the queue before the booking: nothing about it is kept on the server, its signature says that it is ours. */
export interface QueueTicket {
  /** Milliseconds of the opening it was given for. */
  room: number;
  id: string;
  /**
   * `early`: came before the opening; `order` (0 to 999,999) was drawn, so that it does not matter who was first.
   * `later`: came after it; `order` is the number of milliseconds since. `admitted`: it is their turn; `order` is when that ends.
   */
  kind: 'early' | 'later' | 'admitted';
  order: number;
}

/** Orders of those who come early are drawn from so many. */
export const drawn = 1_000_000;

const signatureLength = 22;

const sign = (content: string, secret: Buffer): string =>
  createHmac('sha256', secret).update(content).digest('base64url').slice(0, signatureLength);

/** Writes a ticket as it stands in the cookie. */
export function writeTicket({ room, id, kind, order }: QueueTicket, secret: Buffer): string {
  const content = [room, id, kind, order].join('.');
  return `${content}~${sign(content, secret)}`;
}

/** Reads a ticket; null when it was not written by us, or was given for another opening. */
export function readTicket(text: string, room: number, secret: Buffer): QueueTicket | null {
  const [content = '', signature = ''] = text.split('~');
  const expected = sign(content, secret);
  if (signature.length !== expected.length) return null;
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return null;
  const [of = '', id = '', kind = '', order = ''] = content.split('.');
  if (Number(of) !== room || !(kind === 'early' || kind === 'later' || kind === 'admitted')) return null;
  return { room, id, kind, order: Number(order) };
}

/** Who has come so far, by second: 0 before the opening, then one after the other. */
export type Arrivals = ReadonlyMap<number, number>;

const second = 1000;

/** The second after the opening in which somebody came, counted from 1; 0 before it. */
export function secondOf(ticket: Pick<QueueTicket, 'kind' | 'order'>): number {
  return ticket.kind === 'early' ? 0 : Math.floor(ticket.order / second) + 1;
}

/** The place of a ticket in the queue, from 1 on. `before(n)` is how many came before second `n` of the opening. */
export function positionOf(ticket: QueueTicket, arrivals: Arrivals, before: (second: number) => number): number {
  const at = secondOf(ticket);
  const here = Math.max(1, arrivals.get(at) ?? 1);
  const share = ticket.kind === 'early' ? ticket.order / drawn : (ticket.order % second) / second;
  return before(at) + Math.min(here - 1, Math.floor(share * here)) + 1;
}

/** How fast a page asks again: a third of the wait, so that the last ones do not drown the first. Seconds. */
export function refreshSeconds(secondsToWait: number): number {
  return Math.round(Math.min(60, Math.max(3, secondsToWait / 3)));
}

/** How far a queue has come: places up to `admitted` have had their turn. */
export interface Progress {
  admitted: number;
  /** How many of them took the place of a turn that nobody used. */
  givenBack: number;
}

/** How many have been let in at some moments, the newest last; `at` in milliseconds. */
export type Passage = readonly { at: number; admitted: number }[];

/** So far back it counts how fast a queue moves, and so long it must have been seen before that says something; seconds. */
const paceWindow = { longest: 120, shortest: 20 };

/** Adds what is seen now to what was seen before, and leaves out what is too old to say how fast a queue moves. */
export const seenNow = (passage: Passage, now: Passage[number]): Passage => [
  ...passage.filter(({ at }) => now.at - at <= paceWindow.longest * second),
  now,
];

/** People a second who were let in lately, or null while that cannot be said. */
export function paceOf(passage: Passage): number | null {
  const [first, last] = [passage[0], passage.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < paceWindow.shortest * second) return null;
  return (last.admitted - first.admitted) / ((last.at - first.at) / second);
}

/** After a pause nobody is let in for the time in which nobody counted. */
const longestStep = 5;

/**
 * Lets further people in after some seconds: so many a second, and in place of turns whose minutes are over without a booking
 * as many again at most, so that a wave of them is no flood. `arrived` have come; `over` had their turn longer ago than it
 * lasts; `used` have booked, each once. Who books late is taken off what is given back after that.
 */
export function letIn(
  { admitted, givenBack }: Progress,
  step: { seconds: number; perSecond: number; arrived: number; over: number; used: number },
): Progress {
  const steady = step.perSecond * Math.min(longestStep, step.seconds);
  const back = Math.min(steady, Math.max(0, step.over - step.used - givenBack));
  return {
    admitted: Math.max(admitted, Math.min(step.arrived, admitted + steady + back)),
    givenBack: givenBack + back,
  };
}
