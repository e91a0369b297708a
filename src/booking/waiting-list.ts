import { addDays, type Clock, type Day, instantOf, toDay } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import type { KeyRing } from '#platform/keys';
import { instantOfCell } from './cell.ts';
import { type Contact, contactIndexes, openContact, sealContact } from './contact.ts';
import type { Notices } from './notices.ts';
import { firstOfAfternoon } from './plan.ts';
import type { BookingService, Freed } from './service.ts';
import { bookingById } from './store.ts';
import type { PartOfDay } from './tables.ts';
import * as store from './waiting-store.ts';

/** What somebody would like to have. */
export interface Wish {
  fromDay: Day;
  untilDay: Day;
  partOfDay: PartOfDay;
  procedures: readonly string[];
  language: string;
  contact: Contact;
}

/** The waiting list: who finds no place is told when one becomes free. */
export interface WaitingList {
  ask(caseId: string, wish: Wish): Promise<void>;
  of(caseId: string): Promise<store.Waiting | null>;
  withdraw(caseId: string): Promise<boolean>;
  /** Offers what became free to whoever asked first; a place is held for them for some hours. Gives how many were offered. */
  offer(freed: readonly Freed[]): Promise<number>;
  /** Deletes wishes for days that are over. */
  expire(): Promise<number>;
}

const hour = 3_600_000;
/** So long has somebody to answer an offer by day. */
const hoursToAnswer = 3;
/** By night people sleep: an offer of the evening stands until the morning. */
const night = { from: '19:00', until: '10:00' };
/** So many of those who wait are looked at for one day; more places than that never come back at once. */
const mostPerDay = 50;

/** Until when an offer is held: some hours, over night until the morning, never beyond its own time. */
export function offerEnds(now: Date, begins: Date): Date {
  const wanted = new Date(now.getTime() + hoursToAnswer * hour);
  const today = toDay(now);
  const morning = now < instantOf(today, night.until) ? today : addDays(today, 1);
  const isNight = wanted > instantOf(today, night.from) || now < instantOf(today, '07:00');
  const end = isNight ? new Date(Math.max(instantOf(morning, night.until).getTime(), wanted.getTime())) : wanted;
  return end < begins ? end : begins;
}

const fits = (part: PartOfDay, cell: number): boolean =>
  part === 'any' || (part === 'morning' ? cell < firstOfAfternoon : cell >= firstOfAfternoon);

export function createWaitingList({
  database,
  clock,
  keys,
  booking,
  notices,
}: {
  database: Database;
  clock: Clock;
  keys: Pick<KeyRing, 'openCaseKey' | 'blindIndex'>;
  booking: BookingService;
  notices: Notices;
}): WaitingList {
  /** Holds the first place of a day that suits somebody and tells them. False when none does. */
  async function offerTo(waiting: store.Waiting, day: Day): Promise<boolean> {
    const plan = await booking.planFor(waiting.procedures);
    const { starts } = await booking.day(plan, day);
    for (const { cell, left } of starts) {
      if (left === 0 || !fits(waiting.partOfDay, cell)) continue;
      const until = offerEnds(clock.now(), instantOfCell(day, cell));
      const command = { commandId: newId(), day, cell, language: waiting.language, channel: 'offer' as const, until };
      const held = await booking.hold(waiting.caseId, plan, command);
      if (held.outcome === 'taken') return false;
      if (held.outcome !== 'held') continue;
      await tell(waiting, held.booking.id, until);
      return true;
    }
    return false;
  }

  const tell = (waiting: store.Waiting, bookingId: string, until: Date) =>
    database.transaction(async (transaction) => {
      const contact = (await openContact(transaction, keys, waiting, 'waiting_list'))?.reveal();
      const held = await bookingById(transaction, bookingId);
      if (!contact || !held) return;
      const sealed = await sealContact(transaction, keys, held, contact);
      await store.addContact(transaction, {
        id: bookingId,
        contact: sealed,
        contactIndex: contactIndexes(keys, contact),
      });
      await store.deleteWaiting(transaction, waiting.caseId);
      await notices.offered(transaction, held, contact, until);
    });

  return {
    ask: (caseId, { contact, ...wish }) =>
      database.transaction(async (transaction) => {
        const id = newId();
        const sealed = await sealContact(transaction, keys, { id, caseId }, contact, 'waiting_list');
        if (sealed === null) return;
        await store.putWaiting(transaction, { ...wish, id, caseId, contact: sealed, askedAt: clock.now() });
      }),
    of: (caseId) => store.waitingOf(database.kysely, caseId),
    withdraw: (caseId) => database.transaction((transaction) => store.deleteWaiting(transaction, caseId)),
    async offer(freed) {
      let count = 0;
      for (const { day } of freed) {
        if (day < clock.today()) continue;
        for (const waiting of await store.waitingFor(database.kysely, day, mostPerDay)) {
          if (await offerTo(waiting, day)) count += 1;
        }
      }
      return count;
    },
    expire: () => store.deletePastWaiting(database.kysely, clock.today()),
  };
}
