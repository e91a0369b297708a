import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import type { SmppConfig } from '#platform/config';
import type { Database } from '#platform/database';
import { personal } from '#platform/personal';
import { testDatabase, until } from '#platform/testing';
import { post, settableClock, smppAt, testNotifier } from '../testing/notify.ts';
import { type SmsBehaviour, startSmsCentre } from '../testing/sms-centre.ts';
import type { DeliveryError } from './delivery.ts';
import { notificationsOf, sendNotificationAgain, smsText } from './index.ts';
import { openSmpp } from './transports/smpp.ts';
import { usualSmppTimes } from './transports/smpp-line.ts';

const due = '2027-03-24T08:00:00Z';
const short = '旭川市役所です。予約は11月25日(水) 10:30です。';
const long =
  '旭川市役所です。予約は11月25日(水) 10:30 総合案内です。変更・取り消し https://madoguchi.city.example/booking/AbCdEfGhIjKlMnOpQrStUv';

async function outset(
  t: TestContext,
  {
    behaviour = {},
    text = short,
    more = {},
  }: { behaviour?: SmsBehaviour; text?: string; more?: Partial<SmppConfig> } = {},
) {
  const database = await testDatabase();
  const centre = await startSmsCentre(behaviour);
  const clock = settableClock(due);
  const notifier = testNotifier({
    database,
    clock,
    config: { sms: { ...smppAt(centre.port), ...more } },
    compose: { text },
  });
  t.after(async () => {
    await notifier.stop();
    await centre.close();
    await database.close();
  });
  return { database, centre, clock, notifier };
}

const ring = (database: Database, to: string, subject = to) => post(database, to, { channel: 'sms', subject });

async function stateOf(database: Database, subject: string): Promise<string> {
  const [status] = await notificationsOf(database.kysely, subject);
  return [status?.state, status?.code].filter(Boolean).join(' ');
}

test('V2 an SMS in Japanese arrives as it was written, at the number in international form', async (t) => {
  const { database, centre, notifier } = await outset(t);
  await ring(database, '090-1234-5678');
  assert.equal((await notifier.runDue()).sent, 1);
  assert.deepEqual(centre.taken, [
    { id: 'm1', to: '819012345678', text: short, header: null, coding: 8, wantsReceipt: true },
  ]);
});

test('V2 a long SMS goes in pieces of 67 signs that a telephone puts together', async (t) => {
  const { database, centre, notifier } = await outset(t, { text: long });
  await ring(database, '+81 80 1234 5678');
  assert.equal((await notifier.runDue()).sent, 1);
  assert.equal(centre.taken.map(({ text }) => text).join(''), long);
  const { length } = centre.taken;
  assert.ok(length > 1 && centre.taken.every(({ text }) => text.length <= 67));
  const headers = centre.taken.map(({ header }) => [...(header ?? [])]);
  const [reference] = headers.map((header) => header[2]);
  assert.deepEqual(
    headers,
    centre.taken.map((_, index) => [0, 3, reference, length, index + 1]),
  );
  assert.deepEqual(
    centre.taken.map(({ wantsReceipt }) => wantsReceipt),
    centre.taken.map((_, index) => index === length - 1),
  );
});

const wellFormed = (text: string) => Buffer.from(text).toString() === text;

test('V2 a text is cut for SMS without loss, each piece fits, and no sign is cut in two', () => {
  const sign = fc.oneof(
    fc.constantFrom('予', '約', '髙', '𠮷', '👨', 'A', '1', ' ', '\n'),
    fc.string({ unit: 'grapheme', maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 400 }), (signs) => {
      const text = signs.join('');
      const { coding, parts } = smsText(text);
      assert.equal(parts.join(''), text);
      const [alone, piece] = coding === 0 ? [160, 153] : [70, 67];
      assert.ok(parts.every((part) => part.length <= (parts.length === 1 ? alone : piece)));
      assert.ok(parts.every((part) => wellFormed(part) || !wellFormed(text)));
    }),
    { numRuns: 200 },
  );
  assert.deepEqual(
    [70, 71, 134, 135].map((length) => smsText('あ'.repeat(length)).parts.length),
    [1, 2, 2, 3],
  );
});

test('V2 a receipt says whether an SMS reached the telephone', async (t) => {
  const { database, centre, notifier } = await outset(t);
  await notifier.start();
  for (const to of ['090-0000-0001', '090-0000-0002']) await ring(database, to);
  await notifier.runDue();
  const idOf = (number: string) => centre.taken.find(({ to }) => to === number)?.id ?? '';
  await centre.receipt(idOf('819000000001'), 'DELIVRD');
  await centre.receipt(idOf('819000000002'), 'UNDELIV', '027');
  assert.equal(await stateOf(database, '090-0000-0001'), 'delivered');
  assert.equal(await stateOf(database, '090-0000-0002'), 'failed smpp receipt 027');
});

test('V2 an SMS without a receipt is asked after, and only what the centre does not know is left to a person', async (t) => {
  const enroute = 1;
  const states: Record<string, { state: number } | { status: number }> = {
    '090-0000-0001': { state: 2 },
    '090-0000-0002': { state: 5 },
    '090-0000-0003': { state: enroute },
    '090-0000-0004': { status: 0x67 },
  };
  const { database, centre, clock, notifier } = await outset(t);
  const numbers = Object.keys(states);
  for (const to of numbers) await ring(database, to);
  await notifier.runDue();
  const stateByNumber = () => Promise.all(numbers.map((to) => stateOf(database, to)));
  centre.behave({
    fate: (id) => {
      const { to = '' } = centre.taken.find((one) => one.id === id) ?? {};
      return states[`0${to.slice(2, 4)}-${to.slice(4, 8)}-${to.slice(8)}`] ?? { status: 0x0c };
    },
  });
  assert.equal(await notifier.askAfter(), 0, 'a receipt is waited for first');
  assert.deepEqual(centre.queries, []);
  clock.set('2027-03-24T08:11:00Z');
  assert.equal(await notifier.askAfter(), 2);
  assert.deepEqual(await stateByNumber(), ['delivered', 'failed smpp receipt 27', 'sent', 'sent']);
  clock.set('2027-03-24T12:11:00Z');
  assert.equal(await notifier.askAfter(), 2, 'its time is over, so it will never come');
  assert.deepEqual(await stateByNumber(), [
    'delivered',
    'failed smpp receipt 27',
    'unknown no receipt',
    'unknown no receipt',
  ]);
  const asked = centre.queries.length;
  assert.equal(await notifier.askAfter(), 0);
  assert.equal(centre.queries.length, asked, 'nothing is asked after without end');
  assert.equal(centre.taken.length, 4, 'and nothing was sent twice');
});

test('V2 a centre that takes no questions, or is out of reach, changes nothing about an SMS that it took', async (t) => {
  const { database, centre, clock, notifier } = await outset(t);
  await ring(database, '090-0000-0001');
  await notifier.runDue();
  clock.set('2027-03-24T08:11:00Z');
  centre.behave({ bind: 0x0e });
  centre.dropAll();
  await wait(50);
  assert.equal(await notifier.askAfter(), 0);
  centre.behave({ fate: () => ({ status: 0x03 }) });
  assert.equal(await notifier.askAfter(), 0);
  assert.equal(await stateOf(database, '090-0000-0001'), 'sent');
  clock.set('2027-03-24T13:00:00Z');
  await notifier.askAfter();
  assert.equal(centre.queries.length, 1, 'it is not asked again');
});

test('V2 an SMS of which nobody knows is held: sent again by a person only, once for two clicks', async (t) => {
  const { database, centre, clock, notifier } = await outset(t, { behaviour: { submission: () => 'drop' } });
  await ring(database, '090-1234-5678', 'booking');
  assert.equal((await notifier.runDue()).unknown, 1);
  centre.behave({});
  clock.set('2027-03-24T10:00:00Z');
  assert.equal((await notifier.runDue()).sent, 0);
  assert.equal(centre.taken.length, 1);
  const [status] = await notificationsOf(database.kysely, 'booking');
  const again = () =>
    database.transaction((transaction) => sendNotificationAgain(transaction, status?.id ?? '', 0, clock.now()));
  assert.deepEqual((await Promise.all([again(), again()])).sort(), [false, true]);
  await notifier.runDue();
  assert.equal(centre.taken.length, 2);
  assert.equal(await stateOf(database, 'booking'), 'sent');
  assert.equal(await again(), false, 'what was sent is not sent again');
});

test('V2 a centre that slows us down makes all wait, and nobody gets two', async (t) => {
  let room = 3;
  const throttled = 0x58;
  const { database, centre, clock, notifier } = await outset(t, {
    behaviour: {
      submission: () => {
        room -= 1;
        return room >= 0 ? 'take' : throttled;
      },
    },
    more: { connections: 2 },
  });
  for (let index = 0; index < 10; index += 1) await ring(database, `090-0000-10${index}0`);
  await notifier.runDue();
  const { length } = centre.taken;
  assert.ok(length >= 3 && length <= 4, `${length}`);
  assert.ok(room >= -3, 'no storm of submissions against a centre that asked for rest');
  room = 100;
  clock.set('2027-03-24T08:02:00Z');
  await notifier.runDue();
  assert.equal(new Set(centre.taken.map(({ to }) => to)).size, 10);
  assert.equal(centre.taken.length, 10);
});

test('V2 a line that was lost is opened again, and what waits goes', async (t) => {
  const { database, centre, clock, notifier } = await outset(t);
  await ring(database, '090-0000-0001');
  await notifier.runDue();
  centre.dropAll();
  await wait(50);
  await ring(database, '090-0000-0002');
  clock.set('2027-03-24T08:01:00Z');
  assert.equal((await notifier.runDue()).sent, 1);
  assert.equal(centre.bindings(), 2);
  assert.equal(centre.taken.length, 2);
});

test('V2 a line that only seems to stand is found out and opened anew', async (t) => {
  const centre = await startSmsCentre({ isAlive: false });
  const times = { ...usualSmppTimes, answer: 80, enquire: 40, reconnect: 30 };
  const transport = openSmpp(smppAt(centre.port), '', async () => undefined, times);
  t.after(async () => {
    await transport.close();
    await centre.close();
  });
  transport.open?.();
  await until('the link is bound a third time', () => centre.bindings() >= 3);
});

test('V2 a centre that takes and never answers leaves the message unknown, not twice', async (t) => {
  const centre = await startSmsCentre({ submission: () => 'hang' });
  const transport = openSmpp(smppAt(centre.port), '', async () => undefined, { ...usualSmppTimes, answer: 100 });
  t.after(async () => {
    await transport.close();
    await centre.close();
  });
  let begun = 0;
  const parcel = { id: 'one', recipient: personal('090-1234-5678'), message: { text: short }, notAfter: new Date(due) };
  await assert.rejects(
    transport.send(parcel, async () => {
      begun += 1;
    }),
    ({ failure, code }: DeliveryError) => failure === 'lost' && code === 'smpp silent',
  );
  assert.equal(begun, 1);
  assert.equal(centre.taken.length, 1);
});

test('V2 a centre that does not let us in costs no message its life', async (t) => {
  const { database, centre, clock, notifier } = await outset(t, { behaviour: { bind: 0x0e } });
  for (let index = 0; index < 5; index += 1) await ring(database, `090-0000-000${index}`);
  await notifier.runDue();
  assert.equal(centre.taken.length, 0);
  centre.behave({});
  clock.set('2027-03-24T08:02:00Z');
  assert.equal((await notifier.runDue()).sent, 5);
});

test('V2 numbers that take no SMS, or lie in countries that the city does not write to, are refused with a reason', async (t) => {
  const { database, notifier, centre } = await outset(t);
  const wrong = { '0166-26-1111': 'number landline', '+1 212 555 0100': 'number country', 12: 'number' };
  for (const to of Object.keys(wrong)) await ring(database, to);
  assert.equal((await notifier.runDue()).failed, 3);
  for (const [to, code] of Object.entries(wrong)) assert.equal(await stateOf(database, to), `failed ${code}`);
  assert.equal(centre.taken.length, 0);
});

test('V2 an SMS rings between nine and eight only, and never after its time', async (t) => {
  const database = await testDatabase();
  const centre = await startSmsCentre();
  const clock = settableClock('2027-03-24T11:30:00Z');
  const notifier = testNotifier({
    database,
    clock,
    config: { sms: smppAt(centre.port), smsHours: { from: '09:00', to: '20:00' } },
  });
  t.after(async () => {
    await notifier.stop();
    await centre.close();
    await database.close();
  });
  const span = { channel: 'sms' as const, dueAt: new Date('2027-03-24T11:30:00Z') };
  await post(database, '090-0000-0001', { ...span, subject: 'keeps', notAfter: new Date('2027-03-25T03:00:00Z') });
  await post(database, '090-0000-0002', { ...span, subject: 'late', notAfter: new Date('2027-03-24T23:30:00Z') });
  assert.equal((await notifier.runDue()).sent, 0, '20:30 in Japan');
  clock.set('2027-03-24T23:59:59Z');
  assert.equal((await notifier.runDue()).sent, 0, 'one second before nine');
  clock.set('2027-03-25T00:00:00Z');
  assert.equal((await notifier.runDue()).sent, 1);
  assert.deepEqual(
    centre.taken.map(({ to }) => to),
    ['819000000001'],
  );
  assert.equal(await stateOf(database, 'late'), 'skipped late');
});

test('V2 X2 no telephone number reaches the log', async (t) => {
  const { database, notifier } = await outset(t, { behaviour: { submission: () => 0x0b } });
  await ring(database, '090-1234-5678', 'one');
  await notifier.runDue();
  assert.equal(await stateOf(database, 'one'), 'failed smpp 11');
  assert.doesNotMatch(notifier.lines.join(''), /1234|5678/);
});
