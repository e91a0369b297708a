import type { CaseService } from '#cases';
import type { Inventory } from '#inventory';
import type { Clock } from '#platform/clock';
import type { EventBus } from '#platform/events';
import type { RouteRequest, Staff, Subject } from '#platform/http';
import type { Channel } from '#platform/notify';
import { placeText, type ReceptionService } from '#reception';
import type { Appointments } from './appointments.ts';
import type { Capacity } from './capacity.ts';
import type { BookingService } from './service.ts';
import type { WaitingRoom } from './waiting-room.ts';

/** What the pages of staff stand on. */
export interface StaffPagesParts {
  booking: BookingService;
  appointments: Appointments;
  capacity: Capacity;
  cases: CaseService;
  inventory: () => Inventory;
  reception: Pick<ReceptionService, 'snapshot'>;
  clock: Clock;
  bus: EventBus;
  channels: readonly Channel[];
  room: WaitingRoom;
}

/** The one who is signed in; staff pages are asked for by nobody else. */
export function staffOf({ subject }: Pick<RouteRequest, 'subject'>): Staff {
  if (subject.kind !== 'staff') throw new Error('a page of staff was opened by somebody else');
  return subject;
}

/** Who did it, as the trail names them. */
export const actorOf = (subject: Subject): string => (subject.kind === 'staff' ? `staff:${subject.staffId}` : 'staff');

/** Places of the hall by id, in words: 「1階 3番窓口」. */
export async function placeNames({
  reception,
  inventory,
}: Pick<StaffPagesParts, 'reception' | 'inventory'>): Promise<ReadonlyMap<string, string>> {
  const { services } = await reception.snapshot();
  return new Map(services.map((service) => [service.id, placeText(service, 'ja', inventory())]));
}
