import { addDays, type Clock, type Day, instantOf, toDay } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import type { KeyRing } from '#platform/keys';
import { instantOfCell } from './cell.ts';
import { type Contact, contactIndexes, openContact, sealContact } from './contact.ts';
import type { Notices } from './notices.ts';
import { firstOfAfternoon, type Plan } from './plan.ts';
import type { BookingService } from './service.ts';
import type { Booking } from './store.ts';
import type { PartOfDay } from './tables.ts';
import type { BookableDay } from './timetable.ts';
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
  /**
   * Offers what is free, however it became so, to whoever asked first; a place is held for them for some hours. Gives how
   * many were offered.
   */
  offer(): Promise<number>;
  /** Deletes wishes for days that are over. */
  expire(): Promise<number>;
}

const hour = 3_600_000;
/** So long has somebody to answer an offer by day. */
const hoursToAnswer = 3;
/** By night people sleep: an offer of the evening stands until the morning. */
const night = { from: '19:00', until: '10:00' };
/** So many of those who wait are looked at in one go. */
const mostAtOnce = 500;
/** Open days that somebody can wait for. */
export const longestWish = 60;

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
  opensAt,
}: {
  database: Database;
  clock: Clock;
  keys: Pick<KeyRing, 'openCaseKey' | 'blindIndex'>;
  booking: BookingService;
  notices: Notices;
  /** The opening that people gather for, or that was some hours ago; null when there is none. */
  opensAt: () => Promise<Date | null>;
}): WaitingList {
  /** Days with their beginnings for some procedures, looked up once for all who wait for the same. */
  function openTimetable() {
    const known = new Map<string, Promise<{ plan: Plan; days: readonly BookableDay[] }>>();
    const look = async (procedures: readonly string[]) => {
      const plan = await booking.planFor(procedures);
      return { plan, days: await booking.openDays(plan, clock.today(), longestWish) };
    };
    return (procedures: readonly string[]) => {
      const key = procedures.join();
      const found = known.get(key) ?? look(procedures);
      known.set(key, found);
      return found;
    };
  }

  /** Holds the first place that suits somebody and tells them. False when none does. */
  async function offerTo(waiting: store.Waiting, timetable: ReturnType<typeof openTimetable>): Promise<boolean> {
    const { plan, days } = await timetable(waiting.procedures);
    const times = days
      .filter(({ day }) => day >= waiting.fromDay && day <= waiting.untilDay)
      .flatMap(({ day, starts }) => starts.map((start) => ({ ...start, day })))
      .filter(({ cell, left }) => left > 0 && fits(waiting.partOfDay, cell));
    for (const { day, cell } of times) {
      const until = offerEnds(clock.now(), instantOfCell(day, cell));
      const command = { commandId: newId(), day, cell, language: waiting.language, channel: 'offer' as const, until };
      const held = await booking.hold(waiting.caseId, plan, command);
      if (held.outcome === 'taken') return false;
      if (held.outcome !== 'held') continue;
      if (await tell(waiting, held.booking, until)) return true;
      // They gave up waiting in the meantime: the place is for the next one.
      const view = await booking.byId(held.booking.id);
      if (view) await booking.cancel(view, { actor: 'offer' });
      return false;
    }
    return false;
  }

  /** Takes somebody off the list and writes the offer to them. False when they do not wait any more. */
  const tell = (waiting: store.Waiting, held: Booking, until: Date) =>
    database.transaction(async (transaction) => {
      const contact = (await openContact(transaction, keys, waiting, 'waiting_list'))?.reveal();
      if (!contact || !(await store.deleteWaiting(transaction, waiting.caseId, waiting.id))) return false;
      await store.addContact(transaction, {
        id: held.id,
        contact: await sealContact(transaction, keys, held, contact),
        contactIndex: contactIndexes(keys, contact),
      });
      await notices.offered(transaction, held, contact, until);
      return true;
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
    async offer() {
      // At an opening all places go by the waiting room, and this list must not be a way around it.
      if ((await opensAt()) !== null) return 0;
      let count = 0;
      let timetable = openTimetable();
      for (const waiting of await store.waitingFrom(database.kysely, clock.today(), mostAtOnce)) {
        if (!(await offerTo(waiting, timetable))) continue;
        count += 1;
        timetable = openTimetable();
      }
      return count;
    },
    expire: () => store.deletePastWaiting(database.kysely, clock.today()),
  };
}
