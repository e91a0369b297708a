import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { testDatabase } from '#platform/testing';
import { cancel, confirm, isFull, move, releaseDue } from './claim-store.ts';
import { conflictsFrom } from './conflict-store.ts';
import { claimFor, contradictions, openDay, someCases, somePools } from './fixture-store.ts';
import { freePlaces, setDesks } from './pool-store.ts';
import { liveBookingOf } from './store.ts';

const day = '2026-12-01';
const now = new Date('2026-11-24T01:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const morning = [{ from: '09:00', until: '10:00', desks: 1 }];

let database: Database;
let pools: number[] = [];
before(async () => {
  database = await testDatabase('cases', 'reception', 'booking');
  pools = await somePools(database, 3);
});
after(() => database.close());

const [first, second, third] = [54, 56, 58];
const at = (pool: number, cell: number, cells = 2) => ({
  poolId: pools[pool] ?? 0,
  first: cell,
  cells,
  procedures: ['juuminhyou'],
});

/** A day of its own for a test. */
let dayCount = 0;
async function freshDay(hours = morning): Promise<string> {
  dayCount += 1;
  const fresh = `2027-${String(1 + Math.floor(dayCount / 28)).padStart(2, '0')}-${String(1 + (dayCount % 28)).padStart(2, '0')}`;
  await openDay(database, pools, fresh, hours);
  return fresh;
}

const makeConfirmed = (id: string, at: Date) =>
  database.transaction((transaction) =>
    confirm(transaction, { id, contact: null, contactIndex: [], reminders: [], actor: 'resident', now: at }),
  );

test('V2 a place is given once; who comes second is told that it is full', async () => {
  const [one = '', other = ''] = await someCases(database, 2);
  const on = await freshDay();
  assert.equal((await claimFor(database.kysely, one, { day: on, parts: [at(0, first)], now }))?.outcome, 'held');
  assert.equal(await claimFor(database.kysely, other, { day: on, parts: [at(0, first)], now }), null);
  assert.equal(await claimFor(database.kysely, other, { day: on, parts: [at(0, first + 1)], now }), null);
  assert.equal((await claimFor(database.kysely, other, { day: on, parts: [at(0, second)], now }))?.outcome, 'held');
  assert.deepEqual(await contradictions(database.kysely), []);
});

test('V2 several places are taken together or not at all', async () => {
  const [one = '', other = ''] = await someCases(database, 2);
  const on = await freshDay();
  await claimFor(database.kysely, one, { day: on, parts: [at(1, second)], now });
  assert.equal(await claimFor(database.kysely, other, { day: on, parts: [at(0, first), at(1, second)], now }), null);
  const free = await freePlaces(database.kysely, pools, { from: on, until: on, isPublic: true });
  assert.deepEqual(free.get(pools[0] ?? 0)?.get(on)?.free, [1, 1, 1, 1, 1, 1], 'nothing was left behind');
  const claimed = await claimFor(database.kysely, other, { day: on, parts: [at(0, first), at(1, third)], now });
  assert.equal(claimed?.outcome, 'held');
});

test('V2 the same command twice is one booking, even at the same moment', async () => {
  const [one = ''] = await someCases(database, 1);
  const on = await freshDay();
  const commandId = newId();
  const taps = await Promise.all(
    Array.from({ length: 5 }, () => claimFor(database.kysely, one, { day: on, parts: [at(0, first)], now, commandId })),
  );
  assert.equal(new Set(taps.map((tap) => tap?.id)).size, 1);
  assert.deepEqual(taps.map((tap) => tap?.outcome).sort(), ['again', 'again', 'again', 'again', 'held']);
});

test('V2 choosing another time gives the held one back; when the other one is full the held one stays', async () => {
  const [one = '', other = ''] = await someCases(database, 2);
  const on = await freshDay();
  await claimFor(database.kysely, other, { day: on, parts: [at(0, third)], now });
  const held = await claimFor(database.kysely, one, { day: on, parts: [at(0, first)], now });
  assert.equal(await claimFor(database.kysely, one, { day: on, parts: [at(0, third)], now }), null);
  assert.equal((await liveBookingOf(database.kysely, one))?.id, held?.id);
  await claimFor(database.kysely, one, { day: on, parts: [at(0, second)], now });
  const free = await freePlaces(database.kysely, pools, { from: on, until: on, isPublic: true });
  assert.deepEqual(free.get(pools[0] ?? 0)?.get(on)?.free, [1, 1, 0, 0, 0, 0]);
});

test('V2 a hold that has ended gives its place to the next one and can no longer be confirmed', async () => {
  const [one = '', other = ''] = await someCases(database, 2);
  const on = await freshDay();
  const held = await claimFor(database.kysely, one, { day: on, parts: [at(0, first)], now });
  const next = await claimFor(database.kysely, other, { day: on, parts: [at(0, first)], now: later(11) });
  assert.equal(next?.outcome, 'held');
  assert.equal(await makeConfirmed(held?.id ?? '', later(11)), false);
  assert.equal(await makeConfirmed(next?.id ?? '', later(12)), true);
  assert.deepEqual(await contradictions(database.kysely), []);
});

test('V2 a machine whose clock is behind cannot confirm a hold that another one has ended', async () => {
  const [one = '', other = ''] = await someCases(database, 2);
  const on = await freshDay();
  const held = await claimFor(database.kysely, one, { day: on, parts: [at(0, first)], now });
  await claimFor(database.kysely, other, { day: on, parts: [at(0, first)], now: later(60) });
  assert.equal(await makeConfirmed(held?.id ?? '', later(1)), false, 'its own clock still calls the hold good');
  assert.deepEqual(await contradictions(database.kysely), []);
});

test('V2 a cancelled place comes back after its time, not before', async () => {
  const [one = '', other = ''] = await someCases(database, 2);
  const on = await freshDay();
  const held = await claimFor(database.kysely, one, { day: on, parts: [at(0, first)], now });
  await makeConfirmed(held?.id ?? '', now);
  const ended = { id: held?.id ?? '', releaseAt: later(20), actor: 'resident', now };
  assert.equal(await database.transaction((transaction) => cancel(transaction, ended)), true);
  assert.equal(await database.transaction((transaction) => cancel(transaction, ended)), false, 'only once');
  assert.equal(await claimFor(database.kysely, other, { day: on, parts: [at(0, first)], now: later(19) }), null);
  assert.deepEqual(await releaseDue(database.kysely, on, later(21)), [pools[0]]);
  assert.equal(
    (await claimFor(database.kysely, other, { day: on, parts: [at(0, first)], now: later(22) }))?.outcome,
    'held',
  );
});

test('V2 an appointment is moved in one step and stays where it was when the new time is full', async () => {
  const [one = '', other = ''] = await someCases(database, 2);
  const on = await freshDay();
  const mine = await claimFor(database.kysely, one, { day: on, parts: [at(0, first)], now });
  await makeConfirmed(mine?.id ?? '', now);
  await claimFor(database.kysely, other, { day: on, parts: [at(0, third)], now });
  const to = (cell: number, revision: number) => ({
    id: mine?.id ?? '',
    revision,
    day: on,
    parts: [at(0, cell)],
    isPublic: true,
    actor: 'resident',
    now,
  });
  await assert.rejects(move(database.kysely, to(third, 1)), isFull);
  assert.equal(await move(database.kysely, to(first + 1, 1)), true, 'by one cell: over its own old place');
  assert.equal(await move(database.kysely, to(first, 1)), false, 'the page was old');
  assert.equal((await liveBookingOf(database.kysely, one))?.firstCell, first + 1);
  assert.deepEqual(await contradictions(database.kysely), []);
});

test('V2 staff book where residents no longer can', async () => {
  const [one = '', other = '', third = ''] = await someCases(database, 3);
  const on = await freshDay();
  await openDay(database, pools, on, [{ from: '09:00', until: '10:00', desks: 2 }], 50);
  assert.equal((await claimFor(database.kysely, one, { day: on, parts: [at(0, first)], now }))?.outcome, 'held');
  assert.equal(await claimFor(database.kysely, other, { day: on, parts: [at(0, first)], now }), null);
  const byStaff = { day: on, parts: [at(0, first)], now, channel: 'staff' as const };
  assert.equal((await claimFor(database.kysely, third, byStaff))?.outcome, 'held');
  assert.deepEqual(await contradictions(database.kysely), []);
});

test('V2 visitors who lie scattered are seated anew, so that a gap over two desks is not lost', async () => {
  const cases = await someCases(database, 5);
  const on = await freshDay();
  await openDay(database, pools, on, [{ from: '09:00', until: '10:00', desks: 2 }]);
  // Desk 1: 9:00–9:20 and 9:40–10:00; desk 2: 9:20–9:40. One hour at one desk fits nowhere until they are moved together.
  const claims = [
    { cell: 54, cells: 2 },
    { cell: 54, cells: 2 },
    { cell: 56, cells: 2 },
  ];
  const held: (string | undefined)[] = [];
  for (const [index, { cell, cells }] of claims.entries()) {
    held.push((await claimFor(database.kysely, cases[index] ?? '', { day: on, parts: [at(0, cell, cells)], now }))?.id);
  }
  await database.transaction((transaction) =>
    cancel(transaction, { id: held[0] ?? '', releaseAt: now, actor: 'resident', now }),
  );
  await releaseDue(database.kysely, on, later(1));
  const long = await claimFor(database.kysely, cases[3] ?? '', { day: on, parts: [at(0, 56, 4)], now: later(1) });
  assert.equal(long?.outcome, 'held');
  const start = await claimFor(database.kysely, cases[4] ?? '', { day: on, parts: [at(0, 54, 2)], now: later(1) });
  assert.equal(start?.outcome, 'held');
  assert.deepEqual(await contradictions(database.kysely), []);
});

test('V2 taking desks away moves who can be moved and lists the rest for staff to solve', async () => {
  const cases = await someCases(database, 3);
  const on = await freshDay();
  await openDay(database, pools, on, [{ from: '09:00', until: '10:00', desks: 3 }]);
  for (const [index, cell] of [first, first, third].entries()) {
    const held = await claimFor(database.kysely, cases[index] ?? '', { day: on, parts: [at(0, cell)], now });
    await makeConfirmed(held?.id ?? '', now);
  }
  const oneDesk = { first: 54, desks: [1, 1, 1, 1, 1, 1], publicDesks: [1, 1, 1, 1, 1, 1] };
  assert.equal(await setDesks(database.kysely, pools[0] ?? 0, on, oneDesk), 1);
  const conflicts = (await conflictsFrom(database.kysely, day)).filter((conflict) => conflict.day === on);
  assert.equal(conflicts.length, 1);
  assert.equal(conflicts[0]?.first, first);
  assert.equal(await setDesks(database.kysely, pools[0] ?? 0, on, { first: 54, desks: [], publicDesks: [] }), 3);
  assert.equal((await conflictsFrom(database.kysely, day)).filter((conflict) => conflict.day === on).length, 3);
});
