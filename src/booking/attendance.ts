import { addDays, type Clock, type Day } from '#platform/clock';
import type { Database } from '#platform/database';
import type { KeyRing } from '#platform/keys';
import type { Appointments, Callers, Expected } from '#reception';
import { cellMinutes, instantOfCell } from './cell.ts';
import { setState } from './claim-store.ts';
import { contactIndexes, openContact } from './contact.ts';
import { bookingsBetween, bookingsOn, liveBookingOf, partsOf } from './store.ts';

/**
 * The appointments as the reception takes them: who checks in comes for the appointment of today, whoever comes again for
 * the same one still has it, and the end of the visit fulfils it. A visit that was given up leaves it checked in: they came.
 */
export function attendanceOf(clock: Clock): Appointments {
  return {
    async take(transaction, caseId, actor) {
      const booking = await liveBookingOf(transaction, caseId);
      if (booking === null || booking.day !== clock.today()) return null;
      const { id } = booking;
      if (booking.state === 'confirmed') {
        const taken = { id, from: ['confirmed'], to: 'checked_in', actor, now: clock.now() } as const;
        if (!(await setState(transaction, taken))) return null;
      } else if (booking.state !== 'checked_in') return null;
      return { bookingId: id, at: instantOfCell(booking.day, booking.firstCell) };
    },
    async fulfil(transaction, id, actor) {
      await setState(transaction, { id, from: ['checked_in'], to: 'fulfilled', actor, now: clock.now() });
    },
    async reopen(transaction, id, actor) {
      await setState(transaction, { id, from: ['fulfilled'], to: 'checked_in', actor, now: clock.now() });
    },
  };
}

/** The appointments of a day that stand: when they begin, in minutes after midnight, and their places in the order of walking. */
export async function bookedOn(database: Database, day: Day): Promise<{ minute: number; places: string[] }[]> {
  const booked = (await bookingsOn(database.kysely, day)).filter(({ state }) => state === 'confirmed');
  const parts = await partsOf(
    database.kysely,
    booked.map(({ id }) => id),
  );
  return booked.map(({ id, firstCell }) => ({
    minute: firstCell * cellMinutes,
    places: (parts.get(id) ?? []).map(({ serviceId }) => serviceId),
  }));
}

/** Who is still expected today: appointments that nobody has come for and whose time is not over, place by place. */
export async function expectedToday({ database, clock }: { database: Database; clock: Clock }): Promise<Expected[]> {
  const today = clock.today();
  const booked = (await bookingsOn(database.kysely, today)).filter(({ state }) => state === 'confirmed');
  const places = await partsOf(
    database.kysely,
    booked.map(({ id }) => id),
  );
  return booked
    .flatMap(({ id }) =>
      (places.get(id) ?? []).map(({ serviceId, first, cells, procedures }) => ({
        id: `${id}:${serviceId}`,
        at: instantOfCell(today, first),
        serviceId,
        procedures,
        minutes: cells * cellMinutes,
      })),
    )
    .filter(({ at }) => at > clock.now());
}

/** Who comes a little too early or too late is found at the entrance all the same. */
const daysAround = 3;

/** Those with an appointment on one of these days, as the entrance finds them. */
export function callersOf({
  database,
  clock,
  keys,
}: {
  database: Database;
  clock: Clock;
  keys: Pick<KeyRing, 'openCaseKey' | 'blindIndex'>;
}): Callers {
  const around = () => ({ from: addDays(clock.today(), -daysAround), until: addDays(clock.today(), daysAround) });
  return {
    async expected() {
      const booked = await bookingsBetween(database.kysely, around());
      return booked.map(({ caseId, day, firstCell }) => ({ caseId, at: instantOfCell(day, firstCell) }));
    },
    async withPhone(digits) {
      const [contact] = contactIndexes(keys, { mail: null, phone: digits.reveal() });
      if (contact === undefined) return [];
      const booked = await bookingsBetween(database.kysely, { ...around(), contact });
      return database.transaction(async (transaction) => {
        const caseIds: string[] = [];
        for (const one of booked) {
          const phone = (await openContact(transaction, keys, one))?.reveal().phone?.replaceAll('-', '');
          if (phone === digits.reveal()) caseIds.push(one.caseId);
        }
        return caseIds;
      });
    },
  };
}
