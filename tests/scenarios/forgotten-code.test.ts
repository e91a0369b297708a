import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  follow,
  launchBrowser,
  picture,
  type Visitor,
  visit,
} from '../support/browser.ts';
import { becomeDevice, press, signInAs } from '../support/hall.ts';
import { answerUntilResult, beginGuide, deposit, fillUntil, goOn } from '../support/resident.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/*
 * Midori Kudo entered everything at home, printed the sheet, ticked on it what she had packed, and forgot the sheet's code
 * on the kitchen table. The entrance finds her by her name; her husband brings the sheet, and a clerk takes its ticks in
 * without touching the mouse.
 */
let server: RunningServer;
let browser: Browser;
let resident: Visitor;
let entrance: Visitor;
let clerk: Visitor;
let code = '';

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  const tablet = { viewport: { width: 1024, height: 768 } };
  [resident, entrance] = [await visit(browser), await visit(browser, tablet)];
  clerk = await visit(browser, { viewport: { width: 1280, height: 900 } });
});
after(async () => {
  await browser.close();
  await server.close();
});

const step = story();

async function lookAt({ page }: Visitor, name: string): Promise<void> {
  await assertAccessible(page);
  await assertNoSidewaysScroll(page);
  await picture(page, `forgotten-code-${name}`);
}

step('V3 she enters everything at home', async () => {
  const { page } = resident;
  await beginGuide(page, server.url, 'moving', 'tenkyo');
  await answerUntilResult(page, { nationality: ['jp'] });
  await follow(page.locator('form[action="/guide/case"] button').first());
  await fillUntil(page, 'family', { 'people.p1.fullName': '工藤 みどり', 'people.p1.fullNameKana': 'クドウ ミドリ' });
  await goOn(page);
  await fillUntil(page, 'check');
  code = await deposit(page);
});

step('V4 V8 X2 a tablet that nobody has signed in on finds nobody by name', async () => {
  const { page } = entrance;
  await becomeDevice(page, server.url, 'concierge');
  await page.goto(`${server.url}/concierge`);
  await page.locator('input[name=code]').fill('くどう');
  await press(page, 'さがす');
  assert.match(await page.locator('main').innerText(), /職員がサインインしてください/);
});

step(
  'V4 V8 who is neither here nor has an appointment these days is not found; with her code she is taken in',
  async () => {
    const { page } = entrance;
    await signInAs(page, server.url, 'reception');
    await page.goto(`${server.url}/concierge`);
    await page.locator('input[name=code]').fill('くどう');
    await press(page, 'さがす');
    assert.match(await page.locator('main').innerText(), /見つかりません/);
    await page.locator('input[name=code]').fill(code);
    await press(page, 'さがす');
    assert.match(page.url(), /\/concierge\?visit=/);
  },
);

step('V4 V8 X2 now she is here: the beginning of her name leads to her number, and no address holds it', async () => {
  const { page } = entrance;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(decodeURIComponent(request.url())));
  await page.goto(`${server.url}/concierge`);
  await page.locator('input[name=code]').fill('ｸﾄﾞｳ');
  await press(page, 'さがす');
  const shown = await page.locator('main').innerText();
  assert.match(shown, /この方ですか/);
  assert.match(shown, /クドウ ミ…/);
  assert.doesNotMatch(shown, /ミドリ|みどり/);
  await lookAt(entrance, 'found');
  await follow(page.getByRole('link', { name: '開く' }));
  assert.match(page.url(), /\/concierge\?visit=/);
  assert.ok(asked.every((url) => !/クドウ|ｸﾄﾞｳ|くどう/.test(url)));
  await lookAt(entrance, 'visit');
});

step('V6 X2 her sheet is taken in by keyboard alone, in the order of the paper, saved at every tick', async () => {
  const { page } = clerk;
  await signInAs(page, server.url, 'shimin');
  await page.goto(`${server.url}/sheet`);
  await page.locator('input[name=code]').focus();
  await page.keyboard.type(code);
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  await page.locator('[data-begin]:focus').waitFor();
  await lookAt(clerk, 'ticks');
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  await page.locator('[data-begin]:focus').waitFor();
  await page.keyboard.press('ArrowDown');
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Space')]);
  await page.reload();
  const pressed = await page.locator('[data-tick]').evaluateAll((lines) => lines.map((line) => line.ariaPressed));
  assert.deepEqual(pressed.slice(0, 3), ['true', 'false', 'true']);
});

step('V8 the plan of the building and the camera page can be used on the tablet', async () => {
  for (const name of ['map', 'scan']) {
    await entrance.page.goto(`${server.url}/concierge/${name}`);
    await lookAt(entrance, name);
  }
  for (const visitor of [resident, entrance, clerk]) await visitor.close();
});
