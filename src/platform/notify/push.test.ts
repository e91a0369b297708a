import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { personal } from '#platform/personal';
import { settableClock, testKeys } from '../testing/notify.ts';
import { startPushService } from '../testing/push-service.ts';
import type { DeliveryError } from './delivery.ts';
import { pushPublicKey } from './index.ts';
import { openPush } from './transports/push.ts';

const clock = settableClock('2027-03-24T08:00:00Z');
const message = {
  subject: 'まもなくお呼びします',
  text: 'A127番の方は3番窓口の近くへ。',
  url: 'https://madoguchi.city.example/turn/x',
};

async function outset(t: TestContext, hosts: readonly string[] = ['localhost']) {
  const service = await startPushService(pushPublicKey(testKeys));
  t.after(() => service.close());
  // VAPID tokens carry the time of the machine: the service checks them by its own clock.
  const transport = openPush(
    { kind: 'web', contact: 'mailto:madoguchi@city.example', hosts: [...hosts], connections: 4 },
    { keys: testKeys, clock, authority: service.authority },
  );
  const send = (subscription = service.subscription()) =>
    transport.send(
      { id: 'one', recipient: personal(subscription), message, notAfter: new Date('2027-03-24T08:10:00Z') },
      async () => undefined,
    );
  return { service, send };
}

const failure = (wanted: string, code: RegExp) => (error: DeliveryError) =>
  error.failure === wanted && code.test(error.code);

test('V2 V5 a push message reaches the browser and nobody on the way can read it', async (t) => {
  const { service, send } = await outset(t);
  await send();
  const [taken] = service.taken;
  assert.deepEqual(taken?.content, { id: 'one', title: message.subject, body: message.text, url: message.url });
  assert.equal(taken?.ttl, 600, 'the service keeps it until its time is over');
  assert.equal(taken?.isSigned, true);
  assert.equal(taken?.token.sub, 'mailto:madoguchi@city.example');
  assert.match(taken?.token.aud ?? '', /^https:\/\/localhost:\d+$/);
});

test('V2 V5 a browser that takes no more messages is not asked again; a busy service is', async (t) => {
  const { service, send } = await outset(t);
  for (const [status, wanted, code] of [
    [410, 'permanent', /^push gone$/],
    [404, 'permanent', /^push gone$/],
    [413, 'permanent', /^push 413$/],
    [403, 'permanent', /^push 403$/],
    [429, 'temporary', /^push 429$/],
    [503, 'temporary', /^push 503$/],
    [500, 'lost', /^push 500$/],
  ] as const) {
    service.answer(status);
    await assert.rejects(send(), failure(wanted, code), String(status));
  }
});

test('X2 what a browser gives as its push service is asked only where it is one', async (t) => {
  const { send } = await outset(t, []);
  const elsewhere = (endpoint: string) => JSON.stringify({ endpoint, keys: { p256dh: 'a', auth: 'b' } });
  await assert.rejects(send(), failure('permanent', /^subscription$/), 'localhost is no push service');
  for (const endpoint of [
    'http://fcm.googleapis.com/x',
    'https://169.254.169.254/latest',
    'https://fcm.googleapis.com.evil.example/x',
    'nonsense',
  ]) {
    await assert.rejects(send(elsewhere(endpoint)), failure('permanent', /^subscription$/), endpoint);
  }
});
