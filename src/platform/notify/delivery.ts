/**
 * None twice. The one rule for what becomes of a message when sending it went wrong, whatever the channel.
 *
 * A transport calls `begin()` at the last moment at which the other side cannot have accepted anything: for mail after
 * the server has answered DATA with 354 and before the first byte of the message; for SMPP before submit_sm; for HTTP and
 * push before the request. `begin()` commits the state `sending`. From there on the message goes again only when the
 * other side is shown not to have taken it: it answered with a refusal, or there was no connection. A message that was
 * begun and got no answer (the line broke, the process was killed, the server hangs) becomes `unknown` and stays so; a
 * receipt or a bounce may still tell. A message that was not begun may be tried again however the process ended.
 */

/**
 * Why a message did not go: `unreachable` – no server, it does not let us in, or it asks everybody to wait; `temporary` –
 * this message was refused for now;
 * `permanent` – refused for good; `lost` – no answer.
 */
export type Failure = 'unreachable' | 'temporary' | 'permanent' | 'lost';

/** What is done with a message: tried again later, or ended. `rests` – the whole channel waits, not this message only. */
export interface Decision {
  readonly next: 'retry' | 'failed' | 'unknown';
  readonly rests: boolean;
}

const decisions: Readonly<Record<Failure, { readonly before: Decision; readonly begun: Decision }>> = {
  unreachable: { before: { next: 'retry', rests: true }, begun: { next: 'retry', rests: true } },
  temporary: { before: { next: 'retry', rests: false }, begun: { next: 'retry', rests: false } },
  permanent: { before: { next: 'failed', rests: false }, begun: { next: 'failed', rests: false } },
  lost: { before: { next: 'retry', rests: false }, begun: { next: 'unknown', rests: false } },
};

/** How often a message is tried: with the pauses below for about five hours. */
export const mostAttempts = 24;

/** What becomes of a message after `failure`, at its attempt number `attempts` (from 1). */
export function decide(failure: Failure, begun: boolean, attempts: number): Decision {
  const decision = decisions[failure][begun ? 'begun' : 'before'];
  return decision.next === 'retry' && attempts >= mostAttempts ? { ...decision, next: 'failed' } : decision;
}

/**
 * Milliseconds before try number `times + 1`: `first`, doubled each time up to `longest`, and up to half as much again so
 * that not all come back at once. `chance` is from 0 to 1.
 */
export function pause(times: number, { first, longest }: { first: number; longest: number }, chance: number): number {
  const steady = Math.min(longest, first * 2 ** Math.min(times - 1, 20));
  return Math.round(steady * (1 + chance / 2));
}

/** A failure that a transport reports. `code` is short, made by us, and without personal data: `smtp 550 5.1.1`. */
export class DeliveryError extends Error {
  readonly failure: Failure;
  readonly code: string;

  constructor(failure: Failure, code: string) {
    super(code);
    this.name = 'DeliveryError';
    this.failure = failure;
    this.code = code;
  }
}

/** The message was withdrawn, is over, or another process has it: nothing may be sent. */
export class Withdrawn extends Error {
  constructor() {
    super('the message may not be sent any more');
    this.name = 'Withdrawn';
  }
}
