import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { assertAccessible, follow, launchBrowser, type Visitor, visit } from '../support/browser.ts';
import { addDays, lastDayAfter, today, written } from '../support/days.ts';
import { readPaper } from '../support/papers.ts';
import {
  type Answers,
  answerUntilResult,
  beginGuide,
  deposit,
  fillPage,
  fillUntil,
  proceduresOfResult,
  westernDay,
} from '../support/resident.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/*
 * Sachiko's husband died three days ago. He was 82, head of the household, received a pension and had a disability book;
 * the house and the water were in his name. She lives on there alone. The hospital gave her the death certificate.
 */
const died = addDays(today(), -3);
const answers: Answers = {
  'deceased.insurance': 'kouki',
  'deceased.isHead': true,
  'deceased.remaining15plus': 1,
  'deceased.pension': 'receiving',
  'deceased.kaigoHihokensha': true,
  'deceased.disabilityBook': ['shintai'],
  'deceased.ownsRealEstate': true,
  'deceased.waterContract': true,
};

const step = story();
let server: RunningServer;
let browser: Browser;
let widow: Visitor;
before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  widow = await visit(browser);
});
after(async () => {
  await browser.close();
  await server.close();
});

step('V1 「夫が亡くなった」 finds the right beginning, in words that do not hurt', async () => {
  const { page } = widow;
  await page.goto(server.url);
  await page.getByRole('searchbox').fill('夫が亡くなった');
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  assert.ok(await page.locator('input[value="event:shibou"]').isChecked());
  await beginGuide(page, server.url, 'bereavement', 'shibou');
  await assertAccessible(page);
});

step('V1 she sees what her husband leaves to be done, and nothing of what does not concern her', async () => {
  const { page } = widow;
  const screens = await answerUntilResult(page, answers);
  assert.ok(screens.length <= 8, `${screens.length} screens`);
  const found = await proceduresOfResult(page);
  const needed = ['shibou_todoke', 'kasou_kyoka', 'kouki_shibou', 'kouki_sousai', 'nenkin_shibou', 'kaigo_shou_henkan'];
  for (const id of [...needed, 'techou_henkan', 'kotei_souzoku', 'suidou_meigi']) assert.ok(found.includes(id), id);
  for (const id of ['setai_henkou_todoke', 'kokuho_sousai', 'kokuho_dattai', 'jidou_teate_nintei', 'suidou_chuushi']) {
    assert.ok(!found.includes(id), id);
  }
  assert.equal(found[0], 'shibou_todoke', 'what must come first stands first');
  await assertAccessible(page);
});

step('V1 the notice of death has its real last day: seven days, the first day counted', async () => {
  const { page } = widow;
  const [first] = await page
    .locator('form[action="/guide/dates"] input[name$=".year"]')
    .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).name.replace('.year', '')));
  assert.ok(first, 'a date is asked for');
  await fillPage(page, westernDay(first, died));
  await follow(page.locator('form[action="/guide/dates"] button'));
  const card = page.locator('.proc', { has: page.locator('a[href="/procedures/shibou_todoke"]') });
  assert.ok((await card.locator('.dl').innerText()).includes(written(lastDayAfter(died, 6))));
});

step('V3 she enters everything once, for herself and for him, and takes the papers with her', async () => {
  const { page } = widow;
  await follow(page.locator('form[action="/guide/case"] button').first());
  const herself = { 'people.p1.fullName': '旭川 幸子', 'people.p1.fullNameKana': 'アサヒカワ サチコ' };
  const herPlaces = ['head', 'claimant', 'funeralHost', 'heir', 'owner', 'waterUser'];
  await fillUntil(page, 'family', { ...herself, 'people.p1.roles': herPlaces });
  await follow(page.locator('button[name=action][value=add]'));
  await fillUntil(page, 'check', {
    'people.p2.fullName': '旭川 正一',
    'people.p2.fullNameKana': 'アサヒカワ ショウイチ',
    'people.p2.roles': ['deceased', 'insured', 'previousUser'],
    ...westernDay('people.p2.dateOfBirth', '1944-05-05'),
    'insured.insuredNumber': '1234567890',
  });
  const code = await deposit(page);
  const sheet = await readPaper(page, page.url().replace('/done', '/sheet.pdf'));
  assert.ok(sheet.includes(code));
  const notice = await readPaper(page, page.url().replace('/done', '/forms/shibou_todoke.pdf'));
  for (const name of ['旭川幸子', '旭川正一']) assert.ok(notice.replace(/\s/g, '').includes(name), name);
});

step('V3 on another device the code alone opens nothing, and every failure looks the same', async () => {
  const code = await widow.page.locator('p.code').innerText();
  const stranger = await visit(browser);
  await stranger.page.goto(`${server.url}/case/open`);
  const sentences: string[] = [];
  for (const typed of [code.trim(), 'ABC-DEF-GHJ', 'ひらがな']) {
    await stranger.page.locator('input[name=code]').fill(typed);
    await follow(stranger.page.locator('main form button.btn').first());
    sentences.push(await stranger.page.locator('.errsum').innerText());
    assert.equal(await stranger.page.locator('input[name=code]').inputValue(), typed, 'what was typed stays');
  }
  assert.equal(new Set(sentences).size, 1);
  await stranger.close();
  await widow.close();
});
