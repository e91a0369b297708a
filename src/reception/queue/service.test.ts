import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import { newId } from '#platform/codes';
import { type Database, sqlState } from '#platform/database';
import { testDatabase } from '#platform/testing';
import { recentCalls, seatQueue, turnOf } from './board.ts';
import type { Ticket } from './check-in.ts';
import { arrive, movableClock, sampleInventory, sampleReception, sitDown } from './fixtures.ts';
import { actions } from './leg.ts';
import type { ReceptionService } from './service.ts';

const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;

describe('reception', () => {
  let database: Database;
  const clock = movableClock('2026-11-25T01:00:00Z');
  let reception: ReceptionService;

  before(async () => {
    database = await testDatabase('reception');
  });
  after(() => database.close());
  beforeEach(async () => {
    // Each test has a day of its own, so that none meets the visitors of another.
    clock.forward(24 * 60);
    reception = await sampleReception(database, clock);
    await reception.closePastDays();
  });

  const stateOf = async (visitId: string) => (await reception.visit(visitId))?.legs.map(({ state }) => state);

  test('V5 one number walks four places; each next place waits with the rank of the arrival', async () => {
    const desks = {
      '1階 3番窓口': await sitDown(database, reception, '1階 3番窓口'),
      '2階 12番窓口': await sitDown(database, reception, '2階 12番窓口'),
      '2階 14番窓口': await sitDown(database, reception, '2階 14番窓口'),
      '3階 子育て助成課': await sitDown(database, reception, '3階 子育て助成課'),
    };
    const { visit } = await arrive(reception, ['jidou', 'kaigo', 'card', 'kokuho', 'tennyu']);
    clock.forward(5);
    const later = await arrive(reception, ['card']);
    assert.deepEqual(await stateOf(visit.id), ['waiting', 'planned', 'planned', 'planned']);
    for (const [place, desk] of Object.entries(desks)) {
      clock.forward(5);
      const leg = await reception.callNext(desk.command());
      assert.equal(leg?.visitId, visit.id, `${place} calls the one who arrived first`);
      assert.equal(leg.serviceId, place);
      await reception.act(desk.on(leg.id), 'startServing');
      await reception.done(desk.on(leg.id));
    }
    const finished = await reception.visit(visit.id);
    assert.equal(finished?.visit.state, 'completed');
    assert.deepEqual(
      finished.legs.map(({ state }) => state),
      ['done', 'done', 'done', 'done'],
    );
    assert.deepEqual(await stateOf(later.visit.id), ['waiting']);
  });

  test('V5 who waits is called also while somebody writes down what they were told about their wait', async () => {
    const desk = await sitDown(database, reception, '1階 3番窓口');
    const { visit } = await arrive(reception, ['tennyu']);
    await database.transaction(async (other) => {
      // What a row that names a visit and its leg does to both until it is committed.
      await sql`select from visit join leg on leg.visit_id = visit.id where visit.id = ${visit.id} for key share`.execute(
        other,
      );
      assert.equal((await reception.callNext(desk.command()))?.visitId, visit.id);
    });
  });

  test('V5 numbers of a day have no gaps, begin at 001 and begin again the next day', async () => {
    const tickets = async () => {
      const given = await Promise.all(Array.from({ length: 20 }, () => arrive(reception, ['shoumei'])));
      return given.map(({ visit }) => visit.ticket).sort();
    };
    const first = await tickets();
    assert.deepEqual(
      first.map((ticket) => Number(ticket.slice(1))),
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    clock.forward(24 * 60);
    assert.deepEqual(await tickets(), first);
  });

  test('V6 V7 a number given outside is kept, is nobody else\u2019s, and the numbers given here go around it', async () => {
    const outside = (number: number, commandId = newId()) =>
      reception.checkIn({
        commandId,
        actor: 'machine',
        source: 'machine',
        language: 'ja',
        caseId: null,
        procedures: ['shoumei'],
        given: { series: 'B', number },
      });
    const again = newId();
    assert.equal((await outside(2, again)).visit.ticket, 'B002');
    assert.equal((await outside(2, again)).visit.ticket, 'B002');
    await assert.rejects(outside(2), refused('queue.numberTaken'));
    const here = [await arrive(reception, ['shoumei']), await arrive(reception, ['shoumei'])];
    assert.deepEqual(
      here.map(({ visit }) => visit.ticket),
      ['B001', 'B003'],
    );
  });

  test('V5 a double tap is one command: check-in, call, done', async () => {
    const desk = await sitDown(database, reception, '1階 5番窓口');
    const arrival = {
      commandId: newId(),
      actor: 'visitor',
      source: 'kiosk',
      language: 'en',
      caseId: null,
      procedures: ['shoumei'],
    } as const;
    const [one, two] = await Promise.all([reception.checkIn(arrival), reception.checkIn(arrival)]);
    assert.deepEqual(one, two);
    await arrive(reception, ['shoumei']);
    const call = desk.command();
    const calls = await Promise.all([reception.callNext(call), reception.callNext(call), reception.callNext(call)]);
    assert.deepEqual(
      calls.map((leg) => leg?.visitId),
      Array(3).fill(one.visit.id),
    );
    assert.equal(calls[0]?.callCount, 1);
    const legId = calls[0]?.id ?? '';
    await reception.act(desk.on(legId), 'startServing');
    const end = desk.on(legId);
    await Promise.all([reception.done(end), reception.done(end)]);
    assert.deepEqual(await stateOf(one.visit.id), ['done']);
  });

  test('V5 a case that checks in twice on a day keeps its ticket', async () => {
    const caseId = newId();
    const come = () =>
      reception.checkIn({
        commandId: newId(),
        actor: 'visitor',
        source: 'kiosk',
        language: 'ja',
        caseId,
        procedures: ['tennyu'],
      });
    const [one, two] = await Promise.all([come(), come()]);
    assert.equal(one.visit.id, two.visit.id);
    assert.equal(one.token, two.token);
    assert.equal((await reception.visitByToken(one.token))?.visit.id, one.visit.id);
    assert.equal(await reception.visitByToken('unknown'), null);
  });

  test('V5 a visitor who is transferred keeps the rank, goes on to the rest afterwards, and no place comes twice', async () => {
    const desk3 = await sitDown(database, reception, '1階 3番窓口');
    const desk12 = await sitDown(database, reception, '2階 12番窓口');
    const { visit } = await arrive(reception, ['tennyu', 'kaigo', 'jidou']);
    clock.forward(10);
    await arrive(reception, ['card']);
    const leg = await reception.callNext(desk3.command());
    assert.ok(leg);
    await reception.act(desk3.on(leg.id), 'startServing');
    await reception.transfer(desk3.on(leg.id), { serviceId: '2階 12番窓口' });
    const called = await reception.callNext(desk12.command());
    assert.equal(called?.visitId, visit.id, 'the earlier arrival comes first at the new place');
    assert.deepEqual(called.procedures, ['tennyu']);
    await reception.transfer(desk12.on(called.id), { serviceId: '3階 子育て助成課' });
    const view = await reception.visit(visit.id);
    assert.deepEqual(
      view?.legs.map(({ serviceId, state }) => [serviceId, state]),
      [
        ['1階 3番窓口', 'transferred'],
        ['2階 12番窓口', 'transferred'],
        ['3階 子育て助成課', 'waiting'],
        ['2階 14番窓口', 'planned'],
      ],
    );
    assert.deepEqual(view?.legs[2]?.procedures, ['tennyu', 'jidou']);
    assert.ok(view?.legs.every(({ rankAt }) => rankAt.getTime() === visit.arrivedAt.getTime()));
  });

  test('V5 absent, called again, back to the queue with the old rank, held until a time, gone', async () => {
    const desk = await sitDown(database, reception, '1階 5番窓口');
    const { visit } = await arrive(reception, ['shoumei']);
    clock.forward(1);
    const other = await arrive(reception, ['shoumei']);
    const leg = await reception.callNext(desk.command());
    assert.ok(leg);
    assert.equal((await reception.act(desk.on(leg.id), 'recall')).callCount, 2);
    await reception.act(desk.on(leg.id), 'noAnswer');
    await reception.act(desk.on(leg.id), 'putBack');
    assert.equal((await reception.callNext(desk.command()))?.visitId, visit.id);
    const until = new Date(clock.now().getTime() + 30 * 60_000);
    const held = await reception.hold(desk.on(leg.id), { reason: '書類待ち', until });
    assert.deepEqual([held.state, held.holdReason, held.holdUntil], ['on_hold', '書類待ち', until]);
    assert.equal((await reception.callNext(desk.command()))?.visitId, other.visit.id);
    await reception.leave({ commandId: newId(), actor: 'visitor', counterId: null, legId: leg.id });
    assert.equal((await reception.visit(visit.id))?.visit.state, 'abandoned');
  });

  test('V5 the last step is taken back: done goes on, and the next place stops waiting, unless it has called', async () => {
    const desk3 = await sitDown(database, reception, '1階 3番窓口');
    const desk12 = await sitDown(database, reception, '2階 12番窓口');
    const { visit } = await arrive(reception, ['tennyu', 'card']);
    const leg = await reception.callNext(desk3.command());
    assert.ok(leg);
    await reception.act(desk3.on(leg.id), 'startServing');
    await reception.done(desk3.on(leg.id));
    assert.deepEqual(await stateOf(visit.id), ['done', 'waiting']);
    await reception.undo(desk3.on(leg.id));
    assert.deepEqual(await stateOf(visit.id), ['serving', 'planned']);
    await reception.done(desk3.on(leg.id));
    await reception.callNext(desk12.command());
    await assert.rejects(reception.undo(desk3.on(leg.id)), refused('queue.undoGoneOn'));
    clock.forward(11);
    await assert.rejects(reception.undo(desk3.on(leg.id)), refused('queue.undoTooLate'));
  });

  test('V5 a seat has one visitor, belongs to one person, and leaves visitors of other seats alone', async () => {
    const desk = await sitDown(database, reception, '1階 3番窓口');
    const { visit } = await arrive(reception, ['tennyu']);
    await arrive(reception, ['tennyu']);
    const leg = await reception.callNext(desk.command());
    assert.equal(leg?.visitId, visit.id);
    await assert.rejects(reception.callNext(desk.command()), refused('queue.seatBusy'));
    await assert.rejects(
      reception.act({ ...desk.on(leg.id), actor: newId() }, 'startServing'),
      refused('queue.notYourSeat'),
    );
    const stranger = await sitDown(database, reception, '1階 5番窓口');
    await assert.rejects(reception.act(stranger.on(leg.id), 'startServing'), refused('queue.otherSeat'));
    await assert.rejects(reception.done(desk.on(leg.id)), refused('queue.notPossible'));
  });

  test('V5 those who need help come earlier, but nobody is overtaken by more than half an hour', async () => {
    const desk = await sitDown(database, reception, '1階 5番窓口');
    const early = await arrive(reception, ['shoumei']);
    clock.forward(20);
    const middle = await arrive(reception, ['shoumei']);
    clock.forward(20);
    const wheelchair = await arrive(reception, ['shoumei'], { priorityReason: '車いす' });
    const order: (string | undefined)[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const leg = await reception.callNext(desk.command());
      order.push(leg?.visitId);
      if (leg) await reception.act(desk.on(leg.id), 'noAnswer');
    }
    assert.deepEqual(
      order,
      [early, wheelchair, middle].map(({ visit }) => visit.id),
    );
  });

  test('V5 the board shows the last three calls of a floor; who waits sees how many come before', async () => {
    const desk = await sitDown(database, reception, '1階 5番窓口');
    const visits: Ticket[] = [];
    for (let count = 0; count < 5; count += 1) visits.push(await arrive(reception, ['shoumei']));
    for (let count = 0; count < 3; count += 1) {
      clock.forward(1);
      const leg = await reception.callNext(desk.command());
      assert.ok(leg);
      await reception.act(desk.on(leg.id), count === 1 ? 'noAnswer' : 'startServing');
      if (count === 0) await reception.done(desk.on(leg.id));
    }
    const hall = await reception.snapshot();
    const tickets = visits.map(({ visit }) => visit.ticket);
    assert.deepEqual(
      recentCalls(hall, 1, 3).map(({ ticket }) => ticket),
      [tickets[2], tickets[0]],
    );
    assert.deepEqual(recentCalls(hall, 2, 3), []);
    const last = hall.legs.find(({ visitId }) => visitId === visits[4]?.visit.id);
    const turn = turnOf(hall, last?.id ?? '');
    assert.equal(turn?.ahead, 1);
    assert.equal(turn.wait.kind, 'range');
    const seat = hall.seats.find(({ id }) => id === desk.counterId);
    assert.ok(seat);
    const queue = seatQueue(hall, seat);
    assert.equal(queue.current?.visit.ticket, tickets[2]);
    assert.deepEqual(
      queue.waiting.map(({ visit }) => visit.ticket),
      tickets.slice(3),
    );
    assert.deepEqual(
      queue.aside.map(({ visit }) => visit.ticket),
      [tickets[1]],
    );
  });

  test('V6 a visitor without known procedures gets a number for the desk they ask for, or the information desk', async () => {
    const walkIn = { actor: 'visitor', source: 'kiosk', language: 'ja', caseId: null, procedures: [] } as const;
    const unsure = await reception.checkIn({ ...walkIn, commandId: newId() });
    const asked = await reception.checkIn({ ...walkIn, commandId: newId(), serviceId: '2階 14番窓口' });
    const places = await Promise.all([unsure, asked].map(({ visit }) => reception.visit(visit.id)));
    assert.deepEqual(
      places.map((view) => view?.legs[0]?.serviceId),
      ['1階 総合案内', '2階 14番窓口'],
    );
  });

  test('V8 a call for help reaches the entrance until somebody goes', async () => {
    await reception.askForHelp('入口2');
    const [help] = await reception.openHelp();
    assert.equal(help?.place, '入口2');
    await reception.answerHelp(help.id, newId());
    assert.deepEqual(await reception.openHelp(), []);
  });

  test('V5 a new inventory adds places and leaves letters and seats as they are', async () => {
    const before = await reception.snapshot();
    const grown = sampleInventory([{ id: 'zei', floor: 3, window: '税2', place: '総合庁舎3階 税2番窓口', minutes: 5 }]);
    const after = await (await sampleReception(database, clock, () => grown)).snapshot();
    const letters = (hall: typeof before) => new Map(hall.services.map(({ id, series }) => [id, series]));
    assert.equal(after.services.length, before.services.length + 1);
    for (const [id, series] of letters(before)) assert.equal(letters(after).get(id), series);
    assert.deepEqual(
      after.seats.filter(({ serviceId }) => serviceId !== '3階 税2番窓口'),
      before.seats,
    );
  });

  test('V5 the database refuses illegal steps, changed records and events with data', async () => {
    const { visit } = await arrive(reception, ['shoumei']);
    const illegal = sql`update leg set state = 'done' where visit_id = ${visit.id}`.execute(database.kysely);
    await assert.rejects(illegal, (error) => sqlState(error) === 'HM001');
    const rewritten = sql`update queue_event set kind = 'done'`.execute(database.kysely);
    await assert.rejects(rewritten, (error) => sqlState(error) === 'HM002');
    const { rows } = await sql<{ payload: Record<string, unknown> }>`
      select payload from event where subject_id = ${visit.id}`.execute(database.kysely);
    assert.ok(rows.length > 0);
    for (const { payload } of rows) assert.deepEqual(Object.keys(payload).sort(), ['visitId']);
  });

  test('V5 who left by mistake is taken back to where they stood, with all their places, at the entrance or the desk', async () => {
    const desk = await sitDown(database, reception, '1階 3番窓口');
    const entrance = (legId: string) => ({ commandId: newId(), actor: 'device:t1', counterId: null, legId });
    const { visit } = await arrive(reception, ['tennyu', 'card', 'kaigo']);
    clock.forward(1);
    await arrive(reception, ['tennyu']);
    const [first] = (await reception.visit(visit.id))?.legs ?? [];
    assert.ok(first);
    await reception.leave(entrance(first.id));
    assert.deepEqual(await stateOf(visit.id), ['cancelled', 'cancelled', 'cancelled']);
    clock.forward(9);
    const back = await reception.undo(entrance(first.id));
    assert.equal(back.state, 'waiting');
    assert.deepEqual(await stateOf(visit.id), ['waiting', 'planned', 'planned']);
    assert.equal((await reception.visit(visit.id))?.visit.state, 'active');
    assert.equal((await reception.callNext(desk.command()))?.visitId, visit.id, 'before those who came later');
    await reception.leave(desk.on(first.id));
    assert.equal((await reception.undo(desk.on(first.id))).state, 'waiting', 'the seat has gone on');
    await reception.leave(entrance(first.id));
    clock.forward(11);
    await assert.rejects(reception.undo(entrance(first.id)), refused('queue.undoTooLate'));
    assert.equal(await reception.isUndoable({ id: first.id, state: 'cancelled' }), false);
  });

  test('V5 only the place that somebody left is taken back at the entrance, and nobody twice', async () => {
    const desk = await sitDown(database, reception, '1階 5番窓口');
    const caseId = newId();
    const come = () =>
      reception.checkIn({
        commandId: newId(),
        actor: 'visitor',
        source: 'kiosk',
        language: 'ja',
        caseId,
        procedures: ['shoumei'],
      });
    const { visit } = await come();
    const [leg] = (await reception.visit(visit.id))?.legs ?? [];
    const entrance = { actor: 'device:t1', counterId: null, legId: leg?.id ?? '' };
    await reception.callNext(desk.command());
    await assert.rejects(reception.undo({ ...entrance, commandId: newId() }), refused('queue.otherSeat'));
    await reception.leave(desk.on(entrance.legId));
    await come();
    await assert.rejects(reception.undo({ ...entrance, commandId: newId() }), refused('queue.cameAgain'));
  });

  test('V5 whose hold is over waits again by itself, where they stood, and the desk is told why', async () => {
    const desk = await sitDown(database, reception, '1階 5番窓口');
    const { visit } = await arrive(reception, ['shoumei']);
    clock.forward(1);
    await arrive(reception, ['shoumei']);
    const called = await reception.callNext(desk.command());
    assert.equal(called?.visitId, visit.id);
    const until = new Date(clock.now().getTime() + 10 * 60_000);
    await reception.hold(desk.on(called.id), { reason: '書類を取りに行っている', until });
    clock.forward(9);
    assert.equal(await reception.returnHeld(), 0);
    clock.forward(1);
    assert.deepEqual([await reception.returnHeld(), await reception.returnHeld()], [1, 0]);
    const snapshot = await reception.snapshot();
    const seat = snapshot.seats.find(({ id }) => id === desk.counterId);
    assert.ok(seat);
    const [next] = seatQueue(snapshot, seat).waiting;
    assert.deepEqual([next?.visit.id, next?.leg.holdReason], [visit.id, '書類を取りに行っている']);
    const last = (await reception.history(visit.id)).at(-1);
    assert.equal(last?.kind, 'holdOver');
    assert.equal((await reception.callNext(desk.command()))?.holdReason, null);
  });

  test('V5 the table of the database allows exactly the steps of the code', async () => {
    const forward = Object.values(actions).flatMap(({ from, to }) => from.map((state) => [state, to] as const));
    const reversible = forward.filter(([, to]) =>
      ['called', 'serving', 'done', 'on_hold', 'no_answer', 'transferred'].includes(to),
    );
    // Who left while they were called waits again.
    const takenBack = actions.leave.from.filter((state) => state !== 'called').map((state) => ['cancelled', state]);
    const expected = [
      ...forward,
      ...takenBack,
      ...reversible.map(([from, to]) => [to, from] as const),
      ['planned', 'waiting'],
      ['waiting', 'planned'],
    ].filter(([from, to]) => from !== to);
    const { rows } = await sql<{ step: string }>`
      select from_state || ' ' || to_state as step from leg_transition`.execute(database.kysely);
    assert.deepEqual(rows.map(({ step }) => step).sort(), [...new Set(expected.map((step) => step.join(' ')))].sort());
  });
});
