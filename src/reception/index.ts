import { createHmac } from 'node:crypto';
import type { CaseService } from '#cases';
import type { Inventory } from '#inventory';
import { type Clock, heldFor } from '#platform/clock';
import type { Database } from '#platform/database';
import type { EventBus } from '#platform/events';
import type { Application } from '#platform/http';
import type { KeyRing } from '#platform/keys';
import type { Channel } from '#platform/notify';
import { addCongestionRoutes } from './display/congestion-routes.tsx';
import { type HallLive, openHallLive } from './display/live.tsx';
import { typicalDay } from './display/typical-day-store.ts';
import { createCaseDesk } from './door/case-desk.ts';
import { addConciergeRoutes } from './door/concierge-routes.tsx';
import { addDoorRoutes } from './door/door-routes.tsx';
import { addKioskRoutes } from './door/kiosk-routes.tsx';
import { addPaperRoutes } from './door/paper-routes.tsx';
import { addHallRoutes, type HallPagesParts } from './hall/hall-routes.tsx';
import { createHallSettings, type HallSettingsParts } from './hall/settings.ts';
import type { LivePagesParts, ReceptionPagesParts } from './parts.ts';
import { addPrinterRoutes, type PrinterPagesParts } from './print/printer-routes.tsx';
import { createReception, type ReceptionParts, type ReceptionService } from './queue/service.ts';
import type { TurnNotices } from './turn/turn-notices.ts';
import { addTurnRoutes } from './turn/turn-routes.tsx';
import type { Clips } from './voice/clips.ts';
import { addWaitingRoutes } from './waiting/waiting-routes.tsx';

export { type DemoParts, letDemoVisitorsIn } from './demo.ts';
export type { DemoAnswers } from './demo-visitors.ts';
export { congestionDescription } from './display/congestion-routes.tsx';
export { addDisplayRoutes as addDisplayPages, type DisplayPagesParts } from './display/display-routes.tsx';
export type { HallLive } from './display/live.tsx';
export { type CaseDesk, createCaseDesk } from './door/case-desk.ts';
export type { Callers } from './door/finding.ts';
export { addVisitNote } from './door/notes.ts';
export {
  type MachineParts,
  machineFeedDescription,
  machineMessagesDescription,
  registerMachines,
  type TicketMachines,
} from './machine/index.ts';
export type { PrinterPagesParts } from './print/printer-routes.tsx';
export type { Appointment, Appointments } from './queue/appointments.ts';
export {
  companionsOf,
  leftFrom,
  legsOf,
  type PlaceStatus,
  placeStatuses,
  type Queued,
  type SeatQueue,
  type Snapshot,
  seatQueue,
} from './queue/board.ts';
export type { LegCommand, PlainAction, SeatCommand, TransferTarget } from './queue/calling.ts';
export type { Arrival, GivenNumber, Ticket } from './queue/check-in.ts';
export { stateNames } from './queue/errors.ts';
export type { Seat, Service } from './queue/hall-store.ts';
export { type Journey, planJourney } from './queue/journey.ts';
export { undoMinutes } from './queue/leg.ts';
export type { VisitStep } from './queue/leg-store.ts';
export { queueRules } from './queue/rules.ts';
export { createReception, type ReceptionParts, type ReceptionService } from './queue/service.ts';
export { readTarget, targetOptions } from './queue/target.ts';
export { currentLeg, type Leg, type Visit } from './queue/visit.ts';
export type { WaitEstimate } from './queue/wait.ts';
export {
  dayAndTime,
  namesForVisitor,
  placeText,
  procedureNames,
  purposeText,
  timeText,
  togetherText,
} from './texts.ts';
export { createTurnNotices, type TurnNotices } from './turn/turn-notices.ts';
export { type Clips, openClips } from './voice/clips.ts';
export { type Engines, findEngines } from './voice/engines.ts';
export { correctionOf, type Scored } from './waiting/correction.ts';
export { learn, meanMinutes, type Stay } from './waiting/experience.ts';
export { lookAhead } from './waiting/look-ahead.ts';
export { type Expected, estimateOf, type Outlook } from './waiting/outlook.ts';
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
    callers,
    staffNames,
    appointments,
    comingToday,
  }: { inventory: () => Inventory; cases: CaseService } & Pick<ReceptionPagesParts, 'callers' | 'staffNames'> &
    Pick<ReceptionParts, 'appointments' | 'comingToday'>,
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
  const parts = { reception, cases, callers, staffNames, bus, inventory, desk: createCaseDesk(cases, clock) };
  addKioskRoutes(app, parts);
  addConciergeRoutes(app, parts);
  addWaitingRoutes(app, parts);
  addDoorRoutes(app, parts);
  return reception;
}

/** Adds the pages of the whole hall: all counters at once, the rules of the queue, the end of the day. */
export function addHallPages(
  app: Application,
  { database, audit, ...parts }: Omit<HallPagesParts, 'settings'> & Pick<HallSettingsParts, 'database' | 'audit'>,
): void {
  const { facilityId } = parts.reception;
  addHallRoutes(app, { ...parts, settings: createHallSettings({ database, audit, facilityId }) });
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
