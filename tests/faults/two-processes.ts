import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../support/server.ts';
import { assertCalls, assertTickets, rowsOf } from './kill.ts';
import { callWriter, checkInWriter, writeUntil } from './writers.ts';

const environment = { HITOMADO_LOOPBACK_RATE_FACTOR: '10000' };
const logins = ['demo-shimin', 'demo-kokuho', 'demo-mynumber', 'demo-kosodate'];
const place = '1階 3番窓口';

/** Four seats at one place, so that all of them call from one queue. */
async function fourSeats(dataFolder: string): Promise<number[]> {
  await rowsOf(
    dataFolder,
    `insert into counter (service_id, seat) select '${place}', seat from generate_series(1, 4) seat
     on conflict do nothing`,
  );
  await rowsOf(
    dataFolder,
    `insert into skill (counter_id, service_id) select id, service_id from counter where service_id = '${place}'
     on conflict do nothing`,
  );
  const seats = await rowsOf<{ id: number }>(
    dataFolder,
    `select id from counter where service_id = '${place}' order by seat`,
  );
  return seats.map(({ id }) => id);
}

/** Two applications on one database: two kiosks give out `visitors` numbers each, four seats call them all at once. */
export async function serveFromTwoProcesses(visitors: number): Promise<void> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'hitomado-two-'));
  const one = await startServer({ dataFolder, environment });
  const other = await startServer({ dataFolder, environment });
  try {
    const seats = await fourSeats(dataFolder);
    const kiosks = await Promise.all([one, other].map(({ url }) => checkInWriter(url)));
    // No call is certain to find somebody here: another seat may be faster.
    const clerks = await Promise.all(
      seats.map((seat, index) =>
        callWriter((index % 2 === 0 ? one : other).url, { login: logins[index] ?? '', seat, given: () => 0 }),
      ),
    );
    await Promise.all(kiosks.map((kiosk) => writeUntil(kiosk, (count) => count >= visitors)));
    const absent = () => clerks.reduce((sum, clerk) => sum + clerk.acknowledged(), 0);
    await Promise.all(clerks.map((clerk) => writeUntil(clerk, () => absent() >= visitors * 2)));
    await assertTickets(
      dataFolder,
      kiosks.flatMap(({ tickets }) => [...tickets.keys()]),
    );
    await assertCalls(
      dataFolder,
      clerks.flatMap(({ commands }) => [...commands]),
    );
    const [total] = await rowsOf<{ called: number; seats: number }>(
      dataFolder,
      `select count(*)::int as called, count(distinct counter_id)::int as seats from queue_event where kind = 'call'`,
    );
    assert.deepEqual(total, { called: visitors * 2, seats: 4 });
  } finally {
    await Promise.all([one.close(), other.close()]);
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
