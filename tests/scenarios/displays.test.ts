import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { assertAccessible, launchBrowser, picture, screens, type Visitor, visit } from '../support/browser.ts';
import type { Client } from '../support/client.ts';
import { becomeDevice } from '../support/hall.ts';
import { openLine } from '../support/line.ts';
import { clientFor } from '../support/product.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/* Two displays, one of them on a line that breaks. */
const place = '1階 3番窓口';
const step = story();
let server: RunningServer;
let browser: Browser;
let steady: Visitor;
let shaky: Visitor;
let phone: Visitor;
let clerk: Client;
let desk: string;
let line: Awaited<ReturnType<typeof openLine>>;
/** Answers that the steady display got when it told the house that it works. */
const alive: number[] = [];
let [ticket, leg] = ['', ''];

const commandOn = (body: string, action: string): string =>
  new RegExp(`action="${action}".*?name="commandId" value="([^"]+)"`, 's').exec(body)?.[1] ?? '';

async function takeNumber(): Promise<string> {
  const kiosk = await clientFor(server.url, 'kiosk');
  const { path } = await kiosk.post('/kiosk/number', { commandId: crypto.randomUUID(), service: place });
  return path.split('/').at(-1) ?? '';
}

async function callNext(): Promise<string> {
  const { body } = await clerk.get(desk);
  const answer = await clerk.post(`${desk}/next`, { commandId: commandOn(body, `${desk}/next`) });
  leg = /name="leg" value="([^"]+)"/.exec(answer.body)?.[1] ?? '';
  ticket = /<title>([A-Z]\d{3}) /.exec(answer.body)?.[1] ?? assert.fail('nobody was called');
  return ticket;
}

const newest = (page: Page, number: string) => page.locator('.call-tile.newest', { hasText: number });

/** What a display announced, in order. */
const announced = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { announced: string[] }).announced);

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  line = await openLine(server.port);
  [steady, shaky, phone] = await Promise.all([
    visit(browser, { viewport: screens.display }),
    visit(browser, { viewport: screens.display }),
    visit(browser, { viewport: screens.phone }),
  ]);
  steady.page.on('response', (response) => {
    if (response.url().endsWith('/display/1/alive')) alive.push(response.status());
  });
  clerk = await clientFor(server.url, 'counter');
  const { body } = await clerk.get('/counter');
  const [, card = ''] = new RegExp(`<h2[^>]*>${place}</h2>(.*?)<h2`, 's').exec(body) ?? [];
  desk = /action="(\/counter\/\d+)\/sit"/.exec(card)?.[1] ?? assert.fail('no seat');
  await clerk.post(`${desk}/sit`);
  for (const [visitor, url] of [
    [steady, server.url],
    [shaky, line.url],
  ] as const) {
    await becomeDevice(visitor.page, url, 'display');
    await visitor.page.addInitScript(() => {
      const keys: string[] = [];
      Object.assign(window, { announced: keys });
      document.addEventListener('announcing', (event) => keys.push((event as CustomEvent<{ key: string }>).detail.key));
    });
    await visitor.page.goto(`${url}/display/1`);
  }
});
after(async () => {
  await browser?.close();
  line?.close();
  await server?.close();
});

step('V5 V8 a call is on both displays at once, with its time, and each announces it once', async () => {
  const token = await takeNumber();
  await phone.page.goto(`${server.url}/turn/${token}`);
  await phone.page.locator('.ahead').waitFor();
  const number = await callNext();
  for (const { page } of [steady, shaky]) {
    await newest(page, number).waitFor();
    assert.match(await newest(page, number).innerText(), /\d{1,2}:\d{2}/);
    await page.waitForFunction(() => (window as unknown as { announced: string[] }).announced.length === 1);
    await assertAccessible(page);
  }
  await phone.page.getByText('お呼びしています').waitFor();
});

step(
  'V5 a display whose line is cut says so in words within 20 seconds, and then keeps the last calls without a newest one',
  async () => {
    line.cut();
    await shaky.page.locator('.stale').waitFor({ timeout: 25_000 });
    assert.match(await shaky.page.locator('.stale').innerText(), /つながっていません.*\d{1,2}:\d{2} まで/s);
    await assertAccessible(shaky.page);
    await picture(shaky.page, 'display-stale');
    await shaky.page.locator('body.is-stopped').waitFor({ timeout: 70_000 });
    assert.match(await shaky.page.locator('.display-foot').innerText(), /画面が止まっています。職員が声でお呼びします/);
    assert.equal(await shaky.page.locator('.display-side').isVisible(), false);
    // The last calls stay, with the time until which they are known; none is shown as the newest any more.
    await shaky.page.locator('.call-tile', { hasText: ticket }).waitFor();
    assert.match(await shaky.page.locator('.stale').innerText(), /\d{1,2}:\d{2} までの内容/);
    const colour = (page: Page) =>
      page
        .locator('.call-tile')
        .first()
        .evaluate((tile) => getComputedStyle(tile).backgroundColor);
    assert.notEqual(await colour(shaky.page), await colour(steady.page));
    await assertAccessible(shaky.page);
    await picture(shaky.page, 'display-stopped');
  },
);

step('V5 calls made meanwhile are not lost: shown and announced once the line is back', async () => {
  for (const action of ['serve', 'finish'])
    await clerk.post(`${desk}/${action}`, { commandId: crypto.randomUUID(), leg });
  await takeNumber();
  const number = await callNext();
  await newest(steady.page, number).waitFor();
  line.mend();
  await newest(shaky.page, number).waitFor();
  await shaky.page.waitForFunction(() => (window as unknown as { announced: string[] }).announced.length === 2);
  assert.equal(await shaky.page.locator('.stale').count(), 0);
  assert.deepEqual(await announced(shaky.page), await announced(steady.page));
});

step('V5 a display tells the house every minute that it works', async () => {
  assert.ok(alive.length > 0);
  assert.deepEqual(new Set(alive), new Set([200]));
});

step('V5 a display that was off comes up with the true state and calls nobody a second time', async () => {
  const before = await announced(steady.page);
  assert.equal(before.length, 2);
  await steady.page.goto('about:blank');
  for (const action of ['serve', 'finish'])
    await clerk.post(`${desk}/${action}`, { commandId: crypto.randomUUID(), leg });
  await takeNumber();
  const number = await callNext();
  await steady.page.goto(`${server.url}/display/1`);
  await newest(steady.page, number).waitFor();
  await steady.page.waitForFunction(() => (window as unknown as { announced: string[] }).announced.length > 0);
  assert.deepEqual(await announced(steady.page), [`${leg}:1`], 'only the call that it missed');
});
