import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  follow,
  launchBrowser,
  picture,
  screens,
  visit,
} from '../support/browser.ts';
import { press, signInAs } from '../support/hall.ts';
import { type RunningServer, startServer } from '../support/server.ts';

let server: RunningServer;
let browser: Browser;
before(async () => {
  server = await startServer();
  browser = await launchBrowser();
});
after(async () => {
  await browser.close();
  await server.close();
});

test('V5 X4 a ticket machine is connected, sends, and is compared, on pages that everybody can use', async () => {
  const { page, close } = await visit(browser, { viewport: { width: 1280, height: 900 } });
  await signInAs(page, server.url, 'administrator');
  await page.goto(`${server.url}/hall/machines`);
  await page.locator('[name=name]').fill('入口の発券機');
  await page.locator('[name=id]').fill('front-1');
  await follow(page.locator('form:has([name=id]) button'));
  await assertAccessible(page);
  await picture(page, 'machines-settings');
  await press(page, '新しい合言葉を作る');
  await assertAccessible(page);
  const secret = /[\w-]{32}/.exec(await page.locator('main').innerText())?.[0] ?? assert.fail('no secret is shown');
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(new Date());
  const answer = await fetch(`${server.url}/api/v1/machines/front-1/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ lines: [`1,発券,A001,${today} 09:00:00,,`, `2,発券,よめない,${today} 09:01:00,,`] }),
  });
  assert.equal(answer.status, 200);
  await page.goto(`${server.url}/hall/machines`);
  await assertAccessible(page);
  await picture(page, 'machines');
  await page.goto(`${server.url}/hall/machines/front-1/report`);
  const text = await page.locator('main').innerText();
  assert.match(text, /この系列は登録されていません/);
  assert.match(text, /発券 A001 9:00/);
  assert.match(text, /番号が読めません/);
  await assertAccessible(page);
  await picture(page, 'machines-report');
  await page.setViewportSize(screens.smallPhone);
  await assertNoSidewaysScroll(page);
  await close();
});
