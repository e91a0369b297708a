import assert from 'node:assert/strict';
import { after, before } from 'node:test';
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
import { becomeDevice, press, signInAs, sitDown, takeNumber, ticketAtDesk } from '../support/hall.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/*
 * One ticket, four counters: an old man takes a number for window 3. He misses the first call, fetches a paper, is sent to a
 * colleague by name, to the wrong window by mistake, and goes home with everything done and the number he came with. The
 * manager of the hall sees all of it on one page, and ends the day.
 */
const [window3, window12, window14, children] = ['1階 3番窓口', '2階 12番窓口', '2階 14番窓口', '3階 子育て助成課'];

const step = story();
let server: RunningServer;
let browser: Browser;
let kiosk: Visitor;
let clerk: Visitor;
let colleague: Visitor;
let manager: Visitor;
let ticket = '';
let later = '';

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  const desk = { viewport: screens.desktop };
  [kiosk, clerk, colleague, manager] = await Promise.all([
    visit(browser, { viewport: screens.tablet }),
    visit(browser, desk),
    visit(browser, desk),
    visit(browser, desk),
  ]);
  await becomeDevice(kiosk.page, server.url, 'kiosk');
  await signInAs(clerk.page, server.url, 'shimin');
  await signInAs(colleague.page, server.url, 'kokuho');
  await signInAs(manager.page, server.url, 'reception');
});
after(async () => {
  await browser.close();
  await server.close();
});

/** Opens the desk of a seat without anybody chosen. */
const openDesk = (page: Page): Promise<unknown> => page.goto(page.url().replace(/\?.*/, ''));

/** Calls whoever is next and begins; it must be him. */
async function serveHim(page: Page): Promise<void> {
  await press(page, '次の方を呼ぶ');
  assert.equal(await ticketAtDesk(page), ticket);
  await press(page, '対応を始める');
}

/** Sends the visitor on to a place, a seat or a person, by what stands in the list. */
async function sendTo(page: Page, label: RegExp | string): Promise<void> {
  await follow(page.getByRole('link', { name: '別の窓口へ' }));
  const select = page.locator('select[name=service]');
  const texts = await select.locator('option').allInnerTexts();
  const wanted = texts.find((text) => (typeof label === 'string' ? text.startsWith(label) : label.test(text)));
  assert.ok(wanted, `${label} is offered: ${texts.join(' | ')}`);
  await select.selectOption({ label: wanted });
  await press(page, '引き継ぐ');
}

step('V5 he takes a number; another visitor comes after him', async () => {
  ticket = await takeNumber(kiosk.page, server.url, 1, window3);
  later = await takeNumber(kiosk.page, server.url, 1, window3);
  assert.notEqual(ticket, later);
});

step('V5 at window 3 he misses the call, is put aside, and comes back to his old place', async () => {
  await sitDown(clerk.page, server.url, window3);
  await press(clerk.page, '次の方を呼ぶ');
  assert.equal(await ticketAtDesk(clerk.page), ticket);
  await press(clerk.page, /もう一度呼ぶ/);
  await press(clerk.page, /もう一度呼ぶ/);
  assert.match(await clerk.page.locator('.pane-f').first().innerText(), /3回呼びました/);
  await press(clerk.page, '不在');
  await press(clerk.page, '列に戻す');
  await openDesk(clerk.page);
});

step('V5 calling the one behind him first asks for a reason, and can be left', async () => {
  await follow(clerk.page.getByRole('link', { name: new RegExp(later) }));
  await press(clerk.page, 'この方を呼ぶ');
  assert.match(new URL(clerk.page.url()).pathname, /out-of-order$/);
  await assertAccessible(clerk.page);
  await picture(clerk.page, 'out-of-order');
  await follow(clerk.page.getByRole('link', { name: /やめる/ }));
  await openDesk(clerk.page);
});

step('V5 he is called again, must fetch a paper, and is held until a time', async () => {
  await serveHim(clerk.page);
  await follow(clerk.page.getByRole('link', { name: /保留/ }));
  await clerk.page.getByRole('radio', { name: '書類を取りに行っている' }).check();
  await clerk.page.locator('input[name=until]').fill('23:50');
  await press(clerk.page, '保留にする');
  assert.match(await clerk.page.locator('.pane').first().innerText(), /23:50まで/);
  await follow(clerk.page.getByRole('link', { name: new RegExp(ticket) }));
  await press(clerk.page, 'この方を呼ぶ');
  await press(clerk.page, '対応を始める');
});

step('V5 he is sent to the wrong window by mistake: taken back; then to the right one', async () => {
  await sendTo(clerk.page, window14);
  await press(clerk.page, new RegExp(`${ticket}の引き継ぎを元に戻す`));
  assert.equal(await ticketAtDesk(clerk.page), ticket);
  await sitDown(colleague.page, server.url, window12);
  await sendTo(clerk.page, /^2階 12番窓口 .+さんだけ/);
});

step('V5 window 12: the person he was sent to finds him in the line; nobody else needs to be asked', async () => {
  await openDesk(colleague.page);
  await serveHim(colleague.page);
  await sendTo(colleague.page, window14);
});

step('V5 window 14 and the third floor: the same number to the end', async () => {
  await sitDown(colleague.page, server.url, window14);
  await serveHim(colleague.page);
  await sendTo(colleague.page, children);
  await sitDown(colleague.page, server.url, children);
  await serveHim(colleague.page);
  await press(colleague.page, '完了して次へ');
  assert.equal(await ticketAtDesk(colleague.page), null);
});

step('V8 the manager sees all counters at once, with who sits there and the sums of the day', async () => {
  await manager.page.goto(`${server.url}/hall`);
  const text = await manager.page.locator('main').innerText();
  assert.match(text, /今日来た方\s*2人/);
  assert.match(text, /終わった方\s*1人/);
  assert.ok(text.includes(window3) && text.includes('席1'), text);
  await assertAccessible(manager.page);
  await assertNoSidewaysScroll(manager.page);
  await picture(manager.page, 'hall');
});

step('V8 a number that is taken now appears by itself', async () => {
  await takeNumber(kiosk.page, server.url, 1, window3);
  await manager.page.locator('#hall', { hasText: /今日来た方\s*3人/ }).waitFor();
});

step(
  'V5 the rules of the queue: what cannot be is said at the field with all that was typed; what can is kept',
  async () => {
    await manager.page.goto(`${server.url}/hall/rules`);
    await assertAccessible(manager.page);
    await picture(manager.page, 'hall-rules');
    await manager.page.locator('input[name=mostOvertaken]').fill('７');
    await manager.page.locator('input[name=mostCalls]').fill('たくさん');
    await press(manager.page, 'この決まりで呼ぶ');
    assert.equal(await manager.page.locator('input[name=mostOvertaken]').inputValue(), '７');
    await assertAccessible(manager.page);
    await manager.page.locator('input[name=mostCalls]').fill('2');
    await press(manager.page, 'この決まりで呼ぶ');
    assert.equal(await manager.page.locator('input[name=mostOvertaken]').inputValue(), '7');
    await follow(manager.page.getByRole('link', { name: `${window14}の番号を直す` }));
    await assertAccessible(manager.page);
    await manager.page.locator('input[name=letter]').fill('');
    await manager.page.locator('input[name=first]').fill('301');
    await manager.page.locator('input[name=last]').fill('500');
    await picture(manager.page, 'hall-numbers');
    await press(manager.page, '番号を保存する');
    assert.match(await manager.page.locator('main').innerText(), /301〜500/);
  },
);

step('V5 the end of the day: who is still here, and everybody’s number ends', async () => {
  await manager.page.goto(`${server.url}/hall/close`);
  assert.match(await manager.page.locator('main').innerText(), new RegExp(later));
  await assertAccessible(manager.page);
  await picture(manager.page, 'hall-close');
  await press(manager.page, '今日を終える');
  assert.match(await manager.page.locator('main').innerText(), /2人の番号札を終わりにしました/);
  await assertAccessible(manager.page);
});

step('V5 no page broke the content security policy', async () => {
  for (const visitor of [kiosk, clerk, colleague, manager]) await visitor.close();
});
