import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import iconv from 'iconv-lite';
import type { Browser, Page } from 'playwright-core';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  follow,
  launchBrowser,
  picture,
  screens,
  visit,
} from '../support/browser.ts';
import { signInAs } from '../support/hall.ts';
import { type RunningServer, startServer } from '../support/server.ts';

const office = { width: 1280, height: 900 };

let server: RunningServer;
let browser: Browser;
before(async () => {
  server = await startServer();
  browser = await launchBrowser();
});
after(async () => {
  await browser.close();
  await server.close();
});

const press = (page: Page, name: string) => follow(page.getByRole('button', { name, exact: true }));

/** A day of a hall: each visitor at 3番 and then at 12番. */
function recordedDay(): string {
  const lines = Array.from({ length: 90 }, (_, index) => {
    const clock = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
    const came = 9 * 60 + index * 5;
    return [
      [`A${index}`, clock(came), '1階 3番窓口', clock(came + 4), clock(came + 14)].join(','),
      [`A${index}`, clock(came + 14), '1階 12番窓口', clock(came + 16), clock(came + 24)].join(','),
    ];
  });
  return ['番号,受付,窓口,開始,終了', ...lines.flat()].join('\r\n');
}

test('T6 X4 a manager plans tomorrow by keyboard: quick fill, staffing table, smallest staffing, comparison', async () => {
  const { page, close } = await visit(browser, { viewport: office });
  await signInAs(page, server.url, 'analyst');
  await page.goto(`${server.url}/simulation`);
  await assertAccessible(page);
  await picture(page, 'simulation-plans-empty');
  await follow(page.locator('form:has(input[value=tomorrow]) button'));
  await assertAccessible(page);

  // One desk from 10 to 15 at the first place, by keys alone.
  await page.locator('[name=fillPlace]').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.type('10');
  await page.keyboard.press('Tab');
  await page.keyboard.type('15');
  await page.keyboard.press('Tab');
  await page.keyboard.type('１');
  await page.keyboard.press('Tab');
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  const row = await page
    .locator('[name^="desks-0-"]')
    .evaluateAll((cells) => cells.map((cell) => (cell as HTMLInputElement).value));
  assert.deepEqual(row.slice(2, 8), ['1', '1', '1', '1', '1', '1']);
  assert.notEqual(row[0], '1');

  // Fifty more people, of whom twenty go on to another place.
  await page.locator('[name=people-0]').fill('50');
  await page.locator('[name=journey-0-people]').fill('20');
  await page.locator('[name=journey-0-0]').selectOption('0');
  await page.locator('[name=journey-0-1]').selectOption('1');
  await page.locator('[name=name]').fill('3番が少ない日');
  await picture(page, 'simulation-plan');
  await press(page, '保存して試す');
  await page.getByRole('heading', { level: 1, name: '試算: 3番が少ない日' }).waitFor();
  assert.match(await page.locator('main').innerText(), /目標\(15分以内に80%以上\)に届かない時間が\d+か所あります/);
  assert.match(await page.locator('main').innerText(), /計算に、\d+\.\d秒かかりました/);
  await assertAccessible(page);
  await picture(page, 'simulation-result');
  await follow(page.getByRole('link', { name: '時間ごとの表をすべて開く' }));
  assert.ok((await page.locator('details[open] table').first().innerText()).includes('8割の方まで'));

  await follow(page.getByRole('link', { name: '目標を守る最小の席をさがす' }));
  await assertAccessible(page);
  await picture(page, 'simulation-smallest');
  assert.match(await page.locator('main').innerText(), /席は合わせて[\d.]+時間いります/);
  await press(page, 'この席で新しい計画を作る');
  assert.equal(await page.locator('[name=name]').inputValue(), '3番が少ない日(最小の席)');
  await press(page, '保存して試す');
  assert.match(await page.locator('main').innerText(), /どの窓口のどの時間も、目標/);

  await follow(page.getByRole('link', { name: '窓口の試算', exact: true }).last());
  await page.locator('[name=first]').selectOption({ label: '3番が少ない日' });
  await page.locator('[name=second]').selectOption({ label: '3番が少ない日(最小の席)' });
  await press(page, 'くらべる');
  const text = await page.locator('main').innerText();
  assert.match(text, /「3番が少ない日\(最小の席\)」は「3番が少ない日」より、待ち時間が平均で[\d.]+分短くなります/);
  assert.match(text, /95%の確かさ/);
  await assertAccessible(page);
  await picture(page, 'simulation-compare');
  await page.setViewportSize(screens.smallPhone);
  await assertNoSidewaysScroll(page);
  await close();
});

test('T6 without JavaScript, what was typed wrongly stays beside the sentence about it', async () => {
  const { page, close } = await visit(browser, { viewport: office, javaScriptEnabled: false });
  await signInAs(page, server.url, 'analyst');
  await page.goto(`${server.url}/simulation`);
  await press(page, 'いつもの日の計画を作る');
  await page.locator('[name=desks-0-9]').fill('たくさん');
  await press(page, '保存して試す');
  assert.equal(await page.locator('[name=desks-0-9]').inputValue(), 'たくさん');
  assert.match(await page.locator('.errsum').innerText(), /0から40までの整数を入れてください/);
  await picture(page, 'simulation-wrong');
  await page.locator('[name=desks-0-9]').fill('２');
  await press(page, '保存して試す');
  assert.match(await page.locator('main').innerText(), /待ち時間は平均/);
  await close();
});

test('T6 recorded days come in as a file, in UTF-8 and Shift_JIS; what is no such file is refused with the line', async () => {
  const { page, close } = await visit(browser, { viewport: office, javaScriptEnabled: false });
  await signInAs(page, server.url, 'analyst');
  const send = async (buffer: Buffer) => {
    await page.goto(`${server.url}/simulation`);
    await page.locator('[name=records]').setInputFiles({ name: 'day.csv', mimeType: 'text/csv', buffer });
    await press(page, 'このファイルで計画を作る');
  };
  for (const bytes of [Buffer.from(recordedDay()), iconv.encode(recordedDay(), 'cp932')]) {
    await send(bytes);
    assert.match(await page.locator('main').innerText(), /ファイルの1日分、180件の記録から作りました/);
    assert.equal(await page.locator('[name=journey-0-people]').inputValue(), '90');
  }
  const text = async () => (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
  await send(Buffer.from(recordedDay().slice(0, -9)));
  assert.match(await text(), /181行目 .*切れています。ファイルを、もう一度書き出してください/);
  await picture(page, 'simulation-file-refused');
  await send(Buffer.from('氏名,住所\nあ,い'));
  assert.match(await text(), /1行目 .*「受付」と「窓口」の見出しがありません/);
  await send(Buffer.alloc(0));
  assert.match(await text(), /記録のファイルをえらんでください/);
  await page.goto(`${server.url}/simulation`);
  await press(page, 'このファイルで計画を作る');
  assert.match(await text(), /記録のファイルをえらんでください/);
  await close();
});

test('T6 a file of 500 MB is refused with what to do, and the product does not hold it', async () => {
  const { page, context, close } = await visit(browser, { viewport: office });
  await signInAs(page, server.url, 'analyst');
  const memory = () =>
    Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))?.[1]) / 1024;
  const before = memory();
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const boundary = 'end-of-part';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="records"; filename="year.csv"\r\n\r\n`;
  const line = Buffer.from('9:00,3番,9:05,9:06,9:20\n'.repeat(40_000));
  let left = 500 * 1024 * 1024;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from(head)),
    pull(controller) {
      if (left > 0) controller.enqueue(line);
      else {
        controller.enqueue(Buffer.from(`\r\n--${boundary}--\r\n`));
        controller.close();
      }
      left -= line.length;
    },
  });
  const answer = await fetch(`${server.url}/simulation/records`, {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, cookie, 'sec-fetch-site': 'same-origin' },
  } as RequestInit);
  assert.equal(answer.status, 422);
  assert.match(await answer.text(), /ファイルが大きすぎます。4MBまでです。数日分だけを書き出して/);
  assert.ok(memory() - before < 200, `${memory()} MB at most, ${before} before`);
  await close();
});
