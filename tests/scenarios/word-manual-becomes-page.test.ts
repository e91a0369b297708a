import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { AlignmentType, Document, HeadingLevel, LevelFormat, Packer, Paragraph } from 'docx';
import type { Browser } from 'playwright-core';
import { assertAccessible, follow, launchBrowser, picture, type Visitor, visit } from '../support/browser.ts';
import { signInAs } from '../support/hall.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

const steps = ['本人確認書類を見せてもらう', '転出証明書を受け取る', '届書の続柄を見る', '案内票を渡す'];
const papers = ['転出証明書', '在留カード'];
const note = '支援措置の申し出がある方は、別室へ案内する。';

const maker = '令和6年4月 市民課が作成';

/** Last year's manual of a department, as Word keeps it. */
function lastYearsManual(): Promise<Buffer> {
  return Packer.toBuffer(
    new Document({
      numbering: {
        config: [
          {
            reference: 'steps',
            levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: AlignmentType.LEFT }],
          },
        ],
      },
      sections: [
        {
          children: [
            new Paragraph({ text: '転入届 事務マニュアル', heading: HeadingLevel.TITLE }),
            new Paragraph(maker),
            new Paragraph({ text: '必要書類', heading: HeadingLevel.HEADING_1 }),
            ...papers.map((text) => new Paragraph({ text, bullet: { level: 0 } })),
            new Paragraph({ text: '事務の手順', heading: HeadingLevel.HEADING_1 }),
            ...steps.map((text) => new Paragraph({ text, numbering: { reference: 'steps', level: 0 } })),
            new Paragraph({ text: '注意点', heading: HeadingLevel.HEADING_1 }),
            new Paragraph({ text: note, bullet: { level: 0 } }),
          ],
        },
      ],
    }),
  );
}

let server: RunningServer;
let browser: Browser;
let editor: Visitor;
before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  editor = await visit(browser, { viewport: { width: 1440, height: 900 } });
  await signInAs(editor.page, server.url, 'editor');
});
after(async () => {
  await browser.close();
  await server.close();
});

const step = story();
const press = (name: string | RegExp) => follow(editor.page.getByRole('button', { name }));

step('K3 what is no manual is refused with a sentence, and the page stays', async () => {
  const { page } = editor;
  await page.goto(`${server.url}/manual/import`);
  await assertAccessible(page);
  await picture(page, 'manual-import');
  await page.locator('input[type=file]').setInputFiles({
    name: 'manual.docm',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('MZ this is a program'),
  });
  await press('読み取る');
  assert.match((await page.locator('.errsum').textContent()) ?? '', /読めるのは、Word/);
  await assertAccessible(page);
});

step('K3 a Word manual is read into steps, papers and notes, each beside the passage that says so', async () => {
  const { page } = editor;
  await page.locator('input[type=file]').setInputFiles({
    name: '転入届.docx',
    mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    buffer: await lastYearsManual(),
  });
  await press('読み取る');
  assert.equal(await page.locator('h1').textContent(), '転入届 事務マニュアル');
  const read = await page
    .locator('.manual-items textarea')
    .evaluateAll((boxes) => boxes.map((box) => (box as HTMLTextAreaElement).value));
  assert.deepEqual(read, steps, (await page.locator('main').innerText()).slice(0, 300));
  assert.deepEqual(await page.locator('.manual-items blockquote').allTextContents(), steps);
  await assertAccessible(page);
  await picture(page, 'manual-draft');
});

step('K3 what is neither a step nor a paper nor a note is listed, and is no item to decide about', async () => {
  const { page } = editor;
  await follow(page.getByRole('link', { name: /^読み取らなかった文/ }));
  assert.deepEqual(await page.locator('.manual-items blockquote').allTextContents(), [maker]);
  assert.equal(await page.locator('.manual-items textarea').count(), 0);
  await assertAccessible(page);
  await follow(page.getByRole('link', { name: /^手順/ }));
});

step('K3 nothing is published while one item has not been decided', async () => {
  const { page } = editor;
  await page.getByRole('radio', { name: '転入届', exact: true }).check();
  await press('使うものをマニュアルに公開する');
  assert.match((await page.locator('.errsum').textContent()) ?? '', /あと7個/);
});

step('K3 each item is taken, changed or left out by hand', async () => {
  const { page } = editor;
  await page.locator('textarea[name=text-s2]').fill('届書の続柄と氏名の文字を見る');
  await page.locator('input[name=use-s1][value=leave]').check();
  await press(/^ここに出ている4個/);
  await follow(page.getByRole('link', { name: /^持ち物/ }));
  await press(/^ここに出ている2個/);
  await follow(page.getByRole('link', { name: /^注意/ }));
  await page.locator('input[name=use-n0][value=use]').check();
  await press('使うものをマニュアルに公開する');
});

step('K3 K5 the page has what was accepted, in its order, and the search finds it', async () => {
  const { page } = editor;
  assert.equal(await page.locator('h1').textContent(), '転入届');
  const block = page.locator('.manual-block', { hasText: '手順' });
  assert.deepEqual(
    (await block.locator('ol > li').allTextContents()).map((text) => text.trim()),
    ['本人確認書類を見せてもらう', '届書の続柄と氏名の文字を見る', '案内票を渡す'],
  );
  await page.getByText(note).waitFor();
  await page.goto(`${server.url}/manual/search?q=${encodeURIComponent('氏名の文字を見る')}`);
  await follow(page.locator('.manual-hits a', { hasText: '説明' }).first());
  assert.match(page.url(), /#block-/);
});

step(
  'K3 K6 what a department answers in a hearing becomes a draft of the record, with everything that was said',
  async () => {
    const { page } = editor;
    await page.goto(`${server.url}/manual/hearings/sheet?page=${encodeURIComponent('procedure/tennyu_todoke')}`);
    await press('答えを保存する');
    assert.match((await page.locator('.errsum').textContent()) ?? '', /答えた人を書いてください/);
    await page.locator('textarea[name=a-A7]').fill('続柄の書きまちがいが多い。住民票と見比べる。');
    await page.locator('textarea[name=a-S1]').fill('2番目の手順を先にしています');
    await page.getByRole('textbox', { name: /答えた人/ }).fill('市民課 鈴木');
    await press('答えを保存する');
    await page.getByText('続柄の書きまちがいが多い').first().waitFor();
    await assertAccessible(page);
    await press('答えから台帳の下書きを作る');
    assert.match(page.url(), /\/inventory\/sets\//);
    const text = await page.locator('main').innerText();
    assert.match(text, /続柄の書きまちがいが多い。住民票と見比べる。/);
    assert.match(text, /2番目の手順を先にしています\(市民課 鈴木さん\)/);
    await assertAccessible(page);
    await picture(page, 'hearing-draft');
    await editor.close();
  },
);
