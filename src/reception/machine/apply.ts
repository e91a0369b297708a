import { createHash } from 'node:crypto';
import type { Transaction } from '#platform/database';
import { UserError } from '#platform/errors';
import type { Arrival, Ticket } from '../queue/check-in.ts';
import { goOn, type Hall, record, type Step } from '../queue/commands.ts';
import { lockSeat, type Seat, seatsOf, servicesOf } from '../queue/hall-store.ts';
import type { LegState } from '../queue/leg.ts';
import { lastActor, legAtSeat, legById, legsOfVisit, updateLeg } from '../queue/leg-store.ts';
import { currentLeg, type Leg, type Visit } from '../queue/visit.ts';
import { lockText, lockVisit, setVisitState, visitByNumber } from '../queue/visit-store.ts';
import {
  calledBefore,
  messagesOfTicket,
  nextCallAt,
  type StoredMessage,
  settleMessages,
  type TicketKey,
} from './inbox-store.ts';
import { type Machine, type MachineSeries, seriesOf } from './settings.ts';
import { isBefore, type Said, type Stay, stateOf, ticketState, wayTo } from './ticket-state.ts';

/** What applying stands on: the hall, and how somebody is taken in. */
export interface ApplyParts {
  readonly hall: Hall;
  checkIn(arrival: Arrival): Promise<Ticket>;
}

/** Why a number cannot be brought to where the machine has it, for the person who must act. */
class Waits extends Error {}

const reasons = {
  series: 'この系列は登録されていません。発券機の設定で、ひとまどの系列に割り当ててください。',
  issue: '発券の知らせがまだ来ていません。届くのを待つか、知らせの抜けを発券機で確かめてください。',
  service: 'この番号の窓口が分かりません。発券機の設定で、用件の番号か系列に窓口を割り当ててください。',
  unknown: 'ひとまどでは出していない番号です。番号と、番号を出す側の設定を確かめてください。',
  foreign: 'この番号は、ひとまどの受付でも出ています。どちらの方の番号かを確かめてください。',
  past: '今日の知らせではないので、列には反映しません。記録だけに残す場合は、理由を書いて外してください。',
  busy: 'この席では、ひとまどで呼んだ方を対応中です。終わると自動で反映します。',
  over: 'この番号は、ひとまどでは終わっています。どちらが正しいかを窓口に確かめてください。',
  nextPlace: 'この方は、次の窓口に進んでいます。どちらが正しいかを窓口に確かめてください。',
} as const;

/** What numbers of one machine are applied with; read once for all that are applied together. */
export interface Context {
  readonly hall: Hall;
  readonly machine: Machine;
  readonly seats: ReadonlyMap<number, Seat>;
  /** The places of the hall, by their ids. */
  readonly places: ReadonlySet<string>;
  readonly rules: Step['rules'];
}

export const actorOf = (machine: Pick<Machine, 'id'>): string => `machine:${machine.id}`;

/** The command by which a number of a machine is taken in: always the same one, so that it is taken in once. */
function commandOf({ id }: Machine, { day, series, number }: TicketKey): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([id, day, series, number]))
    .digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}

/** The hall as it is now, for applying what a machine has said. */
export async function contextOf(hall: Hall, machine: Machine): Promise<Context> {
  const { kysely } = hall.database;
  const [seats, services, rules] = await Promise.all([
    seatsOf(kysely, hall.facilityId),
    servicesOf(kysely, hall.facilityId),
    hall.rules(),
  ]);
  return {
    hall,
    machine,
    rules,
    seats: new Map(seats.map((seat) => [seat.id, seat])),
    places: new Set(services.map(({ id }) => id)),
  };
}

/** Brings one number to where its machine has it, by everything that the machine has said of it so far. */
export async function applyTicket(parts: ApplyParts, context: Context, key: TicketKey): Promise<void> {
  const { hall, machine } = context;
  const { database } = hall;
  try {
    await takeIn(parts, context, key);
    await database.transaction((transaction) => bring(context, transaction, key));
  } catch (error) {
    const sentence = error instanceof Waits ? error.message : error instanceof UserError ? error.sentence : undefined;
    if (typeof sentence !== 'string') throw error;
    await database.transaction(async (transaction) => {
      const waiting = (await messagesOfTicket(transaction, machine.id, key)).filter(({ state }) => state === 'waiting');
      const pending = new Map(waiting.map(({ messageId }) => [messageId, sentence]));
      await settleMessages(transaction, machine.id, { applied: [], pending, visitId: null }, hall.clock.now());
    });
  }
}

/** The visit of a number is there after this: the machine's own, taken in when it says so, or one that we gave. */
async function takeIn({ checkIn }: ApplyParts, context: Context, key: TicketKey): Promise<void> {
  const { hall, machine, places } = context;
  const { database, facilityId, clock } = hall;
  if (key.day !== clock.today()) throw new Waits(reasons.past);
  const series = seriesOf(machine.settings, key.series);
  if (series === undefined) throw new Waits(reasons.series);
  const known = await visitByNumber(database.kysely, { ...key, facilityId, series: series.ours });
  if (known !== null) {
    if (series.leads === 'machine' && known.source !== 'machine') throw new Waits(reasons.foreign);
    return;
  }
  if (series.leads === 'hitomado') throw new Waits(reasons.unknown);
  const messages = await messagesOfTicket(database.kysely, machine.id, key);
  const [first] = messages
    .filter(({ kind, forced }) => kind === 'issued' || forced)
    .sort((one, other) => (one.at?.getTime() ?? 0) - (other.at?.getTime() ?? 0));
  if (first === undefined || first.at === null) throw new Waits(reasons.issue);
  const serviceId = serviceOf(machine, series, messages);
  if (serviceId === undefined || !places.has(serviceId)) throw new Waits(reasons.service);
  await checkIn({
    commandId: commandOf(machine, key),
    actor: actorOf(machine),
    source: 'machine',
    language: 'ja',
    caseId: null,
    procedures: [],
    serviceId,
    given: { series: series.ours, number: key.number },
    arrivedAt: first.at,
  });
}

/** The place of a number: by the machine's key of it, else the usual one of the series. */
function serviceOf(
  { settings }: Machine,
  series: MachineSeries,
  messages: readonly StoredMessage[],
): string | undefined {
  const named = messages.find(({ kind, service }) => kind === 'issued' && service !== null)?.service;
  if (named && Object.hasOwn(settings.services, named)) return settings.services[named];
  return series.serviceId ?? undefined;
}

const seatOf = ({ machine, seats }: Context, counter: string | null): Seat | null => {
  const id =
    counter !== null && Object.hasOwn(machine.settings.counters, counter)
      ? machine.settings.counters[counter]
      : undefined;
  return (id !== undefined && seats.get(id)) || null;
};

function saidOf(context: Context, messages: readonly StoredMessage[]): Said[] {
  return messages.flatMap(({ messageId, kind, at, counter, forced }) =>
    kind === null || at === null ? [] : [{ id: messageId, kind, at, forced, seat: seatOf(context, counter) }],
  );
}

/** Everything of one number in one transaction: its seats are locked first, as the steps of a desk do. */
async function bring(context: Context, transaction: Transaction, key: TicketKey): Promise<void> {
  const { machine } = context;
  await lockText(transaction, `machine:${machine.id}`);
  const messages = await messagesOfTicket(transaction, machine.id, key);
  const seats = messages.flatMap(({ counter }) => seatOf(context, counter)?.id ?? []);
  for (const id of [...new Set(seats)].sort((one, other) => one - other)) await lockSeat(transaction, id);
  await bringVisit(context, transaction, key, messages);
  await endOthers(context, transaction, key, messages);
}

async function bringVisit(
  context: Context,
  transaction: Transaction,
  key: TicketKey,
  messages: readonly StoredMessage[],
): Promise<void> {
  const { machine, hall } = context;
  const series = seriesOf(machine.settings, key.series);
  const found =
    series && (await visitByNumber(transaction, { ...key, facilityId: hall.facilityId, series: series.ours }));
  const visit = found && (await lockVisit(transaction, found.id));
  if (!visit) throw new Waits(reasons.issue);
  const state = ticketState(saidOf(context, messages));
  const applied = messages.flatMap(({ messageId }) => (state.pending.has(messageId) ? [] : [messageId]));
  const { pending } = state;
  await settleMessages(transaction, machine.id, { applied, pending, visitId: visit.id }, hall.clock.now());
  const legs = await legsOfVisit(transaction, visit.id);
  const ofLeg = new Map<string, Stay>();
  for (const [index, stay] of state.stays.entries()) {
    const leg = legOf(legs, stay, index);
    if (leg === undefined) throw new Waits(reasons.over);
    // Called to the same place once more: where it stands is what was said last.
    ofLeg.set(leg.id, await endedWhenPassedOn(context, transaction, key, stay));
  }
  for (const [legId, stay] of ofLeg) await bringStay(context, transaction, visit, stay, legId);
  if (state.cancelledAt !== null) await cancel(context, transaction, visit, state.cancelledAt);
}

/** Many machines say nothing at the end: then a stay ends when the next number is called to its seat. */
async function endedWhenPassedOn(
  { machine }: Context,
  transaction: Transaction,
  key: TicketKey,
  stay: Stay,
): Promise<Stay> {
  if (stay.endedAt !== null) return stay;
  const counters = countersOf(machine, stay.seat?.id);
  const next = await nextCallAt(transaction, machine.id, key, { counters, at: stay.calledAt });
  return next === null || isAfter(stay.servingAt, next) ? stay : { ...stay, endedAt: next, isPassedOn: true };
}

/** The names that a machine has for a seat. */
function countersOf({ settings }: Machine, seatId: number | undefined): string[] {
  return Object.entries(settings.counters).flatMap(([label, id]) => (id === seatId ? [label] : []));
}

const isAfter = (one: Date | null, other: Date): boolean => one !== null && one > other;

/** A step of the machine at the time at which it happened there. */
function stepAt({ hall, machine, rules }: Context, transaction: Transaction, now: Date, seat: Seat | null): Step {
  const command = { commandId: '', actor: actorOf(machine), counterId: null };
  return { transaction, hall, command, now, seat, rules };
}

/** The leg that a stay is about: the one at a place that the seat serves, else the one they are at. */
function legOf(legs: readonly Leg[], { seat }: Stay, index: number): Leg | undefined {
  const alive = legs.filter(({ state }) => state !== 'transferred' && state !== 'cancelled');
  const here = alive.filter(({ serviceId }) => seat?.skills.includes(serviceId));
  return here[0] ?? currentLeg(alive) ?? alive[index] ?? alive.at(-1);
}

async function bringStay(
  context: Context,
  transaction: Transaction,
  visit: Visit,
  stay: Stay,
  legId: string,
): Promise<void> {
  const leg = await legById(transaction, legId);
  if (leg === null) throw new Waits(reasons.over);
  const to = stateOf(stay);
  const isOurs = (await lastActor(transaction, leg.id)) !== actorOf(context.machine);
  // What the desk did later than the machine knows is not taken back.
  if (isOurs && (isBefore(to, leg.state) || leg.state === to || stay.isPassedOn)) return;
  const way = wayTo(leg.state, to);
  if (way === undefined) throw new Waits(reasons.over);
  if (leg.state === 'done' && to !== 'done') await mayGoBack(transaction, visit);
  const seat = stay.seat === null ? null : (context.seats.get(stay.seat.id) ?? null);
  if (to !== 'done' && seat !== null) await freeSeat(context, transaction, seat, leg.id);
  // A stay that is over takes no seat on its way: somebody else is there by now.
  const counterId = to === 'done' ? null : (seat?.id ?? null);
  let changed = leg;
  for (const state of way) {
    const from = changed.state;
    const at = timeOf(stay, state);
    changed = await updateLeg(transaction, leg.id, { state, counterId, changedAt: at });
    const happened = { leg: changed, kind: kindOf(from, state), from, commandId: null };
    await record(stepAt(context, transaction, at, seat), visit, happened);
  }
  await updateLeg(transaction, leg.id, {
    counterId: seat?.id ?? null,
    calledAt: stay.calledAt,
    callCount: stay.callCount,
    servingAt: stay.servingAt ?? (to === 'done' ? stay.calledAt : null),
    endedAt: stay.endedAt,
    changedAt: changed.state === leg.state ? context.hall.clock.now() : timeOf(stay, to),
  });
  if (way.length === 0 && to === 'called' && stay.callCount > leg.callCount) {
    const step = stepAt(context, transaction, stay.calledAt, seat);
    await record(step, visit, { leg: changed, kind: 'recall', from: 'called', commandId: null });
  }
  if (to === 'done') await goOn(stepAt(context, transaction, timeOf(stay, to), seat), visit);
  else if (way.length > 0) await setVisitState(transaction, visit.id, 'active');
}

/** A place that was left is taken up again only while the next one has not begun. */
async function mayGoBack(transaction: Transaction, visit: Visit): Promise<void> {
  if (currentLeg(await legsOfVisit(transaction, visit.id)) !== undefined) throw new Waits(reasons.nextPlace);
}

const timeOf = (stay: Stay, state: LegState): Date => {
  if (state === 'done') return stay.endedAt ?? stay.calledAt;
  return state === 'serving' ? (stay.servingAt ?? stay.calledAt) : stay.calledAt;
};

/** The name of a step in the record of the day. */
function kindOf(from: LegState, to: LegState): string {
  if (isBefore(to, from)) return 'undone';
  const kinds: Partial<Record<LegState, string>> = {
    waiting: 'queued',
    called: 'call',
    serving: 'startServing',
    done: 'done',
    on_hold: 'hold',
    cancelled: 'leave',
  };
  return kinds[to] ?? to;
}

/** Whoever the machine called here before is done; somebody whom the desk called here stays. */
async function freeSeat(context: Context, transaction: Transaction, seat: Seat, legId: string): Promise<void> {
  const there = await legAtSeat(transaction, seat.id);
  if (there === null || there.leg.id === legId) return;
  const { machine } = context;
  const series = machine.settings.series.find(({ ours }) => ours === there.series);
  if (series !== undefined) {
    const key = { day: context.hall.clock.today(), series: series.machine, number: there.number };
    const messages = await messagesOfTicket(transaction, machine.id, key);
    await bringVisit(context, transaction, key, messages);
  }
  const still = await legAtSeat(transaction, seat.id);
  if (still !== null && still.leg.id !== legId) throw new Waits(reasons.busy);
}

/** A call of this number can be the end of another one that was called to the seat before it. */
async function endOthers(
  context: Context,
  transaction: Transaction,
  key: TicketKey,
  messages: readonly StoredMessage[],
): Promise<void> {
  const { machine } = context;
  for (const { kind, at, counter } of messages) {
    const seat = seatOf(context, counter);
    if (kind !== 'called' || at === null || seat === null) continue;
    const before = await calledBefore(transaction, machine.id, key, { counters: countersOf(machine, seat.id), at });
    if (before === null) continue;
    const others = await messagesOfTicket(transaction, machine.id, before);
    await bringVisit(context, transaction, before, others);
  }
}

async function cancel(context: Context, transaction: Transaction, visit: Visit, at: Date): Promise<void> {
  const legs = await legsOfVisit(transaction, visit.id);
  const step = stepAt(context, transaction, at, null);
  let isChanged = false;
  for (const leg of legs) {
    const way = ['done', 'transferred', 'cancelled'].includes(leg.state) ? [] : (wayTo(leg.state, 'cancelled') ?? []);
    let changed = leg;
    for (const state of way) {
      const from = changed.state;
      changed = await updateLeg(transaction, leg.id, {
        state,
        changedAt: at,
        ...(state === 'cancelled' && { endedAt: at }),
      });
      await record(step, visit, { leg: changed, kind: kindOf(from, state), from, commandId: null });
      isChanged = true;
    }
  }
  if (isChanged) await goOn(step, visit);
}
