import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { cookieOf, later, makeHouse as openHouse, start } from './fixtures.tsx';
import { createAuthenticator } from './software-authenticator.ts';

const origin = 'http://localhost';

/** A house with an administrator who had a passkey and lost it, and those who may agree. */
async function makeHouse() {
  const house = await openHouse();
  after(house.close);
  const lost = await house.employ('ushinau', ['administrator']);
  const { challenge } = await house.identity.passkeys.beginRegistration({ ...house.clerk, id: lost.id }, origin, start);
  const kept = createAuthenticator(origin).register(challenge);
  assert.ok(await house.identity.passkeys.finishRegistration(lost.id, kept, 'かぎ', origin, start));
  const administrator = await house.employ('kanri', ['administrator']);
  const officer = await house.employ('anzen', ['security']);
  const get = (who: typeof lost) => house.send('GET', '/staff/recoveries', undefined, who.cookies);
  const post = (who: typeof lost, path = '', body = {}) =>
    house.send('POST', `/staff/recoveries${path}`, body, who.cookies);
  const idOf = async (who: typeof lost) => /recoveries\/([0-9a-f-]{36})\//.exec((await get(who)).body)?.[1] ?? '';
  const trail = async () =>
    (await house.audit.find({ from: start, until: later(10_000), about: 'other', limit: 100, offset: 0 }))
      .filter(({ action }) => action === 'account:recover')
      .map(({ actor, resource }) => `${resource.change} ${actor.replace('staff:', '')}`)
      .sort();
  return { ...house, lost, administrator, officer, get, post, idOf, trail };
}

test('X3 an administrator is let in again when two others agree, by a link that works once', async () => {
  const { lost, administrator, officer, get, post, idOf, send, trail } = await makeHouse();
  assert.equal((await post(administrator, '', { person: lost.id })).headers.location, '/staff/recoveries');
  const id = await idOf(officer);
  assert.match((await get(officer)).body, /同意した人: kanriさん\(1人 \/ 2人\)/);
  assert.equal((await post(administrator, `/${id}/invite`)).statusCode, 404, 'one is not two');
  await post(administrator, `/${id}/approve`);
  assert.equal((await post(administrator, `/${id}/invite`)).statusCode, 404, 'nor is one twice');
  await post(officer, `/${id}/approve`);
  const made = await post(officer, `/${id}/invite`);
  const link = /http:\/\/localhost(\/staff\/invitation\/[\w-]{22})/.exec(made.body)?.[1] ?? '';
  assert.doesNotMatch((await get(officer)).body, /staff\/invitation/);
  const elsewhere = await send('GET', '/staff/account', undefined, lost.cookies);
  assert.equal(elsewhere.statusCode, 303, 'who sat at their screens is out');
  const opened = await send('POST', link, {});
  assert.match(
    (await send('GET', '/staff/account', undefined, { '__Host-hm_s': cookieOf(opened) })).body,
    /ushinauさん/,
  );
  assert.equal((await send('POST', link, {})).statusCode, 403);
  assert.equal((await post(officer, `/${id}/invite`)).statusCode, 404, 'the request is used up');
  const [by, other] = [administrator.id, officer.id];
  assert.deepEqual(await trail(), [`approve ${other}`, `invite ${other}`, `request ${by}`].sort());
});

test('X3 one administrator alone makes no link for another, and nobody agrees for themselves', async () => {
  const { lost, administrator, officer, post, idOf, identity, send, time } = await makeHouse();
  const alone = await send('POST', `/staff/people/${lost.id}/invite`, {}, administrator.cookies);
  assert.equal(alone.headers.location, '/staff/recoveries');
  const page = (await send('GET', `/staff/people/${lost.id}`, undefined, administrator.cookies)).body;
  assert.doesNotMatch(page, /サインインのリンクを作る/);
  assert.match(page, /ほかの2人の同意/);
  assert.equal((await post(lost, '', { person: lost.id })).statusCode, 422);
  await post(administrator, '', { person: lost.id });
  const id = await idOf(administrator);
  await post(lost, `/${id}/approve`);
  assert.equal((await identity.recoveries.list(time.now))[0]?.approvals.length, 1);
  await post(officer, `/${id}/approve`);
  assert.equal((await post(lost, `/${id}/invite`)).statusCode, 404);
  // Who was let go in between agrees no more.
  await identity.people.disable(officer.id, 'system', start);
  assert.equal((await post(administrator, `/${id}/invite`)).statusCode, 404);
});

test('X3 who was never let in yet, or is no administrator, needs no second person', async () => {
  const { administrator, clerk, employ, send, post, get } = await makeHouse();
  const fresh = await employ('atarashii', ['administrator']);
  for (const id of [fresh.id, clerk.id]) {
    const made = await send('POST', `/staff/people/${id}/invite`, {}, administrator.cookies);
    assert.match(made.body, /staff\/invitation/);
    assert.equal((await post(administrator, '', { person: id })).statusCode, 422);
  }
  assert.equal((await post(administrator)).statusCode, 422, 'nobody was chosen');
  const counter = await employ('mado', ['counter']);
  assert.equal((await get(counter)).statusCode, 404);
});

test('X3 a request that was not asked for is withdrawn by the person themselves, and ends after a day', async () => {
  const { lost, administrator, get, post, idOf, identity, time, employ, trail } = await makeHouse();
  await post(administrator, '', { person: lost.id });
  assert.match((await get(lost)).body, /あなたの復旧が申し込まれています/);
  await post(lost, `/${await idOf(lost)}/withdraw`);
  assert.deepEqual(await identity.recoveries.list(time.now), []);
  await post(administrator, '', { person: lost.id });
  assert.equal((await identity.recoveries.list(later(24 * 60 - 1))).length, 1);
  assert.equal((await identity.recoveries.list(later(24 * 60))).length, 0);
  time.now = later(24 * 60);
  const another = await employ('hoka', ['administrator']);
  assert.equal((await post(another, '', { person: lost.id })).statusCode, 303, 'one may ask anew');
  assert.equal((await trail()).length, 4);
});

test('X3 of all who want to make the link at once, one gets it', async () => {
  const { lost, administrator, officer, post, idOf, identity, time } = await makeHouse();
  await post(administrator, '', { person: lost.id });
  const id = await idOf(officer);
  await post(officer, `/${id}/approve`);
  const made = await Promise.all(
    [administrator, officer, administrator].map((who) => identity.recoveries.invite(id, who.id, time.now)),
  );
  assert.equal(made.filter((path) => path !== undefined).length, 1);
});
