import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Clock } from '#platform/clock';
import { hashToken, newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { createReception, type ReceptionService } from '#reception';
import { movableClock, randomFrom, sampleInventory } from '../../src/reception/queue/fixtures.ts';
import { apply, type LegState, undoTarget } from '../../src/reception/queue/leg.ts';
import { lentNumbers } from '../../src/reception/queue/numbers.ts';

/** A day at many desks at once, with random steps, on servers that share one database. */
export interface Rush {
  database: Database;
  clock: Clock & { forward(minutes: number): void };
  /** Each is a process of its own as far as the queue is concerned: nothing is kept in memory that would hide a race. */
  servers: readonly ReceptionService[];
  desks: readonly RushDesk[];
}

interface RushDesk {
  reception: ReceptionService;
  seatId: number;
  place: Place;
  actor: string;
}

/** The five busy places of the sample hall, and what people come there for. */
const procedureOf = {
  '1階 3番窓口': 'tennyu',
  '1階 5番窓口': 'shoumei',
  '2階 12番窓口': 'card',
  '2階 14番窓口': 'kaigo',
  '3階 子育て助成課': 'jidou',
} as const;
type Place = keyof typeof procedureOf;
const places = Object.keys(procedureOf) as Place[];
/** Minutes of the day that a step takes: a hundred thousand of them fit into one day. */
const stepMinutes = 0.01;
/** People come to a place until so many of them wait there, and until so many wait in the hall. */
const fullLine = 5;
const fullHall = 60;

/** Furnishes a hall with so many desks at each of five places, and sits somebody down at each. */
export async function openRush(database: Database, desksPerPlace: number): Promise<Rush> {
  const clock = movableClock('2026-11-24T15:05:00Z');
  const inventory = sampleInventory();
  const server = (): ReceptionService =>
    createReception({
      database,
      clock,
      inventory: () => inventory,
      tokenOf: (id) => hashToken(id).slice(0, 22),
    });
  const servers = [server(), server()];
  await servers[0]?.furnish();
  const [first] = servers;
  assert.ok(first);
  for (const place of places) for (let more = 0; more < desksPerPlace; more += 1) await first.addSeat(place);
  const { seats } = await first.snapshot();
  const desks = places.flatMap((place) =>
    seats
      .filter(({ serviceId }) => serviceId === place)
      .slice(0, desksPerPlace)
      .map(({ id }, index) => ({
        reception: servers[index % servers.length] ?? first,
        seatId: id,
        place,
        actor: newId(),
      })),
  );
  for (const { reception, seatId, actor } of desks) await reception.takeSeat(seatId, actor);
  return { database, clock, servers, desks };
}

interface Seen {
  id: string;
  state: LegState;
}

/** Some legs that this desk could do something with, right or wrong. */
async function legsNear(database: Database, desk: RushDesk): Promise<Seen[]> {
  const { rows } = await sql<Seen>`
    (select id, state from leg where counter_id = ${desk.seatId} order by changed_at desc limit 3)
    union (select id, state from leg where service_id = ${desk.place} and state in ('waiting', 'on_hold', 'no_answer')
      order by rank_at limit 5)`.execute(database.kysely);
  return rows;
}

type Random = (below: number) => number;

function pick<Value>(values: readonly Value[], random: Random): Value {
  const value = values[random(values.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}

const waitingInHall = async (database: Database): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from leg where state = 'waiting'`.execute(
    database.kysely,
  );
  return rows[0]?.count ?? 0;
};

/** Somebody comes to this place, some with other things to do as well, some with a reason to go first. */
function come({ reception, place }: RushDesk, random: Random): () => Promise<unknown> {
  const others = Object.values(procedureOf).filter(() => random(5) === 0);
  const arrival = {
    commandId: newId(),
    actor: 'visitor',
    source: 'kiosk',
    language: 'ja',
    caseId: null,
    procedures: [...new Set([procedureOf[place], ...others])],
    priorityReason: random(10) === 0 ? '車いす' : undefined,
  } as const;
  return () => reception.checkIn(arrival);
}

/** What a desk does next: mostly what is sensible, now and then anything. */
async function chooseStep(rush: Rush, desk: RushDesk, random: Random): Promise<() => Promise<unknown>> {
  const { reception, seatId, actor } = desk;
  const legs = await legsNear(rush.database, desk);
  const command = { commandId: newId(), actor, counterId: seatId };
  const waiting = legs.filter(({ state }) => state === 'waiting').length;
  const isFull = waiting >= fullLine || (await waitingInHall(rush.database)) >= fullHall;
  if (!isFull && random(3) > 0) return come(desk, random);
  const current = legs.find(({ state }) => state === 'called' || state === 'serving');
  if (!current && random(4) > 0) return () => reception.callNext(command);
  const leg = current && random(6) > 0 ? current : legs.length > 0 ? pick(legs, random) : null;
  if (!leg) return () => reception.callNext(command);
  const on = { ...command, legId: leg.id };
  const other = pick(rush.desks, random);
  const target = pick(
    [
      { serviceId: pick(places, random) },
      { serviceId: other.place, targetCounterId: other.seatId },
      { serviceId: other.place, targetStaffId: other.actor },
    ],
    random,
  );
  const plain = ['call', 'recall', 'noAnswer', 'putBack', 'startServing'] as const;
  const sensible = plain.filter((action) => apply(leg.state, action) !== null);
  const steps: (() => Promise<unknown>)[] = [
    () => reception.act({ ...on, reason: '約束の時刻になった' }, pick(sensible.length > 0 ? sensible : plain, random)),
    () => reception.act(on, pick(plain, random)),
    () => reception.act(on, 'startServing'),
    () => reception.done(on),
    () => reception.done(on),
    () => reception.done(on),
    () => reception.hold(on, { reason: '書類待ち', until: null }),
    () => reception.undo(on),
    () => reception.transfer(on, target),
    () => reception.leave(on),
    async () => {
      await reception.leaveSeat(actor);
      await reception.takeSeat(seatId, actor);
    },
  ];
  return pick(steps, random);
}

/** Carries out a step, one in ten twice at the same moment. A refusal is an answer; everything else is a fault. */
async function carryOut(step: () => Promise<unknown>, random: Random): Promise<string> {
  const taps = random(10) === 0 ? [step(), step()] : [step()];
  const [first] = await Promise.allSettled(taps).then((results) =>
    results.map((result) => {
      if (result.status === 'fulfilled') return 'done';
      if ((result.reason as Error).name !== 'UserError') throw result.reason;
      return (result.reason as { code: string }).code;
    }),
  );
  return first ?? '';
}

/** Lets all desks work at once until so many steps were tried; gives how each of them ended. */
export async function runRush(rush: Rush, steps: number, seed: number): Promise<Map<string, number>> {
  const outcomes = new Map<string, number>();
  await Promise.all(
    rush.desks.map(async (desk, index) => {
      const random = randomFrom(seed + index);
      for (let step = 0; step < steps / rush.desks.length; step += 1) {
        rush.clock.forward(stepMinutes);
        const outcome = await carryOut(await chooseStep(rush, desk, random), random);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    }),
  );
  for (const server of rush.servers) await server.quotesKept();
  return outcomes;
}

/** Rows that break a rule of the queue; empty when all is well. */
export async function violations(database: Database): Promise<unknown[]> {
  const { rows } = await sql`
    select 'two live legs' as rule, visit_id::text as subject from leg
      where state in ('waiting', 'called', 'serving', 'on_hold', 'no_answer') group by visit_id having count(*) > 1
    union all
    select 'two visitors at a seat', counter_id::text from leg
      where state in ('called', 'serving') group by counter_id having count(*) > 1
    union all
    select 'a number with a gap', series from visit
      group by facility_id, day, series having count(distinct number) <> count(*)
        or count(*) <> max(number) - case when max(number) > ${lentNumbers.last} then ${lentNumbers.last - lentNumbers.first + 1} else 0 end
    union all
    select 'a ticket twice', ticket from visit group by facility_id, day, ticket having count(*) > 1
    union all
    select 'a visit that nobody will call', visit.id::text from visit
      where state = 'active' and not exists (
        select from leg where leg.visit_id = visit.id and leg.state in ('waiting', 'called', 'serving', 'on_hold', 'no_answer'))
    union all
    select 'an ended visit with an open leg', visit.id::text from visit join leg on leg.visit_id = visit.id
      where visit.state <> 'active' and leg.state in ('planned', 'waiting', 'called', 'serving', 'on_hold', 'no_answer')
    union all
    select 'a right that is not the arrival', visit.id::text from visit join leg on leg.visit_id = visit.id
      where leg.fair_at <> visit.arrived_at
    union all
    select 'somebody waits who is not in a line', id::text from leg where state = 'waiting' and queued_at is null
    union all
    select 'a command that was carried out twice', command_id::text from queue_event
      where command_id is not null group by command_id having count(*) > 1
    union all
    select 'a leg whose record ends elsewhere', leg.id::text from leg
      cross join lateral (select to_state from queue_event where leg_id = leg.id order by sequence desc limit 1) last
      where last.to_state <> leg.state`.execute(database.kysely);
  return rows;
}

/**
 * Walks through what was recorded of every leg with the pure state machine, which is the model: each step must be one that
 * it allows, and begin where the one before ended. Gives the number of steps.
 */
export async function replay(database: Database): Promise<number> {
  const { rows } = await sql<{ leg_id: string; kind: string; from_state: LegState; to_state: LegState; at: Date }>`
    select leg_id, kind, from_state, to_state, at from queue_event where from_state is not null order by sequence`.execute(
    database.kysely,
  );
  const last = new Map<string, (typeof rows)[number]>();
  for (const step of rows) {
    const before = last.get(step.leg_id);
    assert.ok(isAllowed(step, before), `${step.kind} from ${step.from_state} to ${step.to_state}`);
    if (before) assert.equal(step.from_state, before.to_state, 'no step was lost');
    last.set(step.leg_id, step);
  }
  return rows.length;
}

interface Recorded {
  kind: string;
  from_state: LegState;
  to_state: LegState;
  at: Date;
}

function isAllowed({ kind, from_state: from, to_state: to, at }: Recorded, before: Recorded | undefined): boolean {
  if (kind === 'queued') return from === 'planned' && to === 'waiting';
  // Back to what was planned; a leg that a transfer had made ends.
  if (kind === 'unqueued') return from === 'waiting' && (to === 'planned' || to === 'cancelled');
  if (kind === 'undone') {
    const last = before && { ...before, from: before.from_state, to: before.to_state };
    return undoTarget(from, last, at) === to;
  }
  return apply(from, kind as Parameters<typeof apply>[1]) === to;
}
