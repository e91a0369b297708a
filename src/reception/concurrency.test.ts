import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { Database } from '#platform/database';
import { testDatabase } from '#platform/testing';
import { arrive, movableClock, randomFrom, sampleReception, sitDown } from './fixtures.ts';
import { apply, type LegState, undoTarget } from './leg.ts';
import type { ReceptionService } from './service.ts';

/** Random steps in the short form; `HITOMADO_HEAVY=1` runs a hundred thousand. */
const operations = process.env.HITOMADO_HEAVY === '1' ? 100_000 : 800;

type Desk = Awaited<ReturnType<typeof sitDown>>;

/** One random step of one desk. A UserError is an answer; everything else is a fault. */
async function randomStep(reception: ReceptionService, desk: Desk, random: (below: number) => number): Promise<string> {
  const hall = await reception.snapshot();
  const seat = hall.seats.find(({ id }) => id === desk.counterId);
  const mine = hall.legs.filter(
    ({ counterId, serviceId }) => counterId === desk.counterId || seat?.skills.includes(serviceId),
  );
  const open = mine.filter(({ state }) => !['done', 'transferred', 'cancelled'].includes(state));
  const pool = random(5) > 0 && open.length > 0 ? open : mine;
  const leg = pool[random(Math.max(pool.length, 1))];
  const choices: (() => Promise<unknown>)[] = [
    () => arrive(reception, ['tennyu', 'card', 'kaigo', 'jidou', 'shoumei'].slice(random(3), 3 + random(3))),
    () => reception.callNext(desk.command()),
  ];
  if (leg) {
    const plain = ['call', 'recall', 'noAnswer', 'putBack', 'startServing', 'startServing'] as const;
    const possible = plain.filter((action) => apply(leg.state, action) !== null);
    const action =
      (random(4) > 0 && possible[random(Math.max(possible.length, 1))]) || plain[random(plain.length)] || 'call';
    const places = hall.services.map(({ id }) => id);
    choices.push(
      () => reception.callNext(desk.command()),
      () => reception.act(desk.on(leg.id), action),
      () => reception.act(desk.on(leg.id), action),
      () => reception.done(desk.on(leg.id)),
      () => reception.done(desk.on(leg.id)),
      () => reception.hold(desk.on(leg.id), { reason: '書類待ち', until: null }),
      () => reception.undo(desk.on(leg.id)),
      () => reception.transfer(desk.on(leg.id), { serviceId: places[random(places.length)] ?? '' }),
      () => reception.leave(desk.on(leg.id)),
    );
  }
  const choice = choices[random(choices.length)];
  try {
    await choice?.();
    return 'done';
  } catch (error) {
    if ((error as Error).name !== 'UserError') throw error;
    return (error as { code: string }).code;
  }
}

/** Rows that break a rule of the queue; empty when all is well. */
async function violations(database: Database): Promise<unknown[]> {
  const { rows } = await sql`
    select 'two live legs' as rule, visit_id::text as subject from leg
      where state in ('waiting', 'called', 'serving', 'on_hold', 'no_answer') group by visit_id having count(*) > 1
    union all
    select 'two visitors at a seat', counter_id::text from leg
      where state in ('called', 'serving') group by counter_id having count(*) > 1
    union all
    select 'a number with a gap', series from visit
      group by facility_id, day, series having max(number) <> count(*) or count(distinct number) <> count(*)
    union all
    select 'a visit that nobody will call', visit.id::text from visit
      where state = 'active' and not exists (
        select from leg where leg.visit_id = visit.id and leg.state in ('waiting', 'called', 'serving', 'on_hold', 'no_answer'))
    union all
    select 'an ended visit with an open leg', visit.id::text from visit join leg on leg.visit_id = visit.id
      where visit.state <> 'active' and leg.state in ('planned', 'waiting', 'called', 'serving', 'on_hold', 'no_answer')
    union all
    select 'a rank that is not the arrival', visit.id::text from visit join leg on leg.visit_id = visit.id
      where leg.rank_at <> visit.arrived_at
    union all
    select 'a leg whose record ends elsewhere', leg.id::text from leg
      cross join lateral (select to_state from queue_event where leg_id = leg.id order by sequence desc limit 1) last
      where last.to_state <> leg.state`.execute(database.kysely);
  return rows;
}

/** Walks through what was recorded of every leg with the pure state machine: each step must be one that it allows. */
async function replay(database: Database): Promise<number> {
  const { rows } = await sql<{ leg_id: string; kind: string; from_state: LegState; to_state: LegState; at: Date }>`
    select leg_id, kind, from_state, to_state, at from queue_event where from_state is not null order by sequence`.execute(
    database.kysely,
  );
  const last = new Map<string, (typeof rows)[number]>();
  const own: Record<string, [LegState, LegState]> = {
    queued: ['planned', 'waiting'],
    unqueued: ['waiting', 'planned'],
  };
  for (const step of rows) {
    const before = last.get(step.leg_id);
    const expected =
      step.kind === 'undone'
        ? before && undoTarget(step.from_state, { ...before, from: before.from_state, to: before.to_state }, step.at)
        : (own[step.kind]?.[1] ?? apply(step.from_state, step.kind as 'call'));
    assert.equal(step.to_state, expected, `${step.kind} from ${step.from_state}`);
    if (before) assert.equal(step.from_state, before.to_state, 'no step was lost');
    last.set(step.leg_id, step);
  }
  return rows.length;
}

test(`V5 eight desks over two servers at random (${operations} steps): nobody is called twice, no number twice, nobody lost`, async (t) => {
  const database = await testDatabase('reception');
  t.after(() => database.close());
  const clock = movableClock('2026-11-25T01:00:00Z');
  // Two services on one database are two servers: nothing is kept in memory that would hide a race.
  const servers = [await sampleReception(database, clock), await sampleReception(database, clock)];
  const seats: [string, number][] = [
    ['1階 3番窓口', 1],
    ['1階 5番窓口', 1],
    ['2階 12番窓口', 1],
    ['2階 14番窓口', 1],
    ['3階 子育て助成課', 1],
    ['1階 総合案内', 1],
  ];
  await sql`insert into counter (service_id, seat) values ('1階 3番窓口', 2), ('1階 5番窓口', 2)
    on conflict do nothing`.execute(database.kysely);
  await sql`insert into skill (counter_id, service_id) select id, service_id from counter on conflict do nothing`.execute(
    database.kysely,
  );
  seats.push(['1階 3番窓口', 2], ['1階 5番窓口', 2]);
  const seed = Number(process.env.HITOMADO_SEED ?? 20261125);
  const outcomes = new Map<string, number>();
  await Promise.all(
    seats.map(async ([place, number], index) => {
      const server = servers[index % servers.length];
      assert.ok(server);
      const desk = await sitDown(database, server, place, number);
      const random = randomFrom(seed + index);
      for (let step = 0; step < operations / seats.length; step += 1) {
        const outcome = await randomStep(server, desk, random);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    }),
  );
  assert.deepEqual(await violations(database), [], `seed ${seed}`);
  const steps = await replay(database);
  assert.ok(steps > operations / 4, `only ${steps} steps happened: ${JSON.stringify([...outcomes])}`);
});

test('V5 eight desks that call at the same moment call eight different visitors, in the order of arrival', async (t) => {
  const database = await testDatabase('reception');
  t.after(() => database.close());
  const clock = movableClock('2026-11-25T01:00:00Z');
  const reception = await sampleReception(database, clock);
  await sql`insert into counter (service_id, seat) select '1階 5番窓口', seat from generate_series(2, 8) seat`.execute(
    database.kysely,
  );
  await sql`insert into skill (counter_id, service_id) select id, service_id from counter on conflict do nothing`.execute(
    database.kysely,
  );
  const desks: Desk[] = [];
  for (let seat = 1; seat <= 8; seat += 1) desks.push(await sitDown(database, reception, '1階 5番窓口', seat));
  const arrivals: string[] = [];
  for (let count = 0; count < 24; count += 1) {
    clock.forward(1);
    arrivals.push((await arrive(reception, ['shoumei'])).visit.id);
  }
  const called: (string | undefined)[] = [];
  for (let round = 0; round < 3; round += 1) {
    const legs = await Promise.all(desks.map((desk) => reception.callNext(desk.command())));
    const ids = legs.map((leg) => leg?.visitId);
    assert.deepEqual([...ids].sort(), arrivals.slice(round * 8, round * 8 + 8).sort());
    called.push(...ids);
    await Promise.all(
      legs.map((leg, index) => leg && desks[index] && reception.act(desks[index].on(leg.id), 'noAnswer')),
    );
  }
  assert.equal(new Set(called).size, 24);
  assert.equal(await reception.callNext(desks[0]?.command() ?? assert.fail()), null);
});
