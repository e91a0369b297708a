/**
 * Claiming places on a real PostgreSQL with 200 clients: our claim, and beside it on the same database and in the same run
 * what other systems do. Clients and database share the two cores.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays } from '#platform/clock';
import { newId } from '#platform/codes';
import { type Database, migrate, openDatabase, sqlState } from '#platform/database';
import { migrations } from '#server';
import { confirm } from '../src/booking/claim-store.ts';
import { claimFor, contradictions, openDay, someCases, somePools } from '../src/booking/fixture-store.ts';
import { percentile, report } from './report.ts';
import { randomNumbers } from './residents.ts';

const clients = 200;
const days = 20;
const seats = 10;
const cellsOfDay = 48;
const firstCell = 54;
const firstDay = '2027-03-01';
const seconds = 5;
/** A peer has this many cells of one seat each: a rush for what is scarce. */
const peerCells = 100;

const dataFolder = mkdtempSync(join(tmpdir(), 'hitomado-bench-booking-'));
const database = await openDatabase(
  // As many connections as the product opens where nothing else is set.
  { dataFolder, dataFolderChosen: true, databaseUrl: undefined, databaseConnections: 16 },
  { event: () => undefined },
);
const random = randomNumbers(2026);
const below = (count: number): number => Math.floor(random() * count);

interface Load {
  attempts: number;
  booked: number;
  times: number[];
  seconds: number;
}

/** Lets all clients work until the time is over or `attempt` says that nothing is left to try. */
async function load(attempt: () => Promise<'booked' | 'full' | 'over'>, most = seconds): Promise<Load> {
  const result: Load = { attempts: 0, booked: 0, times: [], seconds: 0 };
  const begun = performance.now();
  const end = begun + most * 1000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        const start = performance.now();
        const outcome = await attempt();
        if (outcome === 'over') return;
        result.attempts += 1;
        if (outcome === 'booked') result.booked += 1;
        result.times.push(performance.now() - start);
      }
    }),
  );
  result.seconds = (performance.now() - begun) / 1000;
  return result;
}

/** Books as residents do: claims a time and confirms it, each case once. */
async function ours(pools: readonly number[], cases: string[], on: () => string): Promise<Load> {
  const now = new Date();
  return load(async () => {
    const caseId = cases.pop();
    if (caseId === undefined) return 'over';
    const poolId = pools[below(pools.length)] ?? 0;
    const first = firstCell + below(cellsOfDay);
    const parts = [{ poolId, first, cells: 1, procedures: ['juuminhyou'] }];
    const held = await claimFor(database.kysely, caseId, { day: on(), parts, now });
    if (held?.outcome !== 'held') {
      cases.unshift(caseId);
      return 'full';
    }
    const details = { id: held.id, contact: null, contactIndex: [], reminders: [], actor: 'resident', now };
    await database.transaction((transaction) => confirm(transaction, details));
    return 'booked';
  });
}

/** Tables of a simple system: cells with a capacity, and bookings that point to them. */
async function peerTables({ pool }: Database): Promise<void> {
  await pool.query('drop table if exists peer_booking, peer_cell');
  await pool.query('create table peer_cell (cell int primary key, capacity int not null, used int not null default 0)');
  await pool.query('create table peer_booking (id uuid primary key, cell int not null references peer_cell)');
  await pool.query('insert into peer_cell select cell, 1 from generate_series(1, $1) as cell', [peerCells]);
}

type Peer = (
  query: (text: string, values?: unknown[]) => Promise<{ rows: Record<string, number>[] }>,
  cell: number,
) => Promise<boolean>;

const insert = 'insert into peer_booking values ($1, $2)';
const counted = 'select count(*)::int as count from peer_booking where cell = $1';

/** Looks whether there is room, then books: easy to write, and wrong when two look at once. */
const checkThenInsert: Peer = async (query, cell) => {
  const { rows } = await query(counted, [cell]);
  if ((rows[0]?.count ?? 0) >= 1) return false;
  await query(insert, [newId(), cell]);
  return true;
};

/** The cells of a visit in order under `FOR UPDATE`, two at a time as for a longer visit. */
const orderedLocks: Peer = async (query, cell) => {
  const { rows } = await query(
    'select capacity, used from peer_cell where cell between $1 and $1 + 1 order by cell for update',
    [cell],
  );
  if (rows.some(({ capacity = 0, used = 0 }) => used >= capacity)) return false;
  await query('update peer_cell set used = used + 1 where cell between $1 and $1 + 1', [cell]);
  await query(insert, [newId(), cell]);
  return true;
};

/** Runs a peer until every cell was sold or the time is over; gives the load, and by how much it oversold. */
async function peer(isolation: string, work: Peer): Promise<Load & { oversold: number; retries: number }> {
  await peerTables(database);
  let retries = 0;
  let left = 4000;
  const result = await load(async () => {
    left -= 1;
    if (left < 0) return 'over';
    const cell = 1 + below(peerCells);
    for (;;) {
      const client = await database.pool.connect();
      try {
        await client.query(`begin isolation level ${isolation}`);
        const booked = await work((text, values) => client.query(text, values) as never, cell);
        await client.query('commit');
        return booked ? 'booked' : 'full';
      } catch (error) {
        await client.query('rollback');
        // Serialization failure or deadlock: the whole transaction is tried again, as the manual says.
        if (!['40001', '40P01'].includes(sqlState(error) ?? '')) throw error;
        retries += 1;
      } finally {
        client.release();
      }
    }
  });
  const { rows } = await database.pool.query<{ oversold: number }>(
    'select coalesce(sum(count - 1), 0)::int as oversold from (select count(*) from peer_booking group by cell having count(*) > 1) as sold',
  );
  return { ...result, oversold: rows[0]?.oversold ?? 0, retries };
}

const rate = ({ attempts, seconds: taken }: Load): number => attempts / taken;

try {
  await migrate(database, migrations);
  const pools = await somePools(database, 4);
  const hours = [{ from: '09:00', until: '17:00', desks: seats }];
  for (let index = 0; index < days; index += 1) await openDay(database, pools, addDays(firstDay, index), hours);
  const hotDay = addDays(firstDay, days);
  await openDay(database, pools, hotDay, hours);
  // Who opens a calendar to a rush has taken bookings before: the program is warm, and the database knows its tables. The peers run
  // after this, on the same connections.
  const dayBefore = addDays(firstDay, -1);
  await openDay(database, pools, dayBefore, hours);
  await ours(pools, await someCases(database, 1_000), () => dayBefore);
  await database.pool.query('analyze');
  const spread = await ours(pools, await someCases(database, 12_000), () => addDays(firstDay, below(days)));
  const hot = await ours(pools, await someCases(database, 12_000), () => hotDay);
  const wrong = await contradictions(database.kysely);
  const naive = await peer('read committed', checkThenInsert);
  const serializable = await peer('serializable', checkThenInsert);
  const locked = await peer('read committed', orderedLocks);
  const figures = {
    'bookings/s over 20 days': spread.booked / spread.seconds,
    'attempts/s over 20 days': rate(spread),
    'p99 ms over 20 days': percentile(spread.times, 0.99),
    'attempts/s on one hot day': rate(hot),
    'p99 ms on one hot day': percentile(hot.times, 0.99),
    'overbooked or contradictory': wrong.length,
  };
  report({
    name: 'booking',
    figures,
    peers: {
      'check-then-insert attempts/s': rate(naive),
      'check-then-insert oversold of 100 places': naive.oversold,
      'serializable with retry attempts/s': rate(serializable),
      'serializable with retry p99 ms': percentile(serializable.times, 0.99),
      'serializable retries': serializable.retries,
      'ordered FOR UPDATE attempts/s': rate(locked),
      'ordered FOR UPDATE p99 ms': percentile(locked.times, 0.99),
    },
    goal: {
      'bookings/s over 20 days': '≥ 500',
      'p99 ms over 20 days': '≤ 500',
      'p99 ms on one hot day': '≤ 1000',
      'overbooked or contradictory': '0',
    },
    pass:
      figures['bookings/s over 20 days'] >= 500 &&
      figures['p99 ms over 20 days'] <= 500 &&
      figures['p99 ms on one hot day'] <= 1000 &&
      wrong.length === 0,
  });
} finally {
  await database.close();
  rmSync(dataFolder, { recursive: true, force: true });
}
