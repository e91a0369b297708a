import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { simpleParser } from 'mailparser';
import { languages, stripReadings } from '#platform/i18n';
import { notificationsOf } from '#platform/notify';
import { type Behaviour, startMailServer } from '../platform/testing/mail-server.ts';
import { smppAt, smtpAt } from '../platform/testing/notify.ts';
import { startSmsCentre } from '../platform/testing/sms-centre.ts';
import { movableClock, sampleHall } from '../reception/queue/fixtures.ts';
import { messageOffice, origin } from './message-fixtures.tsx';
import { fillIn, noticeKinds, templates } from './templates.ts';
import { smsLength, wordingProblems, wordingWarnings } from './wording.ts';

async function outset(t: TestContext, behaviour: Behaviour = {}) {
  const server = await startMailServer(behaviour);
  const centre = await startSmsCentre();
  const clock = movableClock('2026-11-24T01:00:00Z');
  const office = await messageOffice(sampleHall(clock), { mail: smtpAt(server.port), sms: smppAt(centre.port) });
  t.after(async () => {
    await office.close();
    await server.close();
    await centre.close();
  });
  return { ...office, server, centre };
}

const hanako = { mail: 'hanako@mail.example', phone: '090-1234-5678' };
const lineOf = (file: string, name: string) =>
  file
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .find((line) => line.startsWith(name));

test('V2 who books gets the time, the place, the link and a calendar file; a change replaces it and a cancellation takes it out', async (t) => {
  const { booking, notifier, booked, server, clock } = await outset(t);
  const view = await booked(60, { mail: hanako.mail, phone: null });
  await notifier.runDue();
  clock.forward(1);
  assert.equal(await booking.move(view, { day: '2026-11-26', cell: 66, actor: 'resident', byStaff: false }), 'moved');
  await notifier.runDue();
  clock.forward(1);
  const moved = await booking.byId(view.booking.id);
  assert.ok(moved && (await booking.cancel(moved, { actor: 'resident' })));
  await notifier.runDue();
  const mails = await Promise.all(server.taken.map(({ raw }) => simpleParser(raw)));
  assert.deepEqual(
    mails.map(({ subject }) => subject),
    [
      '予約ができました(11月25日(水) 10:00)',
      '予約が変わりました(11月26日(木) 11:00)',
      '予約を取り消しました(11月26日(木) 11:00)',
    ],
  );
  const link = `${origin}/booking/${booking.tokenOf(view.booking.id)}`;
  for (const mail of mails) {
    assert.ok(mail.text?.includes(link));
    assert.ok(typeof mail.html === 'string' && mail.html.includes(`<a href="${link}">`));
    assert.ok(mail.text?.includes('1階 総合案内'), 'readings are for pages, not for mails');
  }
  const files = mails.map((mail) => mail.attachments[0]?.content.toString() ?? '');
  assert.deepEqual(
    files.map((file) => [lineOf(file, 'METHOD'), lineOf(file, 'DTSTART'), lineOf(file, 'SEQUENCE')]),
    [
      ['METHOD:PUBLISH', 'DTSTART:20261125T010000Z', 'SEQUENCE:1'],
      ['METHOD:PUBLISH', 'DTSTART:20261126T020000Z', 'SEQUENCE:2'],
      ['METHOD:CANCEL', 'DTSTART:20261126T020000Z', 'SEQUENCE:3'],
    ],
  );
  assert.equal(new Set(files.map((file) => lineOf(file, 'UID'))).size, 1);
  assert.equal(
    lineOf(files[0] ?? '', 'SUMMARY'),
    'SUMMARY:旭川市役所',
    'no word about what for: others see a calendar',
  );
  assert.match(lineOf(files[0] ?? '', 'LOCATION') ?? '', /^LOCATION:旭川市7条通9丁目48番地 総合庁舎/);
});

test('V2 everybody is written to in the language in which they booked', async (t) => {
  const { notifier, booked, server } = await outset(t);
  for (const [index, { id }] of languages.entries()) {
    await booked(54 + index * 3, { mail: `${id}@mail.example`, phone: null }, { language: id });
  }
  await notifier.runDue();
  for (const { id } of languages) {
    const mail = await simpleParser(server.taken.find(({ to }) => to.startsWith(`${id}@`))?.raw ?? '');
    const [before] = stripReadings(templates.confirmed[id].mail).split('\n');
    assert.ok(mail.text?.includes(before?.replace('{city}', '旭川市') ?? '?'), `${id}: ${mail.text}`);
    assert.doesNotMatch(mail.text ?? '', /[{}]/);
  }
});

test('V2 X2 staff see what failed and what to do, and find the visitor, without an address', async (t) => {
  const { notifier, booked, ask, server, audit, database } = await outset(t, {
    recipient: (to) => (to.startsWith('gone') ? 550 : 451),
    message: () => 'take',
  });
  await booked(60, { mail: 'gone@mail.example', phone: null });
  await booked(66, { mail: 'busy@mail.example', phone: null });
  await notifier.runDue();
  const list = await ask('reception', '/messages');
  assert.ok(list.body.includes('H7K-4M2-P9X 11月25日(水) 10:00'));
  assert.ok(list.body.includes('そのメールアドレスには届きませんでした。'));
  assert.ok(list.body.includes('予約した方に電話で知らせ、予約の連絡先を直してください。'));
  assert.doesNotMatch(list.body, /mail\.example|gone@|busy@/);
  assert.ok(list.body.includes('href="/booking/appointments/'), 'from here they open the appointment');
  const waiting = await ask('administrator', '/messages?show=waiting');
  assert.ok(waiting.body.includes('1回断られました。また送ります。'));
  assert.doesNotMatch(`${waiting.body}${(await ask('reception', '/messages?show=all')).body}`, /mail\.example/);
  const [, id = ''] = /action="\/messages\/([0-9a-f-]{36})"/.exec(list.body) ?? [];
  assert.equal((await ask('editor', `/messages/${id}`, { decision: 'settle' })).status, 404);
  assert.equal((await ask('reception', `/messages/${id}`, { decision: 'settle' })).location, '/messages');
  assert.ok((await ask('reception', '/messages')).body.includes('いま確かめるものはありません。'));
  const late = await ask('reception', `/messages/${id}`, { decision: 'again', resends: '0' });
  assert.equal(late.location, '/messages?missed=1');
  assert.equal(server.taken.length, 0);
  assert.equal((await audit.verify()).state, 'ok');
  const { rows } = await database.pool.query('select recipient from notification where id = $1', [id]);
  assert.deepEqual(rows, [{ recipient: null }], 'what is settled keeps no address');
});

test('V2 what nobody knows is sent again by one person, once', async (t) => {
  const { notifier, booked, ask, server, database } = await outset(t, { message: () => 'drop' });
  const { booking } = await booked(60, { mail: hanako.mail, phone: null });
  await notifier.runDue();
  server.behave({});
  const list = await ask('reception', '/messages');
  assert.ok(list.body.includes('届いたかどうか分かりません'));
  const [, id = ''] = /action="\/messages\/([0-9a-f-]{36})"/.exec(list.body) ?? [];
  const click = () => ask('reception', `/messages/${id}`, { decision: 'again', resends: '0' });
  const locations = (await Promise.all([click(), click()])).map(({ location }) => location).sort();
  assert.deepEqual(locations, ['/messages', '/messages?missed=1']);
  await notifier.runDue();
  await notifier.runDue();
  assert.equal(server.taken.length, 2);
  assert.equal((await notificationsOf(database.kysely, booking.id))[0]?.state, 'sent');
});

test('V2 the words that staff write are what residents get, every version is kept, and the first words come back', async (t) => {
  const { notifier, booked, ask, centre, clock } = await outset(t);
  const url = '/messages/templates/confirmed/ja';
  const words = { subject: '予約 {when}', mail: '{when}\n{place}\n{link}', sms: '市役所 {when} {link}' };
  const saved = await ask('administrator', url, { ...words, after: '0', decision: 'save' });
  assert.equal(saved.location, `${url}?saved=1`);
  const phones = ['090-0000-0001', '090-0000-0002'];
  await booked(60, { mail: null, phone: phones[0] ?? null });
  await notifier.runDue();
  assert.match(centre.taken.map(({ text }) => text).join(''), /^市役所 11月25日\(水\) 10:00 https:\/\/madoguchi/);
  // Somebody who had the page open still, and has written something else.
  const other = await ask('administrator', url, {
    ...words,
    sms: '別の文 {when} {link}',
    after: '0',
    decision: 'save',
  });
  assert.equal(other.status, 409);
  assert.ok(other.body.includes('別の文'), 'nothing typed is lost');
  assert.equal((await ask('administrator', url, { ...words, after: '1', decision: 'restore' })).status, 303);
  const page = await ask('administrator', url);
  for (const shown of ['1版', '2版', 'はじめの文に戻しました', '鈴木']) assert.ok(page.body.includes(shown), shown);
  const before = centre.taken.length;
  clock.forward(1);
  await booked(66, { mail: null, phone: phones[1] ?? null });
  await notifier.runDue();
  assert.match(
    centre.taken
      .slice(before)
      .map(({ text }) => text)
      .join(''),
    /^旭川市役所です。予約ができました。/,
  );
});

test('V2 X2 words that cannot be sent are not saved: the page says why, and markup stays text', async (t) => {
  const { ask } = await outset(t);
  const url = '/messages/templates/reminder/ja';
  const wrong = { subject: 'お知らせ {name}', mail: '', sms: '{when', after: '0', decision: 'save' };
  const answer = await ask('editor', url, wrong);
  assert.equal(answer.status, 422);
  for (const sentence of ['「{name}」は使えません。', 'メールの文を入れてください。', '「{」と「}」の組']) {
    assert.ok(answer.body.includes(sentence), sentence);
  }
  const markup = { subject: '{when}', mail: '<b>{when}</b><script>', sms: '{when}', after: '0', decision: 'preview' };
  const preview = await ask('editor', url, markup);
  assert.equal(preview.status, 200);
  assert.ok(!preview.body.includes('<script>') && preview.body.includes('&lt;b&gt;11月25日'));
  assert.ok(preview.body.includes('メールの文に {link} がありません。'));
  assert.ok(preview.body.includes('SMSの文に {link} がありません。'));
  assert.ok(!(await ask('editor', url)).body.includes('&lt;b&gt;'), 'a look saves nothing');
  for (const role of ['counter', 'concierge', 'reception'] as const) assert.equal((await ask(role, url)).status, 404);
});

test('V2 the words of the product have no unknown placeholder, and no SMS of them costs more than three messages', () => {
  const link = `${origin}/booking/${'x'.repeat(22)}`;
  for (const kind of noticeKinds) {
    for (const { id } of languages) {
      const words = templates[kind][id];
      assert.deepEqual(wordingProblems(kind, words), [], `${kind} ${id}`);
      const example = {
        city: '旭川市',
        when: '11月25日(水) 10:30',
        place: '1階 総合案内',
        link,
        until: '11月25日(水) 10:00',
      };
      assert.ok(smsLength(words.sms, example).segments <= 3, `${kind} ${id}`);
      const warnings = wordingWarnings(kind, words, example).filter((warning) => !/件名/.test(warning));
      assert.deepEqual(warnings, [], `${kind} ${id}`);
      assert.doesNotMatch(fillIn(words.mail, example), /[{}]/);
    }
  }
});

test('V2 staff set which reminders are ticked beforehand at each place', async (t) => {
  const { ask, booked, booking } = await outset(t);
  const view = await booked(60, { mail: hanako.mail, phone: null });
  assert.deepEqual(await booking.usualReminders(view), ['dayBefore']);
  const page = await ask('administrator', '/messages/reminders');
  const [, service = ''] = /name="service" value="([^"]+)"/.exec(page.body) ?? [];
  const form = { service, [`choices-${service}`]: 'week', decision: 'save' };
  assert.equal((await ask('administrator', '/messages/reminders', form)).status, 303);
  const places = await ask('administrator', '/messages/reminders?saved=1');
  assert.ok(places.body.includes('保存しました。'));
  const wanted = view.parts.some(({ serviceId }) => serviceId === service) ? ['week'] : ['dayBefore'];
  assert.deepEqual(await booking.usualReminders(view), wanted);
  assert.equal((await ask('administrator', '/messages/reminders', { service: 'nowhere' })).status, 404);
});

test('V2 X2 reminders stop with one click and without signing in; looking stops nothing, and news of a change still comes', async (t) => {
  const { notifier, booked, booking, app, server, clock, database } = await outset(t);
  const view = await booked(60, { mail: hanako.mail, phone: null }, { reminders: ['dayBefore', 'hours'] });
  await notifier.runDue();
  clock.forward(7 * 60);
  await notifier.runDue();
  const reminder = await simpleParser(server.taken.at(-1)?.raw ?? '');
  assert.match(reminder.subject ?? '', /近づきました/);
  const link = /https:\S+\/booking\/stop\/\S+/.exec(reminder.text ?? '')?.[0] ?? '';
  assert.match(
    server.taken.at(-1)?.raw.toString().replaceAll('\r\n ', '') ?? '',
    new RegExp(`List-Unsubscribe: ?<${link}>`),
  );
  assert.match(server.taken.at(-1)?.raw.toString() ?? '', /List-Unsubscribe-Post: List-Unsubscribe=One-Click/);
  assert.doesNotMatch(server.taken[0]?.raw.toString() ?? '', /List-Unsubscribe/, 'a confirmation is no reminder');
  assert.doesNotMatch(link, /hanako|090/);
  const { pathname } = new URL(link);
  const pending = async () =>
    (await notificationsOf(database.kysely, view.booking.id)).filter(({ state }) => state === 'pending').length;
  const asked = await app.fastify.inject({ method: 'GET', url: pathname });
  assert.ok(asked.body.includes('お知らせを止める'));
  assert.equal(await pending(), 1, 'a look stops nothing');
  const forged = pathname.slice(0, -1) + (pathname.endsWith('x') ? 'y' : 'x');
  assert.equal((await app.fastify.inject({ method: 'GET', url: forged })).statusCode, 404);
  // As a mail program does it: a form of one field, no cookie, no origin.
  const once = await app.fastify.inject({
    method: 'POST',
    url: pathname,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'List-Unsubscribe=One-Click',
  });
  assert.equal(once.statusCode, 200);
  assert.equal(await pending(), 0);
  assert.ok((await app.fastify.inject({ method: 'GET', url: pathname })).body.includes('お知らせは届きません'));
  const stopped = (await booking.byId(view.booking.id)) ?? assert.fail();
  assert.equal(await booking.chooseReminders(stopped, [], 'resident'), false, 'once');
  assert.equal(
    await booking.move(stopped, { day: '2026-11-27', cell: 66, actor: 'resident', byStaff: false }),
    'moved',
  );
  await notifier.runDue();
  assert.match((await simpleParser(server.taken.at(-1)?.raw ?? '')).subject ?? '', /予約が変わりました/);
  assert.equal(await pending(), 0, 'the new time has no reminders either');
});

test('V2 who stopped reminders has them again when staff choose them, each once', async (t) => {
  const { booked, booking, database } = await outset(t);
  const view = await booked(60, hanako, { reminders: ['dayBefore', 'hours'] });
  const { id } = view.booking;
  const count = async () =>
    (await notificationsOf(database.kysely, id)).filter(
      ({ state, kind }) => state === 'pending' && kind.startsWith('booking.reminder'),
    );
  const before = (await count()).length;
  assert.ok(before > 0);
  assert.equal(await booking.chooseReminders(view, [], 'resident'), true);
  assert.equal((await count()).length, 0);
  assert.equal(await booking.chooseReminders(view, ['hours'], 'staff'), true);
  assert.equal(await booking.chooseReminders(view, ['hours'], 'staff'), false, 'asked again, nothing changes');
  const kinds = (await count()).map(({ kind }) => kind);
  assert.deepEqual(kinds, ['booking.reminder.hours', 'booking.reminder.hours'], 'a mail and an SMS, not twice');
});

test('V2 reminders stop by the button of the page too', async (t) => {
  const { booked, booking, ask, app, stopLinkOf } = await outset(t);
  const view = await booked(60, { mail: hanako.mail, phone: null }, { reminders: ['dayBefore'] });
  const headers = { 'sec-fetch-site': 'cross-site' };
  const url = new URL(stopLinkOf(view.booking.id)).pathname;
  assert.equal((await app.fastify.inject({ method: 'POST', url: `${url}/now`, headers })).statusCode, 403);
  assert.equal((await ask('reception', `${url}/now`, {})).status, 303);
  assert.deepEqual((await booking.byId(view.booking.id))?.booking.reminders, []);
});
