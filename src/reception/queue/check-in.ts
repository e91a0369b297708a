import type { Inventory } from '#inventory';
import { hashToken, newId } from '#platform/codes';
import { isUniqueViolation, type Transaction } from '#platform/database';
import type { Language } from '#platform/i18n';
import { seriesLedByMachines } from '../machine/machine-store.ts';
import { announce, type Hall } from './commands.ts';
import { machineGivesNumbers, numberTaken } from './errors.ts';
import { informationDesk } from './hall.ts';
import { numbersOf, type Service, servicesOf } from './hall-store.ts';
import { planJourney } from './journey.ts';
import { insertLegs, insertQueueEvent, type NewLeg } from './leg-store.ts';
import { givenTicket, ticketText } from './numbers.ts';
import { type QueueRules, rankOf } from './rules.ts';
import type { Visit, VisitSource } from './visit.ts';
import { activeVisitOfCase, insertVisit, lockText, nextNumber, visitByCommand } from './visit-store.ts';

/** Somebody has come. */
export interface Arrival {
  commandId: string;
  actor: string;
  source: VisitSource;
  language: Language;
  /** The case that was prepared before, or null. */
  caseId: string | null;
  /** Ids of the procedures that they came for. */
  procedures: readonly string[];
  /** The place they asked for, where no procedure says it; the information desk otherwise. */
  serviceId?: string;
  /** Why they are called earlier: 「車いす」. */
  priorityReason?: string;
  /** How many people came together. */
  people?: number;
  /**
   * The number that is already on their paper: from another ticket machine, or from the block of a tablet that was
   * without a network. Without it the next number of the first place is taken.
   */
  given?: GivenNumber;
  /** When they came, where that was before now (they were taken in without a network). Their place in the line. */
  arrivedAt?: Date;
}

/** A number that was given outside: letter and number on the paper. */
export interface GivenNumber {
  series: string;
  number: number;
}

/** A ticket: what the visitor takes along. */
export interface Ticket {
  visit: Visit;
  /** The secret of the page on which they follow their turn. */
  token: string;
}

/** What checking in needs beside the hall. */
export interface CheckInParts {
  inventory: Inventory;
  /** The secret of a visit's page: the same each time, so that a ticket can be printed again. */
  tokenOf: (visitId: string) => string;
  /** What else belongs to a new visit, in the same transaction: its ticket on paper. */
  alongside?: (transaction: Transaction, visit: Visit) => Promise<void>;
}

interface FirstPlan {
  serviceId: string;
  procedures: readonly string[];
  minutes: number;
  /** Plans (by index) that have to be done before. */
  after: readonly number[];
}

/** Where the visitor goes: by their procedures, or to the place that they asked for. */
function plansFor(arrival: Arrival, inventory: Inventory, services: readonly Service[]): FirstPlan[] {
  const journey = planJourney(inventory, arrival.procedures);
  if (journey.legs.length > 0) {
    return journey.legs.map(({ place, ...leg }) => ({ serviceId: place.id, ...leg }));
  }
  const asked = services.find(({ id }) => id === arrival.serviceId);
  const service = asked ?? services.find(({ id }) => id === informationDesk.id);
  if (!service) throw new Error('the hall has no information desk');
  return [{ serviceId: service.id, procedures: journey.elsewhere, minutes: service.standardMinutes, after: [] }];
}

async function writeVisit(
  transaction: Transaction,
  { hall, parts, rules }: { hall: Hall; parts: CheckInParts; rules: QueueRules },
  arrival: Arrival,
): Promise<Visit> {
  const { facilityId, clock } = hall;
  const now = clock.now();
  const arrivedAt = arrival.arrivedAt !== undefined && arrival.arrivedAt < now ? arrival.arrivedAt : now;
  const day = clock.today();
  const services = await servicesOf(transaction, facilityId);
  const plans = plansFor(arrival, parts.inventory, services);
  const place = services.find(({ id }) => id === plans[0]?.serviceId);
  const format = place && (await numbersOf(transaction, facilityId)).get(place.id);
  if (place === undefined || format === undefined)
    throw new Error('the inventory names a place that the hall is not furnished with');
  if (arrival.given === undefined && (await seriesLedByMachines(transaction, facilityId)).has(place.series)) {
    throw machineGivesNumbers();
  }
  const id = newId();
  const appointment = arrival.caseId ? await hall.appointments?.take(transaction, arrival.caseId, arrival.actor) : null;
  const { series, number } = arrival.given ?? {
    series: place.series,
    number: await nextNumber(transaction, { facilityId, day, series: place.series }, format),
  };
  const ticket = arrival.given ? givenTicket(arrival.given) : ticketText(format, number);
  const visit = await insertVisit(transaction, {
    id,
    facilityId,
    day,
    series,
    number,
    ticket,
    source: arrival.source,
    caseId: arrival.caseId,
    language: arrival.language,
    priorityReason: arrival.priorityReason ?? null,
    tokenHash: hashToken(parts.tokenOf(id)),
    arrivedAt,
    commandId: arrival.commandId,
    people: arrival.people ?? 1,
    bookingId: appointment?.bookingId ?? null,
    appointmentAt: appointment?.at ?? null,
  });
  const rank = rankOf(
    arrivedAt,
    { priority: arrival.priorityReason !== undefined, appointmentAt: appointment?.at ?? null },
    rules,
  );
  const ids = plans.map(() => newId());
  const legs = plans.map(
    (plan, index): NewLeg => ({
      id: ids[index] ?? newId(),
      visitId: id,
      position: index + 1,
      serviceId: plan.serviceId,
      procedures: plan.procedures,
      minutes: plan.minutes,
      state: index === 0 ? 'waiting' : 'planned',
      ...rank,
      dependsOn: plan.after.flatMap((earlier) => ids[earlier] ?? []),
      movedFrom: null,
      changedAt: now,
    }),
  );
  await insertLegs(transaction, legs);
  await insertQueueEvent(transaction, {
    at: now,
    facilityId,
    visitId: id,
    legId: legs[0]?.id ?? null,
    counterId: null,
    kind: 'arrived',
    from: null,
    to: 'waiting',
    actor: arrival.actor,
    commandId: arrival.commandId,
    reason: arrival.priorityReason,
  });
  await announce(transaction, facilityId, { kind: 'visit.arrived', visitId: id });
  await parts.alongside?.(transaction, visit);
  return visit;
}

/** The constraints that hold that nobody has the number of somebody else. */
const numberOnce = ['visit_facility_id_day_series_number_key', 'ticket_of_day'];
const mostAttempts = 5;

/**
 * Takes a visitor in: one number for all places, the legs in order, the first one waiting. The same command, and the
 * same case on the same day, give the ticket that is already there. Throws `queue.numberTaken` where a number given
 * outside belongs to somebody else today.
 */
export async function checkIn(hall: Hall, parts: CheckInParts, arrival: Arrival): Promise<Ticket> {
  const rules = await hall.rules();
  for (let attempt = 1; ; attempt += 1) {
    try {
      const visit = await hall.database.transaction(async (transaction) => {
        await lockText(transaction, arrival.caseId ?? arrival.commandId);
        const earlier =
          (await visitByCommand(transaction, arrival.commandId)) ??
          (arrival.caseId && (await activeVisitOfCase(transaction, arrival.caseId, hall.clock.today())));
        return earlier || writeVisit(transaction, { hall, parts, rules }, arrival);
      });
      return { visit, token: parts.tokenOf(visit.id) };
    } catch (error) {
      if (!numberOnce.some((constraint) => isUniqueViolation(error, constraint))) throw error;
      if (arrival.given !== undefined) throw numberTaken(givenTicket(arrival.given));
      // A number from outside came in at the same moment; the next one is free.
      if (attempt === mostAttempts) throw error;
    }
  }
}
