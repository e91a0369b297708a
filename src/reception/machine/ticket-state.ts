import type { LegState } from '../queue/leg.ts';
import type { MessageKind } from './message.ts';

/** What a machine said of one number, with our seat for its counter. */
export interface Said {
  readonly id: string;
  readonly kind: MessageKind;
  readonly at: Date;
  /** Our seat; null where the machine named none or one that is not mapped. */
  readonly seat: { readonly id: number; readonly serviceId: string; readonly skills: readonly string[] } | null;
  /** Somebody decided to take it although something before it is missing. */
  readonly forced: boolean;
}

/** One place of a number, as the machine says it. */
export interface Stay {
  seat: NonNullable<Said['seat']> | null;
  calledAt: Date;
  callCount: number;
  servingAt: Date | null;
  endedAt: Date | null;
  /** Nobody said that it ended: the next number was called to the seat. */
  isPassedOn?: boolean;
}

/** All that a machine said of one number, put together. */
export interface TicketState {
  readonly stays: readonly Stay[];
  readonly cancelledAt: Date | null;
  /** What cannot be understood yet, by the id of the message, with why. */
  readonly pending: ReadonlyMap<string, string>;
}

const order: readonly MessageKind[] = ['issued', 'called', 'serving', 'finished', 'cancelled'];

const waitsForCall = '呼び出しの知らせがまだ来ていません。届くのを待つか、知らせの抜けを発券機で確かめてください。';
const unknownSeat = 'この知らせの窓口が、どの席か分かりません。発券機の設定で、窓口を席に割り当ててください。';
const afterCancel = '取り消した番号についての知らせです。どちらが正しいかを発券機で確かめてください。';

/**
 * What becomes of a number by all that was said of it, in whatever order it came in: the messages are put in the order in
 * which they happened. A call at another place is another stay, and ends the one before. What is said of a stay that was
 * not called yet waits for its call.
 */
export function ticketState(said: readonly Said[]): TicketState {
  const stays: Stay[] = [];
  const pending = new Map<string, string>();
  let cancelledAt: Date | null = null;
  const inOrder = [...said].sort(
    (one, other) =>
      one.at.getTime() - other.at.getTime() ||
      order.indexOf(one.kind) - order.indexOf(other.kind) ||
      (one.id < other.id ? -1 : 1),
  );
  for (const message of inOrder) {
    const problem = cancelledAt === null ? take(stays, message) : lateProblem(message);
    if (problem !== undefined) pending.set(message.id, problem);
    else if (message.kind === 'cancelled') cancelledAt ??= message.at;
  }
  return { stays, cancelledAt, pending };
}

const lateProblem = ({ kind }: Said): string | undefined =>
  kind === 'cancelled' || kind === 'issued' ? undefined : afterCancel;

/** Adds one message to the stays; gives why it cannot be taken yet. */
function take(stays: Stay[], message: Said): string | undefined {
  const { kind, at, seat, forced } = message;
  const last = stays.at(-1);
  switch (kind) {
    case 'issued':
    case 'cancelled':
      return undefined;
    case 'called':
      if (seat === null) return unknownSeat;
      if (last !== undefined && last.endedAt === null && last.seat?.serviceId === seat.serviceId) {
        Object.assign(last, { seat, calledAt: at, callCount: last.callCount + 1 });
        return undefined;
      }
      if (last !== undefined) last.endedAt ??= at;
      stays.push({ seat, calledAt: at, callCount: 1, servingAt: null, endedAt: null });
      return undefined;
    case 'serving':
    case 'finished': {
      const isOpen = last !== undefined && (last.endedAt === null || kind === 'finished');
      if (!isOpen && !forced) return waitsForCall;
      const stay = isOpen ? last : { seat, calledAt: at, callCount: 1, servingAt: null, endedAt: null };
      if (!isOpen) stays.push(stay);
      if (kind === 'serving') stay.servingAt ??= at;
      else stay.endedAt ??= at;
      return undefined;
    }
  }
}

/** Where a stay leads: the state that the leg has then. */
export function stateOf({ servingAt, endedAt }: Stay): LegState {
  if (endedAt !== null) return 'done';
  return servingAt === null ? 'called' : 'serving';
}

/** The steps between states that a machine's word can make necessary; a part of the table `leg_transition`. */
const steps: Readonly<Partial<Record<LegState, readonly LegState[]>>> = {
  planned: ['waiting', 'cancelled'],
  waiting: ['called', 'cancelled'],
  called: ['serving', 'waiting', 'cancelled'],
  serving: ['done', 'called', 'on_hold'],
  done: ['serving'],
  on_hold: ['serving', 'cancelled'],
  no_answer: ['called', 'cancelled'],
};

/** The shortest way from one state to another, without the first; undefined where there is none. */
export function wayTo(from: LegState, to: LegState): readonly LegState[] | undefined {
  const ways: LegState[][] = [[from]];
  const seen = new Set([from]);
  for (const way of ways) {
    const here = way.at(-1) ?? from;
    if (here === to) return way.slice(1);
    for (const next of steps[here] ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

const rank: readonly LegState[] = ['planned', 'waiting', 'no_answer', 'on_hold', 'called', 'serving', 'done'];

/** Whether a state lies before another on the way through a place. */
export function isBefore(one: LegState, other: LegState): boolean {
  return rank.indexOf(one) < rank.indexOf(other);
}
