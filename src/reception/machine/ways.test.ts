import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { decide } from '#identity';
import type { Database } from '#platform/database';
import { createApplication } from '#platform/http';
import { createLog } from '#platform/log';
import { testDatabase, until } from '#platform/testing';
import { sitDown } from '../queue/fixtures.ts';
import { addMachineApi, signatureOf } from './api.ts';
import { attendMachines } from './attendance.ts';
import { type MachineHall, machineHall } from './hall-fixture.ts';
import { connectToMachine, lineSentences, listenForLines } from './lines.ts';

const log = createLog({ write: () => undefined }, 'error');
let database: Database;
let hall: MachineHall;
before(async () => {
  database = await testDatabase('reception');
  hall = await machineHall(database);
});
after(() => database.close());
beforeEach(async () => {
  await database.pool.query('truncate machine_inbox, machine_signature, visit cascade');
});

const parts = () => ({ inbox: hall.inbox, clock: hall.clock, log });
const line = (id: string, kind: string, ticket: string, time: string, counter = '') =>
  `${id},${kind},${ticket},2026-11-25 ${time},${counter},`;
const tickets = async () => [...(await hall.reception.snapshot()).visits.values()].map(({ ticket }) => ticket).sort();
const secret = () => hall.inbox.secretOf(hall.machine);

/** A machine at the other end of a line: sends, and gives the answers. */
async function dial(
  port: number,
): Promise<{ socket: Socket; answer(): Promise<string>; send(text: string | Buffer): void }> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const lines: string[] = [];
  let rest = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    const all = (rest + chunk).split('\n');
    rest = all.pop() ?? '';
    lines.push(...all);
    socket.emit('lines');
  });
  socket.on('error', () => undefined);
  return {
    socket,
    async answer() {
      while (lines.length === 0) await once(socket, 'lines', { signal: AbortSignal.timeout(5_000) });
      return lines.shift() ?? '';
    },
    send: (text) => void socket.write(text),
  };
}

test('V5 a machine sends lines over TCP: each is kept before it is answered, in pieces and twice as well', async () => {
  const server = await listenForLines(parts(), { host: '127.0.0.1', port: 0 });
  try {
    const one = await dial(server.port);
    one.send(`LOGIN entrance ${secret()}\n`);
    assert.equal(await one.answer(), 'OK');
    const text = Buffer.from(`${line('1', '発券', 'A001', '09:00:00')}\n${line('2', '発券', 'A002', '09:00:30')}\n`);
    one.send(text.subarray(0, 11));
    await new Promise((wait) => setTimeout(wait, 30));
    one.send(text.subarray(11));
    assert.deepEqual([await one.answer(), await one.answer()], ['OK', 'OK']);
    assert.deepEqual(await tickets(), ['MA001', 'MA002']);
    // The line was lost before the answer came: everything is sent again.
    one.socket.destroy();
    const other = await dial(server.port);
    other.send(`LOGIN entrance ${secret()}\n${text.toString()}`);
    assert.deepEqual([await other.answer(), await other.answer(), await other.answer()], ['OK', 'OK', 'OK']);
    assert.deepEqual(await tickets(), ['MA001', 'MA002']);
    other.send('3,発券,よめない,2026-11-25 09:01:00,,\n');
    assert.match(await other.answer(), /^NG 番号が読めません/);
    other.socket.destroy();
  } finally {
    await server.close();
  }
});

test('V5 X2 a wrong secret, no secret, a line without an end and binary are refused with a sentence', async () => {
  const server = await listenForLines(parts(), { host: '127.0.0.1', port: 0 });
  try {
    const attempts: [string | Buffer, string][] = [
      ['LOGIN entrance wrong\n', lineSentences.wrongSecret],
      ['LOGIN nobody wrong\n', lineSentences.wrongSecret],
      [`${line('1', '発券', 'A001', '09:00:00')}\n`, lineSentences.login],
      ['x'.repeat(100_000), lineSentences.tooLong],
      [Buffer.from([0, 255, 254, 10]), lineSentences.login],
    ];
    for (const [text, sentence] of attempts) {
      const one = await dial(server.port);
      one.send(text);
      assert.equal(await one.answer(), `NG ${sentence}`);
      one.socket.destroy();
    }
    const one = await dial(server.port);
    one.send(`LOGIN entrance ${secret()}\n`);
    assert.equal(await one.answer(), 'OK');
    one.send(Buffer.from([0x31, 0, 0xff, 10]));
    assert.match(await one.answer(), /^NG 文字でない内容/);
    one.socket.destroy();
    assert.deepEqual(await tickets(), []);
  } finally {
    await server.close();
  }
});

test('V5 we connect to a machine that sends by itself, and again after the line was lost', async () => {
  const lines = [line('1', '発券', 'B001', '09:00:00'), line('2', '発券', 'B002', '09:00:30')];
  let connections = 0;
  const machine = createServer((socket) => {
    socket.on('error', () => undefined);
    // The first time it goes off in the middle of a line.
    connections += 1;
    const text = lines.map((one) => `${one}\r\n`).join('');
    if (connections === 1) socket.end(text.slice(0, text.length - 9));
    else socket.write(text);
  });
  machine.listen(0, '127.0.0.1');
  await once(machine, 'listening');
  const { port } = machine.address() as { port: number };
  const connection = connectToMachine(parts(), 'entrance', { host: '127.0.0.1', port });
  try {
    await until('both tickets', async () => (await tickets()).length === 2);
    assert.deepEqual(await tickets(), ['MB001', 'MB002']);
    assert.equal(connections, 2);
  } finally {
    connection.close();
    machine.close();
  }
});

test('V5 a folder is looked at by itself, and what happens here is written into the folder for the machine', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-machine-'));
  const out = mkdtempSync(join(tmpdir(), 'hitomado-machine-'));
  const settings = { ...hall.machine.settings, folder, outFolder: out };
  await database.pool.query('update ticket_machine set settings = $1', [JSON.stringify(settings)]);
  const attendance = await attendMachines({ ...parts(), hall: hall.hall });
  try {
    appendFileSync(join(folder, 'a.csv'), `${line('1', '発券', 'A007', '09:00:00')}\n`);
    const isRead = async () => (await tickets()).length > 0 && attendance.stateOf('entrance').folder !== null;
    await until('the folder was read', isRead);
    assert.deepEqual(await tickets(), ['MA007']);
    assert.deepEqual(attendance.stateOf('entrance').folder, { files: 1, problem: null, halfLines: [] });
    const desk = await sitDown(database, hall.reception, '1階 3番窓口');
    await hall.reception.callNext(desk.command());
    const file = join(out, 'hitomado-entrance-20261125.csv');
    const read = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    await until('the call is written', () => read().includes('called'));
    assert.match(read(), /^位置,種類,番号,日時,窓口,場所\r\n1,called,MA007,[^,]+,窓口1,1階 3番窓口\r\n$/);
  } finally {
    await attendance.stop();
    await database.pool.query('update ticket_machine set settings = $1', [JSON.stringify(hall.machine.settings)]);
    for (const path of [folder, out]) rmSync(path, { recursive: true });
  }
});

/** The API of the machines as it is served. */
function api() {
  const app = createApplication({
    config: { host: '127.0.0.1', port: 0, rates: { loopbackFactor: 1000 } },
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
  return app;
}

const path = '/api/v1/machines/entrance/messages';

test('V5 X2 messages over HTTP: with the secret or a signature; a signature counts once and for five minutes', async () => {
  const app = api();
  const post = async (authorization: string, body: string, url = path) => {
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await app.fastify.inject({ method: 'POST', url, headers, payload: body });
    return { status: answer.statusCode, value: answer.json() };
  };
  const body = JSON.stringify({
    messages: [{ kind: 'issued', ticket: 'A001', at: '2026-11-25T09:00:00+09:00' }],
    lines: [line('2', '発券', 'A002', '09:00:30'), line('3', '何か', 'A002', '09:00:30')],
  });
  const signed = (text: string, at: number, url = path) => {
    const timestamp = String(Math.floor(at / 1000));
    const signature = signatureOf(secret(), { timestamp, method: 'POST', path: url, body: text });
    return `Hitomado-HMAC timestamp=${timestamp}, signature=${signature}`;
  };
  const now = hall.clock.now().getTime();
  try {
    for (const [wrong, url] of [
      ['', path],
      ['Bearer wrong', path],
      [`Bearer ${secret()}`, path.replace('entrance', 'nobody')],
      [signed('{}', now), path],
      [signed(body, now, `${path}?x=1`), path],
    ] as const) {
      const { status, value } = await post(wrong, body, url);
      assert.equal(status, 401, wrong);
      assert.match(value.error.sentence, /新しい合言葉を作って入れ直してください/);
    }
    assert.deepEqual(await tickets(), []);
    const { value } = await post(`Bearer ${secret()}`, body);
    assert.deepEqual([value.taken, value.known, value.refused.length], [3, 0, 1]);
    assert.match(value.refused[0].sentence, /種類「何か」が分かりません/);
    assert.deepEqual(await tickets(), ['MA001', 'MA002']);
    const good = signed(body, now);
    assert.deepEqual((await post(good, body)).value.known, 3);
    const again = await post(good, body);
    assert.deepEqual([again.status, again.value.error.code], [409, 'machine.replayed']);
    const old = await post(signed(body, now - 6 * 60_000), body);
    assert.deepEqual([old.status, old.value.error.code], [401, 'machine.clock']);
    for (const bad of ['{"messages":1}', '{"surprise":1}', '[', '{"lines":["x"],"messages":[{"kind":"gone"}]}']) {
      assert.equal((await post(`Bearer ${secret()}`, bad)).status, 400, bad);
    }
    assert.equal((await post(`Bearer ${secret()}`, JSON.stringify({ lines: ['x'.repeat(300_000)] }))).status, 413);
  } finally {
    await app.close();
  }
});
