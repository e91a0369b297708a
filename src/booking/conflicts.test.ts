import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { openAudit } from '#platform/audit';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { type KeyRing, openKeyRing } from '#platform/keys';
import { notificationsOf } from '#platform/notify';
import { testDatabase } from '#platform/testing';
import { movableClock, sampleHall } from '../reception/queue/fixtures.ts';
import { type Appointments, createAppointments } from './appointments.ts';
import { type Capacity, createCapacity } from './capacity.ts';
import { contradictions, someCases } from './fixture-store.ts';
import { sampleBooking } from './fixtures.ts';
import type { DayHours } from './hours.ts';
import type { BookingService, BookingView } from './service.ts';

const day = '2026-11-25';
const ten = 60;
const actor = 'staff:test';

let database: Database;
let booking: BookingService;
let appointments: Appointments;
let capacity: Capacity;
let keys: KeyRing;
let folder: string;
let clock = movableClock('2026-11-24T01:00:00Z');

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'hitomado-conflicts-'));
  keys = openKeyRing({ mode: 'demo', dataFolder: folder, masterKey: { kind: 'demo' } } as never, clock);
});
/** Two desks on the one day. */
beforeEach(async (t) => {
  clock = movableClock('2026-11-24T01:00:00Z');
  database = await testDatabase('identity', 'inventory', 'cases', 'reception', 'booking');
  (t as { after(work: () => Promise<void>): void }).after(() => database.close());
  ({ booking } = await sampleBooking(sampleHall(clock), database, keys));
  appointments = createAppointments({ database, clock, booking });
  const audit = openAudit({ database, clock, signingKey: keys.signingKey(), dataFolder: folder });
  capacity = createCapacity({ database, clock, audit, layout: booking.layout });
  await desks(2);
});
after(() => rmSync(folder, { recursive: true }));

/** Opens the one day with so many desks everywhere; residents and staff share them. */
async function desks(count: number): Promise<void> {
  const hours: DayHours = count === 0 ? [] : [{ from: '10:00', until: '16:00', desks: count }];
  await capacity.setDay(await capacity.pools(), day, hours, '研修', actor);
}

async function booked(name: string, cell = ten): Promise<BookingView> {
  const [caseId = ''] = await someCases(database, 1);
  await database.transaction((transaction) => keys.createCaseKey(transaction, caseId));
  const command = { commandId: newId(), day, cell, language: 'ja', channel: 'staff' as const };
  const held = await booking.hold(caseId, await booking.planFor(['tennyu']), command);
  const contact = { mail: `${name}@mail.example`, phone: null };
  const done = await booking.confirm(held.booking?.id ?? '', { contact, reminders: ['dayBefore'], actor: 'resident' });
  return done.outcome === 'confirmed' ? done.view : assert.fail(done.outcome);
}

const inConflict = async () => (await appointments.conflicts()).map(({ bookingId }) => bookingId);
const told = async (id: string) =>
  (await notificationsOf(database.kysely, id)).map(({ kind, state }) => `${kind.replace('booking.', '')} ${state}`);
const fresh = async ({ booking: { id } }: BookingView) => (await booking.byId(id)) ?? assert.fail('gone');

/** Two visitors at ten and one desk left: gives who has none, and who has it. */
async function oneDeskLess() {
  const [one, other] = [await booked('one'), await booked('other')];
  await desks(1);
  const [id, ...more] = await inConflict();
  assert.deepEqual(more, [], 'one of the two keeps the desk');
  return id === one.booking.id ? { beyond: one, seated: other } : { beyond: other, seated: one };
}

test('V2 who has no desk any more is moved to another time and told once; the reminder follows', async () => {
  const { beyond } = await oneDeskLess();
  assert.equal(await capacity.conflictCount(), 1);
  const [to] = await appointments.nearby(beyond);
  assert.ok(to && (to.day !== day || to.cell !== ten));
  assert.equal(await booking.move(beyond, { ...to, actor, byStaff: true }), 'moved');
  assert.deepEqual(await inConflict(), []);
  assert.deepEqual((await told(beyond.booking.id)).filter((line) => line.endsWith('pending')).sort(), [
    'moved pending',
    'reminder.dayBefore pending',
  ]);
  assert.equal(await booking.move(beyond, { ...to, actor, byStaff: true }), 'changed', 'decided once');
  assert.deepEqual(await contradictions(database.kysely), []);
});

test('V2 who is served all the same stays booked, is told nothing, and the reason stands at the appointment', async () => {
  const { beyond } = await oneDeskLess();
  const before = await told(beyond.booking.id);
  assert.equal(await appointments.keep(beyond, '係長が窓口に入ります', actor), true);
  assert.deepEqual(await inConflict(), []);
  assert.equal(await capacity.conflictCount(), 0);
  const { booking: kept } = await fresh(beyond);
  assert.deepEqual([kept.state, kept.keptReason], ['confirmed', '係長が窓口に入ります']);
  assert.deepEqual(await told(kept.id), before);
  assert.ok((await appointments.history(kept.id)).some(({ kind }) => kind === 'kept'));
  await desks(0);
  assert.ok(!(await inConflict()).includes(kept.id), 'a decision is not asked for twice');
  const moved = await booking.move(await fresh(beyond), { day: '2026-11-26', cell: ten, actor, byStaff: true });
  assert.equal(moved, 'moved');
  assert.equal((await fresh(beyond)).booking.keptReason, null, 'at another time it has a desk');
});

test('V2 whom the city has to cancel is told that it is sorry and how to choose again, and is reminded no more', async () => {
  const { beyond } = await oneDeskLess();
  assert.equal(await booking.cancel(beyond, { actor, byCity: true }), true);
  assert.deepEqual(await inConflict(), []);
  assert.equal(await capacity.conflictCount(), 0);
  assert.deepEqual(
    (await told(beyond.booking.id)).filter((line) => line.endsWith('pending')),
    ['calledOff pending'],
  );
  assert.equal(await booking.cancel(beyond, { actor, byCity: true }), false, 'once');
  assert.equal(await appointments.keep(beyond, 'もう遅い', actor), false, 'what was cancelled is kept no more');
});

test('V2 when another leaves or a desk comes back, nothing is left to decide', async () => {
  const { beyond, seated } = await oneDeskLess();
  await booking.cancel(seated, { actor: 'resident' });
  assert.deepEqual(await inConflict(), [beyond.booking.id], 'the place comes back after some minutes');
  clock.forward(31);
  await booking.release();
  assert.deepEqual(await inConflict(), []);
  await desks(0);
  assert.deepEqual(await inConflict(), [beyond.booking.id]);
  await desks(1);
  assert.deepEqual(await inConflict(), []);
  const other = await booked('third', 66);
  await desks(0);
  await desks(2);
  assert.deepEqual(await inConflict(), []);
  assert.equal((await fresh(other)).booking.state, 'confirmed');
  assert.deepEqual(await contradictions(database.kysely), []);
});

test('V2 a move of whoever has the desk gives it to whoever has none', async () => {
  const { seated } = await oneDeskLess();
  const to = { day: '2026-11-26', cell: ten, actor: 'resident', byStaff: false };
  assert.equal(await booking.move(seated, to), 'moved');
  assert.deepEqual(await inConflict(), []);
});

test('V2 while somebody has no desk, nobody else gets the time', async () => {
  await oneDeskLess();
  const [caseId = ''] = await someCases(database, 1);
  const command = { commandId: newId(), day, cell: ten, language: 'ja', channel: 'staff' as const };
  const held = await booking.hold(caseId, await booking.planFor(['tennyu']), command);
  assert.equal(held.outcome, 'full');
});
