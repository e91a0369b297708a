import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { loadInventory } from '#inventory';
import { scopes } from '#manual';
import { packageRoot } from '#platform/package';
import { allFlows, throughEditor } from '../support/bpmn-js.ts';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  follow,
  launchBrowser,
  picture,
  screens,
  visit,
} from '../support/browser.ts';
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

const press = (page: Page, name: string) => follow(page.getByRole('button', { name, exact: true }));

test('K4 C1 a clerk finds a flow, reads it in all scopes, and takes all four files along', async () => {
  const { page, close } = await visit(browser, { viewport: screens.desktop });
  await signInAs(page, server.url, 'shimin');
  await page.goto(`${server.url}/manual/flows`);
  await assertAccessible(page);
  await picture(page, 'flows');
  await page.getByLabel('手続きの名前').fill('てんにゅう');
  await press(page, 'さがす');
  await follow(page.getByRole('link', { name: '転入届', exact: true }));
  await assertAccessible(page);
  await assertNoSidewaysScroll(page);
  await picture(page, 'flow-counter');
  const drawing = page.getByRole('img', { name: /^「転入届」の流れの図/ });
  assert.ok(await drawing.isVisible());
  assert.ok((await page.locator('.flow-list > li').count()) >= 9);
  for (const ending of ['pdf', 'png', 'svg', 'bpmn']) {
    const answer = await page.request.get(`${server.url}/manual/flows/tennyu_todoke/files/counter.${ending}`);
    assert.equal(answer.status(), 200, ending);
    assert.ok((await answer.body()).length > 2000, ending);
    assert.match(answer.headers()['content-disposition'] ?? '', /^attachment/);
  }
  for (const scope of ['来た人の案内', '電話・メール・FAX', 'オンライン申請', 'モノとデータ']) {
    await follow(page.getByRole('link', { name: scope, exact: true }));
    await assertAccessible(page);
    await picture(page, `flow-${scope}`);
  }
  assert.equal((await page.request.get(`${server.url}/manual/flows/tennyu_todoke/edit`)).status(), 404);
  await close();
});

test('K4 C1 an editor rewrites a step in the drawing by mouse and keys, and sees what changes before anything is kept', async () => {
  const { page, close } = await visit(browser, { viewport: screens.desktop });
  await signInAs(page, server.url, 'editor');
  await page.goto(`${server.url}/manual/flows/tennyu_todoke/edit`);
  await page.locator('[data-flow-editor][data-ready=yes]').waitFor();
  assert.ok(await page.locator('.bjs-powered-by').isVisible(), 'the mark of the editor is seen');
  await assertAccessible(page);
  await picture(page, 'flow-edit');
  await page.locator('[data-element-id=step_2]').first().dblclick();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('本人確認をし、控えをとる');
  await page
    .locator('.djs-container svg')
    .first()
    .click({ position: { x: 5, y: 5 } });
  await press(page, '変わるところを確かめる');
  await assertAccessible(page);
  await picture(page, 'flow-changes');
  const changes = await page.locator('main ol > li').allInnerTexts();
  assert.deepEqual(changes, [
    '2番の文を、「本人確認(1点/2点)と代理権の確認をし、支援措置の有無を照会する」から「本人確認をし、控えをとる」に変えます。',
  ]);
  await press(page, '図に戻って直す');
  await page.locator('[data-flow-editor][data-ready=yes]').waitFor();
  assert.match(await page.locator('[data-element-id=step_2]').first().innerHTML(), /控え/);
  await close();
});

test('K4 X2 a file that is no drawing comes back with what to do, without a script as well', async () => {
  const { page, close } = await visit(browser, { viewport: screens.desktop, javaScriptEnabled: false });
  await signInAs(page, server.url, 'editor');
  await page.goto(`${server.url}/manual/flows/tennyu_todoke/edit`);
  const bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>';
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'a.bpmn', mimeType: 'application/xml', buffer: Buffer.from(bomb) });
  await press(page, '変わるところを確かめる');
  assert.match(await page.locator('main').innerText(), /文書型の宣言/);
  await close();
});

test('K4 flows of every scope pass through bpmn-js without a warning, and say the same afterwards', async () => {
  const inventory = await loadInventory(join(packageRoot, 'content', 'asahikawa'));
  const { page, close } = await visit(browser, { viewport: screens.desktop });
  const all = allFlows(inventory);
  const some = scopes.flatMap((scope) => all.filter((one) => one.scope === scope).filter((_, at) => at % 12 === 0));
  assert.ok(some.length > 30);
  assert.deepEqual(await throughEditor(page, inventory, some), { opened: some.length, warnings: [], lost: [] });
  await close();
});
