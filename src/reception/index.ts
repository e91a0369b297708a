import { createHmac } from 'node:crypto';
import type { CaseService } from '#cases';
import type { Inventory } from '#inventory';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import type { EventBus } from '#platform/events';
import type { Application } from '#platform/http';
import type { KeyRing } from '#platform/keys';
import { createCaseDesk } from './case-desk.ts';
import { addConciergeRoutes } from './concierge-routes.tsx';
import { addDoorRoutes } from './door-routes.tsx';
import { addHallRoutes, type HallPagesParts } from './hall-routes.tsx';
import { addKioskRoutes } from './kiosk-routes.tsx';
import { addPaperRoutes } from './paper-routes.tsx';
import { addPrinterRoutes, type PrinterPagesParts } from './printer-routes.tsx';
import { createReception, type ReceptionParts, type ReceptionService } from './service.ts';
import { addVisitorRoutes } from './visitor-routes.tsx';

export type { Appointment, Appointments } from './appointments.ts';
export {
  legsOf,
  type PlaceStatus,
  placeStatuses,
  type Queued,
  type SeatQueue,
  type Snapshot,
  seatQueue,
} from './board.ts';
export type { LegCommand, PlainAction, SeatCommand, TransferTarget } from './calling.ts';
export { type CaseDesk, createCaseDesk } from './case-desk.ts';
export type { Arrival, GivenNumber, Ticket } from './check-in.ts';
export { type DemoParts, letDemoVisitorsIn } from './demo.ts';
export type { DemoAnswers } from './demo-visitors.ts';
export { stateNames } from './errors.ts';
export type { Seat, Service } from './hall-store.ts';
export { type Journey, planJourney } from './journey.ts';
export { undoMinutes } from './leg.ts';
export type { VisitStep } from './leg-store.ts';
export {
  type MachineParts,
  machineFeedDescription,
  machineMessagesDescription,
  registerMachines,
  type TicketMachines,
} from './machine/index.ts';
export { addVisitNote } from './notes.ts';
export type { PrinterPagesParts } from './printer-routes.tsx';
export { createReception, type ReceptionParts, type ReceptionService } from './service.ts';
export { dayAndTime, namesForVisitor, placeText, procedureNames, purposeText, timeText } from './texts.ts';
export { currentLeg, type Leg, type Visit } from './visit.ts';
export { congestionDescription } from './visitor-routes.tsx';
export type { WaitEstimate } from './wait.ts';

/** What the reception stands on. */
export interface ReceptionPlatform {
  database: Database;
  clock: Clock;
  bus: EventBus;
  keys: Pick<KeyRing, 'secret'>;
}

/** Signs of the secret of a visit's page: 132 bits. */
const tokenLength = 22;

/** Adds the kiosk, the phone, the displays and the concierge, and gives the service that the counters work with. */
export function registerReception(
  app: Application,
  { database, clock, bus, keys }: ReceptionPlatform,
  {
    inventory,
    cases,
    appointments,
  }: { inventory: () => Inventory; cases: CaseService } & Pick<ReceptionParts, 'appointments'>,
): ReceptionService {
  const secret = keys.secret('reception.turn');
  const reception = createReception({
    database,
    clock,
    inventory,
    appointments,
    tokenOf: (visitId) => createHmac('sha256', secret).update(visitId).digest('base64url').slice(0, tokenLength),
  });
  const parts = { reception, cases, bus, inventory, desk: createCaseDesk(cases, clock) };
  addKioskRoutes(app, parts);
  addVisitorRoutes(app, parts);
  addConciergeRoutes(app, parts);
  addDoorRoutes(app, parts);
  return reception;
}

/** Adds the pages of the whole hall: all counters at once, the rules of the queue, the end of the day. */
export function addHallPages(app: Application, parts: HallPagesParts): void {
  addHallRoutes(app, parts);
}

/** Adds the pages on which printers are looked after, and on which the paper of those without any is seen. */
export function addPrinterPages(app: Application, parts: PrinterPagesParts): void {
  addPrinterRoutes(app, parts);
  addPaperRoutes(app, parts);
}
