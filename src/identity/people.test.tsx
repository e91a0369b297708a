import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { cookieOf, later, makeHouse, start } from './fixtures.tsx';
import { personProblems } from './person.ts';
import { homeOf, roomsOf } from './rooms.ts';

const newPerson = { name: '髙﨑 みどり', login: 'Midori', department: 'kokuhoka', roles: ['counter', 'phone'] };

describe('X3 administration of accounts and devices', () => {
  let house: Awaited<ReturnType<typeof makeHouse>>;
  let administrator: Awaited<ReturnType<typeof house.employ>>;
  before(async () => {
    house = await makeHouse();
    administrator = await house.employ('kanri', ['administrator']);
  });
  after(() => house.close());

  const get = (url: string, cookies = administrator.cookies) => house.send('GET', url, undefined, cookies);
  const post = (url: string, body: object = {}, cookies = administrator.cookies) =>
    house.send('POST', url, body, cookies);
  const add = async (login: string) => {
    const { location } = (await post('/staff/people/new', { ...newPerson, login })).headers;
    return String(location).replace('/staff/people/', '');
  };
  /** What the trail says was changed of an account, and by whom, in the order of the alphabet. */
  const trailOf = async (staff: string) =>
    (await house.audit.find({ from: start, until: later(100_000), about: 'other', limit: 100, offset: 0 }))
      .filter(({ resource }) => resource.staff === staff && resource.change !== undefined)
      .map(({ actor, resource, fields }) => [resource.change, ...fields, actor].join(' '))
      .sort();

  test('X3 a person is added, changed and listed, and every change stands in the trail', async () => {
    const id = await add('Midori ');
    const list = (await get('/staff/people')).body;
    assert.match(list, /髙﨑 みどり/);
    assert.match(list, /midori/);
    assert.match(list, /まだサインインできません/);
    const changed = { ...newPerson, department: 'shiminka', roles: ['auditor'], counters: ['1階 3番窓口'] };
    assert.equal((await post(`/staff/people/${id}`, changed)).headers.location, '/staff/people');
    const account = await house.identity.people.find(id);
    assert.deepEqual(
      [account?.login, account?.department, account?.roles, account?.counters],
      ['midori', 'shiminka', ['auditor'], ['1階 3番窓口']],
    );
    const by = `staff:${administrator.id}`;
    assert.deepEqual(await trailOf(id), [`add ${by}`, `change department roles counters ${by}`]);
  });

  test('X3 what cannot be kept comes back as it was typed, with what to do', async () => {
    const wrong = { name: '', login: 'ゆ', department: 'nowhere', roles: ['administrator', 'auditor'] };
    const answer = await post('/staff/people/new', wrong);
    assert.equal(answer.statusCode, 422);
    for (const text of ['直すところが4か所あります', 'value="ゆ"', '別の人にしてください'])
      assert.ok(answer.body.includes(text), text);
    const taken = await post('/staff/people/new', { ...newPerson, login: ' YUKI' });
    assert.match(taken.body, /ほかの人が使っています/);
    assert.equal((await house.identity.people.find(house.clerk.id))?.name, house.clerk.name);
  });

  test('X3 nobody both keeps the accounts and watches over them, or has a role that does not exist', () => {
    const choices = { departments: ['kokuhoka'], counters: [] };
    const problems = (roles: string[]) =>
      personProblems({ ...newPerson, roles, counters: [] }, choices).map(({ name }) => name);
    assert.deepEqual(problems(['administrator', 'counter']), []);
    for (const roles of [[], ['boss'], ['toString'], ['administrator', 'auditor'], ['security', 'administrator']]) {
      assert.deepEqual(problems(roles), ['roles'], roles.join());
    }
  });

  test('X3 a person comes in by a link that is shown once, works once, and replaces the one before', async () => {
    const id = await add('makoto');
    const link = async () => {
      const { body } = await post(`/staff/people/${id}/invite`);
      assert.match(body, /role="img"/);
      return /http:\/\/localhost(\/staff\/invitation\/[\w-]{22})/.exec(body)?.[1] ?? '';
    };
    const first = await link();
    const second = await link();
    assert.doesNotMatch((await get(`/staff/people/${id}`)).body, /staff\/invitation/);
    assert.equal((await post(first, {}, { '__Host-hm_s': '' })).statusCode, 403);
    const opened = await post(second, {}, { '__Host-hm_s': '' });
    assert.match((await get('/staff/account', { '__Host-hm_s': cookieOf(opened) })).body, /髙﨑 みどりさん/);
    assert.equal((await post(second, {}, { '__Host-hm_s': '' })).statusCode, 403);
  });

  test('X3 ending an account ends its sessions and links at once; it may count again', async () => {
    const clerk = await house.employ('haru', ['counter']);
    const status = async () => (await get('/staff/account', clerk.cookies)).statusCode;
    const link = await house.identity.people.invite(clerk.id, start);
    assert.equal(await status(), 200);
    await post(`/staff/people/${clerk.id}/disable`);
    assert.equal(await status(), 303);
    await post(`/staff/people/${clerk.id}/enable`);
    assert.equal(await status(), 303, 'the session does not come back');
    assert.equal((await post(link, {}, { '__Host-hm_s': '' })).statusCode, 403);
    const again = { '__Host-hm_s': await house.identity.signIn(clerk.id, {}, start) };
    assert.equal((await get('/staff/account', again)).statusCode, 200);
    await post(`/staff/people/${clerk.id}/sign-out`);
    assert.equal((await get('/staff/account', again)).statusCode, 303);
    const changes = (await trailOf(clerk.id)).map((line) => line.split(' ')[0]);
    assert.deepEqual(changes, ['disable', 'enable', 'invite', 'signOut']);
  });

  test('X3 administrators cannot end, invite or strip themselves', async () => {
    const { id } = administrator;
    assert.equal((await post(`/staff/people/${id}/disable`)).statusCode, 404);
    assert.equal((await post(`/staff/people/${id}/invite`)).statusCode, 404);
    const stripped = await post(`/staff/people/${id}`, { ...newPerson, roles: ['counter'] });
    assert.match(stripped.body, /自分の「管理」は外せません/);
    assert.equal((await get('/staff/people')).statusCode, 200);
  });

  test('X3 the list may be read all day; changing anything needs a recent proof of identity', async () => {
    const other = await house.employ('kanri2', ['administrator']);
    house.time.now = later(6);
    assert.equal((await get('/staff/people', other.cookies)).statusCode, 200);
    assert.equal((await get('/staff/devices', other.cookies)).statusCode, 200);
    assert.doesNotMatch((await get('/staff/devices', other.cookies)).body, /登録番号を作る/);
    const form = await get('/staff/people/new', other.cookies);
    assert.equal(form.headers.location, '/staff/sign-in?return=%2Fstaff%2Fpeople%2Fnew');
    for (const url of ['/staff/people/new', `/staff/people/${house.clerk.id}/disable`, '/staff/devices/revoke']) {
      assert.equal((await post(url, {}, other.cookies)).statusCode, 401, url);
    }
    house.time.now = start;
  });

  test('X3 nobody but an administrator gets near accounts and devices', async () => {
    for (const role of ['counter', 'auditor', 'security', 'publisher'] as const) {
      const { cookies } = await house.employ(`no-${role}`, [role]);
      for (const url of ['/staff/people', '/staff/people/new', '/staff/devices', `/staff/people/${house.clerk.id}`]) {
        assert.equal((await get(url, cookies)).statusCode, 404, `${role} ${url}`);
      }
      assert.equal((await post(`/staff/people/${house.clerk.id}/disable`, {}, cookies)).statusCode, 404);
    }
  });

  test('X3 devices are listed with place and last sign of life, and mean nothing once revoked', async () => {
    const { devices } = house.identity;
    const token = await devices.add({ kind: 'kiosk', place: '1階 正面入口' }, start);
    const [device] = await devices.list();
    assert.equal((await devices.read(token, later(30)))?.place, '1階 正面入口');
    assert.deepEqual((await devices.list())[0]?.seenAt, later(30));
    assert.match((await get('/staff/devices')).body, /1階 正面入口[\s\S]*11月20日 10:30/);
    await post('/staff/devices/revoke', { id: device?.id ?? '' });
    assert.equal(await devices.read(token, later(31)), undefined);
    assert.deepEqual(await devices.list(), []);
    assert.equal((await post('/staff/devices', { kind: 'kiosk', place: ' ' })).statusCode, 422);
    const trail = await house.audit.find({ from: start, until: later(60), about: 'other', limit: 100, offset: 0 });
    const changes = trail
      .filter(({ resource }) => resource.device === device?.id)
      .map(({ resource }) => resource.change);
    assert.deepEqual(changes.sort(), ['enrol', 'revoke']);
  });

  test('X3 everyone begins where their role works and sees no other rooms', async () => {
    const home = async (login: string, roles: Parameters<typeof house.employ>[1]) => {
      const { cookies } = await house.employ(login, roles);
      return (await get('/staff', cookies)).headers.location;
    };
    assert.equal(await home('home-1', ['counter']), '/counter');
    assert.equal(await home('home-2', ['concierge']), '/concierge');
    assert.equal(await home('home-3', ['administrator']), '/staff/people');
    assert.equal(await home('home-4', ['auditor']), '/staff/audit');
    assert.equal(await home('home-5', ['analyst']), '/hall');
    assert.equal(await home('home-6', ['editor']), '/inventory');
    const nav = (await get('/staff/people')).body.match(/<nav class="nav"[\s\S]*?<\/nav>/)?.[0] ?? '';
    assert.deepEqual(
      [...nav.matchAll(/href="([^"]+)"/g)].map(([, href]) => href),
      [
        '/manual',
        '/staff/people',
        '/hall',
        '/booking/day',
        '/messages',
        '/hall/waiting',
        '/simulation',
        '/hall/displays',
        '/staff/devices',
        '/staff/printers',
        '/hall/machines',
        '/staff/account',
      ],
    );
  });

  test('X3 a room that asks for a new proof of identity is shown to those who may give it', () => {
    const staff = {
      kind: 'staff',
      staffId: 's',
      name: '高橋',
      roles: ['counter'],
      department: 'shiminka',
      counters: [],
      sessionId: 'x',
      authenticatedAt: new Date(0),
    } as const;
    assert.deepEqual(roomsOf(staff), ['counter', 'manual', 'booking', 'emergency', 'account']);
    assert.equal(homeOf({ ...staff, roles: [] }), '/staff/account');
  });
});

test('X3 in demo mode one proves who one is by choosing oneself again, and goes on', async () => {
  const house = await makeHouse({ mode: 'demo' });
  after(house.close);
  await house.identity.prepare(start);
  const chosen = await house.send('POST', '/staff/demo', { login: 'demo-administrator' });
  const session = { '__Host-hm_s': cookieOf(chosen) };
  house.time.now = later(6);
  const door = (await house.send('GET', '/staff/people/new', undefined, session)).headers.location;
  assert.equal(door, '/staff/demo?return=%2Fstaff%2Fpeople%2Fnew');
  const { body } = await house.send('GET', String(door), undefined, session);
  assert.match(body, /山田 つとむ（管理）として続ける/);
  const again = await house.send(
    'POST',
    '/staff/demo',
    { login: 'demo-administrator', return: '/staff/people/new' },
    session,
  );
  assert.equal(again.headers.location, '/staff/people/new');
  const cookies = { '__Host-hm_s': cookieOf(again) };
  assert.equal((await house.send('GET', '/staff/people/new', undefined, cookies)).statusCode, 200);
  assert.doesNotMatch((await house.send('GET', '/staff/demo?return=//evil.example', undefined, cookies)).body, /evil/);
});
