import type { CaseService } from '#cases';
import type { Inventory } from '#inventory';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import type { EventBus } from '#platform/events';
import type { Application } from '#platform/http';
import { createCaseDesk, type ReceptionService } from '#reception';
import { addCaseCareRoutes } from './case-care-routes.tsx';
import { addCounterRoutes } from './routes.tsx';
import { type CounterService, createCounterService, type StaffNames } from './service.ts';

export { factBadges } from './facts.ts';
export type { CounterService, Desk } from './service.ts';
export { type DeskProcedure, type DeskStep, stepsFor } from './steps.ts';

/** What the desk stands on. */
export interface CounterPlatform {
  database: Database;
  clock: Clock;
  bus: EventBus;
}

/** Adds the pages of the desk and gives its service. */
export function registerCounter(
  app: Application,
  { database, clock, bus }: CounterPlatform,
  parts: {
    inventory: () => Inventory;
    cases: CaseService;
    reception: ReceptionService;
    /** Where invented visitors are let in; only in demo mode. */
    demoVisitorsPath?: string;
    /** The names of the staff by their ids. */
    staffNames?: StaffNames;
  },
): CounterService {
  const counterParts = { ...parts, database, clock };
  const counter = createCounterService(counterParts);
  const routeParts = { ...counterParts, counter, bus, desk: createCaseDesk(parts.cases, clock) };
  addCounterRoutes(app, routeParts);
  addCaseCareRoutes(app, routeParts);
  return counter;
}
