import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId } from '#platform/codes';
import { OperatorError } from '#platform/errors';
import { putAccount } from './account-store.ts';
import { cookieOf, later, makeHouse as openHouse, start } from './fixtures.tsx';
import { createIdentity, deleteEndedSessions, unlistedActions } from './index.ts';
import { passwordProblem } from './passwords.ts';
import { readSession, resumeOrStart } from './sessions.ts';
import { admitTry, forgiveTries } from './sign-in-store.ts';
import { createAuthenticator } from './software-authenticator.ts';

const origin = 'http://localhost';
const passphrase = 'みどりの 自転車で 川まで 三十分';

/** A house that goes when the test file has ended. */
async function makeHouse(options?: Parameters<typeof openHouse>[0]) {
  const house = await openHouse(options);
  after(house.close);
  return house;
}

test('X3 a session ends after twelve hours, and locks after ten minutes without a person', async () => {
  const { database, identity, clerk } = await makeHouse();
  const state = async (token: string, minutes: number, deliberate = true) =>
    (await readSession(database.kysely, token, later(minutes), deliberate)).kind;
  const token = await identity.signIn(clerk.id, {}, start);
  assert.equal(await state(token, 9), 'open');
  assert.equal(await state(token, 18), 'open', 'a touch at minute 9 counts');
  assert.equal(await state(token, 27, false), 'open', 'a page that refreshes itself is answered');
  assert.equal(await state(token, 29), 'locked', 'but it is no touch');
  const resumed = await resumeOrStart(database.kysely, token, clerk.id, later(29));
  assert.equal(await state(token, 30), 'none', 'the old cookie is worth nothing');
  assert.equal(await state(resumed, 30), 'open');
  assert.equal(await state('made up', 30), 'none');
  for (let minutes = 35; minutes < 720; minutes += 5) await state(resumed, minutes);
  assert.equal(await state(resumed, 719), 'open');
  assert.equal(await state(resumed, 720), 'none');
});

test('X3 what has ended is removed, what still counts stays', async () => {
  const { database, identity, clerk } = await makeHouse();
  await identity.signIn(clerk.id, {}, start);
  await identity.signIn(clerk.id, {}, later(60));
  await identity.people.invite(clerk.id, start);
  await identity.passkeys.beginSignIn(origin, start);
  await admitTry(database.kysely, 'account', 'yuki', start);
  assert.equal(await deleteEndedSessions(database.kysely, later(10)), 1);
  assert.equal(await deleteEndedSessions(database.kysely, later(12 * 60)), 2);
  assert.equal(await deleteEndedSessions(database.kysely, later(25 * 60)), 2);
});

test('X3 after 交代 the next person gets their own session, and the first one goes on later', async () => {
  const { database, identity, clerk, send } = await makeHouse();
  const other = { ...clerk, id: newId(), login: 'makoto', name: '田中 まこと' };
  await putAccount(database.kysely, other, false, start);
  const first = await identity.signIn(clerk.id, {}, start);
  assert.equal((await send('POST', '/staff/lock', {}, { '__Host-hm_s': first })).headers.location, '/staff/sign-in');
  assert.match(
    (await send('GET', '/staff/sign-in', undefined, { '__Host-hm_s': first })).body,
    /画面をロックしています/,
  );
  const second = await identity.signIn(other.id, { '__Host-hm_s': first }, later(1));
  const reads = async (token: string) => await readSession(database.kysely, token, later(2));
  const opened = await reads(second);
  assert.equal(opened.kind === 'open' && opened.staff.name, '田中 まこと');
  assert.equal((await reads(first)).kind, 'locked');
});

test('X3 a disabled account is out at its next request, and signing out everywhere ends all sessions', async () => {
  const { identity, clerk, send } = await makeHouse();
  const tokens = [await identity.signIn(clerk.id, {}, start), await identity.signIn(clerk.id, {}, start)];
  const status = async (token = '') =>
    (await send('GET', '/staff/account', undefined, { '__Host-hm_s': token })).statusCode;
  assert.deepEqual([await status(tokens[0]), await status(tokens[1])], [200, 200]);
  await send('POST', '/staff/account/sign-out-everywhere', {}, { '__Host-hm_s': tokens[0] ?? '' });
  assert.deepEqual([await status(tokens[0]), await status(tokens[1])], [303, 303]);
  const again = await identity.signIn(clerk.id, {}, start);
  await identity.people.disable(clerk.id, 'system', start);
  assert.equal(await status(again), 303);
});

test('X3 parallel guesses are counted exactly, and pauses double to fifteen minutes', async () => {
  const { database } = await makeHouse();
  const guess = (minutes: number) => admitTry(database.kysely, 'account', 'yuki', later(minutes));
  const guesses = await Promise.all(Array.from({ length: 20 }, () => guess(0)));
  assert.equal(guesses.filter(Boolean).length, 5);
  assert.equal(await guess(0.9), false);
  let minutes = 1;
  for (const pause of [2, 4, 8, 15, 15]) {
    assert.equal(await guess(minutes), true, `after ${minutes} minutes`);
    assert.equal(await guess(minutes + pause - 0.1), false, `a pause of ${pause} minutes`);
    minutes += pause;
  }
  assert.equal(await guess(minutes + 24 * 60 + 1), true);
  assert.equal(await guess(minutes + 24 * 60 + 1), true, 'a day forgets');
  await forgiveTries(database.kysely, 'yuki', 'block');
  assert.equal((await database.pool.query('select from sign_in_try')).rowCount, 0);
});

test('X3 a wrong password, an unknown person and a locked account get the same answer', async () => {
  const { identity, clerk, send } = await makeHouse({ mode: 'demo' });
  assert.equal(await identity.passwords.set(clerk, passphrase), undefined);
  const attempt = (login: string, password: string) => send('POST', '/staff/sign-in', { login, password });
  const wrong = await attempt('yuki', 'not the password');
  const unknown = await attempt('yuko', 'not the password');
  assert.equal(wrong.statusCode, 403);
  assert.equal(wrong.body.replaceAll('yuki', 'yuko'), unknown.body);
  const right = await attempt(' Yuki ', passphrase);
  assert.equal(right.headers.location, '/staff');
  assert.match(String(right.headers['set-cookie']), /^__Host-hm_s=[\w-]{22}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  for (let index = 0; index < 5; index += 1) await attempt('yuki', 'not the password');
  const locked = await attempt('yuki', passphrase);
  assert.equal(locked.body, (await attempt('yuki', 'not the password')).body);
  assert.equal(locked.statusCode, 403);
});

test('X3 a password is long and not made of what everyone would guess', () => {
  assert.equal(passwordProblem(passphrase.repeat(2), 'yuki'), undefined);
  for (const bad of ['short', 'asahikawa123456', 'aaaaaaaaaaaaaaaaaaaa', '旭川旭川旭川旭川旭川旭川旭川旭川']) {
    assert.notEqual(passwordProblem(bad, 'yuki'), undefined, bad);
  }
});

test('X3 where passwords are off, the page offers none and the address answers nothing', async () => {
  const { send } = await makeHouse({ passwords: false });
  assert.doesNotMatch((await send('GET', '/staff/sign-in')).body, /type="password"/);
  assert.equal((await send('POST', '/staff/sign-in', { login: 'yuki', password: 'x' })).statusCode, 404);
});

test('X3 a passkey is registered and signs in; replay and everything foreign is refused', async () => {
  const { identity, clerk, send, time, audit } = await makeHouse();
  const session = { '__Host-hm_s': await identity.signIn(clerk.id, {}, start) };
  const key = createAuthenticator(origin);
  const challenge = async (url: string, cookies = {}) =>
    JSON.parse((await send('POST', url, {}, cookies, true)).body).challenge as string;
  const register = async (deviation = {}) => {
    const response = key.register(await challenge('/staff/account/passkey/options', session), deviation);
    return (await send('POST', '/staff/account/passkey', { response }, session, true)).statusCode;
  };
  assert.equal(await register({ userVerified: false }), 403);
  assert.equal(await register({ origin: 'https://evil.example' }), 403);
  assert.equal(await register({ relyingParty: 'evil.example' }), 403);
  assert.equal(await register(), 200);

  const signIn = async (response: object) =>
    await send('POST', '/staff/passkey', { response, return: '/counter' }, {}, true);
  const attempt = async (deviation = {}) => signIn(key.signIn(await challenge('/staff/passkey/options'), deviation));
  for (const deviation of [
    { userVerified: false },
    { origin: 'https://evil.example' },
    { relyingParty: 'evil.example' },
    { counter: 0 },
  ]) {
    assert.equal((await attempt(deviation)).statusCode, 403, JSON.stringify(deviation));
  }
  const used = key.signIn(await challenge('/staff/passkey/options'));
  const good = await signIn(used);
  assert.deepEqual([good.statusCode, JSON.parse(good.body)], [200, { path: '/counter' }]);
  assert.equal((await send('GET', '/staff/account', undefined, { '__Host-hm_s': cookieOf(good) })).statusCode, 200);
  assert.equal((await signIn(used)).statusCode, 403, 'replay');
  assert.equal((await signIn(key.signIn('bWFkZSB1cA'))).statusCode, 403, 'a challenge that we did not make');
  const stranger = createAuthenticator(origin);
  assert.equal((await signIn(stranger.signIn(await challenge('/staff/passkey/options')))).statusCode, 403);
  const late = await challenge('/staff/passkey/options');
  time.now = later(6);
  assert.equal((await signIn(key.signIn(late))).statusCode, 403, 'too late');
  assert.equal((await audit.verify()).state, 'ok');
});

test('X3 adding a passkey needs a recent proof of identity, and nothing typed is led away', async () => {
  const { identity, clerk, send, time } = await makeHouse();
  const session = { '__Host-hm_s': await identity.signIn(clerk.id, {}, start) };
  time.now = later(6);
  assert.doesNotMatch((await send('GET', '/staff/account', undefined, session)).body, /data-passkey="add"/);
  const refused = await send('POST', '/staff/account/passkey/options', {}, session, true);
  assert.equal(refused.statusCode, 401);
  assert.match(refused.body, /もう一度サインイン/);
});

test('X3 whoever is not signed in is led to the sign-in page and back, never to another site', async () => {
  const { send } = await makeHouse();
  assert.equal((await send('GET', '/staff/account')).headers.location, '/staff/sign-in?return=%2Fstaff%2Faccount');
  const page = await send('GET', '/staff/sign-in?return=//evil.example');
  assert.doesNotMatch(page.body, /evil/);
});

test('X3 the first administrator comes in by a link that works once and for an hour', async () => {
  const { identity, send, time } = await makeHouse();
  const path = (await identity.prepare(start)) ?? '';
  assert.match((await send('GET', path)).body, /アカウントを開く/);
  const opened = await send('POST', path, {});
  assert.match(
    (await send('GET', '/staff/account', undefined, { '__Host-hm_s': cookieOf(opened) })).body,
    /管理者さん/,
  );
  assert.equal((await send('POST', path, {})).statusCode, 403);
  const second = (await identity.prepare(start)) ?? '';
  time.now = later(61);
  assert.equal((await send('POST', second, {})).statusCode, 403);
});

test('X3 demo accounts exist in demo mode only, and production refuses data that has them', async () => {
  const demo = await makeHouse({ mode: 'demo' });
  await demo.identity.prepare(start);
  assert.match((await demo.send('GET', '/staff/demo')).body, /value="demo-shimin"/);
  const chosen = await demo.send('POST', '/staff/demo', { login: 'demo-shimin' });
  assert.equal(chosen.headers.location, '/staff');
  const account = await demo.send('GET', '/staff/account', undefined, { '__Host-hm_s': cookieOf(chosen) });
  assert.match(account.body, /高橋 ゆき/);
  assert.match(account.body, /shiminka課/);
  assert.equal((await demo.send('POST', '/staff/demo', { login: 'yuki' })).statusCode, 404);

  const production = createIdentity({ ...demo, mode: 'production' });
  await assert.rejects(production.prepare(start), OperatorError);
  assert.equal((await (await makeHouse()).send('GET', '/staff/demo')).statusCode, 404);
});

test('X3 a device is enrolled by a code that works once and for ten minutes', async () => {
  const { identity, database, send, time } = await makeHouse();
  const administrator = {
    login: 'kanri',
    name: '山田',
    department: 'shiminka',
    roles: ['administrator'],
    counters: [],
  };
  const id = await putAccount(database.kysely, { ...administrator, id: newId() }, false, start);
  const session = { '__Host-hm_s': await identity.signIn(id, {}, start) };
  const codeFor = async (kind: string) =>
    /登録番号は (\d{4} \d{4})/.exec(
      (await send('POST', '/staff/devices', { kind, place: '1階' }, session)).body,
    )?.[1] ?? '';
  const code = await codeFor('kiosk');
  const enrolled = await send('POST', '/device', { code });
  assert.equal(enrolled.headers.location, '/kiosk');
  const cookies = { '__Host-hm_v': cookieOf(enrolled, '__Host-hm_v') };
  const evidence = { cookies, authorization: undefined, ip: '127.0.0.1', now: start, deliberate: true };
  const [device] = await identity.resolveSubject(evidence);
  assert.ok(device?.kind === 'device' && device.device === 'kiosk' && device.place === '1階');
  assert.equal((await send('POST', '/device', { code })).statusCode, 403);
  const expired = await codeFor('display');
  time.now = later(11);
  assert.equal((await send('POST', '/device', { code: expired })).statusCode, 403);
});

test('X2 every page of this module keeps others out and has no inline style or script', async () => {
  const { identity, clerk, send, application } = await makeHouse({ mode: 'demo' });
  const session = { '__Host-hm_s': await identity.signIn(clerk.id, {}, start) };
  const urls = application.routes().filter(({ method, url }) => method === 'GET' && url.startsWith('/staff'));
  assert.deepEqual(unlistedActions(application.routes()), []);
  assert.ok(urls.length >= 5);
  for (const { url } of urls) {
    const { headers, body } = await send('GET', url.replace(':token', 'abc'), undefined, session);
    assert.match(String(headers['content-security-policy']), /^default-src 'none'; script-src 'self';/, url);
    assert.equal(headers['cache-control'], 'no-store', url);
    assert.doesNotMatch(body, / style=| on[a-z]+="|<script>|data:/, url);
  }
});
