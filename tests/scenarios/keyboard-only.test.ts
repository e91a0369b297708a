import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, screens, type Visitor, visit } from '../support/browser.ts';
import { pressAndFollow, tabTo } from '../support/keyboard.ts';
import { choicesFor, choicesOffered, factsAsked, fillPage, inputsOf, proceduresOfResult } from '../support/resident.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/* Naoki cannot use a mouse. He asks for the change of his address, with the keyboard alone. */
const answers = { nationality: ['jp'], insurance: ['shaho'], hasMyNumberCard: true };

const step = story();
let server: RunningServer;
let browser: Browser;
let resident: Visitor;
before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  resident = await visit(browser, { viewport: screens.desktop });
});
after(async () => {
  await browser.close();
  await server.close();
});

step('X1 the first stop of the keyboard leads over the header to the text', async () => {
  const { page } = resident;
  await page.goto(server.url);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('href')), '#main');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.activeElement?.closest('main') !== null));
});

step(
  'X1 V1 search, choices and questions are answered with Tab, Space and Enter, the focus always in sight',
  async () => {
    const { page } = resident;
    await tabTo(page, page.getByRole('searchbox'));
    await page.keyboard.type('市内で引っ越した');
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    assert.ok(await page.locator('input[value="event:tenkyo"]').isChecked());
    await pressAndFollow(page, page.locator('form[action="/guide/start"] button.btn'));
    for (let count = 0; factsAsked(page).length > 0 && count < 20; count += 1) await answerByKeyboard(page);
    assert.ok((await proceduresOfResult(page)).includes('tenkyo_todoke'));
  },
);

async function answerByKeyboard(page: Page): Promise<void> {
  const skip = page.locator('main form button[value=_none]');
  const picked = choicesFor(await choicesOffered(page), factsAsked(page), answers);
  const isNothing = picked.every(({ value }) => value.startsWith('_'));
  if (isNothing && (await skip.count()) > 0) return pressAndFollow(page, skip);
  for (const { name, value } of picked) await chooseByKeyboard(page, name, value);
  await pressAndFollow(page, page.locator('main form button.btn').first());
}

async function chooseByKeyboard(page: Page, name: string, value: string): Promise<void> {
  const box = page.locator(`main form input[name="${name}"][value="${value}"]`);
  if ((await box.getAttribute('type')) === 'checkbox') {
    await tabTo(page, box);
  } else {
    await tabTo(page, page.locator(`main form input[name="${name}"]`).first());
    for (let count = 0; count < 8 && !(await box.isChecked()); count += 1) {
      if (await box.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press('ArrowDown');
    }
  }
  if (!(await box.isChecked())) await page.keyboard.press('Space');
  assert.ok(await box.isChecked(), value);
}

step('X1 V1 menus and explanations open and close with the keyboard', async () => {
  const { page } = resident;
  const why = page.locator('.proc summary').first();
  await tabTo(page, why);
  await page.keyboard.press('Enter');
  assert.equal(await why.evaluate((element) => (element.parentElement as HTMLDetailsElement).open), true);
  await page.reload();
  const menu = page.locator('details.menu summary');
  await tabTo(page, menu);
  await page.keyboard.press('Space');
  await page.locator('.menu-list').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('details.menu').getAttribute('open'), null, 'Escape closes the menu');
});

step(
  'X1 V3 the pre-entry: every box is reached in its order, an error takes the focus and leads to its box',
  async () => {
    const { page } = resident;
    await pressAndFollow(page, page.locator('form[action="/guide/case"] button').first());
    await pressAndFollow(page, page.locator('main form button.btn[value=next]'));
    const summary = page.locator('.errsum');
    assert.ok(
      await summary.evaluate((element) => element.contains(document.activeElement)),
      'the errors have the focus',
    );
    const link = summary.locator('a').first();
    const target = (await link.getAttribute('href')) ?? '';
    await tabTo(page, link);
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => `#${document.activeElement?.id}`), target, 'the link leads to the box');

    for (const input of await inputsOf(page)) {
      if (input.type !== 'text' && input.type !== 'tel') continue;
      await page.locator('h1').click();
      await tabTo(page, page.locator(`main form [name="${input.name}"]`).first());
      await page.keyboard.type('1');
    }
  },
);

step('X1 V3 the Enter key in a box goes on; it never removes a person or looks an address up', async () => {
  const { page } = resident;
  await fillPage(page, { 'people.p1.fullName': '西 直樹' });
  for (const box of await page.locator('main form input[type=text], main form input[type=tel]').all()) {
    if ((await box.inputValue()) === '1') await box.fill('');
  }
  await fillPage(page, { 'people.p1.fullName': '西 直樹' });
  await page.locator('input[name="people.p1.fullName"]').focus();
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  assert.doesNotMatch(await page.locator('main').innerText(), /住所を入れました|見つかりません/);
  await resident.close();
});
