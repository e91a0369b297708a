import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import { testDatabase } from '#platform/testing';
import type { HallSettings } from '../hall/settings.ts';
import type { Appointments } from './appointments.ts';
import { seatQueue } from './board.ts';
import { arrive, movableClock, randomFrom, sampleReception, sampleSettings, sitDown } from './fixtures.ts';
import { overtakenBy } from './line.ts';
import { queueRules } from './rules.ts';
import type { ReceptionService } from './service.ts';
import { isOver } from './visit.ts';

const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;

describe('who is called when', () => {
  let database: Database;
  let reception: ReceptionService;
  let settings: HallSettings;
  const clock = movableClock('2026-11-25T01:00:00Z');
  /** The appointments that the house knows, by the case they belong to. */
  const booked = new Map<string, Date>();
  const ended: string[] = [];
  const appointments: Appointments = {
    take: async (_, caseId) => {
      const time = booked.get(caseId);
      return time ? { bookingId: caseId, at: time } : null;
    },
    fulfil: async (_, id) => void ended.push(`fulfilled ${id}`),
    reopen: async (_, id) => void ended.push(`reopened ${id}`),
  };
  const place = '1階 5番窓口';

  before(async () => {
    database = await testDatabase('reception');
    await sampleReception(database, clock);
    await sql`insert into counter (service_id, seat) values (${place}, 2), (${place}, 3) on conflict do nothing`.execute(
      database.kysely,
    );
    await sql`insert into skill (counter_id, service_id) select id, service_id from counter on conflict do nothing`.execute(
      database.kysely,
    );
  });
  after(() => database.close());
  beforeEach(async () => {
    clock.forward(24 * 60);
    reception = await sampleReception(database, clock, undefined, appointments);
    await reception.closePastDays();
    settings = sampleSettings(database, clock, reception);
  });

  const come = (more: { minutesToAppointment?: number; priorityReason?: string } = {}) => {
    const caseId = newId();
    const { minutesToAppointment: minutes, priorityReason } = more;
    if (minutes !== undefined) booked.set(caseId, new Date(clock.now().getTime() + minutes * 60_000));
    return reception.checkIn({
      commandId: newId(),
      actor: 'visitor',
      source: 'kiosk',
      language: 'ja',
      caseId,
      procedures: ['shoumei'],
      priorityReason,
    });
  };

  test('V5 V8 what a desk shows as next is who it calls, with appointments, help, fairness and people sent to one seat', async () => {
    const desks = [await sitDown(database, reception, place), await sitDown(database, reception, place, 2)];
    const random = randomFrom(8);
    let compared = 0;
    for (let round = 0; round < 60; round += 1) {
      clock.forward(random(4));
      const kind = random(6);
      if (kind < 3) await come();
      if (kind === 3) await come({ minutesToAppointment: random(90) - 30 });
      if (kind === 4) await come({ priorityReason: '車いす' });
      const desk = desks[random(2)];
      assert.ok(desk);
      const snapshot = await reception.snapshot();
      const seat = snapshot.seats.find(({ id }) => id === desk.counterId);
      assert.ok(seat);
      const shown = seatQueue(snapshot, seat);
      if (shown.current || random(3) === 0) continue;
      const leg = await reception.callNext(desk.command());
      assert.equal(leg?.id, shown.waiting[0]?.leg.id, `round ${round}`);
      if (!leg) continue;
      compared += 1;
      const after = await reception.snapshot();
      for (const one of after.legs.filter(({ state }) => state === 'waiting')) {
        assert.ok(overtakenBy(one, after.legs) <= after.rules.mostOvertaken);
      }
      if (random(4) === 0)
        await reception.transfer(desk.on(leg.id), { serviceId: place, targetCounterId: desks[0]?.counterId });
      else await reception.act(desk.on(leg.id), 'noAnswer');
    }
    assert.ok(compared > 20, `${compared} calls`);
  });

  test('V5 calling somebody before their turn needs a reason, which stands in the record', async () => {
    const desk = await sitDown(database, reception, place);
    await come();
    clock.forward(1);
    const second = await come();
    const [leg] = (await reception.visit(second.visit.id))?.legs ?? [];
    assert.ok(leg);
    await assert.rejects(reception.act(desk.on(leg.id), 'call'), refused('queue.needsReason'));
    await reception.act({ ...desk.on(leg.id), reason: '約束の時刻になった' }, 'call');
    const history = await reception.history(second.visit.id);
    assert.equal(history.at(-1)?.reason, '約束の時刻になった');
  });

  test('V5 a transfer to one person is theirs, everybody’s once they left, and can be taken back until somebody calls', async () => {
    const [one, other] = [await sitDown(database, reception, place), await sitDown(database, reception, place, 2)];
    const { visit } = await come();
    const leg = await reception.callNext(one.command());
    assert.ok(leg);
    await reception.act(one.on(leg.id), 'startServing');
    await reception.transfer(one.on(leg.id), { serviceId: place, targetStaffId: other.command().actor });
    assert.equal(await reception.callNext(one.command()), null, 'waits for the other person');
    const back = await reception.undo(one.on(leg.id));
    assert.equal(back.state, 'serving');
    assert.deepEqual(
      (await reception.visit(visit.id))?.legs.map(({ state }) => state),
      ['serving', 'cancelled'],
    );
    await reception.transfer(one.on(leg.id), { serviceId: place, targetCounterId: other.counterId });
    assert.equal(await reception.callNext(one.command()), null);
    await reception.leaveSeat(other.command().actor);
    const called = await reception.callNext(one.command());
    assert.equal(called?.visitId, visit.id, 'nobody waits for an empty seat');
    await assert.rejects(reception.undo(one.on(leg.id)), refused('queue.undoGoneOn'));
    await assert.rejects(
      reception.transfer(one.on(called.id), { serviceId: place, targetCounterId: other.counterId }),
      refused('queue.unknownPlace'),
    );
  });

  test('V5 a step is not taken back when the visitor went on and left: nobody stays open in a visit that has ended', async () => {
    const desk3 = await sitDown(database, reception, '1階 3番窓口');
    for (const step of ['transfer', 'done'] as const) {
      const { visit } = await arrive(reception, ['tennyu', 'card']);
      const leg = await reception.callNext(desk3.command());
      assert.ok(leg);
      await reception.act(desk3.on(leg.id), 'startServing');
      if (step === 'done') await reception.done(desk3.on(leg.id));
      else await reception.transfer(desk3.on(leg.id), { serviceId: '2階 12番窓口' });
      const waiting = (await reception.visit(visit.id))?.legs.find(({ state }) => state === 'waiting');
      assert.ok(waiting);
      clock.forward(1);
      await reception.leave({ commandId: newId(), actor: 'visitor', counterId: null, legId: waiting.id });
      await assert.rejects(reception.undo(desk3.on(leg.id)), refused('queue.undoGoneOn'), step);
      const after = await reception.visit(visit.id);
      assert.notEqual(after?.visit.state, 'active');
      assert.ok(after?.legs.every(({ state }) => isOver(state)));
    }
  });

  test('V5 a transfer to a place that was planned anyway is taken back to exactly what was planned', async () => {
    const desk3 = await sitDown(database, reception, '1階 3番窓口');
    const { visit } = await arrive(reception, ['tennyu', 'card', 'kaigo']);
    const before = (await reception.visit(visit.id))?.legs.map(({ serviceId, procedures }) => [serviceId, procedures]);
    const leg = await reception.callNext(desk3.command());
    assert.ok(leg);
    await reception.transfer(desk3.on(leg.id), { serviceId: '2階 12番窓口' });
    await reception.undo(desk3.on(leg.id));
    const after = await reception.visit(visit.id);
    assert.deepEqual(
      after?.legs.map(({ serviceId, procedures }) => [serviceId, procedures]),
      before,
    );
    assert.deepEqual(
      after?.legs.map(({ state }) => state),
      ['called', 'planned', 'planned'],
    );
  });

  test('V2 V5 the appointment comes with the check-in, is fulfilled with the visit, and is open again when that is taken back', async () => {
    const desk = await sitDown(database, reception, place);
    const { visit } = await come({ minutesToAppointment: 15 });
    assert.deepEqual(visit.appointmentAt, booked.get(visit.bookingId ?? ''));
    const leg = await reception.callNext(desk.command());
    assert.ok(leg);
    await reception.act(desk.on(leg.id), 'startServing');
    ended.length = 0;
    await reception.done(desk.on(leg.id));
    await reception.undo(desk.on(leg.id));
    assert.deepEqual(ended, [`fulfilled ${visit.bookingId}`, `reopened ${visit.bookingId}`]);
  });

  test('V5 the numbers of a place are the city’s own, end where it says, and are never those of another place', async () => {
    const format = { letter: '', first: 301, last: 302, digits: 3, dailyLimit: null };
    const before = (await reception.numbers()).get(place);
    assert.ok(before);
    await settings.setNumbers(place, format, 'manager');
    const tickets = [await come(), await come()].map(({ visit }) => visit.ticket);
    assert.deepEqual(tickets, ['301', '302']);
    await assert.rejects(come(), refused('queue.noMoreNumbers'));
    await assert.rejects(settings.setNumbers('1階 3番窓口', format, 'manager'), refused('queue.numbersClash'));
    clock.forward(24 * 60);
    await settings.setNumbers(place, { ...before, dailyLimit: 1 }, 'manager');
    assert.equal((await come()).visit.ticket, `${before.letter}001`);
    await assert.rejects(come(), refused('queue.noMoreNumbers'));
    await settings.setNumbers(place, before, 'manager');
  });

  test('V5 who did not come goes back by the rule of the hall; the rules are followed by every desk', async () => {
    const desk = await sitDown(database, reception, place);
    await settings.setRules(queueRules.parse({ absentMinutes: 10 }), 'manager');
    clock.forward(1);
    const first = await come();
    const leg = await reception.callNext(desk.command());
    assert.ok(leg);
    await reception.act(desk.on(leg.id), 'noAnswer');
    clock.forward(5);
    const second = await come();
    await reception.act(desk.on(leg.id), 'putBack');
    assert.equal((await reception.callNext(desk.command()))?.visitId, second.visit.id);
    assert.equal((await reception.visit(first.visit.id))?.legs[0]?.callCount, 0);
    await settings.setRules(queueRules.parse({}), 'manager');
    clock.forward(1);
  });

  test('V5 the end of the day ends everybody with a record; in an emergency the line goes on the next day as it was', async () => {
    const desk = await sitDown(database, reception, place);
    const served = await come();
    const leg = await reception.callNext(desk.command());
    assert.ok(leg);
    await reception.act(desk.on(leg.id), 'startServing');
    const [one, two] = [await come(), await come()];
    const tomorrow = new Date(clock.now().getTime() + 24 * 60 * 60_000).toISOString().slice(0, 10);
    assert.equal(await reception.keepOvernight(tomorrow, desk.command().actor, '停電'), 2);
    assert.equal((await reception.history(one.visit.id)).at(-1)?.reason, '停電');
    assert.equal(await reception.closeToday(desk.command().actor), 1);
    assert.equal((await reception.visit(served.visit.id))?.visit.state, 'completed');
    assert.equal((await reception.history(served.visit.id)).at(-1)?.kind, 'dayEnded');
    clock.forward(24 * 60);
    assert.deepEqual((await come()).visit.ticket.slice(1), '004', 'numbers go on after those that were kept');
    const order = [await reception.callNext(desk.command())];
    assert.equal(order[0]?.visitId, one.visit.id);
    await reception.act(desk.on(order[0]?.id ?? ''), 'noAnswer');
    assert.equal((await reception.callNext(desk.command()))?.visitId, two.visit.id);
    await assert.rejects(
      reception.keepOvernight(clock.today(), desk.command().actor, '停電'),
      refused('queue.dayHasBegun'),
    );
  });
});
