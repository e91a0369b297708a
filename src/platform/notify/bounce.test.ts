import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { BounceMailboxConfig, NotifyConfig } from '#platform/config';
import type { Database } from '#platform/database';
import { testDatabase } from '#platform/testing';
import { startImapServer } from '../testing/imap-server.ts';
import { startMailServer } from '../testing/mail-server.ts';
import { post, settableClock, smtpAt, testNotifier } from '../testing/notify.ts';
import { expireNotifications, notificationsOf, readBounce, sendNotificationAgain } from './index.ts';

const boundary = '=_report';

/** A delivery status notification as a mail server writes it (RFC 3464). */
function report(messageId: string, { action = 'failed', status = '5.1.1' } = {}): string {
  return [
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.example (Mail Delivery System)',
    'Subject: Undelivered Mail Returned to Sender',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    'あて先に届けられませんでした。',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    'Final-Recipient: rfc822; hanako@mail.example',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 no such user',
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    'From: noreply@city.example',
    `Message-ID: ${messageId}`,
    'Subject: =?utf-8?B?5LqI57SE?=',
    '',
    `--${boundary}--`,
    '',
  ].join('\r\n');
}

async function outset(t: TestContext, more: Partial<NotifyConfig> = {}) {
  const database = await testDatabase();
  const server = await startMailServer();
  const clock = settableClock('2027-03-24T08:00:00Z');
  const mail = { ...smtpAt(server.port), bouncesTo: 'bounces@city.example' };
  const environment = { HITOMADO_BOUNCES_PASSWORD: 'secret of the mailbox' };
  const notifier = testNotifier({ database, clock, config: { mail, ...more }, environment });
  t.after(async () => {
    await notifier.stop();
    await server.close();
    await database.close();
  });
  return { database, server, notifier, clock };
}

async function stateOf(database: Database, subject: string): Promise<string> {
  const [status] = await notificationsOf(database.kysely, subject);
  return [status?.state, status?.code].filter(Boolean).join(' ');
}

const messageIdOf = (raw: Buffer | undefined): string => /^Message-ID: (.*)$/im.exec(raw?.toString() ?? '')?.[1] ?? '';

test('V2 a mail that comes back to the mailbox marks its message, once, and the mailbox keeps it as read', async (t) => {
  const imap = await startImapServer('bounces', 'secret of the mailbox');
  t.after(() => imap.close());
  const bounces: BounceMailboxConfig = {
    host: '127.0.0.1',
    port: imap.port,
    secure: false,
    requireTls: false,
    user: 'bounces',
    folder: 'INBOX',
    password: { kind: 'environment', variable: 'HITOMADO_BOUNCES_PASSWORD' },
  };
  const { database, server, notifier } = await outset(t, { bounces });
  for (const subject of ['gone', 'fine']) await post(database, `${subject}@mail.example`, { subject });
  await notifier.runDue();
  const gone = server.taken.find(({ to }) => to.startsWith('gone'));
  assert.equal(gone?.from, 'bounces@city.example', 'it comes back to the mailbox');
  imap.deliver(report(messageIdOf(gone?.raw)));
  imap.deliver('From: friend@mail.example\r\nSubject: hello\r\n\r\nA letter that is no bounce.\r\n');
  assert.equal(await notifier.readBounces(), 2);
  assert.equal(await stateOf(database, 'gone'), 'failed bounce 5.1.1');
  assert.equal(await stateOf(database, 'fine'), 'sent');
  assert.equal(await notifier.readBounces(), 0, 'what was seen is not read again');
});

test('V2 X2 a mailbox that cannot be reached or does not let us in stops nothing, and its password is not logged', async (t) => {
  const imap = await startImapServer('bounces', 'another');
  t.after(() => imap.close());
  const bounces: BounceMailboxConfig = {
    host: '127.0.0.1',
    port: imap.port,
    secure: false,
    requireTls: false,
    user: 'bounces',
    folder: 'INBOX',
    password: { kind: 'environment', variable: 'HITOMADO_BOUNCES_PASSWORD' },
  };
  const { notifier } = await outset(t, { bounces });
  assert.equal(await notifier.readBounces(), 0);
  assert.ok(notifier.lines.some((line) => line.includes('"notify.bouncesUnread"')));
  assert.doesNotMatch(notifier.lines.join(''), /secret of the mailbox/);
});

test('V2 reports of all kinds are understood: failed, delayed, delivered, and words of old servers', () => {
  const id = '<01990000-0000-7000-8000-000000000000@city.example>';
  assert.deepEqual(readBounce(report(id)), { messageId: id, status: 'failed', code: 'bounce 5.1.1' });
  assert.deepEqual(readBounce(report(id, { status: '5.2.2' }))?.code, 'bounce 5.2.2');
  assert.equal(readBounce(report(id, { action: 'delayed', status: '4.4.1' }))?.status, 'delayed');
  assert.deepEqual(readBounce(report(id, { action: 'delivered', status: '2.0.0' })), {
    messageId: id,
    status: 'delivered',
    code: null,
  });
  const words = `Return-Path: <>\r\nFrom: MAILER-DAEMON@old.example\r\nSubject: failure notice\r\n\r\nHi. This is qmail.\r\n<hanako@mail.example>:\r\n550 5.1.1 no mailbox here\r\n\r\n--- Below this line is a copy of the message.\r\n\r\nMessage-ID: ${id}\r\n`;
  assert.deepEqual(readBounce(words), { messageId: id, status: 'failed', code: 'bounce 5.1.1' });
});

test('V2 X2 a letter, an absence note or a report about somebody else marks nothing', () => {
  const id = '<01990000-0000-7000-8000-000000000000@city.example>';
  const absent = `From: hanako@mail.example\r\nSubject: Out of office\r\nIn-Reply-To: ${id}\r\n\r\nback on 5.1.1 April, 550 yen\r\n${id}\r\n`;
  for (const raw of ['', 'nonsense', absent, report('<x@elsewhere.example>')]) assert.equal(readBounce(raw), null);
});

test('V2 a bounce marks only what had been sent, and nothing that is unknown to us', async (t) => {
  const { database, notifier } = await outset(t);
  await post(database, 'hanako@mail.example', { subject: 'waiting' });
  const [status] = await notificationsOf(database.kysely, 'waiting');
  assert.equal(await notifier.receiveBounce(report(`<${status?.id}@city.example>`)), false);
  assert.equal(await stateOf(database, 'waiting'), 'pending');
  assert.equal(await notifier.receiveBounce(report('<01990000-0000-7000-8000-000000000000@city.example>')), false);
});

test('V2 X2 an address that came back is not written to silently again: a person is told, and may send all the same', async (t) => {
  const { database, server, notifier, clock } = await outset(t);
  await post(database, 'Gone@mail.example', { subject: 'first' });
  await notifier.runDue();
  assert.equal(await notifier.receiveBounce(report(messageIdOf(server.taken[0]?.raw))), true);
  for (const subject of ['next', 'later']) await post(database, ' gone@mail.example', { subject });
  await post(database, 'fine@mail.example', { subject: 'other' });
  await notifier.runDue();
  assert.equal(await stateOf(database, 'next'), 'failed dead address');
  assert.equal(await stateOf(database, 'later'), 'failed dead address');
  assert.equal(await stateOf(database, 'other'), 'sent');
  assert.equal(server.taken.length, 2);
  const { rows } = await database.pool.query('select * from dead_address');
  assert.equal(rows.length, 1);
  assert.doesNotMatch(JSON.stringify(rows), /gone|example/i, 'a hash is kept, not the address');
  const [status] = await notificationsOf(database.kysely, 'next');
  await database.transaction((transaction) => sendNotificationAgain(transaction, status?.id ?? '', 0, clock.now()));
  await notifier.runDue();
  assert.equal(await stateOf(database, 'next'), 'sent');
  await post(database, 'gone@mail.example', { subject: 'afterwards' });
  await notifier.runDue();
  assert.equal(await stateOf(database, 'afterwards'), 'sent', 'whoever sends again says that the address is right');
});

test('V2 a full mailbox or a refusal as advertising marks no address, and a mark is forgotten after half a year', async (t) => {
  const { database, server, notifier, clock } = await outset(t);
  for (const [status, subject] of [
    ['5.2.2', 'full'],
    ['5.7.1', 'advertising'],
  ] as const) {
    await post(database, `${subject}@mail.example`, { subject });
    await notifier.runDue();
    await notifier.receiveBounce(report(messageIdOf(server.taken.at(-1)?.raw), { status }));
    await post(database, `${subject}@mail.example`, { subject: `${subject} again` });
    await notifier.runDue();
    assert.equal(await stateOf(database, `${subject} again`), 'sent');
  }
  server.behave({ recipient: () => 550 });
  await post(database, 'gone@mail.example', { subject: 'gone' });
  await notifier.runDue();
  const marks = async () => (await database.pool.query('select from dead_address')).rowCount;
  assert.equal(await marks(), 1, 'what is refused at once is marked too');
  clock.set('2027-09-25T08:00:00Z');
  await expireNotifications({ database, clock });
  assert.equal(await marks(), 0);
});
