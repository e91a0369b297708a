import type { Inventory } from '#inventory';
import type { EventBus } from '#platform/events';
import type { Staff, Subject } from '#platform/http';
import type { CaseDesk } from '#reception';
import type { CounterParts, CounterService } from './service.ts';

/** What the routes of the desk work with. */
export interface CounterRouteParts extends CounterParts {
  counter: CounterService;
  desk: CaseDesk;
  bus: EventBus;
  inventory: () => Inventory;
}

/** The desk is for people: the permission table lets no one else here. */
export function staffOf(subject: Subject): Staff {
  if (subject.kind !== 'staff') throw new Error('the desk was opened by somebody who is not staff');
  return subject;
}
