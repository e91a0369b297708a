import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
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
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/*
 * A sought-after booking begins. Mio waits for it on her phone, Jiro on one that runs no scripts, while programs ask for
 * places by the hundred.
 */
const step = story();
let server: RunningServer;
let browser: Browser;
let mio: Visitor;
let jiro: Visitor;
let clerk: Visitor;
let isRush = false;
let rush: Promise<void> = Promise.resolve();

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  [mio, jiro] = [await visit(browser), await visit(browser, { javaScriptEnabled: false })];
  clerk = await visit(browser, { viewport: screens.desktop });
  await signInAs(clerk.page, server.url, 'reception');
});
after(async () => {
  isRush = false;
  await rush;
  await browser.close();
  await server.close();
});

const words = (page: Page) => page.locator('main').innerText();

/** The clerk sets when booking begins, to the minute. */
async function setOpening(at: Date): Promise<void> {
  const local = new Date(at.getTime() + 9 * 3_600_000).toISOString();
  await clerk.page.goto(`${server.url}/booking/capacity`);
  await clerk.page.locator('input[name=openingDay]').fill(local.slice(0, 10));
  await clerk.page.locator('input[name=openingTime]').fill(local.slice(11, 16));
  await press(clerk.page, '始まる時刻を保存する');
}

/** Somebody who comes for a place now: whether they have to work for it. */
async function hasToWork(): Promise<boolean> {
  return (await (await fetch(`${server.url}/booking/queue`)).text()).includes('data-work');
}

/** Programs that ask for a new place again and again, until the next one has to work for it. */
async function beginRush(): Promise<void> {
  isRush = true;
  const askWithoutEnd = async () => {
    while (isRush) await hasToWork();
  };
  rush = Promise.all(Array.from({ length: 40 }, askWithoutEnd)).then(() => undefined);
  while (!(await hasToWork())) await wait(50);
}

/** The programs stop. Who comes in the second after them still has to work. */
async function endRush(): Promise<void> {
  isRush = false;
  await rush;
  while (await hasToWork()) await wait(500);
}

step('V2 long before the opening the page says when it begins and from when on one can wait', async () => {
  await setOpening(new Date(Date.now() + 60 * 60_000));
  await mio.page.goto(`${server.url}/booking/queue`);
  assert.match(await words(mio.page), /15分前から/);
  await assertAccessible(mio.page);
  await picture(mio.page, 'room-closed');
});

step('V2 X2 under pressure her browser works for a place by itself, in a few seconds', async () => {
  const { page } = mio;
  await setOpening(new Date(Date.now() + 10 * 60_000));
  await beginRush();
  const sent = page.waitForRequest(
    (request) => request.method() === 'POST' && request.url().endsWith('/booking/queue'),
  );
  await page.goto(`${server.url}/booking/queue`);
  const solution = new URLSearchParams((await sent).postData() ?? '').get('solution') ?? '';
  assert.match(solution, /"counter":\d+/);
  await page.getByText('くじで決めます').waitFor();
  const place = async () => (await page.context().cookies()).find(({ name }) => name === '__Host-hm_w')?.value;
  const given = await place();
  assert.ok(given);
  await page.reload();
  assert.equal(await place(), given, 'the page that asks again by itself keeps the place');
  await assertAccessible(page);
  await picture(page, 'room-gathering');
});

step('V2 X4 without a script he is told what to do and gets a place with one button', async () => {
  const { page } = jiro;
  await page.goto(`${server.url}/booking/queue`);
  assert.match(await words(page), /下のボタンを押してください/);
  await assertNoSidewaysScroll(page);
  await picture(page, 'room-work');
  await follow(page.getByRole('button', { name: '順番をとる' }));
  assert.match(await words(page), /くじで決めます/);
  await endRush();
});

step('V2 a place of another opening says so, and a new one is one button away', async () => {
  // The next full minute that is at least twenty seconds ahead.
  await setOpening(new Date(Math.ceil((Date.now() + 20_000) / 60_000) * 60_000));
  for (const { page } of [mio, jiro]) {
    await page.goto(`${server.url}/booking/queue`);
    assert.match(await words(page), /この順番札は使えません/);
  }
  await assertAccessible(mio.page);
  await picture(mio.page, 'room-refused');
  for (const { page } of [mio, jiro]) {
    await follow(page.getByRole('button', { name: '順番をとる' }));
    assert.match(await words(page), /くじで決めます/);
  }
});

step('V2 when it begins, both are led on without doing anything, with a script and without', async () => {
  for (const { page } of [mio, jiro]) {
    // Nobody has a case here, so that the way ends where one is opened.
    await page.waitForURL((url) => !url.pathname.endsWith('/booking/queue'), { timeout: 120_000 });
    assert.match(new URL(page.url()).pathname, /^\/case/);
  }
  const late = await visit(browser);
  await late.page.goto(`${server.url}/booking/queue`);
  assert.match(await words(late.page), /前から\d+番目です/);
  await assertAccessible(late.page);
  await picture(late.page, 'room-waiting');
  await late.page.waitForURL((url) => !url.pathname.endsWith('/booking/queue'), { timeout: 30_000 });
  await late.close();
  await mio.close();
});
