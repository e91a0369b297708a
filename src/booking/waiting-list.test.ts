import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { instantOf } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { type KeyRing, openKeyRing } from '#platform/keys';
import { notificationsOf } from '#platform/notify';
import { testDatabase } from '#platform/testing';
import { movableClock, sampleHall } from '../reception/queue/fixtures.ts';
import { contradictions, openDay, someCases } from './fixture-store.ts';
import { sampleBooking } from './fixtures.ts';
import { createNotices } from './notices.ts';
import { poolsOf } from './pool-store.ts';
import type { BookingService } from './service.ts';
import { createWaitingList, offerEnds, type WaitingList } from './waiting-list.ts';

const day = '2026-11-25';
/** 10:00 and 10:30: one desk, and a visit takes twenty minutes. */
const [ten, later] = [60, 63];

let database: Database;
let booking: BookingService;
let list: WaitingList;
let keys: KeyRing;
let folder: string;
let clock = movableClock('2026-11-24T01:00:00Z');
let opening: Date | null = null;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'hitomado-waiting-list-'));
  keys = openKeyRing({ mode: 'demo', dataFolder: folder, masterKey: { kind: 'demo' } } as never, clock);
});
/** A hall with room for two visits on the one day: at ten and at half past. */
beforeEach(async (t) => {
  clock = movableClock('2026-11-24T01:00:00Z');
  opening = null;
  database = await testDatabase('identity', 'inventory', 'cases', 'reception', 'booking');
  (t as { after(work: () => Promise<void>): void }).after(() => database.close());
  ({ booking } = await sampleBooking(sampleHall(clock), database, keys));
  const pools = (await poolsOf(database.kysely)).map(({ id }) => id);
  await openDay(database, pools, day, [{ from: '10:00', until: '10:50', desks: 1 }]);
  list = listOf(booking);
});
after(() => rmSync(folder, { recursive: true }));

/** The list over a booking. */
function listOf(over: BookingService): WaitingList {
  const notices = createNotices({ keys, clock, channels: ['mail', 'sms'] });
  return createWaitingList({ database, clock, keys, booking: over, notices, opensAt: async () => opening });
}

async function someone(): Promise<string> {
  const [caseId = ''] = await someCases(database, 1);
  await database.transaction((transaction) => keys.createCaseKey(transaction, caseId));
  return caseId;
}

const contactOf = (name: string) => ({ mail: `${name}@mail.example`, phone: null });

async function booked(cell: number, name: string) {
  const plan = await booking.planFor(['tennyu']);
  const command = { commandId: newId(), day, cell, language: 'ja', channel: 'web' as const };
  const held = await booking.hold(await someone(), plan, command);
  const details = { contact: contactOf(name), reminders: [], actor: 'resident' };
  const done = await booking.confirm(held.booking?.id ?? '', details);
  return done.outcome === 'confirmed' ? done.view : assert.fail(done.outcome);
}

/** Somebody asks to be told of a place; a minute goes by. */
async function waits(name: string, partOfDay: 'any' | 'morning' | 'afternoon' = 'any'): Promise<string> {
  const caseId = await someone();
  const contact = contactOf(name);
  await list.ask(caseId, { fromDay: day, untilDay: day, partOfDay, procedures: ['tennyu'], language: 'ja', contact });
  clock.forward(1);
  return caseId;
}

/** What the clock does every minute. */
async function tick(): Promise<number> {
  await booking.release();
  return list.offer();
}

const offerOf = async (caseId: string) => {
  const view = await booking.ofCase(caseId);
  return view?.booking.channel === 'offer' ? view : null;
};
const take = (bookingId: string) =>
  booking.confirm(bookingId, { contact: contactOf('taken'), reminders: [], actor: 'resident' });

/** Both places of the day are taken; gives the appointment of ten o'clock. */
async function fullDay() {
  await booked(later, 'other');
  return booked(ten, 'first');
}

test('V2 a cancelled place is offered to whoever asked first, when it comes back and not before', async () => {
  const appointment = await fullDay();
  const [first, second] = [await waits('first-in-line'), await waits('second-in-line')];
  assert.equal(await tick(), 0, 'nothing is free');
  assert.ok(await booking.cancel(appointment, { actor: 'resident' }));
  clock.forward(4);
  assert.equal(await tick(), 0, 'a cancelled place comes back after five minutes at the soonest');
  clock.forward(27);
  assert.equal(await tick(), 1);
  const offer = await offerOf(first);
  assert.equal(offer?.booking.firstCell, ten);
  assert.equal(await offerOf(second), null);
  assert.equal(await list.of(first), null, 'who was offered a place does not wait any more');
  assert.ok(await list.of(second));
  const told = await notificationsOf(database.kysely, offer?.booking.id ?? '');
  assert.deepEqual(
    told.map(({ kind, channel }) => `${kind} ${channel}`),
    ['booking.offer mail'],
  );
  assert.equal(await tick(), 0, 'one place is offered to one person');
});

test('V2 an offer that nobody answers goes to the next one, and can be taken no more', async () => {
  const appointment = await fullDay();
  const [first, second] = [await waits('silent'), await waits('next')];
  await booking.cancel(appointment, { actor: 'resident' });
  clock.forward(31);
  await tick();
  const missed = await offerOf(first);
  clock.forward(60 * 3 - 1);
  assert.equal(await tick(), 0, 'still kept');
  clock.forward(2);
  assert.equal(await tick(), 1);
  assert.equal((await offerOf(second))?.booking.firstCell, ten);
  assert.deepEqual(await take(missed?.booking.id ?? ''), { outcome: 'ended' });
  assert.equal((await booking.byId(missed?.booking.id ?? ''))?.booking.state, 'expired');
  assert.deepEqual(await contradictions(database.kysely), []);
});

test('V2 an offer that somebody does not want goes to the next one at once', async () => {
  const appointment = await fullDay();
  const [first, second] = [await waits('no-thanks'), await waits('happy')];
  await booking.cancel(appointment, { actor: 'resident' });
  clock.forward(31);
  await tick();
  const left = await offerOf(first);
  assert.ok(left && (await booking.cancel(left, { actor: 'resident' })));
  const told = await notificationsOf(database.kysely, left.booking.id);
  assert.ok(
    told.every(({ kind }) => kind === 'booking.offer'),
    'nobody is told that it was cancelled',
  );
  assert.equal(await tick(), 1);
  assert.ok(await offerOf(second));
});

test('V2 an offer is taken once, however often the button is pressed', async () => {
  const appointment = await fullDay();
  const caseId = await waits('twice');
  await booking.cancel(appointment, { actor: 'resident' });
  clock.forward(31);
  await tick();
  const id = (await offerOf(caseId))?.booking.id ?? '';
  const outcomes = (await Promise.all([take(id), take(id)])).map(({ outcome }) => outcome);
  assert.deepEqual(outcomes, ['confirmed', 'confirmed']);
  assert.equal((await take(id)).outcome, 'confirmed', 'and later again');
  const told = await notificationsOf(database.kysely, id);
  assert.equal(told.filter(({ kind }) => kind === 'booking.confirmed').length, 1);
  clock.forward(60 * 4);
  await tick();
  assert.equal(
    (await booking.byId(id))?.booking.state,
    'confirmed',
    'the end of the offer does not end the appointment',
  );
  assert.deepEqual(await contradictions(database.kysely), []);
});

test('V2 who gave up waiting is offered nothing, even when it happens at that very moment', async () => {
  const appointment = await fullDay();
  const [first, second, third] = [await waits('gone'), await waits('hesitant'), await waits('patient')];
  assert.equal(await list.withdraw(first), true);
  assert.equal(await list.withdraw(first), false);
  await booking.cancel(appointment, { actor: 'resident' });
  clock.forward(31);
  await booking.release();
  const withdrawing: BookingService['hold'] = async (caseId, plan, command) => {
    if (caseId === second) await list.withdraw(second);
    return booking.hold(caseId, plan, command);
  };
  await listOf({ ...booking, hold: withdrawing }).offer();
  await tick();
  assert.equal(await offerOf(first), null);
  assert.equal(await offerOf(second), null);
  assert.equal((await offerOf(third))?.booking.firstCell, ten);
  assert.deepEqual(await contradictions(database.kysely), []);
});

test('V2 a place that became free by a move is offered too', async () => {
  const appointment = await fullDay();
  const caseId = await waits('any');
  const to = { day: '2026-11-26', cell: ten, actor: 'resident', byStaff: false };
  assert.equal(await booking.move(appointment, to), 'moved');
  clock.forward(1);
  assert.equal(await tick(), 1);
  assert.equal((await offerOf(caseId))?.booking.firstCell, ten);
});

test('V2 what another desk makes free is offered to the first whose part of the day it is', async () => {
  await fullDay();
  const [afternoon, any] = [await waits('afternoon', 'afternoon'), await waits('any')];
  const pools = (await poolsOf(database.kysely)).map(({ id }) => id);
  await openDay(database, pools, day, [{ from: '10:00', until: '10:50', desks: 2 }]);
  clock.forward(1);
  assert.equal(await tick(), 1);
  assert.equal(await offerOf(afternoon), null);
  assert.ok(await offerOf(any));
});

test('V2 who has an appointment by now, and who waited for a day that is over, is offered nothing', async () => {
  const appointment = await fullDay();
  const caseId = await waits('served');
  const command = { commandId: newId(), day: '2026-11-26', cell: 60, language: 'ja', channel: 'web' as const };
  const held = await booking.hold(caseId, await booking.planFor(['tennyu']), command);
  await take(held.booking?.id ?? '');
  await booking.cancel(appointment, { actor: 'resident' });
  clock.forward(31);
  assert.equal(await tick(), 0);
  clock.forward(60 * 48);
  assert.equal(await list.expire(), 1);
});

test('V2 at an opening nobody comes around the waiting room by this list', async () => {
  const appointment = await fullDay();
  const caseId = await waits('early');
  await booking.cancel(appointment, { actor: 'resident' });
  clock.forward(31);
  opening = clock.now();
  assert.equal(await tick(), 0);
  opening = null;
  assert.equal(await tick(), 1);
  assert.ok(await offerOf(caseId));
});

test('V2 there are three hours by day to answer an offer, until ten after a night, never longer than until its time', () => {
  const at = (time: string) => instantOf(day, time);
  const begins = instantOf('2026-11-30', '10:00');
  assert.deepEqual(offerEnds(at('10:00'), begins), at('13:00'));
  assert.deepEqual(offerEnds(at('20:00'), begins), instantOf('2026-11-26', '10:00'));
  assert.deepEqual(offerEnds(at('10:00'), at('12:00')), at('12:00'));
  fc.assert(
    fc.property(fc.nat(1440 * 3), fc.integer({ min: 1, max: 1440 * 3 }), (minutes, ahead) => {
      const now = new Date(at('00:00').getTime() + minutes * 60_000);
      const begin = new Date(now.getTime() + ahead * 60_000);
      const end = offerEnds(now, begin);
      assert.ok(end > now && end <= begin);
      assert.ok(end.getTime() === begin.getTime() || end.getTime() - now.getTime() >= 3 * 3_600_000);
    }),
    { numRuns: 300 },
  );
});
