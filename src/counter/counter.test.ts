import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type CaseEntry, type CaseService, createCaseService } from '#cases';
import { type Inventory, loadInventory } from '#inventory';
import { openAudit } from '#platform/audit';
import { fixedClock } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database } from '#platform/database';
import type { Staff } from '#platform/http';
import { openKeyRing } from '#platform/keys';
import { testDatabase } from '#platform/testing';
import { addVisitNote, createCaseDesk, createReception, type ReceptionService } from '#reception';
import { factBadges } from './facts.ts';
import { type CounterService, createCounterService } from './service.ts';
import { nextStep, stepsFor } from './steps.ts';

const clock = fixedClock('2026-11-25T01:00:00Z');
const inventory: Inventory = await loadInventory('content/asahikawa');

const staff = (department: string, changes: Partial<Staff> = {}): Staff => ({
  kind: 'staff',
  staffId: newId(),
  name: '佐藤',
  roles: ['counter'],
  department,
  counters: [],
  sessionId: 'session',
  authenticatedAt: clock.now(),
  ...changes,
});

const entry = (key: string, text: string, procedure: string): CaseEntry => ({
  key,
  label: key,
  text: [text],
  typed: { [key]: text },
  value: text,
  class: 'personal',
  procedures: [procedure],
});

describe('the desk', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'counter-'));
  let database: Database;
  let cases: CaseService;
  let reception: ReceptionService;
  let counter: CounterService;

  before(async () => {
    database = await testDatabase('cases', 'reception', 'counter');
    const keys = openKeyRing({ mode: 'demo', dataFolder, masterKey: { kind: 'demo' } }, clock);
    const audit = openAudit({ database, clock, signingKey: keys.signingKey(), dataFolder });
    cases = createCaseService({ database, keys, audit, clock, inventory: () => inventory });
    reception = createReception({ database, clock, inventory: () => inventory, tokenOf: (id) => `token-${id}` });
    await reception.furnish();
    counter = createCounterService({ database, clock, reception, cases, inventory: () => inventory });
  });
  after(async () => {
    await database.close();
    rmSync(dataFolder, { recursive: true });
  });

  /** A resident who entered everything at home and checks in with the code. */
  async function prepared() {
    const created = await cases.createCase(
      { kind: 'anonymous' },
      {
        facts: { events: ['tennyu'], hasMyNumberCard: true, currentInsurance: 'kokuho', insurance: 'kokuho' },
        procedures: ['tennyu_todoke', 'kokuho_kanyu', 'jidou_teate_nintei'],
        undecided: [],
        language: 'ja',
      },
    );
    const { caseId } = created;
    await cases.saveEntries({ kind: 'resident', caseId }, caseId, {
      entries: [
        entry('applicant.fullName', '北川 美咲', 'tennyu_todoke'),
        entry('child.fullName', '北川 蓮', 'jidou_teate_nintei'),
      ],
      expectedRevision: 0,
    });
    const found = await createCaseDesk(cases, clock).find(created.code.toLowerCase().replaceAll('-', ' '));
    assert.ok(found);
    const { visit } = await reception.checkIn({
      ...found,
      commandId: newId(),
      actor: 'visitor',
      source: 'kiosk',
      language: 'ja',
    });
    return { ...created, visit };
  }

  /** Sits down at a place and gives the id of the seat. */
  async function sit(who: Staff, place: string): Promise<number> {
    const seat = (await reception.snapshot()).seats.find(
      ({ serviceId, number }) => serviceId === place && number === 1,
    );
    assert.ok(seat, place);
    await reception.takeSeat(seat.id, who.staffId);
    return seat.id;
  }

  const command = (who: Staff, counterId: number, legId: string) => ({
    commandId: newId(),
    actor: who.staffId,
    counterId,
    legId,
  });

  test('X2 who is in charge of certain counters sits at those, and a seat that was taken over does nothing more', async () => {
    const { seats } = await reception.snapshot();
    const seatAt = (place: string) => seats.find(({ serviceId }) => serviceId === place)?.id ?? assert.fail(place);
    const own = seatAt('1階 3番窓口');
    const clerk = staff('shiminka', { counters: ['1階 3番窓口'] });
    await assert.rejects(counter.sit(clerk, seatAt('1階 5番窓口')), { code: 'counter.other', status: 403 });
    await counter.sit(clerk, own);
    await counter.requireSeat(clerk, own);
    const colleague = staff('shiminka');
    await counter.sit(colleague, own);
    await assert.rejects(counter.requireSeat(clerk, own), { code: 'counter.seatTaken', status: 409 });
    await counter.requireSeat(colleague, own);
  });

  test("X2 looking ahead at today's visitors is duty, and the trail says so; of a protected person it stays closed", async () => {
    const { caseId, visit } = await prepared();
    const clerk = staff('shiminka');
    const seatId = await sit(clerk, '1階 3番窓口');
    const leg = (await reception.snapshot()).legs.find(({ visitId }) => visitId === visit.id);
    assert.equal(leg?.state, 'waiting');
    assert.ok((await counter.desk(clerk, seatId, leg.id))?.visitor?.case);
    const grounds = async () =>
      (
        await database.pool.query("select purpose from audit where actor = $1 and action = 'case:read' order by seq", [
          `staff:${clerk.staffId}`,
        ])
      ).rows.map(({ purpose }) => purpose);
    assert.deepEqual(await grounds(), ['expected']);
    await cases.setProtected(clerk, caseId, true);
    const hidden = (await counter.desk(clerk, seatId, leg.id))?.visitor;
    assert.equal(hidden?.case, null);
    assert.equal(hidden?.withheld, true);
    await reception.leave({ commandId: newId(), actor: clerk.staffId, counterId: seatId, legId: leg.id });
  });

  test('C4 C5 V6 V7 the visit drives the desk: entries, steps and notes for exactly this visitor, from place to place', async () => {
    const { visit, code, caseId } = await prepared();
    const clerk = staff('shiminka');
    const seatId = await sit(clerk, '1階 3番窓口');
    const leg = await reception.callNext({ commandId: newId(), actor: clerk.staffId, counterId: seatId });
    assert.equal(leg?.visitId, visit.id);

    const desk = await counter.desk(clerk, seatId);
    const visitor = desk?.visitor;
    assert.ok(desk && visitor?.case);
    assert.equal(visitor.case.code, code);
    assert.deepEqual(
      visitor.case.entries.map((one) => [one.entry.text, one.check]),
      [[['北川 美咲'], null]],
      'the entry of another department stays with that department',
    );
    assert.equal(visitor.case.withheld, true);
    assert.ok(visitor.case.badges.length > 0);
    assert.deepEqual(
      visitor.procedures.map(({ id, steps }) => [id, steps.map(({ text }) => text)]),
      ['tennyu_todoke', 'kokuho_kanyu'].map((id) => [
        id,
        inventory.procedureById.get(id)?.staffSteps.map((step) => step.do),
      ]),
    );

    const [first] = visitor.procedures[0]?.steps ?? [];
    assert.ok(first);
    const tick = { visitId: visit.id, procedureId: 'tennyu_todoke', step: first.key };
    await counter.tick(clerk, tick, true);
    await counter.tick(clerk, tick, true);
    await counter.check(clerk, {
      visitId: visit.id,
      entry: 'applicant.fullName',
      revision: visitor.case.revision,
      state: 'look',
    });
    const again = (await counter.desk(clerk, seatId))?.visitor;
    assert.deepEqual(again?.procedures[0]?.steps.map(({ done }) => done).slice(0, 2), [true, false]);
    assert.equal(again?.case?.entries[0]?.check, 'look');
    await counter.tick(clerk, tick, false);
    assert.equal((await counter.desk(clerk, seatId))?.visitor?.procedures[0]?.steps[0]?.done, false);

    await reception.act(command(clerk, seatId, leg.id), 'startServing');
    const desks = { reception, cases, desk: createCaseDesk(cases, clock) };
    await addVisitNote(
      desks,
      clerk,
      visit.id,
      '  口座の書類は後日です。 ',
      await counter.isAssigned(clerk, seatId, leg.id),
    );
    await addVisitNote(desks, clerk, visit.id, '   ', true);
    const finished = await reception.done(command(clerk, seatId, leg.id));
    await counter.markProcedures(clerk, finished, 'done');

    const other = staff('kosodate_josei', { name: '鈴木' });
    const otherSeat = await sit(other, '3階 子育て助成課');
    const next = await reception.callNext({ commandId: newId(), actor: other.staffId, counterId: otherSeat });
    assert.equal(next?.visitId, visit.id);
    const handedOver = (await counter.desk(other, otherSeat))?.visitor;
    assert.deepEqual(
      handedOver?.case?.notes.map(({ text, author }) => [author, text]),
      [['佐藤', '口座の書類は後日です。']],
    );
    assert.deepEqual(
      handedOver?.case?.entries.map((one) => one.entry.text),
      [['北川 蓮']],
    );
    const { procedures } = await cases.overview({ kind: 'resident', caseId }, caseId);
    assert.deepEqual(Object.fromEntries(procedures.map(({ id, state }) => [id, state])), {
      tennyu_todoke: 'done',
      kokuho_kanyu: 'done',
      jidou_teate_nintei: 'wanted',
    });
  });

  test('C4 entries that were changed after they were checked have to be looked at again', async () => {
    const { visit, caseId } = await prepared();
    const clerk = staff('shiminka');
    const seatId = await sit(clerk, '1階 3番窓口');
    await reception.callNext({ commandId: newId(), actor: clerk.staffId, counterId: seatId });
    const check = async () => (await counter.desk(clerk, seatId))?.visitor?.case?.entries[0]?.check;
    const key = 'applicant.fullName';
    await counter.check(clerk, { visitId: visit.id, entry: key, revision: 1, state: 'confirmed' });
    assert.equal(await check(), 'confirmed');
    await cases.saveEntries({ kind: 'resident', caseId }, caseId, {
      entries: [entry(key, '北川 みさき', 'tennyu_todoke')],
      expectedRevision: 1,
    });
    assert.equal(await check(), null);
    const leg = (await counter.desk(clerk, seatId))?.visitor?.leg;
    assert.ok(leg);
    await reception.leave({ commandId: newId(), actor: 'visitor', counterId: null, legId: leg.id });
  });

  test('V7 a desk of another department sees that there is a case, and nothing in it', async () => {
    const { visit } = await prepared();
    const stranger = staff('suidou');
    const seatId = await sit(stranger, '1階 3番窓口');
    const legId = (await reception.visit(visit.id))?.legs[0]?.id;
    const visitor = (await counter.desk(stranger, seatId, legId))?.visitor;
    assert.equal(visitor?.visit.id, visit.id);
    assert.equal(visitor.case, null);
    await reception.leave({ commandId: newId(), actor: 'visitor', counterId: null, legId: legId ?? '' });
  });

  test('V6 a note for somebody with a number only makes a case that keeps it, and the next desk reads it', async () => {
    const clerk = staff('shiminka');
    const { visit } = await reception.checkIn({
      commandId: newId(),
      actor: clerk.staffId,
      source: 'concierge',
      language: 'ja',
      caseId: null,
      procedures: ['tennyu_todoke'],
    });
    const seatId = await sit(clerk, '1階 3番窓口');
    const leg = await reception.callNext({ commandId: newId(), actor: clerk.staffId, counterId: seatId });
    assert.ok(leg);
    const desks = { reception, cases, desk: createCaseDesk(cases, clock) };
    await addVisitNote(desks, clerk, visit.id, '耳が聞こえにくい方です。', true);
    const visitor = (await counter.desk(clerk, seatId))?.visitor;
    assert.deepEqual(
      visitor?.case?.notes.map(({ text }) => text),
      ['耳が聞こえにくい方です。'],
    );
    const { rows } = await database.pool.query('select payload::text from event');
    assert.ok(rows.every(({ payload }) => !String(payload).includes('耳')));
  });
});

test('C4 steps name the papers that this visitor has to bring, and the screen of the business system', () => {
  const procedures = ['tennyu_todoke'];
  const papers = (facts: Record<string, boolean>) =>
    stepsFor(inventory, { procedures, facts, ticks: new Set() }, ['shiminka']).flatMap(({ steps }) =>
      steps.flatMap(({ documents }) => documents),
    );
  assert.ok(!papers({}).includes('委任状'));
  const steps = stepsFor(inventory, { procedures, facts: {}, ticks: new Set() }, ['shiminka'])[0]?.steps ?? [];
  assert.ok(steps.some(({ system }) => system?.includes('/')));
  assert.equal(new Set(steps.map(({ key }) => key)).size, steps.length);
});

test('C4 the step to open is the first that is not done, over all procedures', () => {
  const visitor = { procedures: ['tennyu_todoke', 'kokuho_kanyu'], facts: {} };
  const [first, second] = stepsFor(inventory, { ...visitor, ticks: new Set() }, ['shiminka']);
  assert.ok(first && second);
  const done = new Set(first.steps.map(({ key }) => `tennyu_todoke ${key}`));
  const ticked = stepsFor(inventory, { ...visitor, ticks: done }, ['shiminka']);
  assert.equal(nextStep(ticked), `kokuho_kanyu ${second.steps[0]?.key}`);
  assert.equal(nextStep([]), null);
});

test('C4 badges say what is so, in the words of the city, and nothing about a no or a doubt', () => {
  const badges = factBadges(inventory, { events: ['tennyu'], hasMyNumberCard: true, isAgent: false, dv: null });
  const label = (id: string) => inventory.factById.get(id)?.label.ja;
  const tennyu = inventory.factById.get('events')?.options.find(({ value }) => value === 'tennyu')?.label.ja;
  assert.deepEqual(badges, [tennyu, label('hasMyNumberCard')]);
});
