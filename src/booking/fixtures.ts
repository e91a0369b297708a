import type { Inventory } from '#inventory';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import type { KeyRing } from '#platform/keys';
import type { ReceptionService } from '#reception';
import { createNotices } from './notices.ts';
import { createBooking } from './service.ts';

/** The hall in which it happens. */
export interface SampleHall {
  readonly clock: Clock & { forward(minutes: number): void };
  readonly inventory: () => Inventory;
  readonly reception: (database: Database, inventory: () => Inventory) => Promise<ReceptionService>;
}

/** A city with the hours and closed days that booking asks for. */
const sampleCity = {
  name: { ja: '旭川市' },
  hall: { name: { ja: '総合庁舎' }, address: '旭川市7条通9丁目48番地 総合庁舎' },
  closed: { weekdays: ['saturday', 'sunday'], publicHolidays: true, periods: [] },
  hours: { open: '08:45', close: '17:15', late: [] },
};

/** Booking over a hall, with its pools laid out; messages stay in the outbox. */
export async function sampleBooking(hall: SampleHall, database: Database, keys: KeyRing) {
  const { clock } = hall;
  const inventory = () => ({ ...hall.inventory(), city: sampleCity }) as never;
  const reception = await hall.reception(database, inventory);
  const notices = createNotices({ keys, clock, channels: ['mail', 'sms'] });
  const keepCase = async () => undefined;
  const booking = createBooking({ database, clock, keys, inventory, reception, notices, keepCase });
  await booking.furnish();
  return { booking, inventory, reception };
}
