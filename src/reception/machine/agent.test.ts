import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { decide } from '#identity';
import type { Database } from '#platform/database';
import { type Application, createApplication } from '#platform/http';
import { createLog } from '#platform/log';
import { packageRoot } from '#platform/package';
import { testDatabase, until } from '#platform/testing';
import { addMachineApi } from './api.ts';
import { type MachineHall, machineHall } from './hall-fixture.ts';
import { messagesOfDay } from './inbox-store.ts';
import { listenForLines } from './lines.ts';

const log = createLog({ write: () => undefined }, 'error');
let database: Database;
let hall: MachineHall;
let folder: string;
before(async () => {
  database = await testDatabase('reception');
  hall = await machineHall(database);
  folder = mkdtempSync(join(tmpdir(), 'hitomado-agent-'));
});
after(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** The product as the agent sees it, over HTTP or TCP; it can be taken down and opened again at the same place. */
const ends = {
  async http(port: number) {
    const app: Application = createApplication({
      config: { host: '127.0.0.1', port, rates: { loopbackFactor: 1000 } },
      clock: hall.clock,
      log,
      decide,
      resolveSubject: () => [],
      assetsFolder: tmpdir(),
      renderError: () => {
        throw new Error('the API shows no page');
      },
    });
    addMachineApi(app, { hall: hall.hall, inbox: hall.inbox });
    await app.listen();
    return () => app.close();
  },
  async tcp(port: number) {
    const server = await listenForLines({ inbox: hall.inbox, clock: hall.clock, log }, { host: '127.0.0.1', port });
    return () => server.close();
  },
};

/** Starts `bin/hitomado machine-agent` from the sources, reading a line like that of a serial device. */
function startAgent(to: string, device: string, spool: string): ChildProcess {
  const main = join(packageRoot, 'src', 'main.ts');
  const words = ['machine-agent', '--source', 'entrance', '--to', to, '--device', device, '--spool', spool];
  return spawn(process.execPath, ['--import', 'tsx', main, ...words], {
    cwd: packageRoot,
    env: { ...process.env, HITOMADO_MACHINE_SECRET: hall.inbox.secretOf(hall.machine) },
    stdio: 'ignore',
  });
}

async function killed(agent: ChildProcess): Promise<void> {
  const gone = once(agent, 'exit');
  agent.kill('SIGKILL');
  await gone;
}

for (const [way, series] of [
  ['http', 'A'],
  ['tcp', 'B'],
] as const) {
  test(`V5 X2 over ${way}, what the agent took while the product was down arrives once, also when the agent is killed`, async () => {
    const device = join(folder, `serial-${way}`);
    const spool = join(folder, `spool-${way}`);
    execFileSync('mkfifo', [device]);
    // Held open here, so that the line stays when the agent goes, as a cable does.
    const cable = openSync(device, 'r+');
    const port = await freePort();
    const to = `${way}://127.0.0.1:${port}`;
    const ticketOf = (number: number) => `${series}${String(number).padStart(3, '0')}`;
    const issue = (number: number) =>
      writeSync(
        cable,
        `${way}${number},発券,${ticketOf(number)},2026-11-25 09:${String(number).padStart(2, '0')}:00,,\n`,
      );
    const kept = () => (existsSync(spool) ? readFileSync(spool, 'utf8') : '');
    const arrived = async () =>
      (await messagesOfDay(database.kysely, 'entrance', '2026-11-25')).filter((one) => one.series === series);

    let close = await ends[way](port);
    let agent = startAgent(to, device, spool);
    for (const number of [1, 2, 3]) issue(number);
    await until('the first three arrive', async () => (await arrived()).length === 3);

    await close();
    for (const number of [4, 5, 6]) issue(number);
    await until('the lines are kept while the product is down', () => kept().includes(ticketOf(6)));
    await killed(agent);
    // Said while nobody listens: it waits in the line.
    for (const number of [7, 8]) issue(number);
    agent = startAgent(to, device, spool);
    await until('the lines said meanwhile are kept too', () => kept().includes(ticketOf(8)));

    // Killed again and again while it sends: what was answered and what was not is sent once more.
    close = await ends[way](port);
    for (const number of [9, 10, 11]) {
      issue(number);
      await until('it is taken', async () => kept().includes(ticketOf(number)) || (await arrived()).length >= number);
      await killed(agent);
      agent = startAgent(to, device, spool);
    }
    await until('all arrive', async () => (await arrived()).length === 11);
    await until('nothing is kept that has arrived', () => kept() === '');
    await killed(agent);
    await close();
    closeSync(cable);

    const numbers = Array.from({ length: 11 }, (_, index) => index + 1);
    assert.deepEqual(
      (await arrived()).map(({ number, state }) => [number, state]),
      numbers.map((number) => [number, 'applied']),
    );
    const visits = [...(await hall.reception.snapshot()).visits.values()].filter(({ ticket }) =>
      ticket.startsWith(`M${series}`),
    );
    assert.deepEqual(visits.map(({ ticket }) => ticket).sort(), numbers.map((number) => `M${ticketOf(number)}`).sort());
  });
}
