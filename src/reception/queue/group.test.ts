import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { sql } from 'kysely';
import type { Database } from '#platform/database';
import { testDatabase } from '#platform/testing';
import { seatQueue } from './board.ts';
import type { Ticket } from './check-in.ts';
import { arrive, movableClock, randomFrom, sampleReception, sitDown } from './fixtures.ts';
import { overtakenBy } from './line.ts';
import type { ReceptionService } from './service.ts';
import { situationOf } from './situation.ts';

const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code;
const place = '1階 5番窓口';

describe('those who came together', () => {
  let database: Database;
  const clock = movableClock('2026-11-25T01:00:00Z');
  let reception: ReceptionService;

  before(async () => {
    database = await testDatabase('reception');
    await sampleReception(database, clock);
    await sql`insert into counter (service_id, seat) values (${place}, 2) on conflict do nothing`.execute(
      database.kysely,
    );
    await sql`insert into skill (counter_id, service_id) select id, service_id from counter on conflict do nothing`.execute(
      database.kysely,
    );
  });
  after(() => database.close());
  beforeEach(async () => {
    clock.forward(24 * 60);
    reception = await sampleReception(database, clock);
    await reception.closePastDays();
  });

  /** Somebody comes, a minute after the one before. */
  async function come(more: { priorityReason?: string } = {}, procedures = ['shoumei']): Promise<Ticket> {
    clock.forward(1);
    return arrive(reception, procedures, more);
  }
  const join = (one: Ticket, other: Ticket) => reception.join(one.visit.id, other.visit.ticket, 'staff');

  /** The numbers in the order in which they wait at the place. */
  async function line(): Promise<string[]> {
    const { legs, visits } = await reception.snapshot();
    return legs
      .filter(({ state, serviceId }) => state === 'waiting' && serviceId === place)
      .map(({ visitId }) => visits.get(visitId)?.ticket ?? '');
  }
  const tickets = (...some: Ticket[]) => some.map(({ visit }) => visit.ticket);

  test('V5 V8 a group stands one after the other where the last of them came, so that nobody is overtaken', async () => {
    const [mother, stranger, father, later] = [await come(), await come(), await come(), await come()];
    await join(mother, father);
    assert.deepEqual(await line(), tickets(stranger, mother, father, later));
  });

  test('V5 V8 one of them who needs help, or has an appointment, brings the others forward', async () => {
    const [stranger, helper, old] = [await come(), await come(), await come({ priorityReason: '車いす・つえ' })];
    await join(helper, old);
    assert.deepEqual(await line(), tickets(helper, old, stranger));
  });

  test('V5 C4 the seat that calls one of them calls the others next; no other seat takes them away', async () => {
    const [one, two] = [await sitDown(database, reception, place), await sitDown(database, reception, place, 2)];
    const [mother, child, stranger] = [await come(), await come(), await come()];
    await join(child, mother);
    const first = await reception.callNext(one.command());
    assert.equal(first?.visitId, mother.visit.id);
    assert.equal((await reception.callNext(two.command()))?.visitId, stranger.visit.id, 'the other seat goes on');
    await reception.act(one.on(first.id), 'startServing');
    await reception.done(one.on(first.id));
    assert.equal((await reception.callNext(one.command()))?.visitId, child.visit.id);
  });

  test('V5 a call that is taken back lets every seat call the others again', async () => {
    const [one, two] = [await sitDown(database, reception, place), await sitDown(database, reception, place, 2)];
    const [mother, child] = [await come(), await come()];
    await join(mother, child);
    const first = await reception.callNext(one.command());
    assert.ok(first);
    assert.equal(await reception.callNext(two.command()), null);
    await reception.undo(one.on(first.id));
    assert.equal((await reception.callNext(two.command()))?.visitId, mother.visit.id);
  });

  test('V5 V8 who goes on alone stands where they would have stood, and so does who is left', async () => {
    const [mother, stranger, father, uncle] = [await come(), await come(), await come(), await come()];
    await join(mother, father);
    await join(mother, uncle);
    assert.deepEqual(await line(), tickets(stranger, mother, father, uncle));
    await reception.part(uncle.visit.id, 'staff');
    assert.deepEqual(await line(), tickets(stranger, mother, father, uncle));
    await reception.part(father.visit.id, 'staff');
    assert.deepEqual(await line(), tickets(mother, stranger, father, uncle), 'one alone is no group');
    assert.equal((await reception.visit(mother.visit.id))?.visit.groupId, null);
    const history = await reception.history(mother.visit.id);
    assert.deepEqual(
      history.map(({ kind }) => kind),
      ['arrived', 'grouped', 'grouped', 'ungrouped'],
    );
  });

  test('V8 two groups become one; a wrong number, oneself and somebody of the group are said so', async () => {
    const [one, two, three, four] = [await come(), await come(), await come(), await come()];
    await join(one, two);
    await join(three, four);
    await join(one, four);
    const groups = new Set(
      (await Promise.all([one, two, three, four].map(({ visit }) => reception.visit(visit.id)))).map(
        (view) => view?.visit.groupId,
      ),
    );
    assert.equal(groups.size, 1);
    await assert.rejects(join(two, three), refused('queue.alreadyGrouped'));
    await assert.rejects(join(two, two), refused('queue.noSuchTicket'));
    await assert.rejects(reception.join(one.visit.id, 'Z999', 'staff'), refused('queue.noSuchTicket'));
  });

  test('V5 the phone of the others says to come along when one of them is called', async () => {
    const desk = await sitDown(database, reception, place);
    const [mother, child] = [await come(), await come()];
    await join(mother, child);
    const situation = async () => {
      const view = await reception.visit(child.visit.id);
      assert.ok(view);
      return situationOf(await reception.snapshot(), view.visit, view.legs);
    };
    assert.equal((await situation()).comeAlong, null);
    await reception.callNext(desk.command());
    assert.equal((await situation()).comeAlong, mother.visit.ticket);
  });

  test('V5 with groups coming and parting, a desk shows who it calls, and nobody is overtaken too often', async () => {
    const desks = [await sitDown(database, reception, place), await sitDown(database, reception, place, 2)];
    const random = randomFrom(11);
    const here: Ticket[] = [];
    let compared = 0;
    for (let round = 0; round < 50; round += 1) {
      const kind = random(5);
      if (kind < 3) here.push(await come(kind === 0 ? { priorityReason: '車いす・つえ' } : {}));
      const [one, other] = [here[random(here.length || 1)], here[random(here.length || 1)]];
      if (kind === 3 && one && other) await join(one, other).catch(() => undefined);
      if (kind === 4 && one && random(2) === 0) await reception.part(one.visit.id, 'staff');
      const desk = desks[random(2)];
      const snapshot = await reception.snapshot();
      const seat = snapshot.seats.find(({ id }) => id === desk?.counterId);
      if (!seat || !desk || random(2) === 0) continue;
      const shown = seatQueue(snapshot, seat);
      if (shown.current) {
        await reception.act(desk.on(shown.current.leg.id), 'noAnswer');
        continue;
      }
      const leg = await reception.callNext(desk.command());
      assert.equal(leg?.id, shown.waiting[0]?.leg.id, `round ${round}`);
      if (leg) compared += 1;
      const after = await reception.snapshot();
      for (const one of after.legs.filter(({ state }) => state === 'waiting')) {
        assert.ok(overtakenBy(one, after.legs) <= after.rules.mostOvertaken);
      }
    }
    assert.ok(compared > 8, `${compared} calls`);
  });
});
