/** Forty desks of one hall at once: how fast they call, and whether anybody is called twice or lost. */
import { sql } from 'kysely';
import type { Database } from '#platform/database';
import { testDatabase } from '#platform/testing';
import { openRush, type Rush, runRush, violations } from '../tests/support/rush.ts';
import { percentile, report } from './report.ts';

const seconds = Number(process.env.HITOMADO_BENCH_SECONDS ?? 20);
const steps = Number(process.env.HITOMADO_BENCH_STEPS ?? 8000);
const visitors = Number(process.env.HITOMADO_BENCH_VISITORS ?? 1000);

async function come(rush: Rush, count: number): Promise<void> {
  const procedures = ['tennyu', 'shoumei', 'card', 'kaigo', 'jidou'];
  const [reception] = rush.servers;
  for (let from = 0; from < count; from += 20) {
    const group = Array.from({ length: Math.min(20, count - from) }, (_, index) => ({
      commandId: crypto.randomUUID(),
      actor: 'visitor',
      source: 'kiosk' as const,
      language: 'ja' as const,
      caseId: null,
      procedures: [procedures[(from + index) % procedures.length] ?? ''],
    }));
    rush.clock.forward(0.1);
    await Promise.all(group.map((arrival) => reception?.checkIn(arrival)));
  }
}

interface Calling {
  calls: number;
  duplicates: number;
  perSecond: number;
  p95: number;
}

/** Lets all desks call as fast as they can until nobody waits. `call` gives whom it called, `free` sends them on. */
async function callAll(
  rush: Rush,
  call: (desk: Rush['desks'][number]) => Promise<string | null>,
  free: (desk: Rush['desks'][number], leg: string) => Promise<unknown>,
): Promise<Calling> {
  const called: string[] = [];
  const times: number[] = [];
  const begun = performance.now();
  await Promise.all(
    rush.desks.map(async (desk) => {
      while (performance.now() - begun < seconds * 1000) {
        const from = performance.now();
        const leg = await call(desk);
        if (leg === null) return;
        times.push(performance.now() - from);
        called.push(leg);
        await free(desk, leg);
      }
    }),
  );
  return {
    calls: called.length,
    duplicates: called.length - new Set(called).size,
    perSecond: (called.length / (performance.now() - begun)) * 1000,
    p95: percentile(times, 0.95),
  };
}

const countWaiting = async (database: Database): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from leg where state = 'waiting'`.execute(
    database.kysely,
  );
  return rows[0]?.count ?? 0;
};

async function ours(): Promise<Calling & { lost: number }> {
  const database = await testDatabase('reception');
  try {
    const rush = await openRush(database, 8);
    await come(rush, visitors);
    const calling = await callAll(
      rush,
      async ({ reception, actor, seatId }) =>
        (await reception.callNext({ commandId: crypto.randomUUID(), actor, counterId: seatId }))?.id ?? null,
      ({ reception, actor, seatId }, legId) =>
        reception.act({ commandId: crypto.randomUUID(), actor, counterId: seatId, legId }, 'noAnswer'),
    );
    return { ...calling, lost: visitors - calling.calls - (await countWaiting(database)) };
  } finally {
    await database.close();
  }
}

/** As systems do that look first and write afterwards: the first in the line is read, then marked as called. */
async function selectThenUpdate(): Promise<Calling> {
  const database = await testDatabase('reception');
  try {
    const rush = await openRush(database, 8);
    await come(rush, visitors);
    await sql`create table peer_line (id uuid primary key, place text, rank_at timestamptz, state text, seat integer)`.execute(
      database.kysely,
    );
    await sql`insert into peer_line select id, service_id, rank_at, 'waiting', null from leg where state = 'waiting'`.execute(
      database.kysely,
    );
    return await callAll(
      rush,
      async ({ place, seatId }) => {
        const { rows } = await sql<{ id: string }>`select id from peer_line
          where state = 'waiting' and place = ${place} order by rank_at, id limit 1`.execute(database.kysely);
        const [first] = rows;
        if (!first) return null;
        await sql`update peer_line set state = 'called', seat = ${seatId} where id = ${first.id}`.execute(
          database.kysely,
        );
        return first.id;
      },
      async () => undefined,
    );
  } finally {
    await database.close();
  }
}

/** A busy day of random steps: how many in a second, and whether any rule of the queue broke. */
async function day(): Promise<{ perSecond: number; broken: number }> {
  const database = await testDatabase('reception');
  try {
    const rush = await openRush(database, 8);
    const begun = performance.now();
    await runRush(rush, steps, 20261125);
    const perSecond = (steps / (performance.now() - begun)) * 1000;
    return { perSecond, broken: (await violations(database)).length };
  } finally {
    await database.close();
  }
}

const own = await ours();
const peer = await selectThenUpdate();
const busy = await day();
report({
  name: 'queue',
  figures: {
    'operations per second, 40 desks at random': busy.perSecond,
    'broken rules': busy.broken,
    'calls per second, 40 desks': own.perSecond,
    'call next p95 ms, 40 desks at once': own.p95,
    duplicates: own.duplicates,
    lost: own.lost,
  },
  peers: {
    'select then update: calls per second': peer.perSecond,
    'select then update: call next p95 ms': peer.p95,
    'select then update: duplicates': peer.duplicates,
  },
  goal: { duplicates: '0', lost: '0', 'broken rules': '0', 'call next p95 ms, 40 desks at once': '≤ 1000' },
  pass: own.duplicates === 0 && own.lost === 0 && busy.broken === 0 && own.p95 <= 1000,
});
