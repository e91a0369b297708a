import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { Client } from './support/client.ts';
import { type RunningServer, startServer } from './support/server.ts';

let server: RunningServer;
let described: Description;
/** What the ticket machine of the test shows to be the one it says. */
let machineSecret: string;

before(async () => {
  server = await startServer({ environment: { HITOMADO_LOOPBACK_RATE_FACTOR: '100' } });
  const administrator = new Client(server.url);
  await administrator.post('/staff/demo', { login: 'demo-administrator' });
  await administrator.post('/hall/machines', { id: 'front', name: '正面の発券機' });
  const { body } = await administrator.post('/hall/machines/front/secret');
  machineSecret = /<code>([\w-]{32})<\/code>/.exec(body)?.[1] ?? assert.fail('no secret is shown');
  described = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as Description;
});
after(() => server.close());

type Schema = Parameters<typeof z.fromJSONSchema>[0];
interface Content {
  content: { 'application/json': { schema: Schema } };
}
interface Operation {
  parameters: { name: string; in: string }[];
  requestBody?: Content;
  responses: Record<string, Content>;
}
interface Description {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: { Error: Schema } };
}

/** A good question to every operation; the test fails when one is missing. */
const examples: Record<string, { path?: string; body?: Record<string, unknown> }> = {
  'post /api/v1/guide': { body: { facts: { events: ['tennyu', 'shussei'] }, unanswered: 'unknown' } },
  'post /api/v1/documents': { body: { facts: { events: ['tennyu'] }, procedures: ['tennyu_todoke'] } },
  'get /api/v1/procedures': {},
  'get /api/v1/procedures/{id}': { path: '/api/v1/procedures/tennyu_todoke' },
  'get /api/v1/inventory': {},
  'get /api/v1/congestion': {},
  'post /api/v1/machines/{source}/messages': {
    path: '/api/v1/machines/front/messages',
    body: { messages: [{ id: '1', kind: 'issued', ticket: 'A001', at: '2026-11-25T09:00:00+09:00' }] },
  },
  'get /api/v1/machines/{source}/feed': { path: '/api/v1/machines/front/feed?after=0' },
  'get /api/v1/availability/{day}': { path: '/api/v1/availability/2030-01-07' },
};

const operations = () =>
  Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, method, path, operation })),
  );

async function ask(method: string, path: string, body?: unknown) {
  const answer = await fetch(`${server.url}${path}`, {
    method: method.toUpperCase(),
    headers: {
      ...(path.startsWith('/api/v1/machines/') && { authorization: `Bearer ${machineSecret}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, value: await answer.json() };
}

const problemShape = z.object({ error: z.strictObject({ code: z.string(), sentence: z.string() }) });

test('X3 every operation of the described API answers as its description says', async () => {
  assert.equal(described.openapi, '3.1.0');
  assert.deepEqual(
    operations()
      .map(({ name }) => name)
      .sort(),
    Object.keys(examples).sort(),
  );
  for (const { name, method, path, operation } of operations()) {
    const example = examples[name] ?? assert.fail(name);
    const { status, value } = await ask(method, example.path ?? path, example.body);
    assert.equal(status, 200, name);
    const schema = operation.responses['200']?.content['application/json'].schema ?? assert.fail(name);
    z.fromJSONSchema(schema).parse(value);
  }
});

test('X3 unknown fields, wrong values and wrong shapes are refused with a sentence', async () => {
  for (const { name, method, path } of operations()) {
    const { path: asked = path, body } = examples[name] ?? {};
    const attempts: [string, unknown][] = [[`${asked.split('?')[0]}?surprise=1`, body]];
    if (body) {
      attempts.push([asked, { ...body, surprise: 1 }], [asked, []], [asked, {}], [asked, { ...body, facts: 1 }]);
      attempts.push([asked, { ...body, facts: { nobody: true } }], [asked, { ...body, facts: { events: 'tennyu' } }]);
    }
    for (const [target, wrong] of attempts) {
      const { status, value } = await ask(method, target, wrong);
      assert.equal(status, 400, `${name} ${JSON.stringify(wrong)}`);
      z.fromJSONSchema(described.components.schemas.Error).parse(value);
      assert.match(problemShape.parse(value).error.sentence, /。|です/, name);
    }
  }
  const { status, value } = await ask('get', '/api/v1/procedures/nothing');
  assert.equal(status, 404);
  problemShape.parse(value);
});

test('X2 what is for staff alone is in no public answer', async () => {
  const inventory = JSON.stringify((await ask('get', '/api/v1/inventory')).value);
  assert.ok(inventory.includes('"tennyu_todoke"'));
  for (const secret of ['"dv"', 'shien_sochi', 'staffSteps', '住所を知られたくない']) {
    assert.ok(!inventory.includes(secret), secret);
  }
  assert.equal((await ask('get', '/api/v1/procedures/shien_sochi')).status, 404);
  assert.ok(!JSON.stringify((await ask('get', '/api/v1/procedures')).value).includes('shien_sochi'));
  const { value: open } = await ask('post', '/api/v1/guide', { facts: {} });
  assert.ok(!JSON.stringify(open).includes('shien_sochi'));
  for (const facts of [{ dv: true }, { events: ['dv'] }]) {
    assert.equal((await ask('post', '/api/v1/guide', { facts })).status, 400);
  }
  assert.equal((await ask('post', '/api/v1/documents', { facts: {}, procedures: ['shien_sochi'] })).status, 400);
});

test('X3 the inventory is asked for again by its revision and comes only when it has changed', async () => {
  const first = await ask('get', '/api/v1/inventory');
  const etag = first.headers.get('etag') ?? '';
  assert.equal(etag, `W/"${(first.value as { revision: string }).revision}"`);
  const second = await fetch(`${server.url}/api/v1/inventory`, { headers: { 'if-none-match': etag } });
  assert.equal(second.status, 304);
  assert.equal(await second.text(), '');
});
