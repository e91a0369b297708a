import type { CaseService } from '#cases';
import type { Inventory } from '#inventory';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import type { EventBus } from '#platform/events';
import type { Application } from '#platform/http';
import type { KeyRing } from '#platform/keys';
import type { Channel, Compose } from '#platform/notify';
import type { ReceptionService } from '#reception';
import { entranceOf } from './entrance.ts';
import { createNotices, noticeComposers } from './notices.ts';
import { addBookingRoutes } from './routes.tsx';
import { type BookingService, createBooking } from './service.ts';

export { attendanceOf } from './attendance.ts';
export type { BookingService } from './service.ts';

/** What the booking stands on. */
export interface BookingPlatform {
  database: Database;
  clock: Clock;
  bus: EventBus;
  keys: Pick<KeyRing, 'openCaseKey' | 'blindIndex' | 'secret'>;
  /** Ways to reach residents that the city has set up. */
  channels: readonly Channel[];
  /** Scheme and host under which residents reach the product, for links in messages. */
  origin: string;
}

/** The other modules that booking works with. */
export interface BookingNeighbours {
  inventory: () => Inventory;
  cases: CaseService;
  reception: ReceptionService;
}

/**
 * Adds the pages on which residents book, change and cancel a time. Gives the service for other channels, and who makes the
 * words of its messages.
 */
export function registerBooking(
  app: Application,
  platform: BookingPlatform,
  { inventory, cases, reception }: BookingNeighbours,
): { booking: BookingService; composers: Record<string, Compose> } {
  const { keys, clock, channels, origin } = platform;
  const booking = createBooking({
    ...platform,
    inventory,
    reception,
    notices: createNotices({ keys, clock, channels }),
    keepCase: cases.keepUntil,
  });
  const entrance = entranceOf(reception, inventory);
  const linkOf = (id: string): string => `${origin}/booking/${booking.tokenOf(id)}`;
  const domain = new URL(origin).hostname;
  addBookingRoutes(app, { booking, cases, inventory, reception, clock, channels, entrance, linkOf, domain });
  return { booking, composers: noticeComposers({ entrance, linkOf, domain }) };
}
