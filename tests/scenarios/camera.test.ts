import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { assertAccessible, follow, launchBrowser, screens, visit } from '../support/browser.ts';
import { becomeDevice } from '../support/hall.ts';
import { answerUntilResult, beginGuide, deposit, fillUntil, goOn } from '../support/resident.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/*
 * Somebody who entered everything at home holds the phone with the two-dimensional code before the camera of the kiosk,
 * and types nothing. The kiosk's camera is a film of what is on the phone.
 */
const folder = mkdtempSync(join(tmpdir(), 'hitomado-camera-'));
const film = join(folder, 'phone.mjpeg');
const frames = 30;

let server: RunningServer;
let browser: Browser;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
});
after(async () => {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

const step = story();

/** A film of a hand that holds this picture still. */
async function filmOf(page: Page, picture: Buffer): Promise<Buffer> {
  await page.setViewportSize({ width: 640, height: 480 });
  await page.setContent(
    `<body style="margin:0;height:480px;display:grid;place-items:center;background:#778">
      <img alt="" style="height:400px" src="data:image/png;base64,${picture.toString('base64')}">`,
  );
  const frame = await page.screenshot({ type: 'jpeg', quality: 90 });
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}

step('V3 at home: everything is entered, and the phone shows the code', async () => {
  const phone = await visit(browser, { deviceScaleFactor: 2 });
  const { page } = phone;
  await beginGuide(page, server.url, 'moving', 'tenkyo');
  await answerUntilResult(page, { nationality: ['jp'] });
  await follow(page.locator('form[action="/guide/case"] button').first());
  await fillUntil(page, 'family');
  await goOn(page);
  await fillUntil(page, 'check');
  await deposit(page);
  const picture = await page.locator('svg.qr, .qr svg, .qr').first().screenshot();
  const blank = await browser.newPage();
  writeFileSync(film, await filmOf(blank, picture));
  await phone.close();
});

step('V4 V8 at the kiosk: one touch, the camera reads it, and the ticket is there within 15 seconds', async () => {
  const withCamera = await launchBrowser(
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  );
  try {
    const kiosk = await visit(withCamera, { viewport: screens.tablet });
    await becomeDevice(kiosk.page, server.url, 'kiosk');
    await kiosk.page.goto(`${server.url}/kiosk`);
    const begun = performance.now();
    await kiosk.page.getByRole('link', { name: /予約・入力をした方/ }).click();
    await kiosk.page.waitForURL(/\/kiosk\/ticket\//);
    const seconds = (performance.now() - begun) / 1000;
    assert.ok(seconds <= 15, `${seconds.toFixed(1)} s from the first touch to the ticket`);
    assert.match(await kiosk.page.locator('.tkt').innerText(), /[A-Z]\d{3}/);
    await assertAccessible(kiosk.page);
    const scrolls = await kiosk.page.evaluate(() => document.documentElement.scrollHeight > innerHeight);
    assert.ok(!scrolls, 'the ticket stands on one screen');
    await kiosk.close();
  } finally {
    await withCamera.close();
  }
});

step(
  'V4 the ticket leaves by itself, in sight; a touch gives the whole time again, 「おわる」 leaves at once',
  async () => {
    const kiosk = await visit(browser, { viewport: screens.tablet });
    const { page } = kiosk;
    await becomeDevice(page, server.url, 'kiosk');
    await page.clock.install();
    const takeNumber = async () => {
      await page.goto(`${server.url}/kiosk/number/1`);
      await follow(page.locator('button[name=service]').first());
    };
    await takeNumber();
    const leave = page.locator('.leave');
    await page.clock.runFor(25_000);
    assert.match(await leave.innerText(), /あと 5秒/);
    await page.locator('h1').click();
    await page.clock.runFor(10_000);
    assert.match(await leave.innerText(), /あと 20秒/);
    await Promise.all([page.waitForURL(`${server.url}/kiosk`), page.clock.runFor(21_000)]);
    await takeNumber();
    await follow(page.getByRole('link', { name: 'おわる' }));
    assert.equal(new URL(page.url()).pathname, '/kiosk');
    await kiosk.close();
  },
);
