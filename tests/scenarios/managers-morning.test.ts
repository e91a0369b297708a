import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  follow,
  launchBrowser,
  picture,
  type Visitor,
  visit,
} from '../support/browser.ts';
import { becomeDevice, press, signInAs, sitDown, takeNumber, ticketAtDesk } from '../support/hall.ts';
import { openLine } from '../support/line.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/*
 * A quarter past eight. The manager of the hall looks who is there, how sure the waits told were, whether one desk more
 * would help, and how the hall calls. Then the doors open; a couple comes with two numbers, a screen loses its line, and
 * at the end of the day nobody is forgotten.
 */
const window3 = '1階 3番窓口';
const office = { viewport: { width: 1280, height: 900 } };
const tablet = { viewport: { width: 1024, height: 768 } };

let server: RunningServer;
let browser: Browser;
let manager: Visitor;
let clerk: Visitor;
let entrance: Visitor;
let display: Visitor;
let line: Awaited<ReturnType<typeof openLine>>;
const tickets: string[] = [];

before(async () => {
  server = await startServer();
  line = await openLine(server.port);
  browser = await launchBrowser();
  [manager, clerk] = [await visit(browser, office), await visit(browser, office)];
  [entrance, display] = [
    await visit(browser, tablet),
    await visit(browser, { viewport: { width: 1920, height: 1080 } }),
  ];
});
after(async () => {
  await browser.close();
  line.close();
  await server.close();
});

const step = story();

/** Waits until a page that renews itself says something. */
const says = (visitor: Visitor, selector: string, text: string | RegExp) =>
  visitor.page.locator(selector, { hasText: text }).first().waitFor();

async function open(path: string): Promise<void> {
  await manager.page.goto(`${server.url}${path}`);
}

/** Every page of the manager can be used by everybody and on the screen of an office. */
async function lookAt(visitor: Visitor, name: string): Promise<void> {
  await assertAccessible(visitor.page);
  await assertNoSidewaysScroll(visitor.page);
  await picture(visitor.page, `managers-morning-${name}`);
}

step('V8 before the doors open the hall is empty, and says so', async () => {
  await signInAs(manager.page, server.url, 'reception');
  await open('/hall');
  const text = await manager.page.locator('main').innerText();
  assert.match(text, /いまは、どの窓口にも人がいません/);
  assert.match(text, /今日来た方\s*0人/);
  await lookAt(manager, 'hall-empty');
});

step('V8 whoever sits down is seen at once, by place, seat and name', async () => {
  await signInAs(clerk.page, server.url, 'shimin');
  await sitDown(clerk.page, server.url, window3, 1);
  await says(manager, 'tr', new RegExp(`${window3}[\\s\\S]*席1 .+\\(空き\\)`));
});

step(
  'V5 how sure the waits told were stands on a page of its own, also while there is nothing to say yet',
  async () => {
    await open('/hall/waiting');
    assert.match(await manager.page.locator('main').innerText(), /まだ比べられる記録がありません/);
    await lookAt(manager, 'waiting');
  },
);

step('V5 the manager tries what one desk more would do, before asking anybody to move', async () => {
  await open('/simulation');
  const { page } = manager;
  await press(page, 'いつもの日の計画を作る');
  await page.locator('[name=name]').fill('3番に1席ふやす日');
  const desks = page.locator('tr', { hasText: window3 }).locator('input[name^="desks-"]');
  for (const cell of await desks.all()) {
    const now = Number(await cell.inputValue());
    if (now > 0) await cell.fill(String(now + 1));
  }
  await lookAt(manager, 'simulation');
  await press(page, '保存して試す');
  assert.match(await page.locator('h1').innerText(), /3番に1席ふやす日/);
  assert.match(await page.locator('main').innerText(), /待ち時間は平均/);
  await lookAt(manager, 'simulation-result');
});

step('V5 X2 a rule of calling is changed, and who looks after the records reads what it was before', async () => {
  await open('/hall');
  await follow(manager.page.getByRole('link', { name: '呼ぶ順番の決まり' }));
  await lookAt(manager, 'rules');
  await manager.page.locator('input[name=mostOvertaken]').fill('７');
  await press(manager.page, 'この決まりで呼ぶ');
  assert.match(await manager.page.locator('main').innerText(), /保存しました/);
  const auditor = await visit(browser, office);
  await signInAs(auditor.page, server.url, 'auditor');
  await auditor.page.goto(`${server.url}/staff/audit?about=other`);
  const records = await auditor.page.locator('main').innerText();
  assert.match(records, /呼ぶ順番の決まりを変えた/);
  assert.match(records, /追い越されてよい人数 5→7/);
  await auditor.close();
});

step(
  'V5 V8 the doors open: the manager sees the first visitors come, and how long who comes now will wait',
  async () => {
    await open('/hall');
    const website = await visit(browser);
    await website.page.goto(`${server.url}/widget/congestion?language=en`);
    const kiosk = await visit(browser);
    await becomeDevice(kiosk.page, server.url, 'kiosk');
    for (let count = 0; count < 3; count += 1) tickets.push(await takeNumber(kiosk.page, server.url, 1, window3));
    await kiosk.close();
    await says(manager, 'tr', new RegExp(`${window3}[\\s\\S]*3人[\\s\\S]*\\d+〜\\d+分`));
    assert.match(await manager.page.locator('main').innerText(), /今日来た方\s*3人/);
    await says(website, 'tr', /window 3[\s\S]*3/);
    await website.close();
    await lookAt(manager, 'hall-first');
  },
);

step(
  'V8 C4 a couple with two numbers is joined at the entrance, and called one after the other to the same seat',
  async () => {
    const { page } = entrance;
    await signInAs(page, server.url, 'reception');
    await page.goto(`${server.url}/concierge`);
    await lookAt(entrance, 'concierge');
    await follow(page.getByRole('link', { name: new RegExp(tickets[0] ?? '') }).first());
    await page.locator('input[name=companion]').fill(tickets[1] ?? '');
    await press(page, 'いっしょにする');
    await lookAt(entrance, 'concierge-together');
    await clerk.page.reload();
    await press(clerk.page, '次の方を呼ぶ');
    assert.equal(await ticketAtDesk(clerk.page), tickets[0]);
    assert.match(await clerk.page.locator('main').innerText(), new RegExp(`いっしょに来た方 ${tickets[1]}`));
    await picture(clerk.page, 'managers-morning-desk');
    await press(clerk.page, '対応を始める');
    await press(clerk.page, '完了して次へ');
    await press(clerk.page, '次の方を呼ぶ');
    assert.equal(await ticketAtDesk(clerk.page), tickets[1]);
    await says(manager, 'tr', new RegExp(`席1 .+\\(${tickets[1]}\\)`));
  },
);

step(
  'V5 a display that lost its line says until when it was right, and is right again when the line is back',
  async () => {
    const { page } = display;
    await becomeDevice(page, line.url, 'display');
    await page.goto(`${line.url}/display/1`);
    await page
      .getByText(tickets[1] ?? '')
      .first()
      .waitFor();
    line.cut();
    await page.locator('.stale').waitFor({ timeout: 30_000 });
    assert.match(await page.locator('.stale').innerText(), /\d{1,2}:\d{2} まで/);
    await picture(page, 'managers-morning-display-stale');
    line.mend();
    await page.locator('.stale').waitFor({ state: 'detached', timeout: 30_000 });
  },
);

step(
  'V5 V8 at the end of the day nobody is forgotten: who is still here is named, and ended with a record',
  async () => {
    await open('/hall/close');
    const text = await manager.page.locator('main').innerText();
    for (const ticket of tickets.slice(1)) assert.match(text, new RegExp(ticket));
    await lookAt(manager, 'close');
    await press(manager.page, '今日を終える');
    assert.match(await manager.page.locator('main').innerText(), /2人の番号札を終わりにしました/);
    await open('/hall');
    assert.match(await manager.page.locator('main').innerText(), /いまいる方\s*0人/);
    await lookAt(manager, 'hall-end');
    for (const visitor of [manager, clerk, entrance]) await visitor.close();
  },
);
