import type { Inventory } from '#inventory';
import { addDays, type Clock, collected, type Day, heldFor } from '#platform/clock';
import { hashToken, newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { appendEvent } from '#platform/events';
import type { Subject } from '#platform/http';
import { localText } from '#platform/i18n';
import type { Printer } from '#platform/print';
import { countPurposes, forgetPurposes, purposesBetween } from '../door/purpose-store.ts';
import { takeInWithNumber } from '../machine/given-number.ts';
import { seriesLedByMachines } from '../machine/machine-store.ts';
import * as printing from '../print/ticket-printing.ts';
import { createWaiting, type Waiting } from '../waiting/knowledge.ts';
import type { Coming, Expected } from '../waiting/outlook.ts';
import type { Appointments } from './appointments.ts';
import * as blockStore from './block-store.ts';
import { absentTickets, type PlaceStatus, placeStatuses, type Snapshot } from './board.ts';
import * as calling from './calling.ts';
import { type Arrival, checkIn, type GivenNumber, type Ticket } from './check-in.ts';
import type { Hall } from './commands.ts';
import { notFoundHere, numberNotLent, unknownPlace } from './errors.ts';
import { joinGroup, leaveGroup } from './group.ts';
import { planHall } from './hall.ts';
import * as hallStore from './hall-store.ts';
import { historyOfVisit, legsOfDay, legsOfVisit, type VisitStep } from './leg-store.ts';
import { inCallingOrder } from './line.ts';
import { givenTicket, type NumberFormat } from './numbers.ts';
import { endVisits, keepOvernight } from './overnight.ts';
import { type QueueRules, rankOf } from './rules.ts';
import type { Leg, Visit } from './visit.ts';
import * as visitStore from './visit-store.ts';

export interface ReceptionParts {
  database: Database;
  clock: Clock;
  /** The inventory in force now. */
  inventory: () => Inventory;
  /** A keyed code of a visit id: the secret of the page on which the visitor follows their turn. */
  tokenOf: (visitId: string) => string;
  /** The appointments of the house; without them everybody is a walk-in. */
  appointments?: Appointments;
  /** Who has an appointment later today and is not here yet: waiting times reckon with them. */
  comingToday?: () => Promise<readonly Expected[]>;
  /** The building; one per city hall. */
  facilityId?: string;
}

/** A visit with its places. */
export interface VisitView {
  visit: Visit;
  legs: readonly Leg[];
}

/** Everything that happens between the door and the end of a visit. */
export interface ReceptionService {
  readonly facilityId: string;
  /** Makes the places and seats that the inventory names; those that are there stay. */
  furnish(): Promise<void>;
  /** One number and the way through the hall. Twice the same command or case gives the same ticket. */
  checkIn(arrival: Arrival, print?: printing.TicketPrinter): Promise<Ticket>;
  /** Lends numbers to a machine, so that it has some without a network: one block of each letter, for today. */
  lendNumbers(holder: string, series: readonly string[]): Promise<blockStore.NumberBlock[]>;
  /** When a number was lent today. Throws `queue.numberNotLent` where it was not. */
  lentAt(number: GivenNumber): Promise<Date>;
  /** Whether ticket machines give numbers here. */
  hasMachines(): Promise<boolean>;
  /** Takes somebody in who holds a number of a ticket machine; gives the id of the visit that has it. */
  takeInWithNumber(typed: string, arrival: Omit<Arrival, 'given' | 'source'>): Promise<string>;
  /** The printer of a machine of the hall; for staff the one that a visit's ticket came out of. Null where there is none. */
  printerFor(subject: Subject, visitId?: string): Promise<Printer | null>;
  /** How many copies of its ticket were queued for printers. */
  copiesOf(visitId: string): Promise<number>;
  /** Prints a ticket once more; the same number of a copy again changes nothing. */
  printCopy(visitId: string, copy: number, print: printing.TicketPrinter): Promise<void>;
  callNext(command: calling.SeatCommand): Promise<Leg | null>;
  act(command: calling.LegCommand, action: calling.PlainAction): Promise<Leg>;
  hold(command: calling.LegCommand, why: { reason: string; until: Date | null }): Promise<Leg>;
  done(command: calling.LegCommand): Promise<Leg>;
  /** Takes back the last step on a leg; without a seat only that somebody left. */
  undo(command: calling.LegCommand): Promise<Leg>;
  /** Whether the last step on a leg can still be taken back. */
  isUndoable(leg: Pick<Leg, 'id' | 'state'>): Promise<boolean>;
  /** Every minute: whose hold is over waits again. Gives how many. */
  returnHeld(): Promise<number>;
  transfer(command: calling.LegCommand, to: calling.TransferTarget): Promise<Leg>;
  leave(command: calling.LegCommand): Promise<Leg>;
  /** Joins a visitor with somebody of today who came with them, by that one's number as it is shown. */
  join(visitId: string, ticket: string, actor: string): Promise<void>;
  /** Takes a visitor out of their group. */
  part(visitId: string, actor: string): Promise<void>;
  /** The hall of today at this moment. */
  snapshot(): Promise<Snapshot>;
  visit(id: string): Promise<VisitView | null>;
  /** The visit of today that a secret belongs to. */
  visitByToken(token: string): Promise<VisitView | null>;
  tokenOf(visitId: string): string;
  history(visitId: string): Promise<VisitStep[]>;
  /** Ties the visit to a case, or to none any more. */
  linkCase(visitId: string, caseId: string | null): Promise<void>;
  /** One more seat at a place; gives its id. */
  addSeat(serviceId: string): Promise<number>;
  takeSeat(counterId: number, staffId: string): Promise<void>;
  leaveSeat(staffId: string): Promise<void>;
  /** Counts why people came whom the tablets of the line took in, by code. */
  countPurposes(codes: readonly string[]): Promise<void>;
  /** How often each purpose was taken in the last weeks, today left out, so that the order of the tablets stays for a day. */
  usualPurposes(): Promise<ReadonlyMap<string, number>>;
  /** Nightly: forgets counts that are too old. */
  forgetPurposes(): Promise<number>;
  askForHelp(place: string): Promise<void>;
  answerHelp(id: string, actor: string): Promise<void>;
  openHelp(): Promise<hallStore.HelpRequest[]>;
  /** How full every place is, for everybody. */
  congestion(): Promise<{ at: Date; places: readonly PlaceStatus[]; absent: readonly string[] }>;
  /** What the hall knows about waiting, and how good what it told was. */
  readonly waiting: Pick<Waiting, 'judged' | 'learn' | 'recorded'>;
  /** Resolves when what was told to visitors so far is kept. */
  quotesKept(): Promise<void>;
  /** How this hall calls. */
  rules(): Promise<QueueRules>;
  /** In an emergency: who still waits keeps number and place in the line for `day`. Gives how many visits. */
  keepOvernight(day: Day, actor: string, reason: string): Promise<number>;
  /** What stands on the tickets of each place, by the id of the place. */
  numbers(): Promise<ReadonlyMap<string, NumberFormat>>;
  /** Ends the day: everybody who is still in the line goes out of it. Gives how many visits. */
  closeToday(actor: string): Promise<number>;
  /** Ends what was left open on earlier days; returns how many visits. */
  closePastDays(): Promise<number>;
}

/** Those who are expected, with the place in the line that they will have. */
function comingOf(expected: () => Promise<readonly Expected[]>, rules: () => Promise<QueueRules>) {
  return async (): Promise<Coming[]> => {
    const [appointments, inForce] = await Promise.all([expected(), rules()]);
    return appointments.map((one) => ({
      ...one,
      rankAt: rankOf(one.at, { priority: false, appointmentAt: one.at }, inForce).rankAt,
    }));
  };
}

/** What was taken in so many days is usual. */
const usualDays = 28;

/** How old the rules of the queue may be that are called by, in seconds. */
const rulesSeconds = 2;

/** Makes the reception of one building. */
export function createReception(parts: ReceptionParts): ReceptionService {
  const { database, clock, tokenOf } = parts;
  const facilityId = parts.facilityId ?? 'main';
  const rules = heldFor(rulesSeconds, clock, () => hallStore.rulesOf(database.kysely, facilityId));
  const hall: Hall = { database, clock, facilityId, rules, appointments: parts.appointments };
  const waiting = createWaiting({
    database,
    clock,
    facilityId,
    coming: parts.comingToday && comingOf(parts.comingToday, rules),
  });
  let furnished = '';

  /** A published inventory may name new places; they exist before the first visitor is sent there. */
  async function furnishOnce(): Promise<void> {
    const inventory = parts.inventory();
    if (inventory.revision === furnished) return;
    const name = localText(inventory.city.hall.name, 'ja').text;
    await database.transaction(async (transaction) => {
      await visitStore.lockText(transaction, `hall:${facilityId}`);
      const taken = await hallStore.seriesInUse(transaction, facilityId);
      const letters = [...(await hallStore.numbersOf(transaction, facilityId)).values()].map(({ letter }) => letter);
      await hallStore.furnish(transaction, { id: facilityId, name }, planHall(inventory, taken, letters));
    });
    furnished = inventory.revision;
  }

  async function withLegs(visit: Visit | null): Promise<VisitView | null> {
    return visit && { visit, legs: await legsOfVisit(database.kysely, visit.id) };
  }

  async function snapshot(): Promise<Snapshot> {
    const day: Day = clock.today();
    const [services, seats, visits, legs, hallRules, outlook] = await Promise.all([
      hallStore.servicesOf(database.kysely, facilityId),
      hallStore.seatsOf(database.kysely, facilityId),
      visitStore.visitsOfDay(database.kysely, facilityId, day),
      legsOfDay(database.kysely, facilityId, day),
      rules(),
      waiting.outlook(),
    ]);
    const at = clock.now();
    const ordered = inCallingOrder(legs, { now: at, mostOvertaken: hallRules.mostOvertaken });
    return {
      at,
      services,
      seats,
      rules: hallRules,
      legs: ordered,
      outlook,
      visits: new Map(visits.map((visit) => [visit.id, visit])),
    };
  }

  /** Writes a change of the hall that belongs to no visit, and tells the screens. */
  async function changeHall(
    kind: string,
    change: (transaction: Parameters<Parameters<Database['transaction']>[0]>[0]) => Promise<void>,
  ): Promise<void> {
    await database.transaction(async (transaction) => {
      await change(transaction);
      await appendEvent(transaction, { topic: `queue:${facilityId}`, subject: facilityId, kind });
    });
  }

  /** What those who begin to wait are told, kept for judging it later; the visitor does not wait for that. */
  const quotes = collected<string>(async (visitIds) => {
    const now = await snapshot();
    for (const visitId of new Set(visitIds)) await waiting.keep(now, visitId);
  });

  async function takeIn(arrival: Arrival, print?: printing.TicketPrinter): Promise<Ticket> {
    await furnishOnce();
    const inventory = parts.inventory();
    // Read before the visit's own transaction, which others wait for.
    const before = print && (await snapshot());
    const ticket = await checkIn(
      hall,
      {
        inventory,
        tokenOf,
        async alongside(transaction, visit) {
          if (print === undefined || before === undefined) return;
          const legs = await legsOfVisit(transaction, visit.id);
          await printing.queueTicket(transaction, { inventory, tokenOf }, print, {
            visit,
            snapshot: printing.withVisit(before, visit, legs),
            copy: 1,
          });
        },
      },
      arrival,
    );
    quotes.add(ticket.visit.id);
    return ticket;
  }

  return {
    facilityId,
    tokenOf,
    snapshot,
    furnish: furnishOnce,
    checkIn: takeIn,
    hasMachines: async () => (await seriesLedByMachines(database.kysely, facilityId)).size > 0,
    takeInWithNumber: async (typed, arrival) => {
      const visitId = await takeInWithNumber({ hall, checkIn: takeIn }, parts.inventory(), typed, arrival);
      await changeHall('visit.described', async () => undefined);
      return visitId;
    },
    waiting,
    quotesKept: quotes.settled,
    async lendNumbers(holder, series) {
      await furnishOnce();
      const known = new Set((await hallStore.servicesOf(database.kysely, facilityId)).map((service) => service.series));
      const wanted = [...new Set(series)].filter((one) => known.has(one));
      const lending = { facilityId, day: clock.today(), series: wanted, holder, at: clock.now() };
      return database.transaction((transaction) => blockStore.lendBlocks(transaction, lending));
    },
    async lentAt({ series, number }) {
      const key = { facilityId, day: clock.today(), series, number };
      const at = await blockStore.lentAt(database.kysely, key);
      if (at === null) throw numberNotLent(givenTicket({ series, number }));
      return at;
    },
    printerFor: (subject, visitId) => printing.printerFor(database.kysely, subject, visitId),
    copiesOf: (visitId) => printing.copiesOf(database.kysely, visitId),
    async printCopy(visitId, copy, print) {
      const now = await snapshot();
      const visit = now.visits.get(visitId);
      if (!visit) throw notFoundHere();
      await database.transaction((transaction) =>
        printing.queueTicket(transaction, { inventory: parts.inventory(), tokenOf }, print, {
          visit,
          snapshot: now,
          copy,
        }),
      );
    },
    callNext: (command) => calling.callNext(hall, command),
    act: (command, action) => calling.act(hall, command, action),
    hold: (command, why) => calling.hold(hall, command, why),
    async done(command) {
      const leg = await calling.done(hall, command);
      const legs = await legsOfVisit(database.kysely, leg.visitId);
      if (legs.some(({ state }) => state === 'waiting')) quotes.add(leg.visitId);
      return leg;
    },
    undo: (command) => calling.undo(hall, command),
    isUndoable: (leg) => calling.isUndoable(hall, leg),
    returnHeld: () => calling.returnHeld(hall),
    transfer: (command, to) => calling.transfer(hall, command, to),
    leave: (command) => calling.leave(hall, command),
    join: (visitId, ticket, actor) => joinGroup(hall, visitId, ticket, actor),
    part: (visitId, actor) => leaveGroup(hall, visitId, actor),
    visit: async (id) => withLegs(await visitStore.visitById(database.kysely, id)),
    visitByToken: async (token) =>
      withLegs(await visitStore.visitByToken(database.kysely, hashToken(token), clock.today())),
    history: (visitId) => historyOfVisit(database.kysely, visitId),
    linkCase: (visitId, caseId) =>
      database.transaction(async (transaction) => {
        const visit = await visitStore.lockVisit(transaction, visitId);
        if (!visit) throw notFoundHere();
        await visitStore.setVisitCase(transaction, visitId, caseId);
      }),
    addSeat: (serviceId) => database.transaction((transaction) => hallStore.insertSeat(transaction, serviceId)),
    takeSeat: (counterId, staffId) =>
      changeHall('seat.taken', async (transaction) => {
        const seat = await hallStore.lockSeat(transaction, counterId);
        if (!seat) throw unknownPlace();
        if (seat.staffId !== staffId) await hallStore.seatStaff(transaction, counterId, staffId, clock.now());
      }),
    leaveSeat: (staffId) => changeHall('seat.left', (transaction) => hallStore.emptySeatOf(transaction, staffId)),
    countPurposes: (codes) => countPurposes(database.kysely, { facilityId, day: clock.today(), codes }),
    usualPurposes: () => {
      const today = clock.today();
      return purposesBetween(database.kysely, { facilityId, from: addDays(today, -usualDays), before: today });
    },
    forgetPurposes: () => forgetPurposes(database.kysely, addDays(clock.today(), -usualDays)),
    askForHelp: (place) =>
      changeHall('help.asked', (transaction) =>
        hallStore.insertHelp(transaction, facilityId, { id: newId(), place, askedAt: clock.now() }),
      ),
    answerHelp: (id, actor) =>
      changeHall('help.answered', (transaction) => hallStore.answerHelp(transaction, { id, actor, at: clock.now() })),
    openHelp: () => hallStore.openHelp(database.kysely, facilityId),
    async congestion() {
      const hallNow = await snapshot();
      return { at: hallNow.at, places: placeStatuses(hallNow), absent: absentTickets(hallNow, null) };
    },
    rules: () => hallStore.rulesOf(database.kysely, facilityId),
    keepOvernight: (day, actor, reason) => keepOvernight(hall, day, actor, reason),
    async closeToday(actor) {
      const visits = await visitStore.visitsOfDay(database.kysely, facilityId, clock.today());
      return endVisits(
        hall,
        visits.filter(({ state }) => state === 'active').map(({ id }) => id),
        actor,
      );
    },
    numbers: () => hallStore.numbersOf(database.kysely, facilityId),
    async closePastDays() {
      await blockStore.deleteBlocks(database.kysely, clock.today());
      return endVisits(hall, await visitStore.leftOverVisits(database.kysely, clock.today()), 'system');
    },
  };
}
