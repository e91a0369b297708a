import type { CaseService } from '#cases';
import type { Inventory } from '#inventory';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import type { Application } from '#platform/http';
import type { KeyRing } from '#platform/keys';
import type { ReceptionService } from '#reception';
import { addBookingRoutes } from './routes.tsx';
import { type BookingService, createBooking } from './service.ts';

export type { BookingService } from './service.ts';

/** What the booking stands on. */
export interface BookingPlatform {
  database: Database;
  clock: Clock;
  keys: Pick<KeyRing, 'openCaseKey' | 'blindIndex' | 'secret'>;
}

/** Adds the pages on which residents book, change and cancel a time. Gives the service for other channels. */
export function registerBooking(
  app: Application,
  platform: BookingPlatform,
  { inventory, cases, reception }: { inventory: () => Inventory; cases: CaseService; reception: ReceptionService },
): BookingService {
  const booking = createBooking({
    ...platform,
    inventory,
    reception,
    notices: {
      confirmed: async () => undefined,
      moved: async () => undefined,
      cancelled: async () => undefined,
    },
    keepCase: cases.keepUntil,
  });
  addBookingRoutes(app, { booking, cases, inventory, reception, clock: platform.clock });
  return booking;
}
