import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'yaml';
import { decide, type Role, roles, unlistedActions } from '#identity';
import type { Subject } from '#platform/http';
import { type Answer, Client } from './support/client.ts';
import { clientFor, openCase, type Product, type Route, startProduct } from './support/product.ts';

interface AccessTable {
  groups: Record<string, string[]>;
  stepUp: string[];
  routes: Record<string, string>;
}

const table: AccessTable = parse(readFileSync(join(import.meta.dirname, 'access.yaml'), 'utf8'));
const visitors = ['anonymous', 'resident', 'kiosk', 'display', 'conciergeDevice'];
const everybody = [...visitors, ...Object.keys(roles)];
const now = new Date('2026-11-20T01:00:00Z');

let product: Product;
before(async () => {
  product = await startProduct();
});
after(() => product.close());

const nameOf = ({ method, url }: Route): string => `${method} ${url}`;

/** Who may ask this, by the reviewed table. */
function expectedFor(route: string): string[] {
  const names = (table.routes[route] ?? '').split(' ');
  return names.flatMap((name) => table.groups[name] ?? [name]).sort();
}

function subjectFor(who: string, authenticatedAt = now): Subject {
  if (who === 'anonymous') return { kind: 'anonymous' };
  if (who === 'resident') return { kind: 'resident', caseId: 'one' };
  const device = { kiosk: 'kiosk', display: 'display', conciergeDevice: 'concierge' } as const;
  const machine = device[who as keyof typeof device];
  if (machine !== undefined) return { kind: 'device', deviceId: 'one', device: machine, place: '1階' };
  const staff = { staffId: 'one', name: '職員', department: 'shiminka', counters: [], sessionId: 'one' };
  return { ...staff, kind: 'staff', roles: [who as Role], authenticatedAt };
}

const mayAsk = (who: string, action: string, proven = now): boolean =>
  decide(subjectFor(who, proven), action, { kind: 'route' }, { now }).permit;

test('X2 every route is in the reviewed table, and the table names no route that is not there', () => {
  assert.deepEqual(product.routes.map(nameOf).sort(), Object.keys(table.routes).sort());
});

test('X2 every route names an action of the permission table', () => {
  assert.ok(product.routes.length > 60, `${product.routes.length} routes`);
  assert.deepEqual(unlistedActions(product.routes), []);
});

test('X2 each route may be asked by exactly those whom the reviewed table names', () => {
  const wrong = product.routes.flatMap((route) => {
    const permitted = everybody.filter((who) => mayAsk(who, route.action)).sort();
    const expected = expectedFor(nameOf(route));
    return permitted.join() === expected.join() ? [] : [`${nameOf(route)}: ${permitted.join(' ')}`];
  });
  assert.deepEqual(wrong, []);
});

test('X2 what changes accounts, devices or keys needs a fresh proof of who it is', () => {
  const longAgo = new Date(now.getTime() - 6 * 60_000);
  const needing = product.routes.filter((route) =>
    Object.keys(roles).some((who) => mayAsk(who, route.action) && !mayAsk(who, route.action, longAgo)),
  );
  assert.deepEqual(needing.map(nameOf).sort(), [...table.stepUp].sort());
});

/** Pages that are about a page of the manual, which is named in the query. */
const aboutAPage = ['/manual/blocks/new', '/manual/hearings/sheet'];

/** An address of the route with something in each place; nothing of it exists. */
function addressOf({ url }: Route): string {
  const id = '01990000-0000-7000-8000-000000000000';
  if (aboutAPage.includes(url)) return `${url}?page=procedure/tenkyo_todoke`;
  return url.replace(/:(\w+)/g, (_, name: string) => {
    if (name === 'seat') return '1';
    if (name === 'page') return 'applicant';
    return /^(caseId|id)$/.test(name) ? id : '1';
  });
}

/** Whether an answer is one of those that a stranger gets: nothing there, or the way to sign in. */
function isRefusal({ status, headers }: Answer): boolean {
  const isSignIn = headers.get('location')?.startsWith('/staff/sign-in') ?? false;
  return status === 404 || status === 401 || (status === 302 && isSignIn) || (status === 303 && isSignIn);
}

/** Roles that one may be when trying the product out. */
const demoRoles = ['reception', 'concierge', 'counter', 'phone', 'editor', 'analyst', 'auditor', 'administrator'];

test('X2 over HTTP those who may not ask learn nothing: not there, or the way to sign in', async () => {
  const wrong: string[] = [];
  for (const who of [...visitors, ...demoRoles]) {
    const client = await clientFor(product.url, who);
    for (const route of product.routes) {
      // Every browser may do what somebody may who has shown nothing.
      if (expectedFor(nameOf(route)).some((one) => one === who || one === 'anonymous')) continue;
      const answer = await client.send(addressOf(route), { method: route.method });
      if (!isRefusal(answer)) wrong.push(`${who} ${nameOf(route)}: ${answer.status}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('X2 over HTTP those who may ask are let in to the pages that stand alone', async () => {
  const wrong: string[] = [];
  for (const who of [...visitors, ...demoRoles]) {
    const client = await clientFor(product.url, who);
    for (const route of product.routes) {
      const standsAlone = route.method === 'GET' && !route.url.includes(':');
      if (!standsAlone || !expectedFor(nameOf(route)).includes(who)) continue;
      const answer = await client.send(addressOf(route), {});
      if (isRefusal(answer)) wrong.push(`${who} ${nameOf(route)}: ${answer.status}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test("X2 a resident's own case opens, and the id of another case is a case that is not there", async () => {
  const [one, other] = [new Client(product.url), new Client(product.url)];
  const [own, foreign] = [await openCase(one), await openCase(other)];
  assert.notEqual(own, foreign);
  const routes = product.routes.filter(({ url }) => url.startsWith('/case/:caseId'));
  assert.ok(routes.length >= 7);
  for (const { method, url } of routes) {
    const path = (caseId: string) =>
      url.replace(':caseId', caseId).replace(':page', 'applicant').replace(':procedure', 'tenkyo_todoke');
    const mine = await one.send(path(own), { method });
    assert.ok(mine.status < 400 || mine.status === 422, `${url}: ${mine.status}`);
    const theirs = await one.send(path(foreign), { method });
    const none = await one.send(path('01990000-0000-7000-8000-000000000000'), { method });
    assert.equal(theirs.status, 404, url);
    const neutral = (body: string) => body.replace(/value="[A-Za-z0-9_-]{43}"/g, '');
    assert.equal(neutral(theirs.body), neutral(none.body), 'what is not there and what is not theirs look the same');
  }
});

test('X2 a machine of the house is never told what is in a case, nor is a clerk of another department', async () => {
  const resident = new Client(product.url);
  const caseId = await openCase(resident);
  const entry = `/case/${caseId}/entry/applicant`;
  await resident.post(entry, { 'people.p1.fullName': '旭川 ひみつ', action: 'later', revision: '0' });
  assert.ok((await resident.get(entry)).body.includes('旭川 ひみつ'), 'the resident sees it');
  for (const who of ['kiosk', 'conciergeDevice', 'display', 'kosodate', 'administrator', 'analyst', 'auditor']) {
    const client = await clientFor(product.url, who);
    for (const address of [`/sheet/${caseId}/entry/applicant`, entry, `/case/${caseId}/check`]) {
      const { body } = await client.send(address, {});
      assert.ok(!body.includes('旭川 ひみつ'), `${who} ${address}`);
    }
  }
});

test('X2 every answer carries the security headers, whatever it is', async () => {
  const client = new Client(product.url);
  const wrong: string[] = [];
  const addresses = product.routes.filter(({ method }) => method === 'GET').map(addressOf);
  for (const address of [...addresses, '/nothing-here', '/%E0%A4%A', '/assets/main.css', '/assets/nothing.js']) {
    const { status, headers } = await client.send(address, {});
    const html = headers.get('content-type')?.startsWith('text/html') ?? false;
    const required = {
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    };
    for (const [name, value] of Object.entries(required)) {
      if (headers.get(name) !== value) wrong.push(`${status} ${address}: ${name} is ${headers.get(name)}`);
    }
    if (!html) continue;
    const policy = headers.get('content-security-policy') ?? '';
    for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]) {
      if (!policy.includes(part)) wrong.push(`${address}: no ${part}`);
    }
    if (/unsafe-(inline|eval)|data:/.test(policy)) wrong.push(`${address}: ${policy}`);
    if (headers.get('permissions-policy') === null) wrong.push(`${address}: no permissions policy`);
  }
  assert.deepEqual(wrong, []);
});

test('X2 every cookie is for this host alone, for no script, and only over a safe connection', async () => {
  const answers = await Promise.all([
    new Client(product.url).send('/', {}),
    new Client(product.url).send('/staff/demo', {
      method: 'POST',
      body: 'login=demo-shimin',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
    new Client(product.url).send('/language', {
      method: 'POST',
      body: 'language=en&return=/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
  ]);
  const cookies = answers.flatMap(({ headers }) => headers.getSetCookie());
  assert.ok(cookies.length >= 2);
  for (const cookie of cookies) {
    assert.match(cookie, /^__Host-/);
    for (const part of ['HttpOnly', 'Secure', 'Path=/', 'SameSite']) assert.ok(cookie.includes(part), cookie);
  }
});

test('X2 a form of a foreign page changes nothing', async () => {
  const client = await clientFor(product.url, 'counter');
  for (const route of product.routes.filter(({ method }) => method === 'POST')) {
    const answer = await client.send(addressOf(route), {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
      body: '',
    });
    assert.equal(answer.status, 403, nameOf(route));
  }
});
