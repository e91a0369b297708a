import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { simpleParser } from 'mailparser';
import type { Database } from '#platform/database';
import { testDatabase } from '#platform/testing';
import { type Behaviour, startMailServer } from '../testing/mail-server.ts';
import { post, settableClock, smtpAt, testNotifier } from '../testing/notify.ts';
import { type Compose, calendarFile, type Message, notificationsOf, withdrawNotifications } from './index.ts';

const due = '2027-03-24T08:00:00Z';

async function outset(
  t: TestContext,
  { behaviour = {}, compose }: { behaviour?: Behaviour; compose?: Compose | Message } = {},
) {
  const database = await testDatabase();
  const server = await startMailServer(behaviour);
  const clock = settableClock(due);
  const notifier = testNotifier({ database, clock, config: { mail: smtpAt(server.port) }, compose });
  t.after(async () => {
    await notifier.stop();
    await server.close();
    await database.close();
  });
  return { database, server, clock, notifier };
}

async function stateOf(database: Database, subject: string): Promise<string> {
  const [status] = await notificationsOf(database.kysely, subject);
  return [status?.state, status?.code].filter(Boolean).join(' ');
}

test('V2 a mail carries its text, its page and an appointment that calendars understand', async (t) => {
  const event = {
    method: 'REQUEST' as const,
    uid: 'b1@city.example',
    sequence: 1,
    stamp: new Date(due),
    start: new Date('2027-03-25T01:00:00Z'),
    end: new Date('2027-03-25T01:30:00Z'),
    summary: '市役所の予約',
  };
  const calendar = { method: event.method, content: calendarFile(event) };
  const compose = { subject: '明日の予約 髙﨑𠮷', text: '10:00 です。', html: '<p>10:00 です。</p>', calendar };
  const { database, server, notifier } = await outset(t, { compose });
  const subject = await post(database, 'hanako@mail.example');
  assert.deepEqual(await notifier.runDue(), { sent: 1, failed: 0, skipped: 0, unknown: 0, retried: 0 });
  const [taken] = server.taken;
  assert.equal(taken?.to, 'hanako@mail.example');
  const mail = await simpleParser(taken?.raw ?? '');
  const [status] = await notificationsOf(database.kysely, subject);
  assert.equal(mail.messageId, `<${status?.id}@city.example>`);
  assert.equal(mail.subject, compose.subject);
  assert.equal(mail.from?.text, '"旭川市" <noreply@city.example>');
  assert.equal(mail.text?.trim(), compose.text);
  assert.equal(mail.html, compose.html);
  assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
  const files = mail.attachments.map(({ contentType, content }) => [contentType, content.toString()]);
  assert.deepEqual(files, [
    ['text/calendar', calendar.content],
    ['application/ics', calendar.content],
  ]);
  assert.match(taken?.raw.toString() ?? '', /text\/calendar; charset=utf-8; method=REQUEST/);
  assert.equal(await stateOf(database, subject), 'sent');
});

test('V2 what was sent is not sent again, and its recipient is forgotten', async (t) => {
  const { database, server, notifier } = await outset(t);
  await post(database, 'hanako@mail.example');
  await notifier.runDue();
  assert.equal((await notifier.runDue()).sent, 0);
  assert.equal(server.taken.length, 1);
  const { rows } = await database.pool.query('select recipient from notification');
  assert.deepEqual(rows, [{ recipient: null }]);
});

test('V2 a mail that is refused for now goes later, one that is refused for good is not tried again', async (t) => {
  const answers: Record<string, number> = { 'busy@mail.example': 451, 'gone@mail.example': 550 };
  const { database, server, clock, notifier } = await outset(t, {
    behaviour: { recipient: (to) => answers[to] ?? 'take' },
  });
  const [busy, gone, fine] = await Promise.all(
    ['busy@mail.example', 'gone@mail.example', 'fine@mail.example'].map((to) => post(database, to)),
  );
  assert.deepEqual(await notifier.runDue(), { sent: 1, failed: 1, skipped: 0, unknown: 0, retried: 1 });
  assert.equal(await stateOf(database, gone ?? ''), 'failed smtp 550 5.1.1');
  assert.equal(await stateOf(database, busy ?? ''), 'pending smtp 451 4.3.0');
  assert.equal(await stateOf(database, fine ?? ''), 'sent');
  server.behave({});
  assert.equal((await notifier.runDue()).sent, 0, 'not before its pause is over');
  clock.set('2027-03-24T08:01:00Z');
  assert.equal((await notifier.runDue()).sent, 1);
  assert.equal(await stateOf(database, busy ?? ''), 'sent');
});

test('V2 a mail that is refused after it was handed over is not lost and not doubled', async (t) => {
  const { database, server, clock, notifier } = await outset(t, { behaviour: { message: () => 452 } });
  const subject = await post(database, 'hanako@mail.example');
  assert.equal((await notifier.runDue()).retried, 1);
  server.behave({ message: () => 554 });
  clock.set('2027-03-24T08:01:00Z');
  assert.equal((await notifier.runDue()).failed, 1);
  assert.equal(await stateOf(database, subject), 'failed smtp 554 5.1.1');
  assert.equal(server.taken.length, 0);
});

test('V2 a line that breaks after a mail was handed over never makes two of it', async (t) => {
  const { database, server, clock, notifier } = await outset(t, { behaviour: { message: () => 'drop' } });
  const subject = await post(database, 'hanako@mail.example');
  assert.equal((await notifier.runDue()).unknown, 1);
  server.behave({});
  clock.set('2027-03-24T11:00:00Z');
  assert.equal((await notifier.runDue()).sent, 0);
  assert.equal(server.taken.length, 1);
  assert.match(await stateOf(database, subject), /^unknown smtp E/);
});

test('V2 a line that breaks before a mail was handed over costs nothing but time', async (t) => {
  const { database, server, clock, notifier } = await outset(t, { behaviour: { recipient: () => 'drop' } });
  await post(database, 'hanako@mail.example');
  assert.equal((await notifier.runDue()).retried, 1);
  server.behave({});
  clock.set('2027-03-24T08:01:00Z');
  assert.equal((await notifier.runDue()).sent, 1);
  assert.equal(server.taken.length, 1);
});

test('V2 while no mail server is there all wait without blame, and go once it is back', async (t) => {
  const database = await testDatabase();
  const clock = settableClock(due);
  const probe = await startMailServer();
  await probe.close();
  const notifier = testNotifier({ database, clock, config: { mail: smtpAt(probe.port, 2) } });
  t.after(async () => {
    await notifier.stop();
    await database.close();
  });
  for (let index = 0; index < 40; index += 1) await post(database, `p${index}@mail.example`);
  const counts = await notifier.runDue();
  assert.ok(counts.retried <= 2, 'only what was on its way was tried');
  assert.equal(notifier.lines.filter((line) => line.includes('"notify.resting"')).length, 1);
  const { rows } = await database.pool.query('select sum(attempts) as attempts from notification where next_at < $1', [
    '2027-03-24T08:00:10Z',
  ]);
  assert.deepEqual(rows, [{ attempts: 0 }]);
  const server = await startMailServer({}, probe.port);
  t.after(() => server.close());
  clock.set('2027-03-24T08:01:00Z');
  await notifier.runDue();
  assert.equal(server.taken.length, 40);
});

test('V2 what was cancelled, moved or is too late is not sent', async (t) => {
  const current: Record<string, number> = { moved: 2, over: 0, fine: 1 };
  const compose: Compose = async (_executor, { subject, subjectRevision }) =>
    current[subject] === subjectRevision ? { text: '明日です。' } : null;
  const { database, server, clock, notifier } = await outset(t, { compose });
  for (const subject of ['moved', 'over', 'fine']) await post(database, `${subject}@mail.example`, { subject });
  await post(database, 'cancelled@mail.example', { subject: 'cancelled' });
  await post(database, 'late@mail.example', { subject: 'late', notAfter: new Date('2027-03-24T08:30:00Z') });
  const withdrawn = await database.transaction((transaction) => withdrawNotifications(transaction, 'cancelled'));
  assert.equal(withdrawn, 1);
  clock.set('2027-03-24T08:30:00Z');
  assert.deepEqual(await notifier.runDue(), { sent: 1, failed: 0, skipped: 3, unknown: 0, retried: 0 });
  assert.deepEqual(
    server.taken.map(({ to }) => to),
    ['fine@mail.example'],
  );
  assert.equal(await stateOf(database, 'moved'), 'skipped over');
  assert.equal(await stateOf(database, 'cancelled'), 'skipped withdrawn');
  assert.equal(await stateOf(database, 'late'), 'skipped late');
});

test('V2 what is cancelled while it is being handed over is not sent any more', async (t) => {
  const { database, server, notifier } = await outset(t, {
    compose: async () => {
      await database.transaction((transaction) => withdrawNotifications(transaction, 'booking'));
      return { text: '明日です。' };
    },
  });
  await post(database, 'hanako@mail.example', { subject: 'booking' });
  await notifier.runDue();
  assert.equal(server.taken.length, 0);
  assert.equal(await stateOf(database, 'booking'), 'skipped withdrawn');
});

test('X2 nothing but one plain address is written to, and no address reaches the log', async (t) => {
  const { database, server, notifier } = await outset(t);
  const bad = ['a@b.example, c@d.example', 'a@b.example>\r\nRCPT TO:<c@d.example', 'nobody', '花子 <a@b.example>'];
  const subjects = await Promise.all(bad.map((to) => post(database, to)));
  await post(database, 'kanarija@mail.example');
  assert.deepEqual(await notifier.runDue(), { sent: 1, failed: 4, skipped: 0, unknown: 0, retried: 0 });
  assert.equal(server.taken.length, 1);
  assert.equal(await stateOf(database, subjects[0] ?? ''), 'failed address');
  assert.doesNotMatch(notifier.lines.join(''), /kanarija|example|花子/);
});
