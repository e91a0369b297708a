import type { Snapshot } from '../queue/board.ts';
import type { WaitEstimate } from '../queue/wait.ts';
import type { Correction } from './correction.ts';
import type { Experience } from './experience.ts';
import { type LookAhead, lookAhead, type Quote } from './look-ahead.ts';

/** Somebody who has an appointment later today and is not here yet, at one of their places. */
export interface Expected {
  id: string;
  at: Date;
  serviceId: string;
  procedures: readonly string[];
  minutes: number;
}

/** The same with the order of calling that they will have. */
export interface Coming extends Expected {
  rankAt: Date;
}

/** What is known beside the hall itself. */
export interface Outlook {
  experience: Experience;
  correction: Correction;
  coming: readonly Coming[];
}

/** What a hall knows that has never been open. */
const nothingKnown: Outlook = { experience: new Map(), correction: new Map(), coming: [] };

const looked = new WeakMap<Snapshot, LookAhead>();
/** The last look for each outlook: pages asked at the same moment about the same hall share it. */
const latest = new WeakMap<Outlook, { fingerprint: string; result: LookAhead }>();

function fingerprintOf({ at, legs, seats }: Snapshot): string {
  const live = legs.map(({ id, state, counterId, rankAt }) => `${id}${state}${counterId}${rankAt.getTime()}`);
  const open = seats.flatMap(({ id, staffId, skills }) => (staffId === null ? [] : [`${id}${skills.join()}`]));
  return `${Math.floor(at.getTime() / 5000)} ${live.join()} ${open.join()}`;
}

/** The futures of a snapshot; worked out once for each. */
export function futureOf(snapshot: Snapshot): LookAhead {
  const known = looked.get(snapshot);
  if (known) return known;
  const outlook = snapshot.outlook ?? nothingKnown;
  const fingerprint = fingerprintOf(snapshot);
  const before = snapshot.outlook && latest.get(outlook);
  const result = before?.fingerprint === fingerprint ? before.result : lookAhead(snapshot, outlook);
  looked.set(snapshot, result);
  if (snapshot.outlook) latest.set(outlook, { fingerprint, result });
  return result;
}

const step = 5;
const upToStep = (minutes: number): number => Math.ceil(minutes / step) * step;

/**
 * A quote as it is shown: P50 to P80, rounded up to 5 minutes; the two ends always differ. Where the last quotes were too
 * short, so that P80 is moved up, the lower end moves with it: a day that is slower than expected is slower for all.
 */
export function estimateOf(quote: Quote | undefined, someoneWorks: boolean): WaitEstimate {
  if (quote === undefined || !someoneWorks || quote.p50 >= 24 * 60) return { kind: 'unknown' };
  if (quote.raw80 === 0) return { kind: 'now' };
  const to = Math.max(step, upToStep(quote.p80));
  const lower = quote.p50 + Math.max(0, quote.p80 - quote.raw80);
  return { kind: 'range', from: Math.min(upToStep(lower), to - step), to };
}
