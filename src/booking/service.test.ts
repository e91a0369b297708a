import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { type KeyRing, openKeyRing } from '#platform/keys';
import { notificationsOf } from '#platform/notify';
import { personal } from '#platform/personal';
import { testDatabase } from '#platform/testing';
import { movableClock, sampleHall } from '../reception/queue/fixtures.ts';
import { callersOf } from './attendance.ts';
import { someCases } from './fixture-store.ts';
import { sampleBooking } from './fixtures.ts';
import { type BookingService, planOfParts } from './service.ts';

// A Tuesday, and the Wednesday after it.
const clock = movableClock('2026-11-24T01:00:00Z');
const tomorrow = '2026-11-25';

let database: Database;
let booking: BookingService;
let keys: KeyRing;
let folder: string;
before(async () => {
  database = await testDatabase('identity', 'inventory', 'cases', 'reception', 'booking');
  folder = mkdtempSync(join(tmpdir(), 'hitomado-booking-'));
  keys = openKeyRing({ mode: 'demo', dataFolder: folder, masterKey: { kind: 'demo' } } as never, clock);
  ({ booking } = await sampleBooking(sampleHall(clock), database, keys));
});
after(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

async function someone(): Promise<string> {
  const [caseId = ''] = await someCases(database, 1);
  await database.transaction((transaction) => keys.createCaseKey(transaction, caseId));
  return caseId;
}
let people = 0;
/** A mail address by name, and a phone number that nobody else has. */
function contactOf(name: string) {
  people += 1;
  return { mail: `${name}@example.jp`, phone: `090-0000-${1000 + people}` };
}

async function booked(cell: number, name: string, reminders: readonly string[] = ['dayBefore', 'hours']) {
  const caseId = await someone();
  const plan = await booking.planFor(['tennyu', 'card']);
  const command = { commandId: newId(), day: tomorrow, cell, language: 'ja', channel: 'web' as const };
  const held = await booking.hold(caseId, plan, command);
  const done = await booking.confirm(held.booking?.id ?? '', {
    contact: contactOf(name),
    reminders,
    actor: 'resident',
  });
  if (done.outcome !== 'confirmed') assert.fail(done.outcome);
  return done.view;
}

const states = async (id: string) =>
  (await notificationsOf(database.kysely, id)).map(({ kind, channel, state }) => `${kind} ${channel} ${state}`);

test('V2 everything is booked in one go: the places one after the other, in the order of the visit', async () => {
  const plan = await booking.planFor(['card', 'tennyu', 'kokuho']);
  assert.deepEqual(
    plan.parts.map(({ offset, cells, procedures }) => ({ offset, cells, procedures })),
    [
      { offset: 0, cells: 4, procedures: ['tennyu', 'kokuho'] },
      { offset: 4, cells: 2, procedures: ['card'] },
    ],
  );
  assert.equal(plan.minutes, 50);
});

test('V2 the days that are offered are those when the hall is open, none too near and none too far', async () => {
  const plan = await booking.planFor(['tennyu']);
  const days = await booking.openDays(plan, '2026-11-24', 5);
  assert.deepEqual(
    days.map(({ day }) => day),
    ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-30'],
  );
  // Now it is 10:00, and residents book two hours ahead.
  assert.equal(days[0]?.starts[0]?.cell, 72);
  assert.equal((await booking.day(plan, '2027-11-24')).mark, 'closed');
  assert.equal((await booking.day(plan, '2026-11-23')).mark, 'closed');
});

test('V2 who books is told at once, reminded on the days they chose, by mail and by SMS', async () => {
  const { booking: made } = await booked(60, 'hanako');
  const waiting = await notificationsOf(database.kysely, made.id);
  assert.deepEqual(waiting.map(({ kind, channel }) => `${kind} ${channel}`).sort(), [
    'booking.confirmed mail',
    'booking.confirmed sms',
    'booking.reminder.dayBefore mail',
    'booking.reminder.dayBefore sms',
    'booking.reminder.hours mail',
    'booking.reminder.hours sms',
  ]);
  const evening = waiting.find(({ kind }) => kind === 'booking.reminder.dayBefore');
  assert.equal(evening?.dueAt.toISOString(), '2026-11-24T08:00:00.000Z', '17:00 in Asahikawa');
});

test('V2 a change withdraws the reminders of the old time and makes those of the new one', async () => {
  const view = await booked(66, 'taro', ['dayBefore']);
  const outcome = await booking.move(view, { day: tomorrow, cell: 90, actor: 'resident', byStaff: false });
  assert.equal(outcome, 'moved');
  const messages = await notificationsOf(database.kysely, view.booking.id);
  const pending = messages.filter(({ state }) => state === 'pending');
  assert.deepEqual(pending.map(({ kind, subjectRevision }) => `${kind} ${subjectRevision}`).sort(), [
    'booking.moved 2',
    'booking.moved 2',
    'booking.reminder.dayBefore 2',
    'booking.reminder.dayBefore 2',
  ]);
  const again = await booking.move(view, { day: tomorrow, cell: 93, actor: 'resident', byStaff: false });
  assert.equal(again, 'changed', 'a page that shows the old time changes nothing');
});

test('V2 a cancelled appointment is reminded of no more, and its place comes back after some minutes', async () => {
  const view = await booked(72, 'jiro', ['dayBefore']);
  assert.equal(await booking.cancel(view, { actor: 'resident' }), true);
  assert.deepEqual((await states(view.booking.id)).filter((state) => state.endsWith('pending')).sort(), [
    'booking.cancelled mail pending',
    'booking.cancelled sms pending',
  ]);
  const free = async () => {
    const { rows } = await sql<{ used: number }>`select sum(used)::int as used from capacity_cell
      where day = ${tomorrow}::date and cell = 72`.execute(database.kysely);
    return rows[0]?.used;
  };
  await booking.release();
  assert.equal(await free(), 1, 'not at once');
  clock.forward(31);
  await booking.release();
  assert.equal(await free(), 0);
});

test('V2 one address holds at most three appointments', async () => {
  for (const cell of [54, 57, 81]) await booked(cell, 'saburo-many');
  const plan = await booking.planFor(['tennyu']);
  const command = { commandId: newId(), day: '2026-11-26', cell: 57, language: 'ja', channel: 'web' as const };
  const held = await booking.hold(await someone(), plan, command);
  const contact = { mail: 'Saburo-Many@example.jp', phone: null };
  const result = await booking.confirm(held.booking?.id ?? '', { contact, reminders: [], actor: 'resident' });
  assert.equal(result.outcome, 'tooMany');
});

test('V2 a form that is sent twice confirms once and tells once', async () => {
  const caseId = await someone();
  const plan = await booking.planFor(['shoumei']);
  const command = { commandId: newId(), day: '2026-11-26', cell: 54, language: 'ja', channel: 'web' as const };
  const held = await booking.hold(caseId, plan, command);
  const send = () =>
    booking.confirm(held.booking?.id ?? '', {
      contact: { mail: 'twice@example.jp', phone: null },
      reminders: [],
      actor: 'resident',
    });
  const results = await Promise.all([send(), send()]);
  assert.deepEqual(
    results.map(({ outcome }) => outcome),
    ['confirmed', 'confirmed'],
  );
  assert.equal((await states(held.booking?.id ?? '')).length, 1);
});

test('V4 V8 who booked by telephone is found at the entrance by that number, some days around the day', async () => {
  const callers = callersOf({ database, clock, keys });
  const { booking: made } = await booked(84, 'caller');
  const { phone } = await booking.contactOf(made);
  const digits = phone?.replaceAll('-', '') ?? '';
  assert.deepEqual(await callers.withPhone(personal(digits)), [made.caseId]);
  assert.deepEqual(await callers.withPhone(personal('09000009999')), []);
  const mine = (await callers.expected()).find(({ caseId }) => caseId === made.caseId);
  assert.equal(mine?.at.toISOString(), '2026-11-25T05:00:00.000Z');
  const weekLater = callersOf({ database, keys, clock: movableClock('2026-12-02T01:00:00Z') });
  assert.deepEqual(await weekLater.withPhone(personal(digits)), []);
});

test('V2 who did not come is noted as such when the day is over', async () => {
  const view = await booked(96, 'shiro');
  clock.forward(60 * 24 * 2);
  assert.ok((await booking.closePastDays()) > 0);
  assert.equal((await booking.byId(view.booking.id))?.booking.state, 'no_show');
  assert.equal(planOfParts(view.parts).minutes, 40);
});
