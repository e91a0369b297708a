import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { assertAccessible, follow, launchBrowser, picture, type Visitor, visit } from '../support/browser.ts';
import { signInAs } from '../support/hall.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

const office = { width: 1440, height: 900 };

let server: RunningServer;
let browser: Browser;
let clerk: Visitor;
let owner: Visitor;
before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  clerk = await visit(browser, { viewport: office });
  owner = await visit(browser, { viewport: office });
  await signInAs(clerk.page, server.url, 'shimin');
  await signInAs(owner.page, server.url, 'editor');
});
after(async () => {
  await browser.close();
  await server.close();
});

const step = story();
const question = '顔写真のない書類は、何と何を組み合わせますか';

step('K5 a new clerk types everyday words and finds the procedure while typing', async () => {
  const { page } = clerk;
  await page.goto(`${server.url}/manual`);
  await assertAccessible(page);
  await picture(page, 'manual-contents');
  const box = page.getByRole('searchbox', { name: 'マニュアルを探す' });
  await box.pressSequentially('ひっこしてきた');
  const hits = page.locator('[data-search-found] a');
  await hits.filter({ hasText: '転入届' }).first().waitFor();
  assert.match((await page.locator('[data-search-count]').textContent()) ?? '', /件/);
  await page.keyboard.press('ArrowDown');
  assert.ok(await hits.first().evaluate((link) => link === document.activeElement));
  await page.keyboard.press('Escape');
  assert.ok(await box.evaluate((input) => input === document.activeElement));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/manual\/search\?q=/);
  await assertAccessible(page);
  await follow(page.getByRole('link', { name: /^手続き\s*転入届/ }).first());
  assert.equal(await page.locator('h1').textContent(), '転入届');
});

step('K3 they read the steps, and say at one of them that they did not understand it', async () => {
  const { page } = clerk;
  await assertAccessible(page);
  await picture(page, 'manual-procedure');
  const second = page.locator('#step-2');
  await second.getByText('分からなかった').click();
  await second.getByRole('textbox').fill(question);
  await follow(second.getByRole('button', { name: '知らせる' }));
  await page.getByText('知らせました。名前は残っていません。').waitFor();
});

step('K3 whoever looks after the page answers, and writes the explanation that was missing', async () => {
  const { page } = owner;
  await page.goto(`${server.url}/manual/care`);
  await assertAccessible(page);
  await picture(page, 'manual-care');
  const card = page.locator('.manual-questions li', { hasText: question });
  assert.ok(!(await card.textContent())?.includes('佐藤'));
  await card.getByRole('textbox', { name: '答え' }).fill('資格確認書と年金手帳など、2点です。');
  await follow(card.getByRole('button', { name: '答える' }));
  await page.getByText('答えました。').waitFor();
  await page.goto(`${server.url}/manual/blocks/new?page=procedure/tennyu_todoke&place=step-2`);
  await assertAccessible(page);
  await page.getByRole('textbox', { name: /見出し/ }).fill('2点で確かめるとき');
  await page.getByRole('button', { name: '箇条書き' }).click();
  await page.keyboard.type('資格確認書');
  await picture(page, 'manual-block');
  await follow(page.getByRole('button', { name: '保存して公開する' }));
});

step('K3 the clerk reads the answer and the explanation, at the step where they were missing', async () => {
  const { page } = clerk;
  await page.goto(`${server.url}/manual/procedures/tennyu_todoke`);
  const second = page.locator('#step-2');
  await second.getByText('資格確認書と年金手帳など、2点です。').waitFor();
  await second.getByRole('heading', { name: '2点で確かめるとき' }).waitFor();
  assert.equal(await second.locator('.prose li').textContent(), '資格確認書');
});

step('K3 a copy on the device opens the same page without a network, and goes with signing out', async () => {
  const { page, context } = clerk;
  await page.goto(`${server.url}/manual`);
  await page.getByRole('button', { name: 'この端末に控えを残す' }).click();
  await page.getByText('の控えがあります。').waitFor();
  await context.setOffline(true);
  await page.goto(`${server.url}/manual/procedures/tennyu_todoke`);
  await page.getByRole('heading', { name: 'マニュアルの控え' }).waitFor();
  assert.match(page.url(), /\/manual\/copy#/);
  await page.getByText(/の内容です。/).waitFor();
  const marked = page.locator(':target');
  assert.equal(await marked.locator('h2').textContent(), '転入届');
  assert.match((await marked.textContent()) ?? '', /2点で確かめるとき/);
  await context.setOffline(false);
  await page.goto(`${server.url}/staff/account`);
  await follow(page.getByRole('button', { name: /^サインアウト|出る$/ }).first());
  await page.waitForFunction(async () => (await caches.keys()).every((name) => !name.startsWith('hitomado-manual')));
  await context.setOffline(true);
  await assert.rejects(page.goto(`${server.url}/manual/procedures/tennyu_todoke`));
  await context.setOffline(false);
});

step('X2 nothing on these pages broke the policy of the house', async () => {
  await clerk.close();
  await owner.close();
});
