import { createHmac } from 'node:crypto';
import type { CaseService } from '#cases';
import type { Inventory } from '#inventory';
import { type Clock, heldFor } from '#platform/clock';
import type { Database } from '#platform/database';
import type { EventBus } from '#platform/events';
import type { Application } from '#platform/http';
import type { KeyRing } from '#platform/keys';
import type { Channel } from '#platform/notify';
import { createCaseDesk } from './case-desk.ts';
import { addConciergeRoutes } from './concierge-routes.tsx';
import { addCongestionRoutes } from './congestion-routes.tsx';
import { addDoorRoutes } from './door-routes.tsx';
import { addHallRoutes, type HallPagesParts } from './hall-routes.tsx';
import { addKioskRoutes } from './kiosk-routes.tsx';
import { type HallLive, openHallLive } from './live.tsx';
import { addPaperRoutes } from './paper-routes.tsx';
import type { LivePagesParts } from './parts.ts';
import { addPrinterRoutes, type PrinterPagesParts } from './printer-routes.tsx';
import { createReception, type ReceptionParts, type ReceptionService } from './service.ts';
import type { TurnNotices } from './turn-notices.ts';
import { addTurnRoutes } from './turn-routes.tsx';
import { typicalDay } from './typical-day-store.ts';
import type { Clips } from './voice/clips.ts';
import { addWaitingRoutes } from './waiting-routes.tsx';

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
export { congestionDescription } from './congestion-routes.tsx';
export { type DemoParts, letDemoVisitorsIn } from './demo.ts';
export type { DemoAnswers } from './demo-visitors.ts';
export { addDisplayRoutes as addDisplayPages, type DisplayPagesParts } from './display-routes.tsx';
export { stateNames } from './errors.ts';
export type { Seat, Service } from './hall-store.ts';
export { type Journey, planJourney } from './journey.ts';
export { undoMinutes } from './leg.ts';
export type { VisitStep } from './leg-store.ts';
export type { HallLive } from './live.tsx';
export {
  type MachineParts,
  machineFeedDescription,
  machineMessagesDescription,
  registerMachines,
  type TicketMachines,
} from './machine/index.ts';
export { addVisitNote } from './notes.ts';
export type { PrinterPagesParts } from './printer-routes.tsx';
export { queueRules } from './rules.ts';
export { createReception, type ReceptionParts, type ReceptionService } from './service.ts';
export { dayAndTime, namesForVisitor, placeText, procedureNames, purposeText, timeText } from './texts.ts';
export { createTurnNotices, type TurnNotices } from './turn-notices.ts';
export { currentLeg, type Leg, type Visit } from './visit.ts';
export { type Clips, openClips } from './voice/clips.ts';
export { type Engines, findEngines } from './voice/engines.ts';
export type { WaitEstimate } from './wait.ts';
export { correctionOf, type Scored } from './waiting/correction.ts';
export { learn, meanMinutes, type Stay } from './waiting/experience.ts';
export { lookAhead } from './waiting/look-ahead.ts';
export type { Expected, Outlook } from './waiting/outlook.ts';
export type { RecordedLeg } from './waiting/quote-store.ts';

/** What the reception stands on. */
export interface ReceptionPlatform {
  database: Database;
  clock: Clock;
  bus: EventBus;
  keys: Pick<KeyRing, 'secret'>;
}

/** Signs of the secret of a visit's page: 132 bits. */
const tokenLength = 22;

/** Adds the kiosk and the concierge, and gives the service that the counters work with. */
export function registerReception(
  app: Application,
  { database, clock, bus, keys }: ReceptionPlatform,
  {
    inventory,
    cases,
    appointments,
    comingToday,
  }: { inventory: () => Inventory; cases: CaseService } & Pick<ReceptionParts, 'appointments' | 'comingToday'>,
): ReceptionService {
  const secret = keys.secret('reception.turn');
  const reception = createReception({
    database,
    clock,
    inventory,
    appointments,
    comingToday,
    tokenOf: (visitId) => createHmac('sha256', secret).update(visitId).digest('base64url').slice(0, tokenLength),
  });
  const parts = { reception, cases, bus, inventory, desk: createCaseDesk(cases, clock) };
  addKioskRoutes(app, parts);
  addConciergeRoutes(app, parts);
  addWaitingRoutes(app, parts);
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

/** What the pages of visitors stand on. */
export interface VisitorPagesParts extends Omit<LivePagesParts, 'live' | 'desk' | 'cases'> {
  database: Database;
  clock: Clock;
  bus: EventBus;
  clips: Clips;
  notices: TurnNotices;
  /** Ways to reach visitors that are set up, and the city's key for push messages. */
  channels: readonly Channel[];
  pushKey: string;
  /** Hears of a look at the hall that failed. */
  failed: (error: unknown) => void;
}

/** How old what is shown to everybody at home may be, in seconds; and how a day usually goes is worked out once an hour. */
const [congestionSeconds, typicalSeconds] = [2, 3600];

/** Adds what visitors see: their turn on the phone, and how full it is. Gives the streams, for the displays. */
export function addVisitorPages(app: Application, parts: VisitorPagesParts): HallLive {
  const { database, clock, reception } = parts;
  const live = openHallLive(parts);
  addTurnRoutes(app, { ...parts, live });
  addCongestionRoutes(app, {
    ...parts,
    live,
    congestion: heldFor(congestionSeconds, clock, () => reception.congestion()),
    typicalDay: heldFor(typicalSeconds, clock, () => typicalDay(database.kysely, reception.facilityId, clock.now())),
  });
  return live;
}
