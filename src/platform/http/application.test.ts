import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createElement } from 'react';
import { z } from 'zod';
import { fixedClock } from '#platform/clock';
import { UserError } from '#platform/errors';
import { createLog } from '#platform/log';
import { type ApplicationOptions, createApplication, eventStream, file, json, page, redirect } from './index.ts';

const lines: string[] = [];
const assetsFolder = mkdtempSync(join(tmpdir(), 'assets-'));
writeFileSync(join(assetsFolder, 'main.0123456789ab.css'), 'body{}');
writeFileSync(join(assetsFolder, 'plain.txt'), 'text');

function makeApplication(options: Partial<ApplicationOptions> = {}) {
  const application = createApplication({
    config: { host: '127.0.0.1', port: 0 },
    clock: fixedClock('2026-11-20T01:00:00Z'),
    log: createLog({ write: (line) => lines.push(line) }, 'debug'),
    decide: (subject, action) =>
      action.startsWith('staff:') && subject.kind !== 'staff' ? { permit: false, code: 'signIn' } : { permit: true },
    resolveSubject: () => [],
    assetsFolder,
    renderError: (problem) => createElement('p', null, problem.sentence),
    ...options,
  });
  const element = createElement('form', { method: 'post', action: '/save' }, 'あ'.repeat(600));
  application.route({ method: 'GET', url: '/', action: 'test:read', rate: 'public', handle: () => page(element) });
  application.route({
    method: 'GET',
    url: '/kept',
    action: 'test:read',
    rate: 'public',
    cache: 0,
    handle: () => page(createElement('p')),
  });
  application.route({
    method: 'GET',
    url: '/hall',
    action: 'test:read',
    rate: 'public',
    csp: 'media',
    handle: () => page(createElement('p')),
  });
  application.route({
    method: 'GET',
    url: '/sheet',
    action: 'test:read',
    rate: 'public',
    handle: () => file(new Uint8Array([1]), { type: 'application/pdf', name: '受付シート.pdf' }),
  });
  application.route({
    method: 'POST',
    url: '/save',
    action: 'test:write',
    rate: 'public',
    schema: { body: z.object({ name: z.string().max(10).default('') }) },
    handle: ({ body }) => json({ name: body.name }),
  });
  application.route({
    method: 'POST',
    url: '/refuse',
    action: 'test:write',
    rate: 'public',
    handle: () => {
      throw new UserError('test.full', { ja: 'いっぱいです。', en: 'It is full.' }, 409);
    },
  });
  application.route({
    method: 'GET',
    url: '/broken/:token',
    action: 'test:read',
    rate: 'public',
    handle: () => {
      throw new Error('山田花子 does not exist');
    },
  });
  application.route({ method: 'GET', url: '/staff', action: 'staff:read', rate: 'staff', handle: () => redirect('/') });
  after(() => application.close());
  return application;
}

const application = makeApplication();
const inject = application.fastify.inject.bind(application.fastify);
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const ours = { ...form, 'sec-fetch-site': 'same-origin' };

test('X2 every page carries the headers that keep others out', async () => {
  const pages = ['/', '/kept', '/hall', '/sheet', '/nothing', '/staff', '/broken/x', '/healthz', '/assets/plain.txt'];
  for (const url of pages) {
    const { headers } = await inject({ url });
    assert.equal(headers['x-content-type-options'], 'nosniff', url);
    assert.equal(headers['referrer-policy'], 'no-referrer', url);
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin', url);
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin', url);
    assert.equal(headers['strict-transport-security'], undefined, url);
    if (url.startsWith('/assets/')) continue;
    assert.match(String(headers['content-security-policy']), /default-src 'none'/, url);
    assert.doesNotMatch(String(headers['content-security-policy']), /unsafe-inline|data:|\*/, url);
    assert.match(String(headers['permissions-policy']), /geolocation=\(\)/, url);
    if (url !== '/kept') assert.equal(headers['cache-control'], 'no-store', url);
  }
});

test('X2 forms and rooms have their own content policy', async () => {
  const policy = async (url: string) => String((await inject({ url })).headers['content-security-policy']);
  assert.match(await policy('/'), /require-trusted-types-for 'script'; trusted-types hitomado hitomado-worker$/);
  assert.match(await policy('/'), /script-src 'self'; /);
  assert.match(await policy('/hall'), /script-src 'self' 'wasm-unsafe-eval'; .*worker-src 'self'/);
  assert.equal(await policy('/sheet'), "sandbox; default-src 'none'");
});

test('X2 a public name over TLS is remembered by browsers', async () => {
  const config = { host: '127.0.0.1', port: 0, publicOrigin: 'https://madoguchi.example.jp' };
  const { headers } = await makeApplication({ config }).fastify.inject({ url: '/' });
  assert.equal(headers['strict-transport-security'], 'max-age=31536000');
});

test('X2 what a page may keep is asked for again with its tag, and built files stay', async () => {
  const first = await inject({ url: '/kept' });
  assert.equal(first.headers['cache-control'], 'private, no-cache');
  const second = await inject({ url: '/kept', headers: { 'if-none-match': String(first.headers.etag) } });
  assert.equal(second.statusCode, 304);
  assert.equal(second.body, '');
  const built = await inject({ url: '/assets/main.0123456789ab.css' });
  assert.equal(built.headers['cache-control'], 'public, max-age=31536000, immutable');
});

test('X2 long pages are compressed where the browser takes that', async () => {
  const headers = async (accepted: string) =>
    (await inject({ url: '/', headers: { 'accept-encoding': accepted } })).headers;
  assert.equal((await headers('gzip, br'))['content-encoding'], 'gzip');
  assert.equal((await headers('gzip;q=0, br'))['content-encoding'], undefined);
  assert.equal((await headers('identity'))['content-encoding'], undefined);
});

test('X2 only our own pages may change something', async () => {
  const host = { host: 'city.example' };
  const cases: [headers: Record<string, string>, status: number][] = [
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://city.example' }, 403],
    [{ origin: 'http://city.example' }, 200],
    [{ origin: 'https://city.example' }, 403],
    [{ origin: 'http://elsewhere.example' }, 403],
    [{ origin: 'null' }, 403],
    [{}, 403],
  ];
  for (const [headers, status] of cases) {
    const answer = await inject({
      method: 'POST',
      url: '/save',
      headers: { ...form, ...host, ...headers },
      payload: 'name=a',
    });
    assert.equal(answer.statusCode, status, JSON.stringify(headers));
  }
});

test('X2 an old browser proves by a token in the form that the page was ours', async () => {
  const shown = await inject({ url: '/' });
  const token = /name="csrf" value="([^"]+)"/.exec(shown.body)?.[1] ?? '';
  const cookie = shown.cookies.find(({ name }) => name === '__Host-hm_t');
  assert.ok(cookie?.secure && cookie.httpOnly && cookie.sameSite === 'Lax' && cookie.path === '/');
  const post = (payload: string, value: string, url = '/save') =>
    inject({ method: 'POST', url, headers: form, payload, cookies: { '__Host-hm_t': value } });
  assert.equal((await post(`csrf=${token}`, cookie.value)).statusCode, 200);
  assert.equal((await post(`csrf=${token}`, 'another')).statusCode, 403);
  assert.equal((await post(`csrf=${token}x`, cookie.value)).statusCode, 403);
  assert.equal((await post(`csrf=${token}`, cookie.value, '/refuse')).statusCode, 403);
});

test('X2 a current browser gets no token, and a machine may send JSON without cookies', async () => {
  const shown = await inject({ url: '/', headers: { 'sec-fetch-site': 'none' } });
  assert.doesNotMatch(shown.body, /csrf/);
  const machine = await inject({ method: 'POST', url: '/save', payload: { name: 'a' } });
  assert.equal(machine.statusCode, 200);
  const borrowed = await inject({
    method: 'POST',
    url: '/save',
    payload: { name: 'a' },
    cookies: { '__Host-hm_s': 'x' },
  });
  assert.equal(borrowed.statusCode, 403);
});

test('X2 what is too large, too deep or poisoned is refused with a plain sentence', async () => {
  const post = async (payload: string, type = form['content-type']) =>
    (await inject({ method: 'POST', url: '/save', headers: { ...ours, 'content-type': type }, payload })).statusCode;
  assert.equal(await post(`name=${'a'.repeat(70_000)}`), 413);
  assert.equal(await post(Array.from({ length: 201 }, (_, index) => `f${index}=1`).join('&')), 413);
  assert.equal(await post('name=12345678901'), 400);
  assert.equal(await post('{"__proto__":{"x":1}}', 'application/json'), 400);
  assert.equal(await post('{"constructor":{"prototype":{"x":1}}}', 'application/json'), 400);
  assert.equal(await post(`${'['.repeat(20)}${']'.repeat(20)}`, 'application/json'), 400);
  assert.equal(await post('{', 'application/json'), 400);
  assert.equal(await post('<a/>', 'application/xml'), 415);
  assert.equal((await inject({ url: `/?${'a'.repeat(4100)}` })).statusCode, 414);
  const shown = await inject({ method: 'POST', url: '/save', headers: ours, payload: 'name=12345678901' });
  assert.match(shown.body, /送られた内容を読み取れませんでした/);
});

test('X2 an expected error speaks for itself in the language of the reader', async () => {
  const answer = await inject({
    method: 'POST',
    url: '/refuse',
    headers: { ...ours, 'accept-language': 'en' },
    payload: '',
  });
  assert.equal(answer.statusCode, 409);
  assert.match(answer.body, /It is full\./);
});

test('X2 an unexpected error tells neither the reader nor the log what it was about', async () => {
  lines.length = 0;
  const answer = await inject({ url: '/broken/secret-token' });
  assert.equal(answer.statusCode, 500);
  assert.match(answer.body, /入力した内容は残っています/);
  assert.doesNotMatch(answer.body + lines.join(''), /山田|secret-token/);
  assert.match(lines.join(''), /"event":"http.failed".*"route":"\/broken\/:token"/);
});

test('X3 what is denied looks like what is not there', async () => {
  const denied = await inject({ url: '/staff' });
  const missing = await inject({ url: '/nowhere' });
  assert.deepEqual([denied.statusCode, denied.body], [missing.statusCode, missing.body]);
  const withWay = makeApplication({ whenDenied: () => '/staff/sign-in' });
  assert.equal((await withWay.fastify.inject({ url: '/staff' })).headers.location, '/staff/sign-in');
});

test('X3 a route without an action keeps the server from starting', async () => {
  const careless = makeApplication();
  const route = { method: 'GET', url: '/x', rate: 'public', handle: () => page(createElement('p')) };
  assert.throws(() => careless.route(route as never), /states no action/);
  careless.fastify.get('/around', () => 'hello');
  await assert.rejects(careless.listen(), /routes without an action: .*\/around/);
});

test('X2 a redirect never leaves the server', () => {
  for (const path of ['//evil.example', '/\\evil.example', 'https://evil.example', '/\t/evil.example', '']) {
    assert.throws(() => redirect(path), RangeError, path);
  }
});

test('X2 too many requests are told when to come back', async () => {
  const busy = makeApplication();
  busy.route({ method: 'GET', url: '/code', action: 'test:read', rate: 'code', handle: () => json(1) });
  const answers = [];
  for (let index = 0; index < 11; index += 1) answers.push(await busy.fastify.inject({ url: '/code' }));
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [...Array(10).fill(200), 429],
  );
  assert.equal(answers[10]?.headers['retry-after'], '120');
});

test('X5 streams are answered at once and asked to come back when the server stops', async () => {
  const live = makeApplication();
  const seen = { left: false };
  live.route({
    method: 'GET',
    url: '/events',
    action: 'test:read',
    rate: 'stream',
    handle: () => eventStream(endless(seen)),
  });
  const address = await live.listen();
  const answer = await fetch(`${address}/events`);
  assert.equal(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  const whole = answer.text();
  assert.match(await (await fetch(`${address}/metrics`)).text(), /hitomado_sse_clients 1/);
  await live.close();
  assert.ok(seen.left, 'the source of events hears that its reader is gone');
  assert.match(await whole, /^retry: 3000\n\nid: 1\ndata: \{\}\n\nretry: \d+\n\n$/);
});

function endless(seen: { left: boolean }): AsyncIterable<string> {
  let sent = false;
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        if (sent) return new Promise(() => {});
        sent = true;
        return Promise.resolve({ done: false, value: 'id: 1\ndata: {}\n\n' });
      },
      return: () => {
        seen.left = true;
        return Promise.resolve({ done: true, value: undefined });
      },
    }),
  };
}
