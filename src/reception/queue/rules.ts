import { z } from 'zod';

const minutes = z.int().min(0).max(240);

/** How a hall calls its visitors; the city sets what differs from these. */
export const queueRules = z.strictObject({
  /** Minutes by which those who need help are moved forward. */
  priorityMinutes: minutes.default(30),
  /** Minutes by which those with an appointment are moved forward, so that they are called at their time. */
  appointmentMinutes: minutes.default(30),
  /** Who comes early is called at most so many minutes before their appointment while others wait. */
  earlyMinutes: minutes.default(10),
  /** Who comes later than this waits like somebody without an appointment. */
  lateMinutes: minutes.default(15),
  /** So often somebody can be overtaken; after that they go before everybody. */
  mostOvertaken: z.int().min(0).max(100).default(5),
  /** Who did not come when called and returns goes so many minutes back in the line. */
  absentMinutes: minutes.default(0),
  /** Calls of the same number before 「不在」 is offered. */
  mostCalls: z.int().min(1).max(10).default(3),
});
export type QueueRules = z.output<typeof queueRules>;

const before = (instant: Date, by: number): Date => new Date(instant.getTime() - by * 60_000);

/** Where somebody stands in the line. */
export interface Rank {
  /** What is theirs by right: the arrival, or the time of the appointment. */
  fairAt: Date;
  /** The order of calling. */
  rankAt: Date;
  /** Until then those whose turn it is now go first; null = their turn can come at once. */
  notBefore: Date | null;
}

/**
 * The place in the line of somebody who arrived at `arrivedAt`. An appointment counts from its time, whoever comes early
 * for it; who is too late for it waits like everybody else (notes: fair queuing of appointments and walk-ins).
 */
export function rankOf(
  arrivedAt: Date,
  { priority, appointmentAt }: { priority: boolean; appointmentAt: Date | null },
  rules: QueueRules,
): Rank {
  const late = appointmentAt !== null && before(arrivedAt, rules.lateMinutes) > appointmentAt;
  const appointment = appointmentAt !== null && !late ? appointmentAt : null;
  const fairAt = appointment !== null && appointment > arrivedAt ? appointment : arrivedAt;
  const forward = Math.max(priority ? rules.priorityMinutes : 0, appointment ? rules.appointmentMinutes : 0);
  const notBefore = appointment && before(appointment, rules.earlyMinutes);
  return { fairAt, rankAt: before(fairAt, forward), notBefore: notBefore && notBefore > arrivedAt ? notBefore : null };
}
