import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { AuditEntry } from '#platform/audit';
import { makeHouse, sampleCase, start } from './fixtures.tsx';
import { looksOf } from './looks.ts';
import { lastWeek, mondayOf } from './trail.ts';

const day = 24 * 60;

describe('X2 the trail of looks and its review', () => {
  let house: Awaited<ReturnType<typeof makeHouse>>;
  let auditor: Awaited<ReturnType<typeof house.employ>>;
  let other: Awaited<ReturnType<typeof house.employ>>;
  before(async () => {
    house = await makeHouse();
    auditor = await house.employ('kansa', ['auditor']);
    other = await house.employ('makoto', ['counter'], 'kokuhoka');
    await write({ purpose: 'assigned' });
    await write({ purpose: 'department' }, { purpose: 'department' });
    await write({ actor: `staff:${other.id}`, purpose: 'department', resource: { case: 'gone' } });
    await write({ actor: `staff:${other.id}`, outcome: 'denied' });
    await write({ actor: `resident:${sampleCase.id}`, action: 'case:readOwn' });
  });
  after(() => house.close());

  /** Looks of the clerk at the sample case, with changes. */
  const write = (...changes: Partial<AuditEntry>[]) =>
    house.database.transaction((transaction) =>
      house.audit.append(
        transaction,
        ...changes.map((change): AuditEntry => ({ ...look, actor: `staff:${house.clerk.id}`, ...change })),
      ),
    );
  const look = { action: 'case:read', resource: { case: sampleCase.id }, outcome: 'done' } as const;
  const get = async (url: string, cookies = auditor.cookies) => (await house.send('GET', url, undefined, cookies)).body;
  const post = (url: string, body: object = {}, cookies = auditor.cookies) => house.send('POST', url, body, cookies);
  /** The rows of the table of a page, each as its cells without markup. */
  const rowsOf = (html: string) =>
    [...html.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)]
      .map(([, row = '']) =>
        [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => cell.replaceAll(/<[^>]+>/g, '')),
      )
      .slice(1);

  test('X2 the trail says who looked at which case, and marks what was not theirs', async () => {
    const rows = rowsOf(await get('/staff/audit'));
    assert.equal(rows.length, 5, 'what residents do with their own case is no look of staff');
    const marked = rows.filter((cells) => cells[6] !== '').map((cells) => [cells[1], cells[3], cells[6]].join(' '));
    assert.deepEqual(marked.sort(), [
      'makotoさん H7K-4M2-P9X 開けなかった',
      'makotoさん 削除した受け付け 担当の外',
      '高橋 ゆき H7K-4M2-P9X 担当の外',
      '高橋 ゆき H7K-4M2-P9X 担当の外',
    ]);
    assert.equal(rows.filter((cells) => cells[5] === '担当として').length, 1);
  });

  test('X2 the trail is asked by person, by code, by day and by kind', async () => {
    const count = async (query: string) => rowsOf(await get(`/staff/audit?${query}`)).length;
    assert.equal(await count(`person=${other.id}`), 2);
    assert.equal(await count(`code=${sampleCase.code}`), 4);
    assert.equal(await count(`code=${sampleCase.code}&about=all`), 5);
    assert.equal(await count(`code=${sampleCase.code}&person=${other.id}`), 1);
    assert.equal(await count('day=2026-11-19'), 0);
    assert.equal(await count('day=2026-11-20'), 5);
    assert.ok((await count('about=other')) >= 2);
    const unknown = await get('/staff/audit?code=AAA-AAA-AAA');
    assert.match(unknown, /このコードの受け付けは見つかりません/);
    assert.equal(rowsOf(unknown).length, 0);
  });

  test('X2 long trails come a hundred lines at a time', async () => {
    await write(...Array.from({ length: 105 }, () => ({ purpose: 'assigned', actor: `staff:${auditor.id}` })));
    const first = await get(`/staff/audit?person=${auditor.id}`);
    assert.equal(rowsOf(first).length, 100);
    const next = /href="([^"]+)">もっと前の記録/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = await get(next);
    assert.equal(rowsOf(second).length, 5);
    assert.doesNotMatch(second, /もっと前の記録/);
  });

  test('X2 the weekly list counts what was outside, and is signed off once, when the week is over', async () => {
    const week = '/staff/audit/week?week=2026-11-18';
    const lines = async () => rowsOf(await get(week)).map((cells) => cells.join(' '));
    assert.deepEqual(await lines(), ['makotoさん 1 0 1 0', '高橋 ゆき 1 0 0 0']);
    const sign = () => post('/staff/audit/week', { week: '2026-11-16', remark: '問題ありません' });
    assert.match((await sign()).body, /まだ終わっていません/);
    house.time.now = new Date(start.getTime() + 4 * day * 60_000);
    auditor = { ...auditor, cookies: { '__Host-hm_s': await house.identity.signIn(auditor.id, {}, house.time.now) } };
    assert.equal((await sign()).headers.location, '/staff/audit/week?week=2026-11-16');
    assert.match(await get('/staff/audit/week'), /kansaさん[\s\S]*確認しました。[\s\S]*問題ありません/);
    assert.match((await sign()).body, /ほかの人が先に確認しました/);
  });

  test('X2 the check of the trail says what it found, and a changed row is shown as such', async () => {
    const check = async () => (await post('/staff/audit/verify')).body;
    assert.match(await check(), /書き換えられた記録はありません/);
    await house.database.pool.query('alter table audit disable trigger all');
    await house.database.pool.query("update audit set actor = 'staff:nobody' where seq = 1");
    assert.match(await check(), /書き換えられたか消されています/);
  });

  test('X3 nobody but those who watch over it reads the trail or signs it off', async () => {
    for (const role of ['counter', 'administrator', 'analyst', 'publisher'] as const) {
      const { cookies } = await house.employ(`no-${role}`, [role]);
      for (const url of ['/staff/audit', '/staff/audit/week', '/staff/audit/events']) {
        assert.equal((await house.send('GET', url, undefined, cookies)).statusCode, 404, `${role} ${url}`);
      }
      assert.equal((await post('/staff/audit/verify', {}, cookies)).statusCode, 404);
      assert.equal((await post('/staff/audit/week', { week: '2026-11-16' }, cookies)).statusCode, 404);
    }
    const security = await house.employ('anzen', ['security']);
    assert.equal((await house.send('GET', '/staff/audit', undefined, security.cookies)).statusCode, 200);
  });
});

test('X2 weeks begin on Monday, and the last one that is over is shown', () => {
  assert.deepEqual(['2026-11-16', '2026-11-22', '2026-11-23'].map(mondayOf), [
    '2026-11-16',
    '2026-11-16',
    '2026-11-23',
  ]);
  assert.equal(lastWeek(new Date('2026-11-22T14:59:00Z')), '2026-11-09');
  assert.equal(lastWeek(new Date('2026-11-22T15:00:00Z')), '2026-11-16');
});

test('X2 a resident is told which department looked, when and why, and no name', () => {
  const row = (at: string, actor: string, purpose: string | null, outcome = 'done') => ({
    stream: 0,
    seq: 1,
    at: new Date(at),
    actor,
    device: null,
    action: 'case:read',
    resource: { case: sampleCase.id },
    purpose,
    outcome,
    fields: [],
    prev: Buffer.alloc(0),
    hash: Buffer.alloc(0),
  });
  const looks = looksOf(
    [
      row('2026-11-20T01:00:00Z', 'staff:yuki', 'assigned'),
      row('2026-11-20T01:05:00Z', 'staff:haru', 'assigned'),
      row('2026-11-20T01:06:00Z', 'staff:makoto', 'emergency'),
      row('2026-11-20T01:07:00Z', 'staff:makoto', null, 'denied'),
      row('2026-11-20T01:08:00Z', `resident:${sampleCase.id}`, null),
      row('2026-11-21T01:00:00Z', 'device:1', null),
    ],
    (id) => (id === 'makoto' ? 'kokuhoka' : 'shiminka'),
  );
  assert.deepEqual(
    looks.map(({ day, by, department, reason }) => [day, by, department, reason]),
    [
      ['2026-11-21', 'device', undefined, 'other'],
      ['2026-11-20', 'staff', 'kokuhoka', 'emergency'],
      ['2026-11-20', 'staff', 'shiminka', 'assigned'],
    ],
  );
  assert.deepEqual(
    [looks[2]?.from, looks[2]?.until],
    [new Date('2026-11-20T01:00:00Z'), new Date('2026-11-20T01:05:00Z')],
  );
});
