import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Inventory, loadInventory } from '#inventory';
import { openAudit } from '#platform/audit';
import { fixedClock } from '#platform/clock';
import type { Database } from '#platform/database';
import type { Staff } from '#platform/http';
import { openKeyRing } from '#platform/keys';
import { testDatabase } from '#platform/testing';
import { mostFound, readSought } from './finding.ts';
import { type CaseService, createCaseService } from './service.ts';

const clock = fixedClock('2026-11-25T01:00:00Z');
const inventory: Inventory = await loadInventory('content/asahikawa');
const dataFolder = mkdtempSync(join(tmpdir(), 'finding-'));

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

const staff = (role: Staff['roles'][number], staffId = 's1'): Staff => ({
  kind: 'staff',
  staffId,
  name: '鈴木',
  roles: [role],
  department: 'sougouannai',
  counters: [],
  sessionId: 'x',
  authenticatedAt: clock.now(),
});
const concierge = staff('concierge');

const entry = (key: string, value: string) =>
  ({
    key,
    label: key,
    text: [value],
    typed: { [key]: value },
    value,
    class: 'personal',
    procedures: ['tennyu_todoke'],
  }) as const;

/** Somebody who entered their name and telephone number at home. */
async function somebody(kana: string, phone = '090-0000-1187', facts = {}): Promise<string> {
  const { caseId } = await cases.createCase(
    { kind: 'anonymous' },
    { facts, procedures: ['tennyu_todoke'], undecided: [], language: 'ja' },
  );
  await enter(caseId, kana, phone, 0);
  return caseId;
}

async function enter(caseId: string, kana: string, phone: string, expectedRevision: number): Promise<void> {
  const entries = [entry('people.p1.fullNameKana', kana), entry('applicant.contactPoint', phone)];
  await cases.saveEntries({ kind: 'resident', caseId }, caseId, { entries, expectedRevision });
}

/** Who is found among some cases by what was typed, as the entrance shows them; null when there are too many. */
async function found(typed: string, among: readonly string[], subject: Staff = concierge) {
  const sought = readSought(typed);
  assert.ok(sought, typed);
  const people = await cases.find(subject, sought, { cases: among, known: [] });
  return people?.map(({ caseId }) => caseId) ?? null;
}

test('V4 V8 somebody is found by family name, given name or both, from two kana on, in every kind of kana', async () => {
  const hanako = await somebody('サトウ　ハナコ');
  const shota = await somebody('サトミ　ショウタ');
  const anh = await somebody('グエン　ティ　アン');
  const all = [hanako, shota, anh];
  for (const typed of ['サトウ', 'さとう はな', 'ｻﾄｳ', 'ハナコ', 'さとうはなこ', ' はな ']) {
    assert.deepEqual(await found(typed, all), [hanako], typed);
  }
  assert.deepEqual((await found('さと', all))?.sort(), [hanako, shota].sort());
  assert.deepEqual(await found('シヨウタ', all), [shota], 'old papers write small kana large');
  assert.deepEqual(await found('ティアン', all), [anh]);
  assert.deepEqual(await found('ナコ', all), [], 'not from the middle of a word');
});

test('V4 V8 somebody is found by the telephone number, however it is written', async () => {
  const mine = await somebody('クドウ　ミドリ', '0166-26-1111');
  const other = await somebody('クドウ　ミドリ', '090-0000-2222');
  for (const typed of ['0166-26-1111', '0166261111', '０１６６－２６－１１１１', '0166(26)1111']) {
    assert.deepEqual(await found(typed, [mine, other]), [mine], typed);
  }
  assert.deepEqual(await found('0166-26-1112', [mine, other]), []);
});

test('V8 what was corrected at home is what one is found by', async () => {
  const caseId = await somebody('タナカ　イチロウ');
  assert.deepEqual(await found('たなか', [caseId]), [caseId]);
  await enter(caseId, 'ナカタ　イチロウ', '090-0000-1187', 1);
  assert.deepEqual(await found('たなか', [caseId]), []);
  assert.deepEqual(await found('なかた', [caseId]), [caseId]);
});

test('V8 X2 only those are looked among who are expected or here, and too many matches show nobody', async () => {
  const all = await Promise.all(
    Array.from({ length: mostFound + 1 }, (_, index) => somebody('ヤマダ　タロウ', `090-0000-333${index}`)),
  );
  assert.equal(await found('やまだ', all), null);
  assert.deepEqual(await found('やまだ', all.slice(0, 1)), all.slice(0, 1));
  assert.deepEqual(await found('やまだ', []), []);
});

test('X2 a name shows only so much as tells two people apart', async () => {
  const caseId = await somebody('サカモト　リョウ', '090-1234-5678');
  const sought = readSought('さかもと');
  assert.ok(sought);
  const [person] = (await cases.find(concierge, sought, { cases: [caseId], known: [] })) ?? [];
  assert.deepEqual(person?.person.reveal(), { name: 'サカモト リ…', phoneEnd: '78' });
  assert.doesNotMatch(JSON.stringify(person), /サカモト/, 'and not by accident in a log');
});

test('X2 a protected person is not in the answer, and the try stands in the trail', async () => {
  const hidden = await somebody('ホンダ　サクラ', '090-0000-4444', { dv: true });
  const seen = await somebody('ホンダ　サクラ', '090-0000-5555');
  assert.deepEqual(await found('ほんだ', [hidden, seen]), [seen]);
  await cases.setProtected(staff('counter', 's2'), seen, true, { assigned: true });
  assert.deepEqual(await found('ほんだ', [hidden, seen]), []);
  const { rows } = await database.pool.query(
    "select outcome, resource from audit where action = 'case:find' and resource @> $1",
    [{ case: hidden }],
  );
  assert.deepEqual(
    rows.map(({ outcome }) => outcome),
    ['denied', 'denied'],
  );
});

test('X2 nobody else finds people by name: neither desks nor machines nor who looks after the house', async () => {
  const caseId = await somebody('アオキ　ジュン');
  for (const role of ['counter', 'phone', 'administrator', 'auditor'] as const) {
    assert.deepEqual(await found('あおき', [caseId], staff(role)), [], role);
  }
  const sought = readSought('あおき');
  assert.ok(sought);
  const machine = { kind: 'device', deviceId: 'd1', device: 'concierge', place: '入口' } as const;
  assert.deepEqual(await cases.find(machine, sought, { cases: [caseId], known: [] }), []);
});

test('X2 a search is written down with who searched and who was shown, never with what was typed', async () => {
  const caseId = await somebody('モリ　アキラ', '090-0000-6666');
  await found('もりあ', [caseId], staff('concierge', 's9'));
  const { rows } = await database.pool.query("select * from audit where actor = 'staff:s9' order by at");
  assert.deepEqual(
    rows.map(({ action, resource, outcome }) => [action, resource, outcome]).sort(),
    [
      ['case:find', { by: 'kana' }, 'done'],
      ['case:find', { case: caseId }, 'done'],
    ].sort(),
  );
  assert.equal(JSON.stringify(rows).includes('モリ'), false);
});

test('X2 a mark fits many names, tells nothing without the key, and goes with the night and with the case', async () => {
  const caseId = await somebody('ニシ　カオル');
  await found('にし', [caseId]);
  const marks = async () => {
    const { rows } = await database.pool.query('select kind, mark from case_mark where case_id = $1', [caseId]);
    return rows.map(({ kind, mark }) => [kind, mark] as const);
  };
  const before = await marks();
  assert.deepEqual(before.map(([kind]) => kind).sort(), ['kana', 'kana', 'phone']);
  for (const [kind, mark] of before) assert.ok(mark < (kind === 'kana' ? 2 ** 10 : 2 ** 16));
  assert.ok((await cases.forgetMarks()) >= 3);
  assert.deepEqual(await marks(), []);
  assert.deepEqual(await found('にし', [caseId]), [caseId], 'made again when somebody is looked for');
  assert.deepEqual((await marks()).sort(), [...before].sort());
  await cases.remove({ kind: 'resident', caseId }, caseId, 'request');
  assert.deepEqual(await marks(), []);
});

test('V8 what is neither kana from two letters on nor a telephone number is not looked for', () => {
  for (const typed of ['', 'サ', '佐藤', 'H7K-4M2-P9X', '12', 'Sato', 'さ とう。'])
    assert.equal(readSought(typed), null, typed);
});
