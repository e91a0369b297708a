import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { until } from '#platform/testing';
import { type RunningServer, startServer } from './support/server.ts';

/** The processes of this program that the watching one started. */
function workersOf({ process: { pid } }: RunningServer): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const [, rest = ''] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ');
        const isOurs = readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('hitomado\0serve');
        return isOurs && Number(rest.split(' ')[1]) === pid;
      } catch {
        return false;
      }
    })
    .map(Number);
}

test('X5 several processes serve on one port; one that is killed is replaced, and all stop together', async () => {
  const server = await startServer({ environment: { HITOMADO_PROCESSES: '2' } });
  await until('two processes', () => workersOf(server).length === 2);
  const before = workersOf(server);
  const [first = 0] = before;
  process.kill(first, 'SIGKILL');
  for (let count = 0; count < 20; count += 1) {
    // A connection that the killed one had taken is lost; the next one is not.
    const once = { headers: { connection: 'close' }, signal: AbortSignal.timeout(20_000) };
    const answer = await fetch(`${server.url}/`, once).catch(() => null);
    if (count > 2) assert.equal(answer?.status, 200);
  }
  await until('another one', () => workersOf(server).filter((pid) => pid !== first).length === 2);
  await until('it serves', async () => (await fetch(`${server.url}/readyz`)).ok);
  const workers = workersOf(server);
  await server.close();
  assert.equal(server.process.exitCode, 0);
  for (const pid of workers) assert.throws(() => process.kill(pid, 0), `process ${pid} is still there`);
});

test('X5 told to stop while another process is still starting, all stop', async () => {
  const server = await startServer({ environment: { HITOMADO_PROCESSES: '2' } });
  await until('the second one', () => workersOf(server).length === 2);
  const workers = workersOf(server);
  await server.close();
  assert.equal(server.process.exitCode, 0);
  for (const pid of workers) assert.throws(() => process.kill(pid, 0), `process ${pid} is still there`);
});

test('X5 what keeps the product from starting is said once, also with several processes', async (t) => {
  const taken = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  t.after(() => void taken.close());
  await new Promise((listening) => taken.once('listening', listening));
  const { port } = taken.address() as { port: number };
  await assert.rejects(startServer({ port, environment: { HITOMADO_PROCESSES: '2' } }), (error: Error) => {
    assert.match(error.message, /the server ended with 1/);
    assert.equal(error.message.match(/ポート/g)?.length, 1, error.message);
    return true;
  });
});
