import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  launchBrowser,
  screens,
  type Visitor,
  visit,
  visitStudio,
} from '../support/browser.ts';
import { press, signInAs } from '../support/hall.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/* Two clerks correct one record at the same time; then one of them follows the guide through its picture, by keyboard. */
const step = story();
const record = '/inventory/record?kind=procedure&id=tenkyo_todoke';
const mine = '市内で引っ越した人(14日以内に届け出ます)';
const theirs = '旭川市の中で住所を移した人';

let server: RunningServer;
let browser: Browser;
let editor: Visitor;
let publisher: Visitor;
before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  ({ editor, publisher } = await visitStudio(browser));
});
after(async () => {
  await editor.close();
  await publisher.close();
  await browser.close();
  await server.close();
});

step(
  'K6 what both changed stands beside each other, on a desk and on a tablet, and the choice is asked for in words',
  async () => {
    const other = publisher.page;
    await signInAs(other, server.url, 'publisher');
    await other.goto(`${server.url}${record}`);
    await other.locator('[name="v.who"]').fill(theirs);
    await other.locator('[name=newName]').fill('2人の改訂');
    await press(other, '保存する');
    const set = new URL(other.url()).searchParams.get('set') ?? '';
    const { page } = editor;
    await signInAs(page, server.url, 'editor');
    await page.goto(`${server.url}${record}`);
    await page.locator('[name="v.who"]').fill(mine);
    await page.locator('select[name=set]').selectOption(set);
    await press(page, '保存する');
    const asked = page.locator('.conflicts');
    const text = await asked.innerText();
    for (const words of ['小林 たかしさんも同じところを直しました', mine, theirs, '直す前', 'まだ保存していません'])
      assert.ok(text.includes(words), words);
    assert.ok(!/\bwho\b|v\./.test(text), 'words and no codes');
    assert.equal(await page.locator('[name="v.who"]').inputValue(), mine);
    assert.equal(await page.locator('main .btn:not(.sub, .text, .danger)').count(), 1, 'one filled button');
    await assertAccessible(page);
    await page.setViewportSize({ width: 820, height: 1180 });
    await assertNoSidewaysScroll(page);
    const [left, right] = await asked.locator('.choice').all();
    const [one, two] = [await left?.boundingBox(), await right?.boundingBox()];
    assert.ok(one && two && two.x >= one.x + one.width, 'beside each other');
    await page.setViewportSize(screens.desktop);
  },
);

step('K6 saving without a choice says how many are left; with one it is saved', async () => {
  const { page } = editor;
  await press(page, '選んだ内容で保存する');
  assert.match(await page.locator('.conflicts').innerText(), /あと1か所を選んでください/);
  await page.locator('.conflicts .choice', { hasText: '自分の内容' }).click();
  await press(page, '選んだ内容で保存する');
  assert.match(await page.locator('main').innerText(), /保存しました/);
  assert.equal(await page.locator('[name="v.who"]').inputValue(), mine);
});

step(
  'C1 the picture of the guide: one stop of the keyboard, the arrows follow its lines, Enter opens the record',
  async () => {
    const { page } = editor;
    await page.goto(`${server.url}/inventory/graph?event=tenkyo&event=shussei`);
    assert.equal(await page.locator('.event-graph').count(), 2);
    await assertAccessible(page);
    const graph = page.locator('[data-graph]').first();
    assert.equal(await graph.locator('a[tabindex="0"]').count(), 1);
    const focused = () => page.evaluate(() => (document.activeElement as SVGAElement | null)?.dataset.node ?? '');
    const begin = graph.locator('[data-node^="fact "]').first();
    await begin.focus();
    const fact = await focused();
    const linked = await graph
      .locator(`[data-from="${fact}"]`)
      .evaluateAll((edges) => edges.map((edge) => (edge as SVGElement).dataset.to));
    await page.keyboard.press('ArrowRight');
    const procedure = await focused();
    assert.ok(linked.includes(procedure), `${fact} leads to ${procedure}`);
    assert.ok((await graph.getAttribute('class'))?.includes('looking'));
    await page.keyboard.press('ArrowDown');
    const below = await focused();
    assert.ok(below.startsWith('procedure ') && below !== procedure);
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(), procedure);
    await page.keyboard.press('ArrowLeft');
    assert.match(await focused(), /^(fact|event) /);
    await page.keyboard.press('ArrowRight');
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    assert.match(page.url(), /\/inventory\/record\?kind=procedure&id=/);
  },
);

step('C1 without scripts the picture is a picture with links, and the table says the same whole', async () => {
  const cookies = await editor.context.cookies();
  const plain = await visit(browser, { viewport: screens.desktop, javaScriptEnabled: false });
  await plain.context.addCookies(cookies);
  const { page } = plain;
  await page.goto(`${server.url}/inventory/graph?event=tenkyo`);
  const boxes = await page.locator('.guide-graph [data-node^="procedure "]').count();
  assert.equal(await page.locator('.event-graph .tbl tbody tr').count(), boxes);
  assert.equal(await page.locator('.ways li').count(), await page.locator('.guide-graph .edge').count());
  await page.locator('summary', { hasText: '見るできごとを選ぶ' }).click();
  await page.locator('input[name=event][value=shussei]').check();
  await Promise.all([
    page.waitForEvent('load'),
    page.getByRole('button', { name: '選んだできごとの図を見る' }).click(),
  ]);
  assert.equal(await page.locator('.event-graph').count(), 2);
  await plain.close();
});
