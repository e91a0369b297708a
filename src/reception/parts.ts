import type { CaseService } from '#cases';
import type { Inventory } from '#inventory';
import type { EventBus } from '#platform/events';
import type { HallLive } from './display/live.tsx';
import type { CaseDesk } from './door/case-desk.ts';
import type { Callers } from './door/finding.ts';
import type { ReceptionService } from './queue/service.ts';

/** What the pages of the reception need from the rest of the house. */
export interface ReceptionPagesParts {
  reception: ReceptionService;
  /** Finds and makes cases at the door. */
  desk: CaseDesk;
  /** Keeps notes with a case, and finds those of people at the entrance. */
  cases: Pick<CaseService, 'addNote' | 'find'>;
  /** Those with an appointment around today; without it only those who are here are found by name. */
  callers?: Callers;
  /** The names of the staff by their ids, for sending a visitor to one of them; without it seats stand for people. */
  staffNames?: () => Promise<ReadonlyMap<string, string>>;
  bus: EventBus;
  /** The inventory in force now. */
  inventory: () => Inventory;
}

/** What the pages that renew themselves need besides. */
export interface LivePagesParts extends Pick<ReceptionPagesParts, 'reception' | 'inventory'> {
  live: HallLive;
}
