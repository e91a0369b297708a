import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { assertAccessible, follow, launchBrowser, screens, type Visitor, visit } from '../support/browser.ts';
import { becomeDevice, checkInWithCode, press, signInAs, sitDown, ticketAtDesk } from '../support/hall.ts';
import {
  type Answers,
  answerUntilResult,
  beginGuide,
  deposit,
  fillUntil,
  proceduresOfResult,
} from '../support/resident.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/*
 * Linh is 20 and comes from Việt Nam to study at a university in Asahikawa. She reads Vietnamese; at the counter a word of
 * English helps. She needs the national health insurance and the pension.
 */
const answers: Answers = { nationality: ['chuuchouki'], insurance: ['kokuho'], pension1: true, student: true };

const step = story();
let server: RunningServer;
let browser: Browser;
let student: Visitor;
before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  student = await visit(browser);
});
after(async () => {
  await browser.close();
  await server.close();
});

async function chooseLanguage(page: Page, language: string): Promise<void> {
  await page.locator('details.menu summary').click();
  await follow(page.locator(`.menu-list button[name=language][value=${language}]`));
}

/**
 * Visible Japanese sentences that do not say so: text with kana outside what is marked as Japanese, and what is marked without
 * a note for the reader beside it. Names of places and of languages, and what was typed in kana, may stand anywhere.
 */
async function untranslated(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      const text = (node.textContent ?? '').trim();
      const hasKana = /[\u3041-\u3096\u30a1-\u30fa]{2,}/.test(text);
      if (!parent || !hasKana || parent.closest('.brand, .menu, script, style') || /^[ァ-ヶー\s]+$/.test(text))
        continue;
      const marked = parent.closest('[lang]');
      const says = marked?.nextElementSibling?.matches('small.only') ?? false;
      const isPlace = /窓口|支所/.test(text) && text.length < 60;
      if (marked?.getAttribute('lang') !== 'ja' || !(says || isPlace)) found.push(text);
    }
    return found;
  });
}

step('V1 she chooses her language in her language, and the page is the same page', async () => {
  const { page } = student;
  await page.goto(`${server.url}/guide/start/moving`);
  await chooseLanguage(page, 'vi');
  assert.equal(new URL(page.url()).pathname, '/guide/start/moving');
  assert.equal(await page.locator('html').getAttribute('lang'), 'vi');
  assert.match(await page.locator('main').innerText(), /[ăâđêôơưạảấầẩ]/i);
  await assertAccessible(page);
});

step('V1 every question is in Vietnamese, and what is not translated is marked and says so', async () => {
  const { page } = student;
  await beginGuide(page, server.url, 'moving', 'tennyu_kokugai');
  while (page.url().includes('/guide/questions/')) {
    assert.equal(await page.locator('html').getAttribute('lang'), 'vi');
    assert.deepEqual(await untranslated(page), [], page.url());
    await answerUntilResult(page, answers);
  }
  const found = await proceduresOfResult(page);
  for (const id of ['tennyu_kokugai_todoke', 'zairyu_jukyochi_todoke', 'kokuho_kanyu'])
    assert.ok(found.includes(id), id);
  assert.ok(!found.includes('tennyu_todoke'));
});

step('V1 the result is in Vietnamese; Japanese and English parts carry their language', async () => {
  const { page } = student;
  assert.deepEqual(await untranslated(page), []);
  const marked = await page.locator('main [lang=ja], main [lang=en]').count();
  const said = await page.locator('main small.only').count();
  assert.ok(marked === 0 || said > 0, 'what stands in another language says so');
  const era = page.locator('section[aria-labelledby=dates] select').first();
  assert.equal(await era.inputValue(), 'western', 'she counts years as her calendar does');
  await assertAccessible(page);
});

step('V1 the same result in English, without losing an answer', async () => {
  const { page } = student;
  const before = await proceduresOfResult(page);
  await chooseLanguage(page, 'en');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  assert.deepEqual(await proceduresOfResult(page), before);
  assert.deepEqual(await untranslated(page), []);
  await chooseLanguage(page, 'vi');
});

step('V3 she enters her long name in Latin letters and gets a code', async () => {
  const { page } = student;
  await follow(page.locator('form[action="/guide/case"] button').first());
  const name = 'NGUYEN THI THUY LINH';
  await fillUntil(page, 'check', { 'people.p1.fullName': name, 'people.p1.fullNameKana': 'グエン ティ トゥイ リン' });
  assert.ok((await page.locator('main').innerText()).includes(name));
  assert.deepEqual(await untranslated(page), []);
  await deposit(page);
  assert.equal(await page.locator('html').getAttribute('lang'), 'vi');
  assert.deepEqual(await untranslated(page), []);
  await assertAccessible(page);
});

step('V1 the page of a procedure says what of it is in Japanese or English only', async () => {
  const { page } = await visit(browser);
  await page.goto(`${server.url}/procedures/tennyu_kokugai_todoke`);
  await chooseLanguage(page, 'vi');
  assert.deepEqual(await untranslated(page), []);
  await page.context().close();
});

step(
  'V5 C4 her language goes with her: the ticket is in Vietnamese, and the desk sees that an interpreter helps',
  async () => {
    const code = (await student.page.locator('p.code').innerText()).trim();
    const kiosk = await visit(browser, { viewport: screens.tablet });
    await becomeDevice(kiosk.page, server.url, 'kiosk');
    await chooseKioskLanguage(kiosk.page);
    const ticket = await checkInWithCode(kiosk.page, server.url, code);
    assert.equal(await kiosk.page.locator('html').getAttribute('lang'), 'vi');

    const clerk = await visit(browser, { viewport: screens.desktop });
    await signInAs(clerk.page, server.url, 'shimin');
    await sitDown(clerk.page, server.url, '1階 3番窓口');
    assert.match(await clerk.page.locator('body').innerText(), /通訳/);
    await press(clerk.page, '次の方を呼ぶ');
    assert.equal(await ticketAtDesk(clerk.page), ticket);
    for (const visitor of [kiosk, clerk, student]) await visitor.close();
  },
);

async function chooseKioskLanguage(page: Page): Promise<void> {
  await page.goto(`${server.url}/kiosk`);
  await follow(page.locator('button[name=language][value=vi]').first());
}
