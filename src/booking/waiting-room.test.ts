import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import type { Database } from '#platform/database';
import { type KeyRing, openKeyRing } from '#platform/keys';
import { testDatabase } from '#platform/testing';
import { movableClock } from '../reception/queue/fixtures.ts';
import { admittedTo, arriveEarly, bookWithTurns, someCases } from './fixture-store.ts';
import { createWaitingRoom, type Standing, type WaitingRoom } from './waiting-room.ts';

const begin = '2026-11-24T00:00:00Z';
const opensAt = new Date('2026-11-24T01:00:00Z');

let database: Database;
let keys: KeyRing;
let folder: string;
let clock = movableClock(begin);
/** Two processes on one database; two people are let in each second. */
let rooms: [WaitingRoom, WaitingRoom];
before(async () => {
  database = await testDatabase('cases', 'reception', 'booking');
  folder = mkdtempSync(join(tmpdir(), 'hitomado-room-'));
  keys = openKeyRing({ mode: 'demo', dataFolder: folder, masterKey: { kind: 'demo' } } as never, clock);
});
beforeEach(async () => {
  clock = movableClock(begin);
  const make = () => createWaitingRoom({ database, clock, keys, speed: { perSecond: () => 2 / 0.7 } });
  rooms = [make(), make()];
  await rooms[0].setOpening(opensAt);
});
after(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

const ticketOf = (standing: Standing): string => ('ticket' in standing ? standing.ticket : assert.fail(standing.kind));
const second = 1 / 60;

/** Lets the processes look once a second for so long. */
async function pass(seconds: number, ticket: string): Promise<void> {
  for (let index = 0; index < seconds; index += 1) {
    clock.forward(second);
    for (const room of rooms) await room.enter(ticket);
  }
}

test('V2 long before the opening nobody gets a place in the queue, and without one everybody goes on', async () => {
  assert.equal((await rooms[0].enter(undefined)).kind, 'closed');
  await rooms[0].setOpening(null);
  clock.forward(1);
  assert.equal((await rooms[0].enter(undefined)).kind, 'free');
  assert.equal(await rooms[0].gate(undefined), 'free');
});

test('V2 X5 those who come before the opening are let in by lot, over two processes, at the rate that was measured', async () => {
  clock.forward(50);
  const tickets: string[] = [];
  for (let index = 0; index < 40; index += 1) {
    // Slowly enough that nobody has to work for a place.
    clock.forward(second / 10);
    tickets.push(ticketOf(await (rooms[index % 2] as WaitingRoom).enter(undefined)));
  }
  const first = tickets[0] ?? '';
  assert.equal((await rooms[0].enter(first)).kind, 'gathering');
  assert.equal(await rooms[0].gate(first), 'wait');
  clock.forward(10);
  await pass(6, first);
  const standing = await Promise.all(tickets.map((ticket) => rooms[1].enter(ticket)));
  const admitted = standing.flatMap(({ kind }, index) => (kind === 'admitted' ? [index] : []));
  // Some twenty places have been reached; the places are drawn, so that a few more or fewer of the forty stand on them.
  assert.ok(admitted.length >= 10 && admitted.length <= 34, `${admitted.length} after some seconds at two a second`);
  assert.notDeepEqual(admitted, [...admitted.keys()], 'the order is drawn, not that of coming');
  await pass(20, first);
  const later = await Promise.all(tickets.map((ticket) => rooms[0].enter(ticket)));
  assert.ok(later.every(({ kind }) => kind === 'admitted'));
});

/** The ticket of somebody who came ten minutes before the opening. */
async function gathered(): Promise<string> {
  clock.forward(50);
  return ticketOf(await rooms[0].enter(undefined));
}

const admitted = () => admittedTo(database, opensAt);

test('V2 after the opening it is first come, first served', async () => {
  clock.forward(60);
  const tickets: string[] = [];
  for (let index = 0; index < 12; index += 1) {
    clock.forward(second);
    tickets.push(ticketOf(await (rooms[index % 2] as WaitingRoom).enter(undefined)));
  }
  await pass(4, tickets[0] ?? '');
  const kinds = (await Promise.all(tickets.map((ticket) => rooms[0].enter(ticket)))).map(({ kind }) => kind);
  const waiting = kinds.indexOf('waiting');
  assert.ok(waiting === -1 || kinds.slice(waiting).every((kind) => kind === 'waiting'), kinds.join());
});

test('V2 X2 forged tickets and tickets of another opening are refused; one ticket serves one case', async () => {
  const [one = '', other = ''] = await someCases(database, 2);
  clock.forward(60.1);
  const ticket = ticketOf(await rooms[0].enter(undefined));
  const forged = ticket.slice(0, -1) + (ticket.endsWith('x') ? 'y' : 'x');
  assert.equal((await rooms[0].enter(forged)).kind, 'refused');
  assert.equal((await rooms[0].enter(ticket.replace('later', 'admitted'))).kind, 'refused');
  await pass(5, ticket);
  const admitted = ticketOf(await rooms[0].enter(ticket));
  assert.equal(await rooms[0].gate(admitted, one), 'free');
  assert.equal(await rooms[1].gate(admitted, one), 'free', 'the same person at another process');
  assert.equal(await rooms[1].gate(admitted, other), 'used');
  clock.forward(20);
  assert.equal(await rooms[0].gate(admitted, one), 'wait', 'the turn is over');
  await rooms[0].setOpening(new Date(opensAt.getTime() + 3_600_000));
  clock.forward(30);
  assert.equal((await rooms[0].enter(ticket)).kind, 'refused');
});

test('V2 X3 who came while the database could not be written is counted when it can again', async () => {
  let isBroken = true;
  const failing: Database = {
    ...database,
    transaction: (work) => (isBroken ? Promise.reject(new Error('no connection')) : database.transaction(work)),
  };
  const room = createWaitingRoom({ database: failing, clock, keys, speed: { perSecond: () => 2 / 0.7 } });
  clock.forward(60.1);
  await assert.rejects(room.enter(undefined), /no connection/);
  isBroken = false;
  clock.forward(second);
  await room.enter(undefined);
  assert.equal(await admittedTo(database, opensAt), 2, 'both have their turn');
});

test('V2 X2 when many come at once a device works for its place; the same work twice gives no second place', async () => {
  const [one = '', other = ''] = await someCases(database, 2);
  clock.forward(61);
  let last: Standing = { kind: 'free' };
  for (let index = 0; index < 60; index += 1) last = await rooms[0].enter(undefined);
  assert.equal(last.kind, 'work');
  const challenge = JSON.parse(last.kind === 'work' ? last.challenge : '');
  const solution = await solveChallenge({ challenge, deriveKey });
  const text = JSON.stringify({ challenge, solution });
  const wrong = JSON.stringify({
    challenge,
    solution: { ...solution, counter: (solution?.counter ?? 0) + 1, derivedKey: '00' },
  });
  assert.equal((await rooms[0].takeTicket(wrong)).kind, 'work');
  const tickets = [ticketOf(await rooms[0].takeTicket(text)), ticketOf(await rooms[1].takeTicket(text))];
  await pass(60, tickets[0] ?? '');
  const [mine = '', copy = ''] = await Promise.all(
    tickets.map(async (ticket) => ticketOf(await rooms[0].enter(ticket))),
  );
  assert.equal(await rooms[0].gate(mine, one), 'free');
  assert.equal(await rooms[0].gate(copy, other), 'used');
});

test('V2 who does not use their turn within its minutes gives it to those behind; who books does not', async () => {
  const ticket = await gathered();
  await arriveEarly(database, opensAt, 10_000);
  clock.forward(10);
  /** How many more are let in within so many minutes. */
  const within = async (minutes: number) => {
    const before = await admitted();
    for (let step = 0; step < minutes * 12; step += 1) {
      clock.forward(5 * second);
      await rooms[step % 2]?.enter(ticket);
    }
    return (await admitted()) - before;
  };
  assert.equal(await within(15), 15 * 60 * 2);
  const late = ticketOf(await rooms[0].enter(undefined));
  const told = async () => {
    const standing = await rooms[0].enter(late);
    assert.equal(standing.kind, 'waiting');
    return standing.kind === 'waiting' ? (standing.minutes * 60) / standing.position : 0;
  };
  assert.ok((await told()) > 1 / 2.2, 'two a second');
  const unused = await within(5);
  assert.ok((await told()) < 1 / 3.4, 'nearly four a second, and that is what people are told');
  assert.ok(unused > 5 * 60 * 3.8, `${unused}: as many again as did not use theirs`);
  // From now on everybody has booked who had a turn.
  await bookWithTurns(database, opensAt, Math.floor(await admitted()));
  const steady = await within(5);
  assert.ok(steady < 5 * 60 * 2.1, `${steady}`);
});
