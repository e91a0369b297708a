import type { Inventory } from '#inventory';
import { newId } from '#platform/codes';
import { isUniqueViolation } from '#platform/database';
import { UserError } from '#platform/errors';
import type { Arrival } from '../queue/check-in.ts';
import type { Hall } from '../queue/commands.ts';
import { planJourney } from '../queue/journey.ts';
import { insertLegs, legsOfVisit, type NewLeg, updateLeg } from '../queue/leg-store.ts';
import type { Leg } from '../queue/visit.ts';
import { describeVisit, lockVisit, visitByNumber } from '../queue/visit-store.ts';
import type { ApplyParts } from './apply.ts';
import { machinesOf } from './machine-store.ts';
import { readTicket } from './message.ts';
import { seriesOf } from './settings.ts';

/** A number that no ticket machine of the hall gives. */
export const notOfMachine = (): UserError =>
  new UserError(
    'machine.number',
    'この番号は、登録した発券機の番号ではありません。紙の番号を見て、A012 のように入れてください。',
    422,
  );

const caseIsHere = (): UserError =>
  new UserError('machine.caseIsHere', 'この受付コードの方は、今日すでに別の番号で受け付けています。', 409);

/** The number that was typed or scanned, as ours; undefined where no machine gives such numbers. */
export async function numberOfMachine(
  { database, facilityId }: Hall,
  typed: string,
): Promise<{ series: string; number: number } | undefined> {
  const ticket = readTicket(typed);
  if (ticket === undefined) return undefined;
  const machines = await machinesOf(database.kysely, facilityId);
  const series = machines
    .map(({ settings }) => seriesOf(settings, ticket.series))
    .find((one) => one?.leads === 'machine');
  return series && { series: series.ours, number: ticket.number };
}

/**
 * Takes somebody in who holds a number of a ticket machine: the visit with that number gets their case and what they came
 * for, and is made where the machine has not told of it yet. Gives the id of the visit.
 */
export async function takeInWithNumber(
  { hall, checkIn }: ApplyParts,
  inventory: Inventory,
  typed: string,
  arrival: Omit<Arrival, 'given' | 'source'>,
): Promise<string> {
  const given = await numberOfMachine(hall, typed);
  if (given === undefined) throw notOfMachine();
  const key = { facilityId: hall.facilityId, day: hall.clock.today(), ...given };
  const known = await visitByNumber(hall.database.kysely, key);
  if (known !== null) return describe(hall, inventory, known.id, arrival);
  try {
    return (await checkIn({ ...arrival, source: 'machine', given })).visit.id;
  } catch (error) {
    // The machine told of it at this very moment.
    const now = await visitByNumber(hall.database.kysely, key);
    if (now === null || !(error instanceof UserError)) throw error;
    return describe(hall, inventory, now.id, arrival);
  }
}

async function describe(
  { database, clock }: Hall,
  inventory: Inventory,
  visitId: string,
  { caseId, language, people, procedures }: Omit<Arrival, 'given' | 'source'>,
): Promise<string> {
  try {
    return await database.transaction(async (transaction) => {
      const visit = await lockVisit(transaction, visitId);
      if (visit === null) throw notOfMachine();
      await describeVisit(transaction, visitId, {
        caseId: caseId ?? visit.caseId,
        language,
        people: people ?? visit.people,
      });
      const legs = await legsOfVisit(transaction, visitId);
      const { first, added } = placesToAdd(inventory, legs, procedures, clock.now());
      if (first !== null) {
        await updateLeg(transaction, first.leg.id, { procedures: first.procedures, changedAt: clock.now() });
      }
      if (added.length > 0) await insertLegs(transaction, added);
      return visitId;
    });
  } catch (error) {
    if (isUniqueViolation(error, 'one_visit_per_case')) throw caseIsHere();
    throw error;
  }
}

/** What the procedures add to the places of a visit: the machine calls to the first one in any case, the others follow. */
function placesToAdd(
  inventory: Inventory,
  legs: readonly Leg[],
  wanted: readonly string[],
  now: Date,
): { first: { leg: Leg; procedures: string[] } | null; added: NewLeg[] } {
  const known = new Set(legs.flatMap(({ procedures }) => procedures));
  const journey = planJourney(
    inventory,
    wanted.filter((id) => !known.has(id)),
  );
  const open = legs.filter(({ state }) => ['planned', 'waiting', 'called', 'serving'].includes(state));
  const start = open[0] ?? legs[0];
  if (start === undefined) return { first: null, added: [] };
  const here = journey.legs.find(({ place }) => place.id === start.serviceId);
  const ids = journey.legs.map((leg) => (leg === here ? start.id : newId()));
  const last = Math.max(...legs.map(({ position }) => position));
  const added = journey.legs.flatMap((leg, index): NewLeg[] => {
    if (leg === here) return [];
    return [
      {
        id: ids[index] ?? newId(),
        visitId: start.visitId,
        position: last + index + 1,
        serviceId: leg.place.id,
        procedures: leg.procedures,
        minutes: leg.minutes,
        state: 'planned',
        rankAt: start.rankAt,
        fairAt: start.fairAt,
        notBefore: null,
        dependsOn: leg.after.flatMap((earlier) => ids[earlier] ?? []),
        movedFrom: null,
        changedAt: now,
      },
    ];
  });
  const procedures = [...new Set([...start.procedures, ...(here?.procedures ?? []), ...journey.elsewhere])];
  return { first: procedures.length > start.procedures.length ? { leg: start, procedures } : null, added };
}
