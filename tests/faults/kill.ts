import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase } from '#platform/database';
import { type RunningServer, startServer } from '../support/server.ts';
import { answerWriter, callWriter, checkInWriter, entryWriter, writeUntil } from './writers.ts';

/** Every limit is lifted for requests from this machine. */
const environment = { HITOMADO_LOOPBACK_RATE_FACTOR: '10000' };

/** The process of the embedded database, by the file that it writes about itself. */
export function postmasterOf(dataFolder: string): number {
  return Number(readFileSync(join(dataFolder, 'database/cluster/postmaster.pid'), 'utf8').split('\n')[0]);
}

/** Ends a process at once, without a chance to put anything in order. */
async function killServer(server: RunningServer): Promise<void> {
  const gone = once(server.process, 'exit');
  server.process.kill('SIGKILL');
  await gone;
}

/** Kills the embedded database; one that is still down from the kill before stays down. */
function killDatabase(dataFolder: string): void {
  try {
    process.kill(postmasterOf(dataFolder), 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** What the database says of tickets and calls, read beside the running server. */
export async function rowsOf<Row>(dataFolder: string, query: string, values: unknown[] = []): Promise<Row[]> {
  const place = { dataFolder, dataFolderChosen: true, databaseUrl: undefined, databaseConnections: 2 };
  const database = await openDatabase(place, { event: () => undefined });
  try {
    return (await database.pool.query(query, values)).rows as Row[];
  } finally {
    await database.close();
  }
}

/** Runs a query that must find nothing. */
export async function assertNone(
  dataFolder: string,
  what: string,
  query: string,
  values: unknown[] = [],
): Promise<void> {
  assert.deepEqual(await rowsOf(dataFolder, query, values), [], what);
}

/**
 * Four people write at the same time while the application, the database, and both together are killed at random moments,
 * `rounds` times each. Then everything that was acknowledged must be there, once.
 */
export async function killWhileWriting({ writes, rounds }: { writes: number; rounds: number }): Promise<number> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'hitomado-kill-'));
  let server = await startServer({ dataFolder, environment });
  const { url, port } = server;
  const state = { killing: true, over: false };
  try {
    const [answers, entries, checkIns] = await Promise.all([answerWriter(url), entryWriter(url), checkInWriter(url)]);
    const [seat] = await rowsOf<{ id: number }>(
      dataFolder,
      `select id from counter where service_id = '1階 3番窓口' order by seat limit 1`,
    );
    const given = () => checkIns.acknowledged();
    const calls = await callWriter(url, { login: 'demo-shimin', seat: seat?.id ?? 0, given });
    const writers = [answers, entries, checkIns, calls];
    const working = Promise.all(
      writers.map((writer) =>
        writeUntil(writer, (count) => state.over || (!state.killing && count >= writes / writers.length)),
      ),
    );
    // Its failure is heard below, after the kills.
    working.catch(() => undefined);
    for (let round = 0; round < rounds; round += 1) {
      for (const victim of ['application', 'database', 'both'] as const) {
        await Promise.race([wait(200 + Math.random() * 800), working]);
        if (victim !== 'application') killDatabase(dataFolder);
        if (victim === 'database') continue;
        await killServer(server);
        server = await startServer({ dataFolder, environment, port });
      }
    }
    state.killing = false;
    await working;
    for (const writer of writers) await writer.check();
    await assertTickets(dataFolder, [...checkIns.tickets.keys()]);
    await assertCalls(dataFolder, calls.commands);
    return writers.reduce((sum, writer) => sum + writer.acknowledged(), 0);
  } finally {
    state.over = true;
    await server.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Each press of the kiosk has one ticket, and the numbers have neither gaps nor doubles. */
export async function assertTickets(dataFolder: string, commands: readonly string[]): Promise<void> {
  await assertNone(
    dataFolder,
    'acknowledged check-ins without exactly one visit',
    `select command from unnest($1::uuid[]) command
     where (select count(*) from visit where command_id = command) <> 1`,
    [commands],
  );
  await assertNone(
    dataFolder,
    'numbers with gaps or doubles',
    `select series from visit group by facility_id, day, series
     having max(number) <> count(*) or count(distinct number) <> count(*)`,
  );
}

/** Each acknowledged step of the desk happened once, and nobody was called at two seats at a time. */
export async function assertCalls(dataFolder: string, commands: readonly string[]): Promise<void> {
  await assertNone(
    dataFolder,
    'calls without exactly one record',
    `select command from unnest($1::uuid[]) command
     where (select count(*) from queue_event where command_id = command) <> 1`,
    [commands],
  );
  await assertNone(
    dataFolder,
    'visitors who were called twice',
    `select leg_id from queue_event where kind = 'call' group by leg_id having count(*) > 1`,
  );
  await assertNone(
    dataFolder,
    'legs whose record ends elsewhere',
    `select leg.id from leg cross join lateral
       (select to_state from queue_event where leg_id = leg.id order by sequence desc limit 1) last
     where last.to_state <> leg.state`,
  );
}
