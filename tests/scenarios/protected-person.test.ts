import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { assertAccessible, follow, launchBrowser, type Visitor, visit } from '../support/browser.ts';
import { becomeDevice, checkInWithCode, press, signInAs, sitDown, ticketAtDesk } from '../support/hall.ts';
import { answerUntilResult, beginGuide, deposit, fillUntil, goOn } from '../support/resident.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/*
 * Midori Kudo has moved within the city and entered everything at home. At the counter she says quietly that nobody must
 * learn where she lives now. The clerk hides her, serves her, and deletes at her wish what she had entered.
 */
const window3 = '1階 3番窓口';
const name = '工藤 みどり';

let server: RunningServer;
let browser: Browser;
let resident: Visitor;
let clerk: Visitor;
let colleague: Visitor;
let code = '';
let ticket = '';

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  [resident, clerk, colleague] = [await visit(browser), await visit(browser), await visit(browser)];
});
after(async () => {
  await browser.close();
  await server.close();
});

const step = story();

step('V3 V4 she enters everything at home and checks in', async () => {
  const { page } = resident;
  await beginGuide(page, server.url, 'moving', 'tenkyo');
  await answerUntilResult(page, { nationality: ['jp'] });
  await follow(page.locator('form[action="/guide/case"] button').first());
  await fillUntil(page, 'family', { 'people.p1.fullName': name, 'people.p1.fullNameKana': 'クドウ ミドリ' });
  await goOn(page);
  await fillUntil(page, 'check');
  code = await deposit(page);
  const kiosk = await visit(browser);
  await becomeDevice(kiosk.page, server.url, 'kiosk');
  ticket = await checkInWithCode(kiosk.page, server.url, code);
});

step('C4 X2 two clerks of the department see her name in their queue', async () => {
  await signInAs(colleague.page, server.url, 'shimin');
  await sitDown(colleague.page, server.url, window3, 2);
  await follow(colleague.page.getByRole('link', { name: new RegExp(ticket) }).first());
  assert.match(await colleague.page.locator('main').innerText(), new RegExp(name));
});

step('X2 the clerk who called her hides her; from then on only the seat that serves her shows who she is', async () => {
  const { page } = clerk;
  await signInAs(page, server.url, 'shimin');
  const seat = await sitDown(page, server.url, window3, 1);
  await press(page, '次の方を呼ぶ');
  assert.equal(await ticketAtDesk(page), ticket);
  await press(page, '対応を始める');
  await follow(page.getByRole('link', { name: '記録' }));
  await follow(page.getByRole('link', { name: '名前を出さない扱いを変える' }));
  await assertAccessible(page);
  await press(page, '名前と用件を出さない');
  assert.equal(new URL(page.url()).pathname, `/counter/${seat}`);
  assert.ok(!(await page.locator('main').innerText()).includes(`${name} 様`), 'no name where others can read it');
  await colleague.page.reload();
  assert.ok(!(await colleague.page.locator('main').innerText()).includes(name));
});

step('X2 at her wish everything she entered is deleted, for good and with a trace of who did it', async () => {
  const { page } = clerk;
  await follow(page.getByRole('link', { name: '記録' }));
  await follow(page.getByRole('link', { name: '入力した内容を消す' }));
  await assertAccessible(page);
  await press(page, '消す');
  assert.equal(await ticketAtDesk(page), ticket, 'her number stays');
  assert.match(await page.locator('main').innerText(), /事前の入力はありません/);
  const kiosk = await visit(browser);
  await becomeDevice(kiosk.page, server.url, 'kiosk');
  await kiosk.page.goto(`${server.url}/kiosk/code`);
  await kiosk.page.locator('input[name=code]').fill(code);
  await follow(kiosk.page.locator('main form button.btn').first());
  assert.equal(await kiosk.page.locator('.tkt').count(), 0, 'the code opens nothing any more');
  await resident.page.goto(`${server.url}/case`);
  assert.ok(!(await resident.page.locator('body').innerText()).includes(name));
});
