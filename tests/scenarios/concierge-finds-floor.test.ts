import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { assertAccessible, assertNoSidewaysScroll, follow, launchBrowser, picture, visit } from '../support/browser.ts';
import { signInAs } from '../support/hall.ts';
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

test('C1 K5 on a tablet a concierge finds the floor, what to bring and what to say', async () => {
  const { page, close } = await visit(browser, { viewport: { width: 820, height: 1180 } });
  await signInAs(page, server.url, 'reception');
  await page.goto(`${server.url}/manual/search?q=${encodeURIComponent('介護の認定')}`);
  await follow(page.locator('.manual-hits a', { hasText: '手続き' }).first());
  await follow(page.getByRole('link', { name: '総合案内で' }));
  await assertAccessible(page);
  await assertNoSidewaysScroll(page);
  assert.match((await page.locator('.manual-place').textContent()) ?? '', /2階 14番/);
  assert.ok((await page.locator('.manual-documents li').count()) > 0);
  await picture(page, 'manual-concierge');
  await follow(page.getByRole('link', { name: '案内図を見る' }));
  assert.equal(await page.locator('h1').textContent(), '2階 14番窓口');
  assert.equal(await page.locator('.manual-place').textContent(), '2階');
  assert.match((await page.locator('svg.floor-map .wanted').textContent()) ?? '', /14番窓口/);
  await assertAccessible(page);
  await assertNoSidewaysScroll(page);
  await picture(page, 'manual-counter');
  await close();
});

test('C1 X1 the manual is searched and read without scripts', async () => {
  const { page, close } = await visit(browser, { viewport: { width: 820, height: 1180 }, javaScriptEnabled: false });
  await signInAs(page, server.url, 'reception');
  await page.goto(`${server.url}/manual`);
  await page.getByRole('searchbox').fill('ハンコ');
  await follow(page.getByRole('button', { name: '探す' }));
  await follow(page.locator('.manual-hits a', { hasText: '印鑑登録' }).first());
  await follow(page.getByRole('link', { name: '電話で' }));
  assert.match((await page.locator('.manual-spoken').textContent()) ?? '', /いつまでですか/);
  await close();
});
