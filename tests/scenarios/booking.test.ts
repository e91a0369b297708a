import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type ParsedMail, simpleParser } from 'mailparser';
import type { Browser, Page } from 'playwright-core';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  follow,
  launchBrowser,
  picture,
  screens,
  type Visitor,
  visit,
} from '../support/browser.ts';
import { press, signInAs } from '../support/hall.ts';
import { pressAndFollow, tabTo } from '../support/keyboard.ts';
import { answerUntilResult, beginGuide } from '../support/resident.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/*
 * Kaoru has moved here and books a time for everything at once, with the keyboard alone; she changes it. Takeo does the same
 * on a phone without scripts and cancels. Then the reception loses its desks on her day and settles what that means for her, and
 * Takeo takes a place that is offered to him by mail.
 */
const step = story();
let server: RunningServer;
let browser: Browser;
let kaoru: Visitor;
let takeo: Visitor;
let clerk: Visitor;
let appointment = '';
let day = '';
let wish = '';
let offer = '';

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  [kaoru, takeo] = [await visit(browser), await visit(browser, { javaScriptEnabled: false })];
  clerk = await visit(browser, { viewport: screens.desktop });
});
after(async () => {
  await browser.close();
  await server.close();
});

const path = (page: Page): string => new URL(page.url()).pathname;

async function toTimes(page: Page): Promise<void> {
  await beginGuide(page, server.url, 'moving', 'tennyu');
  await answerUntilResult(page, { nationality: ['jp'], insurance: ['kokuho'], hasMyNumberCard: true });
  await follow(page.locator('form[action="/guide/case"] button').first());
  await page.goto(`${server.url}/case/booking`);
}

/** The whole city hall takes no bookings on a day any more. */
async function closeDay(page: Page, closed: string, reason: string): Promise<void> {
  await page.goto(`${server.url}/booking/capacity`);
  await page.locator('input[name=day]').fill(closed);
  await page.locator('input[name=reason]').fill(reason);
  await press(page, 'この日を休みにする');
}

const free = (page: Page) => page.locator('input[name=cell]');

step('V2 X4 she books for several procedures at once with the keyboard alone', async () => {
  const { page } = kaoru;
  await toTimes(page);
  await assertAccessible(page);
  await assertNoSidewaysScroll(page);
  assert.match(await page.locator('main').innerText(), /([3-9]|\d\d)件の手続き/);
  assert.ok(await page.getByRole('link', { name: '予約しないで行く' }).isVisible());
  await picture(page, 'booking-choose');
  await pressAndFollow(page, page.locator('a.day').last());
  await tabTo(page, free(page).first());
  await page.keyboard.press('Space');
  await pressAndFollow(page, page.getByRole('button', { name: 'この時間で進む' }));
  assert.match(path(page), /\/booking\/contact$/);
  await assertAccessible(page);
  for (const box of await page.locator('input[name=reminders]:checked').all()) {
    await tabTo(page, box);
    await page.keyboard.press('Space');
  }
  await pressAndFollow(page, page.getByRole('button', { name: 'この内容で予約する' }));
  assert.equal(await page.locator('h1').innerText(), '予約ができました');
  assert.ok((await page.locator('.booking-route li').count()) >= 1);
  await assertAccessible(page);
  await picture(page, 'booking-done');
});

step('V2 she changes the day with the keyboard; the old address shows the new time', async () => {
  const { page } = kaoru;
  const before = await page.locator('.booking-when').innerText();
  appointment = page.url().split('?')[0] ?? '';
  await pressAndFollow(page, page.getByRole('link', { name: '日を変える' }));
  await assertAccessible(page);
  await pressAndFollow(page, page.locator('a.day').first());
  await tabTo(page, free(page).first());
  await page.keyboard.press('Space');
  day = (await page.locator('form input[name=day]').inputValue()) ?? '';
  await pressAndFollow(page, page.getByRole('button', { name: 'この時間に変える' }));
  assert.match(await page.locator('main').innerText(), /予約を変えました/);
  assert.notEqual(await page.locator('.booking-when').innerText(), before);
});

step(
  'V2 without a script he asks for the month, books, and cancels; who comes again is led to the booking',
  async () => {
    const { page } = takeo;
    await toTimes(page);
    await follow(page.getByRole('link', { name: '1か月で見る' }));
    await follow(page.locator('table.month a.day').last());
    await free(page).first().check();
    await follow(page.getByRole('button', { name: 'この時間で進む' }));
    for (const box of await page.locator('input[name=reminders]:checked').all()) await box.uncheck();
    await follow(page.getByRole('button', { name: 'この内容で予約する' }));
    assert.equal(await page.locator('h1').innerText(), '予約ができました');
    await page.goto(`${server.url}/case/booking`);
    assert.equal(await page.locator('h1').innerText(), '予約の内容', 'who has booked is led to it, not to the form');
    await follow(page.getByRole('link', { name: '取り消す' }));
    await follow(page.getByRole('button', { name: '予約を取り消す' }));
    assert.equal(await page.locator('h1').innerText(), '予約を取り消しました');
  },
);

step('V2 the reception sees the day, and what no longer fits when desks are taken away', async () => {
  const { page } = clerk;
  await signInAs(page, server.url, 'reception');
  await page.goto(`${server.url}/booking/day?day=${day}`);
  assert.equal(await page.locator('table tbody tr').count(), 1);
  await assertAccessible(page);
  await picture(page, 'booking-day');
  await page.goto(`${server.url}/booking/day/print?day=${day}`);
  assert.equal(await page.locator('table tbody tr').count(), 1);
  await page.goto(`${server.url}/booking/capacity`);
  await assertAccessible(page);
  await picture(page, 'booking-capacity');
  await closeDay(page, day, '停電点検');
  assert.equal(path(page), '/booking/conflicts');
  assert.equal(await page.locator('table tbody tr').count(), 1);
  await page.locator('.nav-count:not([hidden])', { hasText: '1' }).waitFor();
  await assertAccessible(page);
});

step('V2 the conflict is solved by another time, and she sees it', async () => {
  const { page } = clerk;
  await follow(page.getByRole('link', { name: /決める/ }));
  await assertAccessible(page);
  await picture(page, 'booking-conflict');
  await press(page, '席を超えて受ける');
  assert.match(await page.locator('.errsum').innerText(), /理由を入れてください/);
  await page.locator('input[name=to]').first().check();
  await press(page, 'この時間に移す');
  await page.goto(`${server.url}/booking/conflicts`);
  assert.match(await page.locator('main').innerText(), /収まらない予約はありません/);
  const before = await kaoru.page.locator('.booking-when').innerText();
  await kaoru.page.goto(appointment);
  assert.notEqual(await kaoru.page.locator('.booking-when').innerText(), before);
});

/** The mail to somebody whose subject begins like this, as soon as it is in the outbox. */
async function mailTo(address: string, subject: string): Promise<ParsedMail> {
  const outbox = join(server.dataFolder, 'outbox');
  for (let left = 100; left > 0; left -= 1) {
    for (const name of await readdir(outbox).catch(() => [])) {
      if (!name.endsWith('.eml')) continue;
      const mail = await simpleParser(await readFile(join(outbox, name)));
      if ([mail.to].flat().some((to) => to?.text.includes(address)) && mail.subject?.startsWith(subject)) return mail;
    }
    await wait(1_000);
  }
  return assert.fail(`no mail 「${subject}」 to ${address}`);
}

const address = 'takeo@mail.example';

step('V2 without a script he waits for a day that is closed; the mail comes when it opens again', async () => {
  const { page } = takeo;
  await page.goto(`${server.url}/case/booking`);
  await follow(page.getByRole('link', { name: /空きを待つ/ }));
  await assertNoSidewaysScroll(page);
  const days = page.locator('select[name=untilDay] option');
  wish = (await days.nth(4).getAttribute('value')) ?? '';
  const staff = clerk.page;
  await closeDay(staff, wish, '庁舎の点検');
  await page.locator('select[name=fromDay]').selectOption(wish);
  await page.locator('select[name=untilDay]').selectOption(wish);
  await page.locator('input[name=mail]').fill('takeo');
  await follow(page.getByRole('button', { name: '空いたら知らせてもらう' }));
  assert.match(await page.locator('.errsum').innerText(), /メール/);
  assert.equal(await page.locator('input[name=mail]').inputValue(), 'takeo', 'what was typed stays');
  await page.locator('input[name=mail]').fill(address);
  await follow(page.getByRole('button', { name: '空いたら知らせてもらう' }));
  assert.match(await page.locator('main').innerText(), /空きを待っています/);
  await picture(page, 'booking-waiting');
  await staff.goto(`${server.url}/booking/capacity`);
  const pools = await staff
    .locator('table tbody a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  for (const pool of pools) {
    await staff.goto(`${server.url}${pool}/${wish}`);
    await press(staff, 'いつもの曜日に戻す');
  }
  const mail = await mailTo(address, '空きが出ました');
  assert.match(mail.text ?? '', /までとってあります/);
  offer = /https?:\/\/\S+\/booking\/\S+/.exec(mail.text ?? '')?.[0] ?? '';
});

step('V2 X4 the link of the mail shows the place, until when it is kept, and takes it with one button', async () => {
  const { page } = takeo;
  await kaoru.page.goto(offer);
  await assertAccessible(kaoru.page);
  await assertNoSidewaysScroll(kaoru.page);
  await picture(kaoru.page, 'booking-offer');
  await page.goto(offer);
  assert.match(await page.locator('main').innerText(), /まで、この席をとっておきます/);
  await follow(page.getByRole('button', { name: 'この時間で予約する' }));
  assert.equal(await page.locator('h1').innerText(), '予約ができました');
  await page.goto(offer);
  assert.equal(
    await page.locator('h1').innerText(),
    '予約の内容',
    'the link of the mail leads to the appointment from now on',
  );
  await mailTo(address, '予約ができました');
});

step('V2 when his day closes again, the city cancels, is sorry by mail, and he can choose again', async () => {
  const { page } = clerk;
  await closeDay(page, wish, '庁舎の点検');
  await follow(page.getByRole('link', { name: /決める/ }));
  assert.ok(await page.locator('input[name=by][value=city]').isChecked(), 'it is the city that cannot keep it');
  await press(page, 'この予約を取り消す');
  assert.match(await page.locator('main').innerText(), /取り消し/);
  await page.goto(`${server.url}/booking/conflicts`);
  assert.match(await page.locator('main').innerText(), /収まらない予約はありません/);
  const mail = await mailTo(address, 'お詫び');
  assert.match(mail.text ?? '', /申し訳ありません/);
  await takeo.page.goto(/https?:\/\/\S+\/booking\/\S+/.exec(mail.text ?? '')?.[0] ?? '');
  assert.equal(await takeo.page.locator('h1').innerText(), '予約を取り消しました');
  await takeo.page.goto(`${server.url}/case/booking`);
  assert.ok((await free(takeo.page).count()) > 0, 'other times are one step away');
});

step('V2 a hold that has ended says so, keeps what was typed, and the booking goes on', async () => {
  const { page, context } = takeo;
  await page.goto(`${server.url}/case/booking`);
  await free(page).first().check();
  await follow(page.getByRole('button', { name: 'この時間で進む' }));
  await picture(page, 'booking-contact');
  // In another window he takes another time, and by that gives up this one.
  const other = await context.newPage();
  await other.goto(`${server.url}/case/booking`);
  await free(other).last().check();
  await follow(other.getByRole('button', { name: 'この時間で進む' }));
  await page.locator('input[name=mail]').fill(address);
  await follow(page.getByRole('button', { name: 'この内容で予約する' }));
  assert.match(await page.locator('.errsum').innerText(), /もう一度/);
  await assertNoSidewaysScroll(page);
  await picture(page, 'booking-hold-ended');
  await free(page).first().check();
  await follow(page.getByRole('button', { name: 'この時間で進む' }));
  assert.equal(await page.locator('input[name=mail]').inputValue(), address, 'what was typed is still there');
  await follow(page.getByRole('button', { name: 'この内容で予約する' }));
  assert.equal(await page.locator('h1').innerText(), '予約ができました');
  await follow(page.getByRole('link', { name: '取り消す' }));
  await follow(page.getByRole('button', { name: '予約を取り消す' }));
});

step('V2 X4 an appointment is kept without a desk: with a reason, which stands where staff look', async () => {
  const { page } = clerk;
  await kaoru.page.goto(`${appointment}/change`);
  const planned = (await kaoru.page.locator('form input[name=day]').inputValue()) ?? '';
  await closeDay(page, planned, '研修');
  await follow(page.getByRole('link', { name: /決める/ }));
  await page.locator('input[name=reason]').fill('係長が窓口に入ります');
  await press(page, '席を超えて受ける');
  assert.equal(path(page), '/booking/conflicts');
  assert.match(await page.locator('main').innerText(), /収まらない予約はありません/);
  await page.goto(`${server.url}/booking/day?day=${planned}`);
  await follow(page.locator('table tbody a').first());
  assert.match(await page.locator('main').innerText(), /係長が窓口に入ります/);
  await assertAccessible(page);
  await kaoru.page.goto(appointment);
  assert.equal(await kaoru.page.locator('h1').innerText(), '予約の内容', 'for her nothing has changed');
});

step('V2 the reception books for somebody on the phone, changes and cancels it', async () => {
  const { page } = clerk;
  await page.goto(`${server.url}/booking/new`);
  await page.locator('input[name=q]').fill('転入');
  await press(page, 'さがす・選ぶ');
  await page.locator('input[name=procedures]').first().check();
  await press(page, 'さがす・選ぶ');
  await assertAccessible(page);
  await picture(page, 'booking-new');
  await free(page).first().check();
  await page.locator('input[name=mail]').fill('denwa@example.jp');
  await press(page, 'この内容で予約する');
  assert.match(path(page), /^\/booking\/appointments\//);
  assert.match(await page.locator('main').innerText(), /[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}/);
  await follow(page.getByRole('link', { name: '日と時間を変える' }));
  await assertAccessible(page);
  await follow(page.locator('a.day').last());
  await free(page).last().check();
  await press(page, 'この時間に変える');
  assert.match(path(page), /^\/booking\/appointments\/[^/]+$/);
  await page.getByRole('checkbox', { name: '1週間前の夕方' }).check();
  await press(page, 'この内容にする');
  assert.ok(await page.getByRole('checkbox', { name: '1週間前の夕方' }).isChecked());
  assert.match(await page.locator('main').innerText(), /職員が前のお知らせを選び直した/);
  await assertAccessible(page);
  await press(page, 'この予約を取り消す');
  assert.match(await page.locator('main').innerText(), /取り消し/);
});

step('V2 the roster of a weekday is a table to type into; what cannot be read is named and stays', async () => {
  const { page } = clerk;
  await page.goto(`${server.url}/booking/capacity`);
  await follow(page.locator('table tbody a').first());
  await assertAccessible(page);
  await follow(page.getByRole('link', { name: /変える.*月曜日/ }));
  await assertAccessible(page);
  await picture(page, 'booking-roster');
  await page.locator('input[name=desks-0]').fill('たくさん');
  await press(page, '保存する');
  assert.equal(await page.locator('input[name=desks-0]').inputValue(), 'たくさん');
  await page.locator('input[name=desks-0]').fill('２');
  await press(page, '保存する');
  assert.match(await page.locator('main').innerText(), /2席/);
  await clerk.close();
});

step(
  'V2 at an opening that many wait for, the waiting room says when it begins, with a script and without',
  async () => {
    const { page } = takeo;
    const staff = await visit(browser, { viewport: screens.desktop });
    await signInAs(staff.page, server.url, 'reception');
    await staff.page.goto(`${server.url}/booking/capacity`);
    const begin = new Date(Date.now() + 9 * 3_600_000 + 10 * 60_000).toISOString();
    await staff.page.locator('input[name=openingDay]').fill(begin.slice(0, 10));
    await staff.page.locator('input[name=openingTime]').fill(begin.slice(11, 16));
    await press(staff.page, '始まる時刻を保存する');
    await page.goto(`${server.url}/case/booking`);
    assert.equal(path(page), '/booking/queue');
    assert.match(await page.locator('main').innerText(), /くじで決めます/);
    assert.ok((await page.locator('meta[http-equiv=refresh]').count()) > 0);
    const other = await visit(browser);
    await other.page.goto(`${server.url}/booking/queue`);
    await assertAccessible(other.page);
    await assertNoSidewaysScroll(other.page);
    await picture(other.page, 'booking-queue');
    await other.close();
    await staff.close();
  },
);
