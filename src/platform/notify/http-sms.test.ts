import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import type { HttpSmsConfig } from '#platform/config';
import type { Database } from '#platform/database';
import { testDatabase } from '#platform/testing';
import { post, settableClock, testNotifier } from '../testing/notify.ts';
import { notificationsOf } from './index.ts';

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Answer = { readonly status: number; readonly body: string } | 'drop';

/** A provider of SMS with an HTTP interface, on this machine. */
async function startProvider() {
  const asked: Asked[] = [];
  let answer: Answer = { status: 200, body: '{"messages":[{"id":"p1"}],"result":"OK"}' };
  const server = createServer(async (request, response) => {
    asked.push({ method: request.method, url: request.url, headers: request.headers, body: await readText(request) });
    if (answer === 'drop') request.socket.destroy();
    else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    asked,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (next: Answer) => {
      answer = next;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const spoken = '旭川市役所です。"明日" {to}\n10:30 & 3番窓口';

async function outset(t: TestContext, more: Partial<HttpSmsConfig> = {}) {
  const database = await testDatabase();
  const provider = await startProvider();
  const sms: HttpSmsConfig = {
    kind: 'http',
    url: `${provider.url}/send`,
    method: 'POST',
    headers: { authorization: 'Bearer {secret}' },
    body: '{"to":"{to}","from":"{from}","text":"{text}","reference":"{id}"}',
    numbers: 'plus',
    id: 'messages.0.id',
    from: 'ASAHIKAWA',
    countries: ['81'],
    connections: 4,
    password: { kind: 'environment', variable: 'HITOMADO_SMS_PASSWORD' },
    ...more,
  };
  const environment = { HITOMADO_SMS_PASSWORD: 'very secret' };
  const clock = settableClock('2027-03-24T08:00:00Z');
  const notifier = testNotifier({ database, clock, config: { sms }, compose: { text: spoken }, environment });
  t.after(async () => {
    await notifier.stop();
    await provider.close();
    await database.close();
  });
  return { database, provider, notifier, clock };
}

const ring = (database: Database, subject: string, to = '090-1234-5678') =>
  post(database, to, { channel: 'sms', subject });
async function stateOf(database: Database, subject: string): Promise<string> {
  const [status] = await notificationsOf(database.kysely, subject);
  return [status?.state, status?.code].filter(Boolean).join(' ');
}

test('V2 any provider is asked in its own form, and a text stays a text in it', async (t) => {
  const { database, provider, notifier } = await outset(t);
  await ring(database, 'one');
  assert.equal((await notifier.runDue()).sent, 1);
  const [asked] = provider.asked;
  assert.equal(asked?.headers.authorization, 'Bearer very secret');
  const [status] = await notificationsOf(database.kysely, 'one');
  const body = { to: '+819012345678', from: 'ASAHIKAWA', text: spoken, reference: status?.id };
  assert.deepEqual(JSON.parse(asked?.body ?? ''), body);
  assert.doesNotMatch(notifier.lines.join(''), /secret|1234/);
});

test('V2 a provider that wants a form, and numbers as they are dialled here, gets them', async (t) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { database, provider, notifier } = await outset(t, {
    headers,
    numbers: 'national',
    body: 'tel={to}&msg={text}',
  });
  await ring(database, 'one', '+81 90-1234-5678');
  await notifier.runDue();
  const fields = new URLSearchParams(provider.asked[0]?.body);
  assert.deepEqual(Object.fromEntries(fields), { tel: '09012345678', msg: spoken });
});

test('V2 an answer that says no is no, whatever its status', async (t) => {
  const { database, provider, notifier, clock } = await outset(t, { success: { path: 'result', values: ['OK'] } });
  await ring(database, 'yes');
  await notifier.runDue();
  assert.equal(await stateOf(database, 'yes'), 'sent');
  provider.answer({ status: 200, body: '{"result":"NG"}' });
  await ring(database, 'no');
  await notifier.runDue();
  assert.equal(await stateOf(database, 'no'), 'failed http refused');
  provider.answer({ status: 429, body: '' });
  await ring(database, 'busy');
  await notifier.runDue();
  assert.equal(await stateOf(database, 'busy'), 'pending http 429');
  provider.answer({ status: 200, body: '{"result":"OK"}' });
  clock.set('2027-03-24T08:10:00Z');
  await notifier.runDue();
  assert.equal(await stateOf(database, 'busy'), 'sent');
});

test('V2 a provider that fails inside, or hangs up on us, has perhaps sent it: nobody gets two', async (t) => {
  const { database, provider, notifier, clock } = await outset(t);
  provider.answer({ status: 500, body: '' });
  await ring(database, 'inside');
  await notifier.runDue();
  provider.answer('drop');
  await ring(database, 'dropped');
  await notifier.runDue();
  assert.equal(await stateOf(database, 'inside'), 'unknown http 500');
  assert.match(await stateOf(database, 'dropped'), /^unknown http/);
  provider.answer({ status: 200, body: '{}' });
  clock.set('2027-03-24T10:00:00Z');
  assert.equal((await notifier.runDue()).sent, 0);
  assert.equal(provider.asked.length, 2);
});

test('V2 receipts of a provider are read as it writes them', async (t) => {
  const receipt = { id: 'messageId', status: 'state', delivered: ['DELIVERED'], failed: ['FAILED', 'EXPIRED'] };
  const { database, provider, notifier } = await outset(t, { receipt });
  for (const id of ['p1', 'p2', 'p3']) {
    provider.answer({ status: 200, body: JSON.stringify({ messages: [{ id }] }) });
    await ring(database, id);
    await notifier.runDue();
  }
  assert.equal(await notifier.receiveSmsReceipts('{"messageId":"p1","state":"delivered"}'), 1);
  const several = '[{"messageId":"p2","state":"EXPIRED"},{"messageId":"p3","state":"ACCEPTED"}]';
  assert.equal(await notifier.receiveSmsReceipts(several), 1);
  assert.equal(await stateOf(database, 'p1'), 'delivered');
  assert.equal(await stateOf(database, 'p2'), 'failed http receipt');
  assert.equal(await stateOf(database, 'p3'), 'sent', 'what is not final says nothing');
  assert.equal(await notifier.receiveSmsReceipts('messageId=p3&state=DELIVERED'), 1);
  assert.equal(await stateOf(database, 'p3'), 'delivered');
});
