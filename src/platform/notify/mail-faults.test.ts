import assert from 'node:assert/strict';
import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { simpleParser } from 'mailparser';
import { personal } from '#platform/personal';
import { testDatabase } from '#platform/testing';
import { startMailServer } from '../testing/mail-server.ts';
import { post, settableClock, smtpAt, testNotifier } from '../testing/notify.ts';
import type { DeliveryError } from './delivery.ts';
import { htmlOf, notificationsOf, sendNotificationAgain } from './index.ts';
import { openSmtp } from './transports/smtp.ts';

const due = '2027-03-24T08:00:00Z';
const parcel = (text: string) => ({
  id: '01990000-0000-7000-8000-000000000000',
  recipient: personal('hanako@mail.example'),
  message: { subject: '予約', text },
  notAfter: new Date(due),
});

test('V2 a server that hangs is left after a while: before the mail was handed over it goes later, after that nobody knows', async (t) => {
  const server = await startMailServer({ recipient: () => 'hang' });
  const times = { connection: 1_000, greeting: 1_000, silence: 150, whole: 2_000 };
  const transport = openSmtp(smtpAt(server.port), {}, times);
  t.after(async () => {
    await transport.close();
    await server.close();
  });
  let begun = 0;
  const begin = async () => {
    begun += 1;
  };
  const failing =
    (wanted: string) =>
    ({ failure }: DeliveryError) =>
      failure === wanted;
  await assert.rejects(transport.send(parcel('いつ'), begin), failing('unreachable'));
  assert.equal(begun, 0);
  server.behave({ message: () => 'hang' });
  await assert.rejects(transport.send(parcel('いつ'), begin), failing('lost'));
  assert.equal(begun, 1);
});

test('V2 a mail of which nobody knows is sent again by a person only, and a mailbox can tell by its name', async (t) => {
  const database = await testDatabase();
  const server = await startMailServer({ message: () => 'drop' });
  const clock = settableClock(due);
  const notifier = testNotifier({ database, clock, config: { mail: smtpAt(server.port) } });
  t.after(async () => {
    await notifier.stop();
    await server.close();
    await database.close();
  });
  const subject = await post(database, 'hanako@mail.example');
  await notifier.runDue();
  server.behave({});
  const [status] = await notificationsOf(database.kysely, subject);
  assert.equal(status?.state, 'unknown');
  clock.set('2027-03-24T08:05:00Z');
  const again = () =>
    database.transaction((transaction) => sendNotificationAgain(transaction, status?.id ?? '', 0, clock.now()));
  assert.equal(await again(), true);
  assert.equal((await notifier.runDue()).sent, 1);
  const names = server.taken.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw.toString())?.[1]);
  assert.deepEqual(names, [`<${status?.id}@city.example>`, `<${status?.id}@city.example>`]);
  clock.set('2027-03-24T12:00:01Z');
  assert.equal(await again(), false, 'too late');
});

test('V2 a clock that is set back or forth sends nothing twice and nothing late, and does not stop what is due', async (t) => {
  const database = await testDatabase();
  const server = await startMailServer();
  const clock = settableClock(due);
  const notifier = testNotifier({ database, clock, config: { mail: smtpAt(server.port) } });
  t.after(async () => {
    await notifier.stop();
    await server.close();
    await database.close();
  });
  await post(database, 'one@mail.example');
  await notifier.runDue();
  clock.set('2027-03-24T07:00:00Z');
  await notifier.runDue();
  clock.set('2027-03-24T08:30:00Z');
  await notifier.runDue();
  assert.equal(server.taken.length, 1);
  // Out of reach for a moment, at a time that turns out to have been three hours ahead.
  clock.set('2027-03-24T11:00:00Z');
  await server.close();
  await post(database, 'two@mail.example', { notAfter: new Date('2027-03-24T20:00:00Z') });
  await notifier.runDue();
  clock.set('2027-03-24T08:31:00Z');
  const back = await startMailServer({}, server.port);
  t.after(() => back.close());
  await post(database, 'three@mail.example');
  await notifier.runDue();
  assert.deepEqual(
    back.taken.map(({ to }) => to),
    ['three@mail.example'],
  );
  clock.set('2027-03-24T21:00:00Z');
  await notifier.runDue();
  assert.equal(back.taken.length, 1, 'what waited past its time is not sent');
});

/** A header or body as it is signed (RFC 6376, 3.4: relaxed). */
const relaxed = (line: string): string => {
  const colon = line.indexOf(':');
  return `${line.slice(0, colon).toLowerCase().trim()}:${line
    .slice(colon + 1)
    .replaceAll(/\s+/g, ' ')
    .trim()}`;
};

test('V2 a mail can be signed so that other servers know it is from the city (DKIM)', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-dkim-'));
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const path = join(folder, 'dkim.pem');
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  chmodSync(path, 0o600);
  const database = await testDatabase();
  const server = await startMailServer();
  const dkim = { domain: 'city.example', selector: 'madoguchi', key: { kind: 'file', path } as const };
  const notifier = testNotifier({
    database,
    clock: settableClock(due),
    config: { mail: { ...smtpAt(server.port), dkim } },
  });
  t.after(async () => {
    await notifier.stop();
    await server.close();
    await database.close();
    rmSync(folder, { recursive: true });
  });
  await post(database, 'hanako@mail.example');
  await notifier.runDue();
  const raw = server.taken[0]?.raw.toString() ?? '';
  const [head = '', body = ''] = [raw.slice(0, raw.indexOf('\r\n\r\n')), raw.slice(raw.indexOf('\r\n\r\n') + 4)];
  const headers = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  const signature = headers.find((line) => line.startsWith('DKIM-Signature:')) ?? '';
  const tag = (name: string) =>
    new RegExp(`(?:^|;| )${name}=([^;]*)`).exec(signature.slice(15))?.[1]?.replaceAll(/\s/g, '') ?? '';
  assert.equal(`${tag('d')} ${tag('s')} ${tag('c')}`, 'city.example madoguchi relaxed/relaxed');
  const lines = body.split('\r\n').map((line) => line.replaceAll(/[ \t]+/g, ' ').trimEnd());
  const canonical = `${lines.join('\r\n').replace(/(\r\n)*$/, '')}\r\n`;
  assert.equal(tag('bh'), createHash('sha256').update(canonical).digest('base64'));
  const signed = tag('h')
    .split(':')
    .flatMap((name) => headers.filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`)).map(relaxed));
  signed.push(relaxed(signature.replace(/(;\s*b=)[^;]*/, '$1')));
  const key = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
  assert.ok(verify('sha256', Buffer.from(signed.join('\r\n')), key, Buffer.from(tag('b'), 'base64')));
});

test('X2 what stands in the words of a mail is text: no tag, no script and no picture comes of it', async () => {
  const hostile = '<script>alert(1)</script> & "x" https://a.example/?a=1&b=<b>\n\n{when} 髙﨑';
  const html = htmlOf(hostile, 'ja');
  assert.doesNotMatch(html, /<script|<b>|<img/);
  assert.ok(html.includes('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;'));
  assert.ok(html.includes('<a href="https://a.example/?a=1&amp;b=">https://a.example/?a=1&amp;b=</a>'));
  const parsed = await simpleParser(`Content-Type: text/html; charset=utf-8\r\n\r\n${html}`);
  assert.ok(parsed.text?.includes('<script>alert(1)</script>'), 'readers see what was written');
});
