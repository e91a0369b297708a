import type { CaseService } from '#cases';
import type { Inventory } from '#inventory';
import type { Audit } from '#platform/audit';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import type { EventBus } from '#platform/events';
import type { Application } from '#platform/http';
import type { KeyRing } from '#platform/keys';
import type { Channel, Compose } from '#platform/notify';
import type { ReceptionService } from '#reception';
import { addAppointmentRoutes } from './appointment-routes.tsx';
import { createAppointments } from './appointments.ts';
import { addAvailabilityRoutes } from './availability-routes.ts';
import { createCapacity } from './capacity.ts';
import { addCapacityRoutes } from './capacity-routes.tsx';
import { addDeskBookingRoutes } from './desk-booking-routes.tsx';
import { addDeskRoutes } from './desk-routes.tsx';
import { entranceOf } from './entrance.ts';
import { addMessageRoutes, type MessagePagesParts } from './message-routes.tsx';
import { createNotices, noticeComposers } from './notices.ts';
import { createStopTokens } from './reminder-stop.ts';
import { addReminderStopRoutes, stopPath } from './reminder-stop-routes.tsx';
import { addBookingRoutes } from './routes.tsx';
import { type BookingService, createBooking } from './service.ts';
import { createWaitingList } from './waiting-list.ts';
import { createWaitingRoom } from './waiting-room.ts';
import { addWaitingRoomRoutes } from './waiting-room-routes.tsx';
import { addWaitingRoutes } from './waiting-routes.tsx';

export { attendanceOf, bookedOn, callersOf, expectedToday } from './attendance.ts';
export { availabilityDescription } from './availability-routes.ts';
export type { BookingService } from './service.ts';

/** What the booking stands on. */
export interface BookingPlatform {
  database: Database;
  clock: Clock;
  bus: EventBus;
  audit: Audit;
  keys: Pick<KeyRing, 'openCaseKey' | 'blindIndex' | 'secret'>;
  /** Ways to reach residents that the city has set up. */
  channels: readonly Channel[];
  /** Scheme and host under which residents reach the product, for links in messages. */
  origin: string;
}

/** What booking gives the rest of the house. */
export interface RegisteredBooking {
  booking: BookingService;
  /** Who makes the words of its messages. */
  composers: Record<string, Compose>;
  /** Every minute: gives back what is due and offers what is free to those who wait. */
  releasePlaces(): Promise<void>;
  /** Nightly: deletes wishes for days that are over. Gives how many. */
  expireWaiting(): Promise<number>;
}

/** The other modules that booking works with. */
export interface BookingNeighbours {
  inventory: () => Inventory;
  cases: CaseService;
  reception: ReceptionService;
}

/**
 * Adds the pages on which residents book, change and cancel a time, and those on which staff look after it. Gives the service
 * for other channels.
 */
export function registerBooking(
  app: Application,
  platform: BookingPlatform,
  { inventory, cases, reception }: BookingNeighbours,
): RegisteredBooking {
  const { keys, clock, channels, origin } = platform;
  const notices = createNotices({ keys, clock, channels });
  const booking = createBooking({
    ...platform,
    inventory,
    reception,
    notices,
    keepCase: cases.keepUntil,
  });
  const entrance = entranceOf(reception, inventory);
  const linkOf = (id: string): string => `${origin}/booking/${booking.tokenOf(id)}`;
  const stopTokens = createStopTokens(keys);
  const stopLinkOf = (id: string): string => `${origin}${stopPath}/${stopTokens.tokenOf(id)}`;
  const domain = new URL(origin).hostname;
  const room = createWaitingRoom({ ...platform, speed: booking.speed });
  const waitingList = createWaitingList({ ...platform, booking, notices, opensAt: room.opensAt });
  addWaitingRoomRoutes(app, { room });
  addAvailabilityRoutes(app, booking.availability);
  const reach = { channels, entrance, linkOf, stopLinkOf, domain };
  const pages = { ...reach, booking, waitingList, room, cases, inventory, reception, clock };
  addBookingRoutes(app, pages);
  addAppointmentRoutes(app, pages);
  addReminderStopRoutes(app, { booking, stopTokens });
  addWaitingRoutes(app, pages);
  const appointments = createAppointments({ ...platform, booking });
  const capacity = createCapacity({ ...platform, layout: booking.layout });
  const desk = { ...pages, appointments, capacity, bus: platform.bus };
  addCapacityRoutes(app, desk);
  addDeskRoutes(app, desk);
  addDeskBookingRoutes(app, desk);
  return {
    booking,
    composers: noticeComposers({ inventory, entrance, linkOf, stopLinkOf, domain }),
    async releasePlaces() {
      await booking.release();
      await waitingList.offer();
    },
    expireWaiting: waitingList.expire,
  };
}

/** Adds the pages on which staff see what became of messages to residents, and write their words. */
export function registerMessages(
  app: Application,
  platform: Pick<MessagePagesParts, 'database' | 'audit' | 'channels' | 'origin' | 'receiptAddress'>,
  { inventory, cases, reception }: BookingNeighbours,
): void {
  addMessageRoutes(app, { ...platform, inventory, cases, reception, entrance: entranceOf(reception, inventory) });
}
