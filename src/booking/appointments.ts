import type { Clock, Day } from '#platform/clock';
import type { Database } from '#platform/database';
import { appendEvent } from '#platform/events';
import { notificationsOf } from '#platform/notify';
import { instantOfCell } from './cell.ts';
import { type Conflict, conflictsFrom, keepAnyway } from './conflict-store.ts';
import { adviceOf, channelNames } from './message-advice.ts';
import { type BookingService, type BookingView, planOfParts } from './service.ts';
import * as store from './store.ts';

/** A free time near the one that cannot be kept. */
export interface NearbyTime {
  day: Day;
  cell: number;
}

/** Appointments as staff look after them. */
export interface Appointments {
  /** The appointments of a day in the order of coming, with their places. */
  on(day: Day): Promise<{ booking: store.Booking; parts: readonly store.BookingPart[] }[]>;
  history(bookingId: string): Promise<store.BookingEvent[]>;
  /** What did not reach whoever booked, or may not have, in words; the last of each way of sending. */
  troubles(bookingId: string): Promise<string[]>;
  /** Appointments that have no desk any more, by appointment. */
  conflicts(): Promise<Conflict[]>;
  /** The free times nearest to an appointment, the nearest first. */
  nearby(view: BookingView): Promise<NearbyTime[]>;
  /** Keeps an appointment although it has no desk. */
  keep(view: BookingView, reason: string, actor: string): Promise<boolean>;
}

/** How many times are offered in place of one that cannot be kept. */
const offered = 6;
/** On how many open days they are looked for. */
const daysToSearch = 10;

/** Picks the times nearest to an instant; of two as near the earlier one. */
export function nearest(times: readonly NearbyTime[], to: Date, count: number): NearbyTime[] {
  const distance = ({ day, cell }: NearbyTime) => Math.abs(instantOfCell(day, cell).getTime() - to.getTime());
  return [...times].sort((one, other) => distance(one) - distance(other)).slice(0, count);
}

export function createAppointments({
  database,
  clock,
  booking,
}: {
  database: Database;
  clock: Clock;
  booking: BookingService;
}): Appointments {
  return {
    async on(day) {
      const bookings = await store.bookingsOn(database.kysely, day);
      const parts = await store.partsOf(
        database.kysely,
        bookings.map(({ id }) => id),
      );
      return bookings.map((one) => ({ booking: one, parts: parts.get(one.id) ?? [] }));
    },
    async troubles(bookingId) {
      const told = await notificationsOf(database.kysely, bookingId);
      const ended = told.filter(({ state }) => state !== 'pending' && state !== 'sending' && state !== 'skipped');
      const last = new Map(ended.map((message) => [message.channel, message]));
      return [...last.values()]
        .filter(({ state }) => state === 'failed' || state === 'unknown')
        .map((message) => `${channelNames[message.channel]}: ${adviceOf(message).what}`);
    },
    history: (bookingId) => store.eventsOf(database.kysely, bookingId),
    async conflicts() {
      const all = await conflictsFrom(database.kysely, clock.today());
      const seen = new Set<string>();
      return all.filter(({ bookingId }) => !seen.has(bookingId) && seen.add(bookingId));
    },
    async nearby({ booking: { day, firstCell }, parts }) {
      const plan = planOfParts(parts);
      const before = (await booking.openDays(plan, clock.today(), daysToSearch, 'staff')).filter(
        (one) => one.day < day,
      );
      const after = await booking.openDays(plan, day, daysToSearch, 'staff');
      const times = [...before, ...after].flatMap(({ day: on, starts }) =>
        starts.filter(({ left }) => left > 0).map(({ cell }) => ({ day: on, cell })),
      );
      const here = nearest(times, instantOfCell(day, firstCell), offered);
      return here.filter((time) => time.day !== day || time.cell !== firstCell);
    },
    keep: ({ booking: kept }, reason, actor) =>
      database.transaction(async (transaction) => {
        const decision = { id: kept.id, reason, actor, now: clock.now() };
        if (!(await keepAnyway(transaction, decision))) return false;
        const event = { topic: 'booking', subject: kept.id, kind: 'booking.kept', payload: { day: kept.day } };
        await appendEvent(transaction, event);
        return true;
      }),
  };
}
