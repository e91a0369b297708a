import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { follow, launchBrowser, screens, type Visitor, visit } from '../support/browser.ts';
import { becomeDevice, checkInWithCode } from '../support/hall.ts';
import { readPaper } from '../support/papers.ts';
import {
  answerUntilResult,
  beginGuide,
  deposit,
  fillPage,
  fillUntil,
  goOn,
  proceduresOfResult,
} from '../support/resident.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/* Takeo moves within the city. His old phone runs no scripts, and nothing is missing for him. */

const step = story();
let server: RunningServer;
let browser: Browser;
let resident: Visitor;
before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  resident = await visit(browser, { javaScriptEnabled: false });
});
after(async () => {
  await browser.close();
  await server.close();
});

step('V1 without a script: from the home page to the result, with a search on the way', async () => {
  const { page } = resident;
  await page.goto(server.url);
  await page.getByRole('searchbox').fill('市内で引っ越した');
  await follow(page.locator('form[action="/search"] button').first());
  assert.ok(await page.locator('input[value="event:tenkyo"]').isVisible());
  await beginGuide(page, server.url, 'moving', 'tenkyo');
  await answerUntilResult(page, { nationality: ['jp'], insurance: ['shaho'], hasMyNumberCard: true });
  assert.ok((await proceduresOfResult(page)).includes('tenkyo_todoke'));
});

step('V1 without a script: a question sent with nothing chosen says what to do', async () => {
  const { page } = resident;
  const result = page.url();
  await page.goto(`${server.url}/guide/questions/nationality`);
  for (const box of await page.locator('input[name^=answer]:checked').all()) await box.uncheck();
  await follow(page.locator('main form button.btn').first());
  assert.match(await page.title(), /^エラー/);
  assert.ok(await page.locator('.err-msg').first().isVisible());
  await page.goto(result);
});

step(
  'V3 without a script: persons are added and taken out, an address is looked up, errors keep what was typed',
  async () => {
    const { page } = resident;
    await follow(page.locator('form[action="/guide/case"] button').first());
    await fillPage(page, { 'people.p1.fullName': '東 武雄', 'people.p1.dateOfBirth.month': '13' });
    await goOn(page);
    assert.equal(await page.locator('input[name="people.p1.dateOfBirth.month"]').inputValue(), '13');
    assert.ok(await page.locator('.errsum').isVisible());
    await fillUntil(page, 'family', { 'people.p1.dateOfBirth.month': '3' });
    await follow(page.getByRole('button', { name: '人を加える' }));
    assert.ok((await page.locator('[name^="people.p2."]').count()) > 0);
    await follow(page.getByRole('button', { name: 'この人を消す' }));
    assert.equal(await page.locator('[name^="people.p2."]').count(), 0);
    await fillUntil(page, 'check');
  },
);

step('V3 V5 without a script: handed over, printed, and checked in at a kiosk without a script', async () => {
  const { page } = resident;
  const code = await deposit(page);
  assert.ok((await readPaper(page, page.url().replace('/done', '/sheet.pdf'))).includes(code));
  const kiosk = await visit(browser, { javaScriptEnabled: false, viewport: screens.tablet });
  await becomeDevice(kiosk.page, server.url, 'kiosk');
  await kiosk.page.goto(`${server.url}/kiosk/code`);
  for (const sign of code.slice(0, 2)) await follow(kiosk.page.locator(`button[name=press][value="${sign}"]`));
  assert.equal((await kiosk.page.locator('input[name=code]').inputValue()).replace('-', ''), code.slice(0, 2));
  const ticket = await checkInWithCode(kiosk.page, server.url, code);

  await kiosk.page.goto(`${kiosk.page.url()}/print`);
  assert.ok((await kiosk.page.locator('body').innerText()).includes(ticket), 'the ticket can be printed');
  await kiosk.close();
});

step('V1 without a script: the language is changed and all answers can be deleted', async () => {
  const { page } = resident;
  await page.goto(`${server.url}/guide/answers`);
  await page.locator('details.menu summary').click();
  await follow(page.locator('.menu-list button[value=en]'));
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.goto(`${server.url}/guide/saved`);
  await follow(page.locator('form[action="/guide/clear"] button').first());
  await page.goto(`${server.url}/guide/result`);
  assert.equal(new URL(page.url()).pathname, '/', 'nothing is left');
  await resident.close();
});
