import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { addDays } from '#platform/clock';
import { type Database, migrate, openDatabase } from '#platform/database';
import { migrations } from '#server';
import { contradictions, openDay, someCases, somePools } from '../../src/booking/fixture-store.ts';
import { postmasterOf } from './kill.ts';

const firstDay = '2027-02-01';
const worker = join(import.meta.dirname, 'booking-worker.ts');

interface Line {
  try?: string;
  done?: string;
  id: string;
  day?: string;
  first?: number;
}

function open(dataFolder: string): Promise<Database> {
  const settings = { dataFolder, dataFolderChosen: true, databaseUrl: undefined, databaseConnections: 4 };
  return openDatabase(settings, { event: () => undefined });
}

function start(dataFolder: string, seed: number, attempts: number, journal: string): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', worker, dataFolder, String(seed), String(attempts), journal], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** What was acknowledged and is not there, in words. */
async function lost(database: Database, journal: string): Promise<string[]> {
  if (!existsSync(journal)) return [];
  const lines = readFileSync(journal, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
  const { rows } = await database.pool.query<{ id: string; state: string; day: string; first_cell: number }>(
    'select id, state, day, first_cell from booking',
  );
  const bookings = new Map(rows.map((row) => [row.id, row]));
  const byBooking = grouped(lines);
  const problems: string[] = [];
  for (const [id, of] of byBooking) {
    const last = of.findLastIndex(({ done }) => done !== undefined);
    const acknowledged = of[last];
    if (acknowledged === undefined) continue;
    // What was tried afterwards may have happened, though nobody was told.
    const possible = [acknowledged, ...of.slice(last + 1)];
    const found = bookings.get(id);
    const fits = possible.some(({ done, try: tried, day, first }) => {
      const what = done ?? tried;
      if (what === 'cancelled') return found?.state === 'cancelled';
      return found?.state === 'confirmed' && found.day === day && found.first_cell === first;
    });
    if (!fits) problems.push(`${id}: ${JSON.stringify(possible)} but ${JSON.stringify(found)}`);
  }
  return problems;
}

function grouped(lines: readonly Line[]): Map<string, Line[]> {
  const groups = new Map<string, Line[]>();
  for (const line of lines) groups.set(line.id, [...(groups.get(line.id) ?? []), line]);
  return groups;
}

/**
 * Two application processes book at random on one database, `attempts` times for each seed, while an application and the
 * database are killed `kills` times each. Nothing may be booked twice, nothing acknowledged lost. Gives the appointments.
 */
export async function bookUnderFire({
  seeds,
  attempts,
  kills,
}: {
  seeds: readonly number[];
  attempts: number;
  kills: number;
}): Promise<number> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'hitomado-booking-'));
  let confirmed = 0;
  try {
    const database = await open(dataFolder);
    await migrate(database, migrations);
    const pools = await somePools(database, 4);
    await someCases(database, 400);
    for (const seed of seeds) {
      await database.pool.query('truncate booking cascade');
      await database.pool.query('truncate capacity_cell');
      for (let index = 0; index < 3; index += 1) {
        const hours = [{ from: '09:00', until: '13:30', desks: 3 }];
        await openDay(database, pools, addDays(firstDay, index), hours, 67);
      }
      const journal = join(dataFolder, `journal-${seed}`);
      const running = [0, 1].map((index) => start(dataFolder, seed * 10 + index, attempts / 2, journal));
      for (let kill = 0; kill < kills; kill += 1) {
        await wait(600 + 400 * kill);
        const [victim] = running;
        if (victim && victim.exitCode === null) {
          victim.kill('SIGKILL');
          running[0] = start(dataFolder, seed * 10 + 2 + kill, attempts / 2, journal);
        }
        await wait(900);
        try {
          process.kill(postmasterOf(dataFolder), 'SIGKILL');
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
        }
      }
      await Promise.all(
        running.map(async (process) => {
          if (process.exitCode === null) await once(process, 'exit');
          assert.equal(process.exitCode, 0, `a process ended by itself (seed ${seed})`);
        }),
      );
      const check = await open(dataFolder);
      try {
        assert.deepEqual(await contradictions(check.kysely), [], `seed ${seed}`);
        assert.deepEqual(await lost(check, journal), [], `seed ${seed}: acknowledged, but not there`);
        const { rows } = await check.pool.query(`select count(*)::int as count from booking where state = 'confirmed'`);
        confirmed += rows[0].count;
      } finally {
        await check.close();
      }
    }
    await database.close();
    return confirmed;
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
