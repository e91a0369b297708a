import { createHash, createHmac, randomInt } from 'node:crypto';
import type { Inventory } from '#inventory';
import type { Clock, Day } from '#platform/clock';
import { hashToken, newId } from '#platform/codes';
import type { Database, Transaction } from '#platform/database';
import { appendEvent } from '#platform/events';
import type { KeyRing } from '#platform/keys';
import type { ReceptionService } from '#reception';
import { type Availability, openAvailability } from './availability.ts';
import { cellMinutes } from './cell.ts';
import { type ClaimSpeed, createClaimSpeed } from './claim-speed.ts';
import * as claims from './claim-store.ts';
import { type Contact, contactIndexes, openContact, sealContact } from './contact.ts';
import { createLayout, type Layout } from './layout.ts';
import { reminderDefaults } from './message-store.ts';
import type { Notices } from './notices.ts';
import type { Plan } from './plan.ts';
import { type ReminderChoice, reminderChoices, usualReminders } from './reminder.ts';
import * as store from './store.ts';
import type { BookingChannel } from './tables.ts';
import { createTimetable, type Timetable } from './timetable.ts';

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
  /** Until when the places are kept; ten minutes where nothing is said. */
  until?: Date;
}

/** Who ends an appointment: the city tells whom it lets down that it is sorry. */
export interface Ending {
  actor: string;
  byCity?: boolean;
}

/** Booking a time for everything somebody needs, in one go. */
export interface BookingService extends Timetable, Pick<Layout, 'furnish'> {
  readonly availability: Availability;
  /** How fast the database claims. */
  readonly speed: ClaimSpeed;
  /** Rosters and the places that they make. */
  readonly layout: Layout;
  /** The secret of the page on which an appointment is seen, changed and cancelled. */
  tokenOf(bookingId: string): string;
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
  ): Promise<claims.MoveOutcome | 'closed'>;
  cancel(view: BookingView, ending: Ending): Promise<boolean>;
  /** Sends these reminders of an appointment and no others; none: they stop, and news of a change still goes. False when nothing changes. */
  chooseReminders(view: BookingView, reminders: readonly ReminderChoice[], actor: string): Promise<boolean>;
  /** Gives back what is due: holds that ended and cancelled places whose time has come. */
  release(): Promise<void>;
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
const returnSeconds = { least: 5 * 60, most: 30 * 60 };
/** A case lives on for a week after the visit (notes: retention). */
const keptAfterVisit = 7 * day;
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

  const timetable = createTimetable({ database, clock, inventory, availability });
  const layout = createLayout(parts);
  const speed = createClaimSpeed();

  async function view(booking: store.Booking | null): Promise<BookingView | null> {
    if (booking === null) return null;
    const places = await store.partsOf(database.kysely, [booking.id]);
    return { booking, parts: places.get(booking.id) ?? [], token: tokenOf(booking.id) };
  }

  const wanted = (plan: Plan, cell: number): claims.WantedPart[] =>
    plan.parts.map(({ poolId, offset, cells, procedures }) => ({ poolId, first: cell + offset, cells, procedures }));

  return {
    availability,
    speed,
    tokenOf,
    layout,
    furnish: layout.furnish,
    ...timetable,
    async hold(caseId, plan, { cell, until, ...command }) {
      const audience = command.channel === 'staff' ? 'staff' : 'residents';
      if (!(await timetable.isOffered(plan, command.day, cell, audience))) return { outcome: 'closed', booking: null };
      const now = clock.now();
      const id = newId();
      const wish = {
        ...command,
        id,
        caseId,
        tokenHash: hashToken(tokenOf(id)),
        parts: wanted(plan, cell),
        now,
        holdUntil: until ?? new Date(now.getTime() + holdMinutes * minute),
      };
      const claimed = await speed.measure(() => claims.claim(database.kysely, wish));
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
          if ((await store.countByContact(transaction, index, bookingId)) >= mostPerContact) return 'tooMany';
        }
        const sealed = await sealContact(transaction, parts.keys, booking, contact);
        const details = { id: bookingId, contact: sealed, contactIndex: indexes, reminders, actor, now };
        if (!(await claims.confirm(transaction, details))) {
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
      if (!(await timetable.isOffered(plan, on, cell, byStaff ? 'staff' : 'residents'))) return 'closed';
      const now = clock.now();
      const moved = { id: booking.id, revision: booking.revision, day: on, parts: wanted(plan, cell), actor, now };
      try {
        return await database.transaction(async (transaction) => {
          if (!(await claims.move(transaction, { ...moved, isPublic: !byStaff }))) return 'changed';
          const changed = await store.bookingById(transaction, booking.id);
          if (changed === null) return 'changed';
          const contact = await openContact(transaction, parts.keys, changed);
          await notices.moved(transaction, changed, contact?.reveal() ?? null);
          await tell(transaction, changed, 'booking.moved');
          return 'moved';
        });
      } catch (error) {
        if (claims.isFull(error)) return 'full';
        throw error;
      }
    },
    cancel: ({ booking }, { actor, byCity = false }) =>
      database.transaction(async (transaction) => {
        const now = clock.now();
        const delay = booking.state === 'held' ? 0 : randomInt(returnSeconds.least, returnSeconds.most);
        const releaseAt = new Date(now.getTime() + delay * 1000);
        if (!(await claims.cancel(transaction, { id: booking.id, releaseAt, actor, now }))) return false;
        const changed = await store.bookingById(transaction, booking.id);
        if (changed && booking.state === 'confirmed') {
          const contact = await openContact(transaction, parts.keys, changed);
          await (byCity ? notices.calledOff : notices.cancelled)(transaction, changed, contact?.reveal() ?? null);
        }
        await tell(transaction, booking, 'booking.cancelled');
        return true;
      }),
    chooseReminders: ({ booking: { id } }, reminders, actor) =>
      database.transaction(async (transaction) => {
        if (!(await store.setReminders(transaction, { id, reminders, actor, now: clock.now() }))) return false;
        const booking = await store.bookingById(transaction, id);
        if (booking === null) return false;
        const contact = await openContact(transaction, parts.keys, booking);
        await notices.remindersChosen(transaction, booking, contact?.reveal() ?? null);
        await tell(transaction, booking, 'booking.remindersChosen');
        return true;
      }),
    async release() {
      const now = clock.now();
      for (const on of await claims.dueDays(database.kysely, now)) await claims.releaseDue(database.kysely, on, now);
    },
    closePastDays: () => store.closePastDays(database.kysely, clock.today(), clock.now()),
  };
}

/** The plan that an appointment was made by, out of its places. */
export function planOfParts(places: readonly store.BookingPart[]): Plan {
  const begin = Math.min(...places.map(({ first }) => first));
  return {
    parts: places.map(({ poolId, first, cells, procedures }) => ({ poolId, procedures, offset: first - begin, cells })),
    minutes: places.reduce((sum, { cells }) => sum + cells * cellMinutes, 0),
  };
}

/** Tells staff's screens. Ids only. */
async function tell(transaction: Transaction, booking: Pick<store.Booking, 'id' | 'day'>, kind: string): Promise<void> {
  await appendEvent(transaction, { topic: 'booking', subject: booking.id, kind, payload: { day: booking.day } });
}
