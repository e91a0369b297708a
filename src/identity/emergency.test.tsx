import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type CaseService, createCaseService } from '#cases';
import type { Inventory } from '#inventory';
import type { Staff } from '#platform/http';
import { isEmergency } from './emergencies.ts';
import { reasonProblem, reviewDay } from './emergency.ts';
import { later, makeHouse, start } from './fixtures.tsx';

/** As much of an inventory as a case needs. */
const inventory = {
  revision: 'r1',
  procedureById: new Map([['tennyu_todoke', { department: 'shiminka' }]]),
} as unknown as Inventory;
const reason = '来庁者が倒れたので、連絡先を確かめます。';

describe('X3 opening a case as an emergency', () => {
  let house: Awaited<ReturnType<typeof makeHouse>>;
  let cases: CaseService;
  let clerk: Awaited<ReturnType<typeof house.employ>>;
  let auditor: Awaited<ReturnType<typeof house.employ>>;
  before(async () => {
    house = await makeHouse({
      modules: ['cases'],
      residentOf: async (cookies) => (await cases.residentOf(cookies['__Host-hm_c'] ?? '')) ?? undefined,
      cases: () => ({
        find: (code) => cases.findForCheckIn(code),
        codesOf: (ids) => cases.codesOf(ids),
        async show(staff, caseId) {
          const { overview, entries, notes } = await cases.viewForCounter(staff, caseId, {});
          return { code: overview.code, entries, notes };
        },
      }),
    });
    const { database, keys, audit, clock } = house;
    cases = createCaseService({ database, keys, audit, clock, inventory: () => inventory, isEmergency });
    clerk = await house.employ('makoto', ['counter'], 'kokuhoka');
    auditor = await house.employ('kansa', ['auditor']);
  });
  after(() => house.close());

  /** A protected person's case that the clerk's department has nothing to do with. */
  const makeCase = async () => {
    const created = await cases.createCase(
      { kind: 'anonymous' },
      { facts: { dv: true }, procedures: ['tennyu_todoke'], undecided: [], language: 'ja' },
    );
    const entry = { key: 'phone', label: '電話番号', text: ['090-0000-目印'], typed: {}, value: null };
    await cases.saveEntries({ kind: 'resident', caseId: created.caseId }, created.caseId, {
      entries: [{ ...entry, class: 'sensitive', procedures: ['tennyu_todoke'] }],
      expectedRevision: 0,
    });
    return created;
  };
  const staff = (changes: Partial<Staff> = {}): Staff => ({
    kind: 'staff',
    staffId: clerk.id,
    name: 'makotoさん',
    roles: ['counter'],
    department: 'kokuhoka',
    counters: [],
    sessionId: 'x',
    authenticatedAt: start,
    ...changes,
  });
  const get = (url: string, cookies: Record<string, string> = clerk.cookies) =>
    house.send('GET', url, undefined, cookies);
  const open = (body: object, cookies = clerk.cookies) => house.send('POST', '/staff/emergency', body, cookies);

  test('X3 a case that is not theirs opens for half an hour, that case alone and to them alone', async () => {
    const [one, other] = [await makeCase(), await makeCase()];
    await assert.rejects(cases.viewForCounter(staff(), one.caseId, {}), { code: 'case.notFound' });
    assert.equal((await get(`/staff/emergency/${one.caseId}`)).statusCode, 404);
    const opened = await open({ code: one.code, category: 'life', reason });
    assert.equal(opened.headers.location, `/staff/emergency/${one.caseId}`);
    const page = await get(`/staff/emergency/${one.caseId}`);
    assert.match(page.body, /090-0000-目印/);
    assert.match(page.body, /10:30に閉じます/);
    await assert.rejects(cases.viewForCounter(staff(), other.caseId, {}), { code: 'case.notFound' });
    await assert.rejects(cases.viewForCounter(staff({ staffId: auditor.id }), one.caseId, {}), {
      code: 'case.notFound',
    });
    await assert.rejects(cases.viewForCounter(staff({ roles: ['auditor'] }), one.caseId, {}), {
      code: 'case.notFound',
    });
    house.time.now = later(30);
    await assert.rejects(cases.viewForCounter(staff(), one.caseId, {}), { code: 'case.notFound' });
    house.time.now = start;
  });

  test('X3 it needs a code that exists, a category and a reason of ten characters; nothing typed is lost', async () => {
    const { code } = await makeCase();
    for (const [body, sentence] of [
      [{ code: 'AAA-AAA-AAA', category: 'life', reason }, /このコードの受け付けは見つかりません/],
      [{ code, reason }, /何のために開くのかを選んでください/],
      [{ code, category: 'other', reason: ' みじかい  ' }, /10文字以上/],
    ] as const) {
      const answer = await open(body);
      assert.equal(answer.statusCode, 422);
      assert.match(answer.body, sentence);
      assert.ok(answer.body.includes(body.reason.trim()));
    }
    assert.equal(reasonProblem('一二三四五六七八九十'), undefined);
    assert.match(reasonProblem('一二三四五六七八九') ?? '', /10文字以上/);
  });

  test('X3 it needs a recent proof of identity and the role of a counter', async () => {
    const { code } = await makeCase();
    const late = await house.employ('osoi', ['counter']);
    house.time.now = later(6);
    assert.equal(
      (await get('/staff/emergency', late.cookies)).headers.location,
      '/staff/sign-in?return=%2Fstaff%2Femergency',
    );
    assert.equal((await open({ code, category: 'life', reason }, late.cookies)).statusCode, 401);
    house.time.now = start;
    for (const role of ['auditor', 'administrator', 'concierge', 'phone', 'analyst'] as const) {
      const { cookies } = await house.employ(`not-${role}`, [role]);
      assert.equal((await open({ code, category: 'life', reason }, cookies)).statusCode, 404, role);
    }
  });

  test('X2 it is told at once and stands in the trail with its purpose, without the reason', async () => {
    const { caseId, code } = await makeCase();
    const heard: string[] = [];
    let end = () => {};
    const told = new Promise<void>((resolve) => {
      house.bus
        .subscribe(['security'], null, (delivery) => {
          heard.push(JSON.stringify(delivery));
          resolve();
        })
        .then((unsubscribe) => {
          end = unsubscribe;
        });
    });
    await open({ code, category: 'law', reason });
    await told;
    end();
    assert.match(heard.join(), /emergency\.opened/);
    assert.doesNotMatch(heard.join(), /倒れた/);
    await get(`/staff/emergency/${caseId}`);
    const rows = await house.audit.ofCase(caseId);
    assert.deepEqual(
      rows.filter(({ actor }) => actor === `staff:${clerk.id}`).map(({ action, purpose }) => [action, purpose]),
      [
        ['case:breakGlass', 'law'],
        ['case:read', 'emergency'],
      ],
    );
  });

  test('X3 it stays red until somebody else has looked at it, and the week is not signed off before', async () => {
    const { code } = await makeCase();
    await open({ code, category: 'fault', reason: `${reason}二回目です。` });
    const page = (await get('/staff/audit', auditor.cookies)).body;
    assert.match(page, /確認していない「非常時の閲覧」が\d件あります/);
    assert.match(page, /二回目です/);
    assert.match(page, /11月25日\(水\)までに確認/);
    assert.doesNotMatch(page, /目印/, 'nothing of the case');

    house.time.now = later(4 * 24 * 60);
    const signIn = async (id: string) => ({ '__Host-hm_s': await house.identity.signIn(id, {}, house.time.now) });
    const cookies = await signIn(auditor.id);
    const sign = () => house.send('POST', '/staff/audit/week', { week: '2026-11-16' }, cookies);
    assert.match((await sign()).body, /先に確認してください/);
    const { emergencies } = house.identity;
    for (const { id } of await emergencies.unreviewed()) {
      assert.equal(await emergencies.review(staff(), id, house.time.now), false, 'not by oneself');
      const done = await house.send('POST', `/staff/audit/emergency/${id}`, {}, cookies);
      assert.equal(done.headers.location, '/staff/audit');
      assert.equal((await house.send('POST', `/staff/audit/emergency/${id}`, {}, cookies)).statusCode, 404);
    }
    assert.doesNotMatch((await get('/staff/audit', cookies)).body, /確認していない/);
    assert.equal((await sign()).headers.location, '/staff/audit/week?week=2026-11-16');
    house.time.now = start;
  });

  test('X2 residents see who looked at their own case, by department and reason, and nobody else does', async () => {
    const { caseId, code, token } = await makeCase();
    const opened = await cases.openByToken(token);
    const own = { '__Host-hm_c': opened?.session ?? '' };
    const url = `/case/${caseId}/looks`;
    assert.match((await get(url, own)).body, /まだだれも見ていません/);
    await open({ code, category: 'cover', reason });
    await get(`/staff/emergency/${caseId}`);
    const { body } = await get(url, own);
    assert.match(body, /11月20日\(金\) 10:00[\s\S]*kokuhoka課[\s\S]*非常時のため/);
    assert.doesNotMatch(body, /makoto/);
    const other = await makeCase();
    assert.equal((await get(`/case/${other.caseId}/looks`, own)).statusCode, 404);
    for (const { cookies } of [clerk, auditor]) assert.equal((await get(url, cookies)).statusCode, 404);
  });
});

test('X3 the review is due on the third open day', () => {
  const open = (day: string) => (['2026-11-21', '2026-11-22', '2026-11-23'].includes(day) ? '2026-11-24' : day);
  assert.equal(reviewDay(start, open), '2026-11-26');
});
