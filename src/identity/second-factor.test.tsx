import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { findListed } from './account-store.ts';
import { cookieOf, later, makeHouse as openHouse, start } from './fixtures.tsx';
import { addressForApp, newSecret, readCode, secretInGroups, stepOf } from './second-factor.ts';
import { codeOfApp } from './software-app.ts';

const passphrase = 'みどりの 自転車で 川まで 三十分';

/** A house that goes when the test file has ended. */
async function makeHouse(options?: Parameters<typeof openHouse>[0]) {
  const house = await openHouse(options);
  after(house.close);
  return house;
}

const seconds = (count: number): Date => new Date(start.getTime() + count * 1000);

/** A house whose clerk has a password and an app; gives the secret of the app and the recovery codes. */
async function withApp(options?: Parameters<typeof openHouse>[0]) {
  const house = await makeHouse(options);
  const { identity, clerk } = house;
  assert.equal(await identity.passwords.set(clerk, passphrase), undefined);
  const { groups } = await identity.secondFactors.begin(clerk, seconds(-60));
  const codes = await identity.secondFactors.confirm(clerk.id, codeOfApp(groups, seconds(-60)), seconds(-60));
  assert.ok(codes, 'the first code counts');
  const password = () =>
    house.send('POST', '/staff/sign-in', { login: 'yuki', password: passphrase, return: '/counter' });
  const begin = async () => /name="begun" value="([\w-]{22})"/.exec((await password()).body)?.[1] ?? '';
  const code = async (typed: string, begun?: string) =>
    house.send('POST', '/staff/sign-in/code', { begun: begun ?? (await begin()), code: typed, return: '/counter' });
  return { ...house, groups, codes, password, begin, code };
}

test('X3 the codes are those of RFC 6238, with half a minute of drift to each side', () => {
  // Appendix B: the secret is the text 12345678901234567890; the last six of its eight digits.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  for (const [second, code] of [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
  ] as const) {
    const at = new Date(second * 1000);
    const step = Math.floor(second / 30);
    assert.equal(stepOf(code, secret, at), step);
    assert.equal(codeOfApp(secret, at), code, 'the app of these tests agrees');
    for (const [periods, counts] of [
      [-2, false],
      [-1, true],
      [1, true],
      [2, false],
    ] as const)
      assert.equal(stepOf(code, secret, new Date((step + periods) * 30_000)), counts ? step : null, `${periods}`);
  }
  const address = new URL(addressForApp(secret, 'yuki'));
  assert.equal(`${address.protocol}//${address.host}`, 'otpauth://totp');
  assert.equal(address.searchParams.get('secret'), secret);
  assert.equal(address.searchParams.get('issuer'), 'ひとまど');
});

test('X3 a code is read as people type it, and nothing else is one', () => {
  assert.equal(readCode(' 123 456 '), '123456');
  assert.equal(readCode('１２３４５６'), '123456');
  for (const wrong of ['', '12345', '1234567', '12345a', 'H7K-4M2-P9X']) assert.equal(readCode(wrong), null, wrong);
  fc.assert(
    fc.property(fc.date({ min: start, max: later(600_000), noInvalidDate: true }), (at) => {
      const secret = newSecret();
      assert.match(secretInGroups(secret), /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
      assert.notEqual(stepOf(codeOfApp(secretInGroups(secret), at), secret, at), null);
    }),
    { numRuns: 50 },
  );
});

test('X3 in production a password alone lets nobody in, and nobody learns that it was right', async () => {
  const { identity, clerk, send } = await makeHouse();
  await identity.passwords.set(clerk, passphrase);
  const right = await send('POST', '/staff/sign-in', { login: 'yuki', password: passphrase });
  const wrong = await send('POST', '/staff/sign-in', { login: 'yuki', password: 'not the password' });
  assert.deepEqual([right.statusCode, right.body], [403, wrong.body]);
  assert.equal(cookieOf(right), '');
});

test('X3 in a demo a password does, until somebody registers an app', async () => {
  const { identity, clerk, send } = await makeHouse({ mode: 'demo' });
  await identity.passwords.set(clerk, passphrase);
  const attempt = () => send('POST', '/staff/sign-in', { login: 'yuki', password: passphrase });
  assert.notEqual(cookieOf(await attempt()), '');
  const { groups } = await identity.secondFactors.begin(clerk, start);
  assert.notEqual(cookieOf(await attempt()), '', 'a secret that waits asks for nothing');
  await identity.secondFactors.confirm(clerk.id, codeOfApp(groups, start), start);
  const asked = await attempt();
  assert.equal(cookieOf(asked), '');
  assert.match(asked.body, /確認コードを入れる/);
});

test('X3 password and code sign in and lead where one wanted to go; a code is good once', async () => {
  const { code, password, groups, send, audit, clerk } = await withApp();
  assert.equal(cookieOf(await password()), '');
  const shown = codeOfApp(groups, start);
  const opened = await code(shown);
  assert.equal(opened.headers.location, '/counter');
  assert.equal((await send('GET', '/staff/account', undefined, { '__Host-hm_s': cookieOf(opened) })).statusCode, 200);
  const replayed = await code(shown);
  assert.deepEqual([replayed.statusCode, cookieOf(replayed)], [403, '']);
  assert.match(replayed.body, /同じコードは2回使えません/);
  const earlier = await code(codeOfApp(groups, seconds(-30)));
  assert.equal(earlier.statusCode, 403, 'nor is one from before it');
  assert.equal(
    (await code(codeOfApp(groups, seconds(30)))).statusCode,
    303,
    'the telephone may be half a minute ahead',
  );
  const trail = await audit.find({ from: seconds(-3600), until: later(60), about: 'other', limit: 50, offset: 0 });
  const acts = trail
    .filter(({ resource }) => resource.staff === clerk.id)
    .map(({ action, resource }) => `${action} ${resource.change ?? ''}`.trim());
  assert.deepEqual(acts.sort(), ['account:change secondFactor', 'account:signIn', 'account:signIn']);
});

test('X3 one code lets one of many in at the same moment', async () => {
  const { code, begin, groups } = await withApp();
  const begun = await Promise.all(Array.from({ length: 4 }, begin));
  const answers = await Promise.all(begun.map((each) => code(codeOfApp(groups, start), each)));
  assert.equal(answers.filter(({ statusCode }) => statusCode === 303).length, 1);
});

test('X3 wrong codes are counted and bring a pause; the count of the password is another one', async () => {
  const { code, begin, groups, time } = await withApp();
  for (let tries = 0; tries < 5; tries += 1) assert.equal((await code('000000')).statusCode, 403);
  const waiting = await begin();
  assert.notEqual(waiting, '', 'the password still counts');
  assert.equal((await code(codeOfApp(groups, start), waiting)).statusCode, 403, 'a right code within the pause');
  time.now = later(1.1);
  assert.equal((await code(codeOfApp(groups, time.now), waiting)).statusCode, 303);
});

test('X3 the code must follow within five minutes, and ends every sign-in that was begun', async () => {
  const { code, begin, groups, time } = await withApp();
  const [late, other] = [await begin(), await begin()];
  time.now = later(5.1);
  assert.match((await code(codeOfApp(groups, time.now), late)).body, /はじめからやり直して/);
  time.now = later(1);
  assert.equal((await code(codeOfApp(groups, time.now), other)).statusCode, 303);
  time.now = later(2);
  assert.match((await code(codeOfApp(groups, time.now), late)).body, /はじめからやり直して/);
  assert.match((await code(codeOfApp(groups, time.now), 'made up')).body, /はじめからやり直して/);
});

test('X3 a recovery code lets in once, however it is typed; new ones take the place of all', async () => {
  const { code, codes, identity, clerk, send, audit } = await withApp();
  assert.equal(codes.length, 10);
  assert.equal(new Set(codes).size, 10);
  const [first = '', second = ''] = codes;
  const opened = await code(first.toLowerCase().replaceAll('-', ' '));
  assert.equal(opened.headers.location, '/staff/account', 'to where new ones are made');
  assert.equal((await code(first)).statusCode, 403);
  assert.equal((await identity.secondFactors.state(clerk.id))?.codesLeft, 9);
  const account = await send('GET', '/staff/account', undefined, { '__Host-hm_s': cookieOf(opened) });
  assert.match(account.body, /あと9個/);
  const renewed = await send('POST', '/staff/account/second-factor/codes', {}, { '__Host-hm_s': cookieOf(opened) });
  const [third = ''] = renewed.body.match(/[A-Z2-9]{3}-[A-Z2-9]{3}-[A-Z2-9]{3}/) ?? [];
  assert.equal((await code(second)).statusCode, 403);
  assert.equal((await code(third)).statusCode, 303);
  const trail = await audit.find({ from: start, until: later(60), about: 'other', limit: 50, offset: 0 });
  assert.equal(
    trail.filter(({ action, resource }) => action === 'account:signIn' && resource.by === 'recoveryCode').length,
    2,
  );
});

test('X3 secrets are kept sealed and recovery codes hashed: the tables alone open nothing', async () => {
  const { database, groups, codes, employ, identity } = await withApp();
  const { rows } = await database.pool.query('select secret, pending from staff_second_factor');
  const secret = groups.replaceAll(' ', '');
  assert.equal(rows[0].pending, null);
  assert.equal(rows[0].secret.includes(Buffer.from(secret)), false);
  const kept = (await database.pool.query('select hash from staff_recovery_code')).rows;
  assert.equal(kept.length, 10);
  for (const { hash } of kept) {
    assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assert.ok(codes.every((code) => !hash.includes(code)));
  }
  // A secret that was moved to another person's row does not open there.
  const thief = await employ('makoto', ['counter']);
  await database.pool.query('update staff_second_factor set staff_id = $1', [thief.id]);
  const begun = await identity.secondFactors.afterPassword(thief.id, start);
  assert.ok(typeof begun === 'object');
  await assert.rejects(identity.secondFactors.continue(begun.begun, codeOfApp(groups, start), '192.0.2.1', start));
});

test('X3 an app is registered on one’s own page: the code proves it, a wrong one keeps the same secret', async () => {
  const { identity, clerk, send, time } = await makeHouse();
  const session = { '__Host-hm_s': await identity.signIn(clerk.id, {}, start) };
  const shown = (await send('POST', '/staff/account/second-factor', {}, session)).body;
  const secretOf = (body: string) => /<code>([A-Z2-7 ]{39})<\/code>/.exec(body)?.[1] ?? '';
  const secret = secretOf(shown);
  assert.match(shown, /role="img"/);
  // Fetching the telephone takes longer than a proof of identity lasts.
  time.now = later(9);
  const confirm = (code: string) => send('POST', '/staff/account/second-factor/confirm', { code }, session);
  const wrong = await confirm('12345');
  assert.equal(wrong.statusCode, 422);
  assert.match(wrong.body, /数字が合いません/);
  assert.equal(secretOf(wrong.body), secret);
  const confirmed = await confirm(codeOfApp(secret, time.now));
  assert.equal(confirmed.body.match(/<code>[A-Z2-9]{3}-[A-Z2-9]{3}-[A-Z2-9]{3}<\/code>/g)?.length, 10);
  assert.equal((await confirm(codeOfApp(secret, time.now))).headers.location, '/staff/account', 'shown once');
  // Another app takes the place of the first with its own first code, not before.
  time.now = later(9);
  const again = { '__Host-hm_s': await identity.signIn(clerk.id, session, time.now) };
  const second = secretOf((await send('POST', '/staff/account/second-factor', {}, again)).body);
  time.now = later(17);
  assert.equal((await send('GET', '/staff/account', undefined, again)).statusCode, 200);
  time.now = later(24.5);
  assert.equal(
    (await send('POST', '/staff/account/second-factor/confirm', { code: codeOfApp(second, time.now) }, again))
      .statusCode,
    303,
  );
  assert.equal((await identity.secondFactors.state(clerk.id))?.since.getTime(), later(9).getTime());
});

test('X3 registering, new codes and taking away need a recent proof of identity', async () => {
  const { identity, clerk, send, time } = await withApp();
  const session = { '__Host-hm_s': await identity.signIn(clerk.id, {}, start) };
  time.now = later(6);
  for (const path of ['', '/codes', '/remove']) {
    const answer = await send('POST', `/staff/account/second-factor${path}`, {}, session);
    assert.equal(answer.statusCode, 401, path);
  }
  assert.ok(await identity.secondFactors.state(clerk.id));
  const renewed = { '__Host-hm_s': await identity.signIn(clerk.id, session, time.now) };
  assert.equal(
    (await send('POST', '/staff/account/second-factor/remove', {}, renewed)).headers.location,
    '/staff/account',
  );
  assert.equal(await identity.secondFactors.state(clerk.id), undefined);
});

test('X3 password and code are the proof of identity that great steps ask for', async () => {
  const { identity, clerk, send, time, begin, groups } = await withApp();
  const session = { '__Host-hm_s': await identity.signIn(clerk.id, {}, start) };
  time.now = later(6);
  const begun = await begin();
  const proof = { begun, code: codeOfApp(groups, time.now), return: '/staff/account' };
  const proven = await send('POST', '/staff/sign-in/code', proof, session);
  assert.equal(proven.headers.location, '/staff/account');
  assert.doesNotMatch(
    (await send('GET', '/staff/account', undefined, { '__Host-hm_s': cookieOf(proven) })).body,
    /もう一度本人確認/,
  );
});

test('X3 an administrator takes the app of a clerk away, never their own or another administrator’s', async () => {
  const { employ, identity, clerk, send, audit, password, database } = await withApp();
  const administrator = await employ('kanri', ['administrator']);
  const reset = (id: string) => send('POST', `/staff/people/${id}/reset-second-factor`, {}, administrator.cookies);
  assert.match(
    (await send('GET', `/staff/people/${clerk.id}`, undefined, administrator.cookies)).body,
    /確認アプリの登録を外す/,
  );
  assert.equal((await reset(clerk.id)).headers.location, `/staff/people/${clerk.id}`);
  assert.equal(await identity.secondFactors.state(clerk.id), undefined);
  assert.equal((await password()).statusCode, 403, 'and with it the password');
  assert.equal((await findListed(database.kysely, clerk.id))?.canSignIn, false);
  const trail = await audit.find({ from: start, until: later(60), about: 'other', limit: 50, offset: 0 });
  assert.deepEqual(
    trail.filter(({ resource }) => resource.change === 'removeSecondFactor').map(({ actor }) => actor),
    [`staff:${administrator.id}`],
  );
  assert.equal((await reset(administrator.id)).statusCode, 404);
  assert.equal(
    (await send('POST', `/staff/people/${clerk.id}/reset-second-factor`, {}, (await employ('x', ['auditor'])).cookies))
      .statusCode,
    404,
  );
});

test('X3 where passwords are off there is no second factor to register', async () => {
  const { identity, clerk, send } = await makeHouse({ passwords: false });
  const session = { '__Host-hm_s': await identity.signIn(clerk.id, {}, start) };
  assert.doesNotMatch((await send('GET', '/staff/account', undefined, session)).body, /確認アプリ/);
  for (const path of ['', '/codes', '/remove'])
    assert.equal((await send('POST', `/staff/account/second-factor${path}`, {}, session)).statusCode, 404, path);
  assert.equal((await send('POST', '/staff/sign-in/code', { begun: 'x', code: '123456' })).statusCode, 404);
});
