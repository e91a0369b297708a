import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Inventory, loadInventory } from '#inventory';
import { openAudit } from '#platform/audit';
import { type Clock, toDay } from '#platform/clock';
import type { Database } from '#platform/database';
import type { Resident, Staff } from '#platform/http';
import { openKeyRing } from '#platform/keys';
import { testDatabase } from '#platform/testing';
import type { CaseEntry } from './case.ts';
import { type CaseService, type CreatedCase, createCaseService } from './service.ts';

const time = { now: new Date('2026-11-20T01:00:00Z') };
const clock: Clock = { now: () => time.now, today: () => toDay(time.now) };
const dataFolder = mkdtempSync(join(tmpdir(), 'cases-'));
const inventory: Inventory = await loadInventory('content/asahikawa');
const anonymous = { kind: 'anonymous' } as const;

let database: Database;
let cases: CaseService;
before(async () => {
  database = await testDatabase('cases');
  const keys = openKeyRing({ mode: 'demo', dataFolder, masterKey: { kind: 'demo' } }, clock);
  const audit = openAudit({ database, clock, signingKey: keys.signingKey(), dataFolder });
  cases = createCaseService({ database, keys, audit, clock, inventory: () => inventory });
});
after(async () => {
  await database.close();
  rmSync(dataFolder, { recursive: true });
});

const departmentOf = (procedure: string): string => inventory.procedureById.get(procedure)?.department ?? '';

function newCase(facts = {}): Promise<CreatedCase> {
  const procedures = ['tennyu_todoke', 'kokuho_kanyu'];
  return cases.createCase(anonymous, { facts, procedures, undecided: ['jidou_teate_nintei'], language: 'ja' });
}

const resident = (caseId: string): Resident => ({ kind: 'resident', caseId });

const staff = (changes: Partial<Staff> = {}): Staff => ({
  kind: 'staff',
  staffId: 's1',
  name: '佐藤',
  roles: ['counter'],
  department: departmentOf('tennyu_todoke'),
  counters: [],
  sessionId: 'x',
  authenticatedAt: time.now,
  ...changes,
});

const entry = (key: string, text: string, changes: Partial<CaseEntry> = {}): CaseEntry => ({
  key,
  label: key,
  text: [text],
  typed: { [key]: text },
  value: text,
  class: 'personal',
  procedures: ['tennyu_todoke'],
  ...changes,
});

const save = (caseId: string, entries: CaseEntry[], expectedRevision = 0) =>
  cases.saveEntries(resident(caseId), caseId, { entries, expectedRevision });

const texts = async (subject: Staff | Resident, caseId: string): Promise<string[]> =>
  (await cases.readEntries(subject, caseId)).entries
    .reveal()
    .flatMap(({ text }) => [...text])
    .sort();

const auditOf = async (caseId: string): Promise<string[]> => {
  const { rows } = await database.pool.query(
    'select actor, action, outcome from audit where resource @> $1 order by seq',
    [{ case: caseId }],
  );
  return rows.map(({ actor, action, outcome }) => `${actor} ${action} ${outcome}`);
};

test('X2 what was told is found in no column of the database in the clear', async () => {
  const { caseId, token } = await newCase({ hasDog: true, note: '目印の犬' });
  await save(caseId, [entry('people.p1.fullName', '髙﨑 目印')]);
  for (const table of ['case', 'case_value', 'case_session', 'audit', 'event']) {
    const { rows } = await database.pool.query(`select * from "${table}"`);
    const dump = rows.map((row) =>
      Object.values(row)
        .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') + value.toString() : JSON.stringify(value)))
        .join(),
    );
    for (const secret of ['目印', token]) assert.equal(dump.join().includes(secret), false, table);
  }
  assert.deepEqual(await texts(resident(caseId), caseId), ['髙﨑 目印']);
  assert.equal((await cases.readKnown(resident(caseId), caseId)).reveal().facts.hasDog, true);
});

test('V3 X2 days given in the guide are kept with the facts, encrypted', async () => {
  const known = { facts: { hasDog: true }, dates: { moveIn: '2026-11-14' } };
  const { caseId } = await cases.createCase(anonymous, {
    ...known,
    procedures: ['tennyu_todoke'],
    undecided: [],
    language: 'ja',
  });
  assert.deepEqual((await cases.readKnown(resident(caseId), caseId)).reveal(), known);
  const { rows } = await database.pool.query('select blob from case_value where case_id = $1', [caseId]);
  assert.ok(rows.length > 0);
  for (const { blob } of rows) assert.equal(blob.toString().includes('2026-11-14'), false);
});

test('V3 saving keeps other entries, replaces named ones and takes removed ones out', async () => {
  const { caseId } = await newCase();
  await save(caseId, [entry('a', '1'), entry('b', '2', { class: 'sensitive' })]);
  await save(caseId, [entry('a', '3')], 1);
  assert.deepEqual(await texts(resident(caseId), caseId), ['2', '3']);
  await cases.saveEntries(resident(caseId), caseId, { entries: [], removed: ['b'], expectedRevision: 2 });
  assert.deepEqual(await texts(resident(caseId), caseId), ['3']);
});

test('V3 two open pages notice each other: the later one is told and nothing is overwritten', async () => {
  const { caseId } = await newCase();
  const results = await Promise.all([save(caseId, [entry('a', '1')]), save(caseId, [entry('a', '2')])]);
  assert.deepEqual(results.map(({ state }) => state).sort(), ['conflict', 'saved']);
  assert.equal((await texts(resident(caseId), caseId)).length, 1);
});

test('X2 a case opens by its secret link, and its session stands for the resident', async () => {
  const { caseId, token } = await newCase();
  const opened = await cases.openByToken(token);
  assert.deepEqual(await cases.residentOf(opened?.session ?? ''), resident(caseId));
  assert.equal(await cases.openByToken(`${token.slice(0, -1)}_`), null);
  assert.equal(await cases.residentOf('nothing'), null);
});

test('X2 a code opens nothing without a second value; number or birth date do', async () => {
  const { caseId, code, number } = await newCase();
  assert.equal(await cases.openByCode(code, {}, 'block-a'), null);
  assert.equal(await cases.openByCode(code, { birthDate: '1988-09-30' }, 'block-a'), null);
  assert.equal(
    (await cases.openByCode(code.toLowerCase().replaceAll('-', ' '), { number }, 'block-a'))?.caseId,
    caseId,
  );
  await cases.saveEntries(resident(caseId), caseId, { entries: [], expectedRevision: 0, birthDate: '1988-09-30' });
  assert.equal((await cases.openByCode(code, { birthDate: '1988-09-30' }, 'block-a'))?.caseId, caseId);
  assert.equal((await cases.readNumber(resident(caseId), caseId)).reveal(), number);
  assert.equal(await cases.openByCode('AAA-AAA-AAA', { number }, 'block-a'), null);
});

test('X2 five wrong tries close a code for 15 minutes, exactly, also when they come at once', async () => {
  const { code, number } = await newCase();
  const wrong = number === '0000' ? '1111' : '0000';
  const guesses = Array.from({ length: 5 }, (_, index) => cases.openByCode(code, { number: wrong }, `many-${index}`));
  assert.deepEqual(await Promise.all(guesses), Array(5).fill(null));
  assert.equal(await cases.openByCode(code, { number }, 'many-6'), null);
  time.now = new Date(time.now.getTime() + 14 * 60_000);
  assert.equal(await cases.openByCode(code, { number }, 'many-6'), null);
  time.now = new Date(time.now.getTime() + 2 * 60_000);
  assert.notEqual(await cases.openByCode(code, { number }, 'many-6'), null);
});

test('X2 twenty wrong tries from one address block close it for all codes', async () => {
  const { code, number } = await newCase();
  for (let index = 0; index < 20; index += 1) await cases.openByCode('H7K-4M2-P9X', { number: '0000' }, 'block-b');
  assert.equal(await cases.openByCode(code, { number }, 'block-b'), null);
  assert.notEqual(await cases.openByCode(code, { number }, 'block-c'), null);
});

test('X2 every look is in the audit trail, a denied one too, and looks like nothing is there', async () => {
  const { caseId } = await newCase();
  const stranger = staff({ staffId: 's2', department: 'elsewhere' });
  const notThere = { name: 'UserError', code: 'case.notFound' };
  await cases.readEntries(staff(), caseId);
  await assert.rejects(cases.readEntries(stranger, caseId), notThere);
  await assert.rejects(cases.readEntries(staff(), '019aa000-0000-7000-8000-000000000001'), notThere);
  await assert.rejects(cases.readEntries(resident('019aa000-0000-7000-8000-000000000001'), caseId), notThere);
  await assert.rejects(cases.readEntries(staff({ roles: ['administrator'] }), caseId), notThere);
  assert.deepEqual((await auditOf(caseId)).slice(1), [
    'staff:s1 case:read done',
    'staff:s2 case:read denied',
    'resident:019aa000-0000-7000-8000-000000000001 case:readOwn denied',
    'staff:s1 case:read denied',
  ]);
});

test('C4 a counter sees the entries of its own procedures; sensitive ones only while serving', async () => {
  const { caseId } = await newCase();
  const entries = [
    entry('move', '転入'),
    entry('insurance', '国保', { procedures: ['kokuho_kanyu'] }),
    entry('card', '在留', { class: 'sensitive' }),
  ];
  await save(caseId, entries);
  const shown = async (subject: Staff, assigned: boolean) => {
    const view = await cases.viewForCounter(subject, caseId, { assigned });
    return { texts: view.entries.reveal().map(({ key }) => key), withheld: view.withheld };
  };
  assert.deepEqual(await shown(staff(), false), { texts: ['move'], withheld: true });
  assert.deepEqual(await shown(staff(), true), { texts: ['move', 'card'], withheld: true });
  const insurance = staff({ department: departmentOf('kokuho_kanyu') });
  assert.deepEqual(await shown(insurance, true), { texts: ['insurance'], withheld: true });
  assert.deepEqual(await shown(staff({ roles: ['concierge'] }), false), { texts: [], withheld: true });
});

test('X2 a protected person is seen only by who is serving them', async () => {
  const { caseId } = await newCase({ dv: true });
  await assert.rejects(cases.viewForCounter(staff(), caseId, {}));
  assert.equal((await cases.viewForCounter(staff(), caseId, { assigned: true })).overview.caseId, caseId);
  await cases.setProtected(staff(), caseId, false, { assigned: true });
  assert.equal((await cases.viewForCounter(staff(), caseId, {})).overview.caseId, caseId);
});

test('C5 notes for the next counter are kept encrypted and read with the case', async () => {
  const { caseId } = await newCase();
  await cases.addNote(staff(), caseId, { department: 'kokuho', author: '佐藤', text: '通帳を忘れた' });
  const { notes } = await cases.viewForCounter(staff(), caseId, {});
  assert.deepEqual(
    notes.reveal().map(({ text, author }) => [author, text]),
    [['佐藤', '通帳を忘れた']],
  );
});

test('V3 procedures of a case: wanted, undecided, done', async () => {
  const { caseId } = await newCase();
  await cases.setProcedureState(staff(), caseId, 'tennyu_todoke', 'done');
  const { procedures } = await cases.overview(resident(caseId), caseId);
  assert.deepEqual(Object.fromEntries(procedures.map(({ id, state }) => [id, state])), {
    jidou_teate_nintei: 'undecided',
    kokuho_kanyu: 'wanted',
    tennyu_todoke: 'done',
  });
});

test('X2 cases go when their time is over, with their keys, and the deletion stands in the journal', async () => {
  const gone = await newCase();
  const kept = await newCase();
  await cases.deposit(resident(kept.caseId), kept.caseId);
  time.now = new Date(time.now.getTime() + 15 * 86_400_000);
  assert.ok((await cases.expire()) >= 1);
  assert.equal(await cases.openByToken(gone.token), null);
  assert.notEqual(await cases.openByToken(kept.token), null);
  const count = async (table: string) =>
    Number(
      (await database.pool.query(`select count(*) from ${table} where case_id = $1`, [gone.caseId])).rows[0].count,
    );
  assert.deepEqual([await count('case_key'), await count('case_value'), await count('case_procedure')], [0, 0, 0]);
  assert.match(readFileSync(join(dataFolder, 'deletions.log'), 'utf8'), new RegExp(`${gone.caseId}.*retention`));
  assert.equal(await cases.expire(), 0);
});

test('X2 a case without its key, as a restored backup brings it back, is deleted again', async () => {
  const { caseId } = await newCase();
  await database.pool.query('delete from case_key where case_id = $1', [caseId]);
  await assert.rejects(cases.overview(resident(caseId), caseId));
  assert.equal(await cases.expire(), 1);
});

test('X2 the resident can have everything deleted at once', async () => {
  const { caseId, token } = await newCase();
  await cases.remove(resident(caseId), caseId, 'request');
  assert.equal(await cases.openByToken(token), null);
});

test('V3 a deposited case is kept 30 days, never longer than 60', async () => {
  const { caseId } = await newCase();
  const day = 86_400_000;
  assert.equal((await cases.deposit(resident(caseId), caseId)).getTime(), time.now.getTime() + 30 * day);
  await cases.keepUntil(caseId, new Date(time.now.getTime() + 100 * day));
  const { expiresAt } = await cases.overview(resident(caseId), caseId);
  assert.equal(expiresAt.getTime(), time.now.getTime() + 60 * day);
});
