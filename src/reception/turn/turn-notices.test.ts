import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { simpleParser } from 'mailparser';
import type { Database } from '#platform/database';
import { EventBus } from '#platform/events';
import { createLog } from '#platform/log';
import { type Channel, createNotifier, pushPublicKey } from '#platform/notify';
import { personal } from '#platform/personal';
import { testDatabase, until } from '#platform/testing';
import { startMailServer } from '../../platform/testing/mail-server.ts';
import { allDay, smppAt, smtpAt, testKeys } from '../../platform/testing/notify.ts';
import { startPushService } from '../../platform/testing/push-service.ts';
import { startSmsCentre } from '../../platform/testing/sms-centre.ts';
import { arrive, movableClock, sampleInventory, sampleReception, sitDown } from '../queue/fixtures.ts';
import type { ReceptionService } from '../queue/service.ts';
import { readAddress, ruleOf } from './turn-notice.ts';
import { createTurnNotices } from './turn-notices.ts';

const origin = 'https://madoguchi.city.example';
const place = '1階 3番窓口';
const phone = '090-1234-5678';

/** A hall with a desk, and a mail server, an SMS centre and a push service that take what it sends. */
async function outset(t: TestContext) {
  const database = await testDatabase('identity', 'inventory', 'cases', 'reception');
  const [mails, centre, push] = await Promise.all([
    startMailServer(),
    startSmsCentre(),
    startPushService(pushPublicKey(testKeys)),
  ]);
  const clock = movableClock('2026-11-24T01:00:00Z');
  const inventory = () => sampleInventory();
  const reception = await sampleReception(database, clock, inventory);
  const bus = await EventBus.open(database);
  const notices = createTurnNotices({ database, clock, bus, keys: testKeys, reception, inventory, origin });
  const lines: string[] = [];
  const notifier = createNotifier({
    database,
    clock,
    keys: testKeys,
    log: createLog({ write: (line) => lines.push(line) }, 'debug', clock),
    config: {
      mail: smtpAt(mails.port),
      sms: smppAt(centre.port),
      push: { kind: 'web', contact: 'mailto:madoguchi@city.example', hosts: ['localhost'], connections: 2 },
      smsHours: allDay,
    },
    composers: notices.composers,
    environment: {},
    authority: push.authority,
  });
  t.after(async () => {
    await notifier.stop();
    await Promise.all([mails.close(), centre.close(), push.close()]);
    await bus.close();
    await database.close();
  });
  return { database, mails, centre, push, clock, reception, notices, notifier, lines };
}

/** So many people come, one after the other; gives their visits with their numbers. */
async function come(reception: ReceptionService, clock: { forward(minutes: number): void }, count: number) {
  const visits: { id: string; ticket: string }[] = [];
  for (let index = 0; index < count; index += 1) {
    clock.forward(1);
    visits.push((await arrive(reception, ['tennyu'])).visit);
  }
  return visits;
}

/** A desk that calls the next one after having served the one before. */
async function openDesk(database: Database, reception: ReceptionService) {
  const desk = await sitDown(database, reception, place);
  let current: string | null = null;
  return async () => {
    if (current !== null) {
      await reception.act(desk.on(current), 'startServing');
      await reception.done(desk.on(current));
    }
    current = (await reception.callNext(desk.command()))?.id ?? null;
  };
}

const addressOf = (channel: Channel, typed: string) => personal(readAddress(channel, typed) ?? assert.fail(channel));

test('V5 V2 whose turn is near is told by mail, by SMS and on the phone, once, with number, place and link', async (t) => {
  const { database, mails, centre, push, clock, reception, notices, notifier, lines } = await outset(t);
  const [, , one, two, three] = await come(reception, clock, 5);
  assert.ok(one && two && three);
  const callNext = await openDesk(database, reception);
  const rule = ruleOf('people-1');
  const ask = (visitId: string, channel: Channel, typed: string) =>
    notices.ask({ visitId, channel, language: 'ja', ...rule }, addressOf(channel, typed));
  await ask(one.id, 'mail', ' hanako@mail.example');
  await ask(two.id, 'sms', phone);
  await ask(three.id, 'push', push.subscription());
  const sent = async () => {
    await notices.look();
    await notices.look();
    await notifier.runDue();
    return [mails.taken.length, centre.taken.length > 0 ? 1 : 0, push.taken.length];
  };
  assert.deepEqual(await sent(), [0, 0, 0], 'two or more are before each of them');
  await callNext();
  assert.deepEqual(await sent(), [1, 0, 0]);
  await callNext();
  assert.deepEqual(await sent(), [1, 1, 0]);
  await callNext();
  assert.deepEqual(await sent(), [1, 1, 1]);
  await callNext();
  assert.deepEqual(await sent(), [1, 1, 1], 'nobody is told twice, nor when they are called');

  const link = ({ id }: { id: string }) => `${origin}/turn/${reception.tokenOf(id)}`;
  const mail = await simpleParser(mails.taken[0]?.raw ?? '');
  assert.equal(mails.taken[0]?.to, 'hanako@mail.example');
  assert.equal(mail.subject, `${one.ticket}番は、もうすぐお呼びします`);
  assert.ok(mail.text?.includes(link(one)) && mail.text.includes(place), mail.text);
  assert.ok(centre.taken.every(({ to }) => to === '819012345678'));
  const sms = centre.taken.map(({ text }) => text).join('');
  assert.ok(sms.includes(`${two.ticket}番は、もうすぐお呼びします`) && sms.endsWith(link(two)), sms);
  const shown = push.taken[0]?.content as { title: string; body: string; url: string };
  assert.equal(shown.title, `${three.ticket}番は、もうすぐお呼びします`);
  assert.equal(shown.url, link(three));
  assert.ok(push.taken[0]?.isSigned, 'by the key that the page had subscribed with');
  assert.equal(push.taken[0]?.ttl, 1800, 'after half an hour it would come too late');
  assert.doesNotMatch(lines.join(''), /hanako|1234-?5678/, 'no address reaches the log');
});

test('V5 V2 a turn that is called meanwhile needs no message, and who stopped gets none', async (t) => {
  const { database, mails, clock, reception, notices, notifier } = await outset(t);
  const [first, second, third] = await come(reception, clock, 3);
  assert.ok(first && second && third);
  const callNext = await openDesk(database, reception);
  for (const { id } of [second, third]) {
    const asked = { visitId: id, channel: 'mail' as const, language: 'ja' as const, ...ruleOf('people-1') };
    await notices.ask(asked, addressOf('mail', `${id}@mail.example`));
  }
  // The second one's turn is near already; before the mail goes they are called.
  await callNext();
  await callNext();
  await notices.forget(third.id);
  await notices.look();
  await notifier.runDue();
  assert.deepEqual(
    mails.taken.map(({ to }) => to).filter((to) => to.startsWith(second.id)),
    [],
  );
  assert.equal(await notices.of(third.id), null);
});

test('V5 a call is enough: who is near is told without anybody asking, and an old phone is forgotten after the visit', async (t) => {
  const { database, push, clock, reception, notices, notifier } = await outset(t);
  const failures: unknown[] = [];
  const started = await notices.start((error) => failures.push(error));
  await notifier.start();
  const [, , last] = await come(reception, clock, 3);
  assert.ok(last);
  const asked = { visitId: last.id, channel: 'push' as const, language: 'ja' as const, ...ruleOf('people-1') };
  await notices.ask(asked, addressOf('push', push.subscription()));
  const callNext = await openDesk(database, reception);
  await callNext();
  await until('the push notice', () => push.taken.length > 0);
  assert.equal(push.taken.length, 1);
  await callNext();
  await callNext();
  await callNext();
  await notices.look();
  assert.equal(await notices.of(last.id), null, 'where to is deleted with the end of the visit');
  await started.close();
  assert.deepEqual(failures, []);
});
