import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { assertAccessible, follow, launchBrowser, picture, screens, type Visitor, visit } from '../support/browser.ts';
import { becomeDevice } from '../support/hall.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/*
 * The kiosk at the entrance, for those who see little, sit in a wheelchair or come while the network is down.
 */
let server: RunningServer;
let browser: Browser;
let kiosk: Visitor;
let page: Page;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  kiosk = await visit(browser, { viewport: screens.tablet });
  page = kiosk.page;
  await becomeDevice(page, server.url, 'kiosk');
});
after(async () => {
  await kiosk.close();
  await browser.close();
  await server.close();
});

const step = story();
const paths = ['/kiosk', '/kiosk/number', '/kiosk/number/1', '/kiosk/purpose', '/kiosk/code', '/kiosk/offline'];

interface Control {
  name: string;
  top: number;
  height: number;
  width: number;
}

/** Everything that one can touch now; what stands below in a part that scrolls is reached by scrolling. */
const controls = (): Promise<Control[]> =>
  page.locator('a[href], button, summary, input:not([type=hidden]), select').evaluateAll((all) =>
    all
      .filter((one) => one.checkVisibility() && !one.classList.contains('skip'))
      .map((one) => {
        const { top, height, width } = one.getBoundingClientRect();
        return { name: (one.textContent ?? '').slice(0, 20), top, height, width };
      }),
  );

async function choose(mode: string): Promise<void> {
  await page.locator('.kiosk-modes summary').click();
  await page.locator(`.kiosk-modes [data-mode=${mode}]`).click();
  await page.locator('.kiosk-modes summary').click();
}

const isOn = (mode: string) => page.evaluate((name) => document.documentElement.hasAttribute(`data-${name}`), mode);

step('V4 X4 every button of the kiosk is at least 72 pixels high and wide', async () => {
  for (const path of paths) {
    await page.goto(`${server.url}${path}`);
    const small = (await controls()).filter(({ height, width }) => Math.min(height, width) < 72);
    const fields = small.filter(({ height, name }) => name !== '' || height < 56);
    assert.deepEqual(fields, [], path);
  }
});

step('V4 X4 from a wheelchair everything to touch is in the lower half of the screen', async () => {
  await page.goto(`${server.url}/kiosk`);
  await choose('low');
  for (const path of paths) {
    await page.goto(`${server.url}${path}`);
    assert.ok(await isOn('low'), path);
    const high = (await controls()).filter(({ top }) => top < screens.tablet.height / 2);
    assert.deepEqual(high, [], path);
    await assertAccessible(page);
    await picture(page, `kiosk-low${path.replaceAll('/', '-')}`);
  }
});

step('V4 X4 large text and high contrast go with the visitor, and end with them', async () => {
  await page.goto(`${server.url}/kiosk`);
  await choose('low');
  await choose('large');
  await choose('contrast');
  await picture(page, 'kiosk-large-contrast');
  await page.goto(`${server.url}/kiosk/purpose`);
  assert.ok((await isOn('large')) && (await isOn('contrast')) && !(await isOn('low')));
  await assertAccessible(page);
  await page.goto(`${server.url}/kiosk/code`);
  await follow(page.locator('.kiosk-foot .restart'));
  assert.equal(new URL(page.url()).search, '');
  assert.ok(!(await isOn('large')) && !(await isOn('contrast')));
});

step('X4 the next visitor finds Japanese, whatever the last one chose', async () => {
  await page.goto(`${server.url}/kiosk`);
  await follow(page.getByRole('button', { name: 'English' }));
  await follow(page.getByRole('link', { name: /Take a number|First time/ }).first());
  await follow(page.locator('.kiosk-foot .restart'));
  assert.match(await page.locator('h1').innerText(), /ご用件/);
});

step('V4 without a voice for the language nothing offers to read aloud', async () => {
  const voices = await page.evaluate(
    () => speechSynthesis.getVoices().filter(({ lang }) => lang.startsWith('ja')).length,
  );
  await page.locator('.kiosk-modes summary').click();
  assert.equal(await page.locator('[data-mode=voice]').isVisible(), voices > 0);
});

step('V4 without a network the kiosk gives numbers of its own, and the hall knows them later', async () => {
  await page.goto(`${server.url}/kiosk`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('hitomado-door');
        opening.onsuccess = () => {
          if (!opening.result.objectStoreNames.contains('kept')) return resolve(false);
          const reading = opening.result.transaction('kept').objectStore('kept').get('door');
          reading.onsuccess = () => resolve((reading.result?.blocks.length ?? 0) > 0);
        };
      }),
  );
  await kiosk.context.setOffline(true);
  await page.goto(`${server.url}/kiosk/number`);
  assert.match(await page.locator('h1').first().innerText(), /番号札をおとりください/);
  await assertAccessible(page);
  await picture(page, 'kiosk-offline');
  await page.locator('[data-place]').first().click();
  await page.locator('[data-offline-ticket]').waitFor();
  const number = (await page.locator('[data-offline-number]').innerText()).trim();
  assert.match(number, /^[A-Z]{1,2}9\d\d$/);
  await picture(page, 'kiosk-offline-ticket');
  await assertAccessible(page);
  await kiosk.context.setOffline(false);
  await page.goto(`${server.url}/kiosk`);
  const staff = await visit(browser, { viewport: screens.tablet });
  await becomeDevice(staff.page, server.url, 'concierge');
  for (let tries = 0; tries < 20; tries += 1) {
    await staff.page.goto(`${server.url}/concierge`);
    if ((await staff.page.locator('#arrivals').innerText()).includes(number)) break;
    await staff.page.waitForTimeout(500);
  }
  assert.equal((await staff.page.locator('#arrivals').innerText()).split(number).length - 1, 1);
  await staff.close();
});
