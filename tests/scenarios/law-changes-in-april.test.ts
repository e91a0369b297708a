import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { until } from '#platform/testing';
import { assertAccessible, follow, launchBrowser, type Visitor, visitStudio } from '../support/browser.ts';
import { Client } from '../support/client.ts';
import { press, signInAs } from '../support/hall.ts';
import { newDataFolder, type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/* A law changes on 1 April: what to bring and the deadline of a procedure are others from that day on, everywhere. */
const step = story();
const day = 86_400_000;
const folder = newDataFolder();
const clockFile = join(folder, 'clock');
const record = '/inventory/record?kind=procedure&id=tennyu_todoke';
const newDeadline = '住み始めた日から30日以内(令和9年4月1日から)';
const newPaper = '本人確認書類(令和9年4月からは原本だけ)';

let first: RunningServer;
let second: RunningServer;
let browser: Browser;
let editor: Visitor;
let publisher: Visitor;
let setPath = '';

/** 1 April of the year after this one begins in Japan at this instant. */
const year = new Date().getUTCFullYear() + 1;
const april = Date.parse(`${year}-04-01T00:00:00+09:00`);

function start(): Promise<RunningServer> {
  const preload = resolve(import.meta.dirname, '..', 'support', 'jumping-clock.mjs');
  return startServer({
    dataFolder: folder,
    environment: { NODE_OPTIONS: `--import=${preload}`, HITOMADO_TEST_CLOCK: clockFile },
  });
}

before(async () => {
  writeFileSync(clockFile, '0');
  [first, second] = [await start(), await start()];
  browser = await launchBrowser();
  ({ editor, publisher } = await visitStudio(browser));
});
after(async () => {
  await editor.close();
  await publisher.close();
  await browser.close();
  await second.close();
  await first.close();
  rmSync(folder, { recursive: true, force: true });
});

step('K4 an editor finds the procedure by a word, as it is typed', async () => {
  const { page } = editor;
  await signInAs(page, first.url, 'editor');
  await page.goto(`${first.url}/inventory`);
  await page.locator('.find input').pressSequentially('転入届');
  await page.locator('#found li:first-child a', { hasText: /^転入届$/ }).waitFor();
  await follow(page.locator('#found li:first-child a'));
  assert.match(await page.title(), /転入届/);
});

step('K5 they correct what to bring and the deadline, and see at once how it will be said', async () => {
  const { page } = editor;
  await page.locator('[name="v.deadline.text"]').fill(newDeadline);
  await page.locator('#part-documents > summary').click();
  await page.locator('#part-documents .list-item > summary').first().click();
  await page.locator('[name="v.documents.0.name"]').fill(newPaper);
  await press(page, '見え方を確かめる');
  const preview = await page.locator('.preview').innerText();
  for (const said of [newDeadline, newPaper, '電話での答え', '窓口の手順']) assert.ok(preview.includes(said), said);
  // Nothing is saved yet, and what was typed is still there.
  assert.equal(await page.locator('[name="v.deadline.text"]').inputValue(), newDeadline);
  await page.locator('[name=newName]').fill('4月1日の法改正');
  await press(page, '保存する');
  assert.match(await page.locator('main').innerText(), /保存しました/);
  await assertAccessible(page);
});

step('K5 the change set says what differs, what was found, and for whom the result changes', async () => {
  const { page } = editor;
  await follow(page.getByRole('link', { name: '4月1日の法改正' }).first());
  setPath = new URL(page.url()).pathname;
  const text = await page.locator('main').innerText();
  assert.match(text, /この改訂で、例の市民\d+人と受付中の\d+件の結果が変わります/);
  assert.match(text, /「転入届」が案内の内容が変わる/);
  assert.ok((await page.locator('ins').allInnerTexts()).join('').includes('30'));
  await assertAccessible(page);
});

step('K6 the editor asks for review and cannot approve; a publisher comments, approves and schedules it', async () => {
  await press(editor.page, '確認に出す');
  assert.equal(await editor.page.getByRole('button', { name: '承認する' }).count(), 0);
  const { page } = publisher;
  await signInAs(page, second.url, 'publisher');
  await page.goto(`${second.url}/inventory`);
  await follow(page.getByRole('link', { name: '4月1日の法改正' }));
  await page.locator('textarea[name=text]').fill('条文を確かめました。');
  await press(page, 'コメントを書く');
  await press(page, '承認する');
  await page.locator('input[name=day]').fill(`${year}-04-01`);
  await press(page, 'この日に公開する');
  const text = await page.locator('main').innerText();
  assert.match(text, /4月1日.*の午前0時に公開します/);
  assert.match(text, /条文を確かめました。/);
});

/** What a resident reads of the procedure, and what other systems do. */
async function saidBy({ url }: RunningServer): Promise<string> {
  const client = new Client(url);
  const [resident, other] = [
    await client.get('/procedures/tennyu_todoke'),
    await client.get('/api/v1/procedures/tennyu_todoke'),
  ];
  assert.deepEqual([resident.status, other.status], [200, 200]);
  const says = (body: string) => (body.includes(newDeadline) && body.includes(newPaper) ? 'new' : 'old');
  return `${says(resident.body)} ${says(other.body)}`;
}

step('K6 until that day everybody reads the old; on the day both processes say the new', async () => {
  writeFileSync(clockFile, String(april - Date.now() - 3 * day));
  await wait(200);
  assert.equal(await saidBy(first), 'old old');
  // The second process is down over midnight; whoever comes first publishes.
  await second.close();
  writeFileSync(clockFile, String(april - Date.now() + 60_000));
  second = await start();
  assert.equal(await saidBy(second), 'new new');
  await until('the other process says it', async () => (await saidBy(first)) === 'new new');
  const { page } = publisher;
  await signInAs(page, second.url, 'publisher');
  await page.goto(`${second.url}${setPath}`);
  assert.match(await page.locator('main').innerText(), /第2版/);
  await page.goto(`${second.url}/inventory/differences?from=1&to=2`);
  assert.match(await page.locator('main').innerText(), /1件の記録が違います/);
  await page.goto(`${second.url}${record}`);
  assert.equal(await page.locator('[name="v.documents.0.name"]').inputValue(), newPaper);
});
