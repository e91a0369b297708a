import { createHash, createHmac } from 'node:crypto';
import { type Calendar, calendar, type Inventory } from '#inventory';
import { addDays, type Clock, type Day, weekday } from '#platform/clock';
import { hashToken, newId } from '#platform/codes';
import type { Database, Transaction } from '#platform/database';
import { appendEvent } from '#platform/events';
import type { KeyRing } from '#platform/keys';
import { planJourney, type ReceptionService } from '#reception';
import { type Availability, openAvailability } from './availability.ts';
import { cellMinutes } from './cell.ts';
import { type Contact, contactIndexes, openContact, sealContact } from './contact.ts';
import { capacityOf, firstWeek, hoursOn, type WeekdayName, weekdayNames } from './hours.ts';
import { reminderDefaults } from './message-store.ts';
import type { Notices } from './notices.ts';
import { earliestCell, type Mark, markOf, type Plan, planOf, type Start, startsOn } from './plan.ts';
import { reminderChoices, usualReminders } from './reminder.ts';
import * as store from './store.ts';
import type { BookingChannel } from './tables.ts';

/** What the booking stands on. */
export interface BookingParts {
  database: Database;
  clock: Clock;
  keys: Pick<KeyRing, 'openCaseKey' | 'blindIndex' | 'secret'>;
  inventory: () => Inventory;
  reception: Pick<ReceptionService, 'snapshot'>;
  /** Writes what is to be told to the resident, in the transaction of the change. */
  notices: Notices;
  /** Lets the case live until a week after the appointment. */
  keepCase: (caseId: string, until: Date) => Promise<void>;
}

/** A day as it is offered. */
export interface BookableDay {
  day: Day;
  mark: Mark;
  starts: readonly Start[];
}

/** An appointment with its places. */
export interface BookingView {
  booking: store.Booking;
  parts: readonly store.BookingPart[];
  /** The secret of the page on which it is seen, changed and cancelled. */
  token: string;
}

export type HoldResult =
  | { outcome: 'held' | 'taken'; booking: store.Booking }
  | { outcome: 'full' | 'closed'; booking: null };

export type ConfirmResult = { outcome: 'confirmed'; view: BookingView } | { outcome: 'ended' | 'tooMany' };

/** Who books, and how. */
export interface HoldCommand {
  commandId: string;
  day: Day;
  cell: number;
  language: string;
  channel: BookingChannel;
}

/** Booking a time for everything somebody needs, in one go. */
export interface BookingService {
  readonly availability: Availability;
  /** The secret of the page on which an appointment is seen, changed and cancelled. */
  tokenOf(bookingId: string): string;
  /** Makes a pool for every place of the hall that has none, and the cells of the days ahead. Gives how many days it laid out. */
  furnish(): Promise<number>;
  /** What is booked for some procedures. */
  planFor(procedures: readonly string[]): Promise<Plan>;
  /** The beginnings of one day for a plan. */
  day(plan: Plan, day: Day): Promise<BookableDay>;
  /** The next `count` days from `from` on when the hall is open, with how they stand. */
  openDays(plan: Plan, from: Day, count: number): Promise<BookableDay[]>;
  /** The last day that may be booked now. */
  lastDay(plan: Plan): Promise<Day>;
  hold(caseId: string, plan: Plan, command: HoldCommand): Promise<HoldResult>;
  confirm(
    bookingId: string,
    details: { contact: Contact; reminders: readonly string[]; actor: string },
  ): Promise<ConfirmResult>;
  byId(id: string): Promise<BookingView | null>;
  byToken(token: string): Promise<BookingView | null>;
  ofCase(caseId: string): Promise<BookingView | null>;
  contactOf(booking: store.Booking): Promise<Contact>;
  /** The reminders that are ticked beforehand for an appointment: what staff have set for its places, all of them together. */
  usualReminders(view: BookingView): Promise<string[]>;
  move(
    view: BookingView,
    to: { day: Day; cell: number; actor: string; byStaff: boolean },
  ): Promise<store.MoveOutcome | 'closed'>;
  cancel(view: BookingView, actor: string): Promise<boolean>;
  /** Gives back what is due. Gives how many days were looked at. */
  release(): Promise<number>;
  /** Ends the appointments of past days: who was not checked in did not come. */
  closePastDays(): Promise<number>;
}

const minute = 60_000;
const day = 24 * 60 * minute;
/** How long places are kept while somebody fills in the form. */
export const holdMinutes = 10;
/** One address stands for at most so many appointments at a time. */
const mostPerContact = 3;
/** A cancelled place comes back after a time that nobody can wait for with a program (notes: fair booking). */
const returnMinutes = { least: 5, most: 30 };
/** A case lives on for a week after the visit (notes: retention). */
const keptAfterVisit = 7 * day;
/** Holidays never fall on the same weekday for so many weeks. */
const weeksToLookAhead = 5;
/** Signs of the secret of a booking's page: 132 bits. */
const tokenLength = 22;

/** Makes the booking of one building. */
export function createBooking(parts: BookingParts): BookingService {
  const { database, clock, inventory, notices } = parts;
  const secret = parts.keys.secret('booking.manage');
  const tokenOf = (id: string): string =>
    createHmac('sha256', secret).update(id).digest('base64url').slice(0, tokenLength);
  const hash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 16);
  const availability = openAvailability(database.kysely, clock, hash);

  const poolsById = async () => new Map((await availability.pools()).map((pool) => [pool.id, pool]));

  /** The narrowest of the rules of a plan's pools. */
  async function windowOf(plan: Plan) {
    const pools = await poolsById();
    const used = plan.parts.flatMap(({ poolId }) => pools.get(poolId) ?? []);
    return {
      leadMinutes: Math.max(0, ...used.map(({ leadMinutes }) => leadMinutes)),
      horizonDays: Math.min(400, ...used.map(({ horizonDays }) => horizonDays)),
    };
  }

  async function bookableDay(plan: Plan, on: Day): Promise<BookableDay> {
    const earliest = earliestCell(on, await windowOf(plan), clock.now(), clock.today());
    const starts = earliest === null ? [] : startsOn(plan, await availability.on(on), earliest);
    return { day: on, starts, mark: markOf(starts) };
  }

  async function furnish(): Promise<number> {
    const { services, seats } = await parts.reception.snapshot();
    const hours = calendar(inventory().city);
    const pools = services.flatMap((service) => {
      const count = seats.filter(({ serviceId }) => serviceId === service.id).length;
      const [department] = service.departments;
      // Where no department works (the entrance), nobody has an appointment.
      if (department === undefined) return [];
      const week = firstWeek(count, (name) => usualHours(hours, clock.today(), name, department));
      return [{ serviceId: service.id, week }];
    });
    await database.transaction((transaction) => store.insertPools(transaction, pools));
    return layOutAll();
  }

  /** Lays out the days ahead that have no cells yet. */
  async function layOutAll(): Promise<number> {
    const { isOpen } = calendar(inventory().city);
    const today = clock.today();
    const known = await store.laidOut(database.kysely, today);
    const exceptions = await store.exceptionsFrom(database.kysely, today);
    let count = 0;
    for (const pool of await store.poolsOf(database.kysely)) {
      const own = new Map(exceptions.filter(({ poolId }) => poolId === pool.id).map((one) => [one.day, one.hours]));
      for (let ahead = 0; ahead <= pool.horizonDays; ahead += 1) {
        const on = addDays(today, ahead);
        if (known.get(pool.id)?.has(on)) continue;
        const capacity = capacityOf(hoursOn(on, { week: pool.week, exceptions: own }, { isOpen }), pool.publicPercent);
        if (capacity.desks.length === 0) continue;
        await store.setDesks(database.kysely, pool.id, on, capacity);
        count += 1;
      }
    }
    return count;
  }

  async function view(booking: store.Booking | null): Promise<BookingView | null> {
    if (booking === null) return null;
    const places = await store.partsOf(database.kysely, [booking.id]);
    return { booking, parts: places.get(booking.id) ?? [], token: tokenOf(booking.id) };
  }

  const wanted = (plan: Plan, cell: number): store.WantedPart[] =>
    plan.parts.map(({ poolId, offset, cells, procedures }) => ({ poolId, first: cell + offset, cells, procedures }));

  /** Whether residents may take this beginning: it is on offer, full or not. */
  const isOffered = async (plan: Plan, on: Day, cell: number): Promise<boolean> =>
    (await bookableDay(plan, on)).starts.some((start) => start.cell === cell);

  return {
    availability,
    tokenOf,
    furnish,
    async planFor(procedures) {
      const pools = (await availability.pools()).filter(({ isOpen }) => isOpen);
      const legs = planJourney(inventory(), procedures).legs.map(({ place, ...leg }) => ({
        ...leg,
        serviceId: place.id,
      }));
      return planOf(legs, new Map(pools.map(({ serviceId, id }) => [serviceId, id])));
    },
    day: bookableDay,
    async openDays(plan, from, count) {
      const { isOpen } = calendar(inventory().city);
      const { horizonDays } = await windowOf(plan);
      const last = addDays(clock.today(), horizonDays);
      const days: Day[] = [];
      for (let on = from; days.length < count && on <= last; on = addDays(on, 1)) if (isOpen(on)) days.push(on);
      return Promise.all(days.map((on) => bookableDay(plan, on)));
    },
    async lastDay(plan) {
      return addDays(clock.today(), (await windowOf(plan)).horizonDays);
    },
    async hold(caseId, plan, { cell, ...command }) {
      if (plan.parts.length === 0 || !(await isOffered(plan, command.day, cell)))
        return { outcome: 'closed', booking: null };
      const now = clock.now();
      const id = newId();
      const claimed = await store.claim(database.kysely, {
        ...command,
        id,
        caseId,
        tokenHash: hashToken(tokenOf(id)),
        parts: wanted(plan, cell),
        now,
        holdUntil: new Date(now.getTime() + holdMinutes * minute),
      });
      const booking = claimed && (await store.bookingById(database.kysely, claimed.id));
      if (!booking) return { outcome: 'full', booking: null };
      return { outcome: claimed.outcome === 'taken' ? 'taken' : 'held', booking };
    },
    async confirm(bookingId, { contact, reminders, actor }) {
      const now = clock.now();
      const result = await database.transaction(async (transaction): Promise<'confirmed' | 'ended' | 'tooMany'> => {
        const booking = await store.bookingById(transaction, bookingId);
        if (booking === null) return 'ended';
        // Sent twice: it is confirmed already, and stays as it is.
        if (booking.state === 'confirmed') return 'confirmed';
        const indexes = contactIndexes(parts.keys, contact);
        for (const index of indexes) {
          if ((await store.countByContact(transaction, index)) >= mostPerContact) return 'tooMany';
        }
        const sealed = await sealContact(transaction, parts.keys, { bookingId, caseId: booking.caseId }, contact);
        const details = { id: bookingId, contact: sealed, contactIndex: indexes, reminders, actor, now };
        if (!(await store.confirm(transaction, details))) {
          // Two clicks at the same moment: the other one has confirmed it meanwhile.
          return (await store.bookingById(transaction, bookingId))?.state === 'confirmed' ? 'confirmed' : 'ended';
        }
        await notices.confirmed(transaction, { ...booking, reminders }, contact);
        await tell(transaction, booking, 'booking.confirmed');
        return 'confirmed';
      });
      if (result !== 'confirmed') return { outcome: result };
      const confirmed = await view(await store.bookingById(database.kysely, bookingId));
      if (confirmed === null) return { outcome: 'ended' };
      const { booking } = confirmed;
      await parts.keepCase(
        booking.caseId,
        new Date(new Date(`${booking.day}T23:59:59+09:00`).getTime() + keptAfterVisit),
      );
      return { outcome: 'confirmed', view: confirmed };
    },
    byId: async (id) => view(await store.bookingById(database.kysely, id)),
    byToken: async (token) => view(await store.bookingByToken(database.kysely, hashToken(token))),
    ofCase: async (caseId) => view(await store.liveBookingOf(database.kysely, caseId)),
    async contactOf(booking) {
      const contact = await database.transaction((transaction) => openContact(transaction, parts.keys, booking));
      return contact?.reveal() ?? { mail: null, phone: null };
    },
    async usualReminders({ parts: places }) {
      const set = await reminderDefaults(database.kysely);
      const wanted = new Set(places.flatMap(({ serviceId }) => set.get(serviceId) ?? usualReminders));
      return reminderChoices.filter((choice) => wanted.has(choice));
    },
    async move({ booking, parts: places }, { day: on, cell, actor, byStaff }) {
      const plan = planOfParts(places);
      if (!byStaff && !(await isOffered(plan, on, cell))) return 'closed';
      const now = clock.now();
      const moved = { id: booking.id, revision: booking.revision, day: on, parts: wanted(plan, cell), actor, now };
      try {
        return await database.transaction(async (transaction) => {
          if (!(await store.move(transaction, { ...moved, isPublic: !byStaff }))) return 'changed';
          const changed = await store.bookingById(transaction, booking.id);
          if (changed === null) return 'changed';
          const contact = await openContact(transaction, parts.keys, changed);
          await notices.moved(transaction, changed, contact?.reveal() ?? null);
          await tell(transaction, changed, 'booking.moved');
          return 'moved';
        });
      } catch (error) {
        if (store.isFull(error)) return 'full';
        throw error;
      }
    },
    cancel: ({ booking }, actor) =>
      database.transaction(async (transaction) => {
        const now = clock.now();
        const spread = returnMinutes.least + Math.random() * (returnMinutes.most - returnMinutes.least);
        const releaseAt = booking.state === 'held' ? now : new Date(now.getTime() + spread * minute);
        if (!(await store.cancel(transaction, { id: booking.id, releaseAt, actor, now }))) return false;
        const changed = await store.bookingById(transaction, booking.id);
        if (changed && booking.state === 'confirmed') {
          const contact = await openContact(transaction, parts.keys, changed);
          await notices.cancelled(transaction, changed, contact?.reveal() ?? null);
        }
        await tell(transaction, booking, 'booking.cancelled');
        return true;
      }),
    async release() {
      const now = clock.now();
      const days = await store.dueDays(database.kysely, now);
      for (const on of days) await store.releaseDue(database.kysely, on, now);
      return days.length;
    },
    closePastDays: () => store.closePastDays(database.kysely, clock.today(), clock.now()),
  };
}

/** The plan that an appointment was made by, out of its places. */
export function planOfParts(places: readonly store.BookingPart[]): Plan {
  const begin = Math.min(...places.map(({ first }) => first));
  return {
    parts: places.map(({ poolId, first, cells, procedures }) => ({ poolId, procedures, offset: first - begin, cells })),
    withoutBooking: [],
    minutes: places.reduce((sum, { cells }) => sum + cells * cellMinutes, 0),
  };
}

/** The opening hours of a department on a weekday, seen on the next such day that is no holiday; null when it never opens. */
function usualHours(hours: Calendar, from: Day, name: WeekdayName, department: string) {
  const distance = (weekdayNames.indexOf(name) - weekday(from) + 7) % 7;
  for (let week = 0; week < weeksToLookAhead; week += 1) {
    const found = hours.hours(addDays(from, distance + 7 * week), department);
    if (found !== null) return found;
  }
  return null;
}

/** Tells staff's screens. Ids only. */
async function tell(transaction: Transaction, booking: Pick<store.Booking, 'id' | 'day'>, kind: string): Promise<void> {
  await appendEvent(transaction, { topic: 'booking', subject: booking.id, kind, payload: { day: booking.day } });
}
