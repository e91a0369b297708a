import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import {
  assertAccessible,
  follow,
  launchBrowser,
  picture,
  screens,
  type Visitor,
  visit,
  visitStudio,
} from '../support/browser.ts';
import { press, signInAs, sitDown } from '../support/hall.ts';
import { pressAndFollow, tabTo } from '../support/keyboard.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/*
 * Kei Nakamura has no mouse. She puts the steps of the moving-in notification right with the keyboard alone; somebody else
 * approves them; then the manual and the counter say the new steps. Later a colleague without scripts does the same, two people
 * meet at one step, and a text of the manual loses its step.
 */
const flow = '/manual/flows/tennyu_todoke';
const question = '本人確認の書類がそろっている?';
const added = '足りない書類を紙に書いて渡す';
const rewritten = '本人確認(1点か2点)をし、代理権と支援措置の有無を見る';

const step = story();
let server: RunningServer;
let browser: Browser;
let editor: Visitor;
let publisher: Visitor;
before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  ({ editor, publisher } = await visitStudio(browser));
  await signInAs(editor.page, server.url, 'editor');
  await signInAs(publisher.page, server.url, 'publisher');
});
after(async () => {
  await browser.close();
  await server.close();
});

const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name });
const rows = (page: Page): Locator => page.locator('.flow-steps > li');
const status = (page: Page): Locator => page.locator('main').getByRole('status').first();

/** Reaches a button and presses it; the page answers in place and says what happened. */
async function pressInPlace(page: Page, target: Locator, said: string | RegExp): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
  await status(page).filter({ hasText: said }).waitFor();
}

/** Reaches a button and presses it; the form of a step opens with the focus on its text. */
async function openStep(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
  await page.locator('#open-step').waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'do');
}

async function retype(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
}

const editButton = (page: Page, number: number): Locator => button(page, new RegExp(`^直す \\(${number}番`));
const focusedId = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '');

step(
  'K4 X1 by keyboard alone a clerk opens the list of a flow and rewrites a step; the focus comes back to it',
  async () => {
    const { page } = editor;
    await page.goto(`${server.url}${flow}`);
    await pressAndFollow(page, page.getByRole('link', { name: '手順の一覧で直す' }));
    await assertAccessible(page);
    await picture(page, 'flow-steps');
    await openStep(page, editButton(page, 2));
    await assertAccessible(page);
    await picture(page, 'flow-step-open');
    await retype(page, rewritten);
    await pressInPlace(page, button(page, 'この手順を一覧に入れる'), '2番を');
    assert.equal(await focusedId(page), 'edit-step_2');
  },
);

step(
  'K4 X1 they add a step behind it, give it to somebody else, and what is missing is asked for with nothing lost',
  async () => {
    const { page } = editor;
    await openStep(page, button(page, /^あとに加える \(2番/));
    await tabTo(page, button(page, 'この手順を一覧に入れる'));
    await page.keyboard.press('Enter');
    await page.locator('.errsum').waitFor();
    assert.ok(await page.locator('.errsum').evaluate((summary) => summary === document.activeElement));
    await assertAccessible(page);
    await tabTo(page, page.locator('[name=who]'));
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.locator('[name=who]').inputValue(), '審査者');
    await tabTo(page, page.locator('[name=do]'));
    await page.keyboard.insertText(added);
    // Enter in a field of one line takes the step, as in any form.
    await tabTo(page, page.locator('[name=system]'));
    await page.keyboard.press('Enter');
    await status(page)
      .filter({ hasText: `3番に「${added}」を加えました。` })
      .waitFor();
    assert.match(await rows(page).nth(2).innerText(), /審査者/);
  },
);

step('K4 X1 they make a branch with its condition before it, and move the new step to another lane', async () => {
  const { page } = editor;
  await openStep(page, editButton(page, 2));
  await tabTo(page, page.locator('details.flow-ways > summary'));
  await page.keyboard.press('Enter');
  await tabTo(page, page.locator('[name=ask]'));
  await page.keyboard.insertText(question);
  await tabTo(page, page.locator('[name="way.0.label"]'));
  await page.keyboard.insertText('はい');
  await tabTo(page, page.locator('[name="way.0.to"]'));
  await page.keyboard.type('4');
  await tabTo(page, page.locator('[name="way.0.when"]'));
  await page.keyboard.insertText('いつものとおり');
  await tabTo(page, page.locator('[name="way.1.label"]'));
  await page.keyboard.insertText('いいえ');
  await tabTo(page, page.locator('[name="way.1.to"]'));
  await page.keyboard.type('3');
  await tabTo(page, button(page, 'この手順を一覧に入れる'));
  await page.keyboard.press('Enter');
  await page.locator('.errsum', { hasText: '条件を読めません' }).waitFor();
  await tabTo(page, page.locator('[name="way.0.when"]'));
  await retype(page, '「マイナンバーカード」を持っている');
  const known = await page
    .locator('#flow-tests option')
    .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  const condition = known.find((sentence) => sentence.includes('マイナンバーカード')) ?? assert.fail();
  await retype(page, condition);
  await pressInPlace(page, button(page, 'この手順を一覧に入れる'), '2番を');
  const text = await rows(page).nth(1).innerText();
  assert.match(text, /本人確認の書類がそろっている\? いいえ → 3へ/);
  await openStep(page, editButton(page, 3));
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.locator('[name=who]').inputValue(), '窓口');
  await pressInPlace(page, button(page, 'この手順を一覧に入れる'), '3番を');
});

step('K4 X1 they take a step out, take that back, move one and put it back, and see what changes', async () => {
  const { page } = editor;
  const count = await rows(page).count();
  await openStep(page, editButton(page, count));
  await pressInPlace(page, button(page, 'この手順を消す'), 'を消しました');
  assert.equal(await rows(page).count(), count - 1);
  await pressInPlace(page, button(page, '1つ前に戻す'), '1つ前に戻しました');
  assert.equal(await rows(page).count(), count);
  await openStep(page, editButton(page, count));
  await pressInPlace(page, button(page, '1つ上へ動かす'), `${count - 1}番に動かしました`);
  await pressInPlace(page, button(page, '1つ下へ動かす'), `${count}番に動かしました`);
  await pressInPlace(page, button(page, '直すのをやめる'), '直すのをやめました');
  await pressAndFollow(page, button(page, '変わるところを確かめる'));
  await assertAccessible(page);
  await picture(page, 'flow-list-changes');
  const changes = await page.locator('main ol > li').allInnerTexts();
  assert.equal(changes.length, 3, changes.join('\n'));
  assert.match(changes[0] ?? '', /^2番の文を/);
  assert.match(changes[1] ?? '', /^2番「.*」のあとの分かれ道を、「はい → 4番、いいえ → 3番」に変えます。$/);
  assert.equal(changes[2], `3番に「${added}」(窓口)を加えます。`);
});

step(
  'K4 the list and the drawing are two views of one wish: on with the drawing, and back with what was drawn',
  async () => {
    const { page } = editor;
    await pressAndFollow(page, button(page, '図に戻って直す'));
    await page.locator('[data-flow-editor][data-ready=yes]').waitFor();
    assert.match(await page.locator('[data-element-id=added_1]').first().innerHTML(), /足りない/);
    await assertAccessible(page);
    await page.locator('[data-element-id=step_1]').first().dblclick();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('届書を書き、控えを出す');
    await page
      .locator('.djs-container svg')
      .first()
      .click({ position: { x: 5, y: 5 } });
    await press(page, 'この続きを一覧で直す');
    assert.match(await page.locator('.flow-steps').innerText(), /控えを出す/);
    assert.match(await page.locator('.flow-steps').innerText(), /足りない書類/);
    await press(page, '変わるところを確かめる');
    assert.equal(await page.locator('main ol > li').count(), 4);
  },
);

step('K4 K6 it becomes a change set with its reason, is approved by somebody else, and published', async () => {
  const { page } = editor;
  await press(page, '下書きに残す');
  await page.locator('.errsum', { hasText: '直すわけ' }).waitFor();
  await assertAccessible(page);
  await tabTo(page, page.locator('[name=reason]'));
  await page.keyboard.insertText('書類の足りない方が多いため');
  await pressAndFollow(page, button(page, '下書きに残す'));
  assert.match(page.url(), /\/inventory\/sets\//);
  const set = new URL(page.url()).pathname;
  const text = await page.locator('main').innerText();
  assert.match(text, /書類の足りない方が多いため/);
  assert.match(text, /足りない書類を紙に書いて渡す/);
  await press(page, '確認に出す');
  await publishSet(set);
});

/** Somebody with the right to publish approves a change set and publishes it now. */
async function publishSet(set: string): Promise<void> {
  const { page } = publisher;
  await page.goto(`${server.url}${set}`);
  await press(page, '承認する');
  await press(page, 'いますぐ公開する');
  assert.match(await page.locator('main').innerText(), /公開しました/);
}

step('K3 C1 the page of the manual, its flow and the desk at the counter say the new steps', async () => {
  const { page } = publisher;
  await page.goto(`${server.url}/manual/procedures/tennyu_todoke`);
  assert.match(await page.locator('#step-2').innerText(), /本人確認\(1点か2点\)/);
  assert.match(await page.locator('#step-3').innerText(), /足りない書類/);
  await page.goto(`${server.url}${flow}`);
  assert.match(await page.locator('.flow-list').innerText(), /本人確認の書類がそろっている\? いいえ → 3へ/);
  const clerk = await visit(browser, { viewport: screens.desktop });
  await clerk.page.goto(`${server.url}/staff/demo/visitors`);
  await press(clerk.page, 'お試しの来庁者を入れる');
  await signInAs(clerk.page, server.url, 'shimin');
  await sitDown(clerk.page, server.url, '1階 3番窓口');
  const steps = clerk.page.locator('section[aria-label="転入届"]');
  for (let count = 0; count < 8 && (await steps.count()) === 0; count += 1) {
    if (count > 0) await press(clerk.page, '完了して次へ');
    await press(clerk.page, '次の方を呼ぶ');
    await press(clerk.page, '対応を始める');
  }
  assert.match((await steps.textContent()) ?? '', /足りない書類を紙に書いて渡す/);
  await clerk.close();
});

step('K4 X1 without scripts the same list is put right page by page', async () => {
  const { page, close } = await visit(browser, { viewport: screens.desktop, javaScriptEnabled: false });
  await signInAs(page, server.url, 'editor');
  await page.goto(`${server.url}${flow}`);
  await follow(page.getByRole('link', { name: '手順の一覧で直す' }));
  await follow(editButton(page, 1));
  await page.locator('[name=do]').fill('');
  await press(page, 'この手順を一覧に入れる');
  assert.match(await page.title(), /^エラー/);
  assert.ok(await page.getByText('何をするかを書いてください。').first().isVisible());
  await page.locator('[name=do]').fill('届書を書いて、書類と一緒に出す');
  await press(page, '1つ下へ動かす');
  await press(page, '1つ上へ動かす');
  await press(page, 'この手順を一覧に入れる');
  assert.match(await status(page).innerText(), /1番を「届書を書いて、書類と一緒に出す」に直しました。/);
  await press(page, '変わるところを確かめる');
  assert.equal(await page.locator('main ol > li').count(), 1);
  await page.locator('[name=reason]').fill('言葉をやさしくするため');
  await press(page, '下書きに残す');
  assert.match(page.url(), /\/inventory\/sets\//);
  await close();
});

/** Rewrites a step in the list, up to the page of what changes. */
async function rewrite(page: Page, number: number, text: string): Promise<void> {
  await page.goto(`${server.url}${flow}/steps`);
  await editButton(page, number).click();
  await page.locator('[name=do]').fill(text);
  await button(page, 'この手順を一覧に入れる').click();
  await status(page)
    .filter({ hasText: `${number}番を` })
    .waitFor();
  await press(page, '変わるところを確かめる');
}

step('K4 what somebody published meanwhile is joined; where both wrote at one step, a person chooses', async () => {
  const { page } = editor;
  await rewrite(page, 7, '私の文字の確かめ方');
  await page.locator('[name=reason]').fill('私の直し');
  // Meanwhile, at another desk.
  const colleague = await visit(browser, { viewport: screens.desktop });
  await signInAs(colleague.page, server.url, 'editor');
  await rewrite(colleague.page, 7, 'ほかの人の文字の確かめ方');
  await colleague.page.locator('[name=reason]').fill('先に直すため');
  await press(colleague.page, '下書きに残す');
  const set = new URL(colleague.page.url()).pathname;
  await press(colleague.page, '確認に出す');
  await colleague.close();
  await publishSet(set);
  await press(page, '下書きに残す');
  const text = await page.locator('main').innerText();
  assert.match(text, /ほかの人の直しが公開されました/);
  assert.match(text, /あなたの案: 私の文字の確かめ方/);
  assert.match(text, /公開された手順: ほかの人の文字の確かめ方/);
  await assertAccessible(page);
  await picture(page, 'flow-conflict');
  assert.equal(await button(page, '下書きに残す').count(), 0);
  await press(page, '選んだとおりに合わせる');
  assert.deepEqual(await page.locator('main ol > li').allInnerTexts(), [
    '7番の文を、「ほかの人の文字の確かめ方」から「私の文字の確かめ方」に変えます。',
  ]);
  await page.locator('[name=reason]').fill('私の直し');
  await press(page, '下書きに残す');
  assert.match(page.url(), /\/inventory\/sets\//);
});

step('K3 K4 a text of the manual whose step is taken out is named before, and waits for a place after', async () => {
  const { page } = editor;
  await page.goto(`${server.url}/manual/blocks/new?page=procedure/tennyu_todoke&place=step-3`);
  await page.getByRole('textbox', { name: /見出し/ }).fill('紙の書き方');
  await page.getByRole('textbox', { name: /本文/ }).fill('大きな字で書く。');
  await press(page, '保存して公開する');
  await page.goto(`${server.url}${flow}/edit`);
  await page.locator('[data-flow-editor][data-ready=yes]').waitFor();
  await page.locator('[data-element-id=added_1]').first().click();
  await page.keyboard.press('Delete');
  await press(page, '変わるところを確かめる');
  const warning = page.locator('.ban', { hasText: 'マニュアルの説明のもとの手順が変わります' });
  assert.match(await warning.innerText(), /紙の書き方\(もとの手順「足りない書類を紙に書いて渡す」\)/);
  await assertAccessible(page);
  await picture(page, 'flow-text-adrift');
  await page.locator('[name=reason]').fill('紙をやめるため');
  await press(page, '下書きに残す');
  const set = new URL(page.url()).pathname;
  await press(page, '確認に出す');
  await publishSet(set);
  await page.goto(`${server.url}/manual/procedures/tennyu_todoke`);
  await page.getByRole('heading', { name: '紙の書き方' }).waitFor();
  await page.goto(`${server.url}/manual/care`);
  assert.match(
    await page.locator('main').innerText(),
    /説明のもとの手順「足りない書類を紙に書いて渡す」が変わりました/,
  );
});

step('X2 nothing on these pages broke the policy of the house', async () => {
  await editor.close();
  await publisher.close();
});
