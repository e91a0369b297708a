import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import {
  assertAccessible,
  assertNoSidewaysScroll,
  launchBrowser,
  picture,
  screens,
  visit,
} from '../../tests/support/browser.ts';
import { makeHouse, sampleCase } from './fixtures.tsx';
import type { Role } from './permissions.ts';
import { codeOfApp } from './software-app.ts';

const passphrase = 'みどりの 自転車で 川まで 三十分';

const ui = resolve(import.meta.dirname, '..', 'ui');

/** The style sheet and the scripts of the pages, as the build makes them. */
async function buildAssets(folder: string): Promise<void> {
  await build({
    entryPoints: ['client/main.ts', 'client/staff.ts', 'styles/main.css', 'styles/hall.css'].map((name) =>
      join(ui, name),
    ),
    entryNames: '[name]',
    outdir: folder,
    bundle: true,
    format: 'esm',
    external: ['*.woff2', '*.svg', '*.png'],
    logLevel: 'error',
  });
}

describe('the pages of accounts, devices and the trail', () => {
  const assetsFolder = mkdtempSync(join(tmpdir(), 'identity-assets-'));
  let house: Awaited<ReturnType<typeof makeHouse>>;
  let browser: Browser;
  let address: string;
  before(async () => {
    await buildAssets(assetsFolder);
    house = await makeHouse({
      assetsFolder,
      residentOf: async (cookies) =>
        cookies['__Host-hm_c'] === undefined ? undefined : { kind: 'resident', caseId: sampleCase.id },
    });
    browser = await launchBrowser();
    address = (await house.application.listen()).replace('127.0.0.1', 'localhost');
    await house.identity.devices.add({ kind: 'kiosk', place: '1階 正面入口' }, house.time.now);
  });
  after(async () => {
    await browser.close();
    await house.close();
    rmSync(assetsFolder, { recursive: true });
  });

  /** Opens pages of one person and has each judged. */
  const judge = async (cookies: Record<string, string>, urls: readonly string[]) => {
    const visitor = await visit(browser, { viewport: screens.desktop });
    await visitor.context.addCookies(
      Object.entries(cookies).map(([name, value]) => ({ name, value, domain: 'localhost', path: '/', secure: true })),
    );
    for (const url of urls) {
      const response = await visitor.page.goto(address + url);
      assert.equal(response?.status(), 200, url);
      await assertAccessible(visitor.page);
      await assertNoSidewaysScroll(visitor.page);
    }
    return visitor;
  };
  const employ = (role: Role) => house.employ(`page-${role}`, [role]);

  test('X3 the pages of an administrator can be used by everyone', async () => {
    const { cookies } = await employ('administrator');
    const person = `/staff/people/${house.clerk.id}`;
    const { page, close } = await judge(cookies, ['/staff/people', '/staff/people/new', '/staff/devices', person]);
    await page.click('text=サインインのリンクを作る');
    await page.waitForSelector('text=その場で見せてください');
    await assertAccessible(page);
    await close();
  });

  test('X3 a clerk registers an app, prints the recovery codes, and signs in with password and code', async () => {
    const { id, cookies } = await employ('phone');
    assert.equal(await house.identity.passwords.set({ id, login: 'page-phone' }, passphrase), undefined);
    const { page, close } = await judge(cookies, ['/staff/account']);
    await picture(page, 'account-second-factor');
    await page.click('text=確認アプリを登録する');
    await page.waitForSelector('text=1. スマートフォンのアプリで読み取る');
    await assertAccessible(page);
    await picture(page, 'second-factor-enrol');
    const secret = (await page.locator('code').textContent()) ?? '';
    await page.fill('[name=code]', '000');
    await page.click('button:has-text("登録する")');
    await page.waitForSelector('text=数字が合いません');
    await assertAccessible(page);
    await page.fill('[name=code]', codeOfApp(secret, house.time.now));
    await page.click('button:has-text("登録する")');
    await page.waitForSelector('h1:has-text("回復コード")');
    assert.equal(await page.locator('li code').count(), 10);
    await assertAccessible(page);
    await picture(page, 'recovery-codes');
    await page.setViewportSize(screens.smallPhone);
    await assertNoSidewaysScroll(page);
    await page.setViewportSize(screens.desktop);
    const [written = ''] = await page.locator('li code').allInnerTexts();
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('[data-action=print]').isVisible(), false);
    const sheet = await page.locator('.card').boundingBox();
    assert.ok(sheet && sheet.width > 600, 'the card is as wide as the paper');
    await picture(page, 'recovery-codes-print');
    await page.emulateMedia({ media: 'screen' });
    await page.click('text=控えたので、アカウントに戻る');
    await page.click('text=サインアウトする');
    await page.waitForURL('**/staff/sign-in');

    const signIn = async (code: string) => {
      await page.goto(`${address}/staff/sign-in?return=/staff/account`);
      await page.fill('[name=login]', 'page-phone');
      await page.fill('[name=password]', passphrase);
      await page.getByRole('button', { name: 'サインイン', exact: true }).click();
      await page.waitForSelector('h1:has-text("確認コードを入れる")');
      await assertAccessible(page);
      await picture(page, 'sign-in-code');
      await page.fill('[name=code]', code);
      await page.getByRole('button', { name: 'サインイン', exact: true }).click();
    };
    await signIn(codeOfApp(secret, house.time.now));
    await page.waitForSelector('text=コードが合いませんでした');
    await assertAccessible(page);
    await picture(page, 'sign-in-code-wrong');
    house.time.now = new Date(house.time.now.getTime() + 30_000);
    await signIn(codeOfApp(secret, house.time.now));
    await page.waitForSelector('h1:has-text("のアカウント")');
    await page.click('text=サインアウトする');
    await page.waitForURL('**/staff/sign-in');
    await signIn(written);
    await page.waitForSelector('text=あと9個');
    await close();
  });

  test('X3 two agree to let an administrator in again, on pages that everyone can use', async () => {
    const lost = await house.employ('page-lost', ['administrator']);
    assert.equal(await house.identity.passwords.set({ id: lost.id, login: 'page-lost' }, passphrase), undefined);
    const { groups } = await house.identity.secondFactors.begin({ id: lost.id, login: 'page-lost' }, house.time.now);
    await house.identity.secondFactors.confirm(lost.id, codeOfApp(groups, house.time.now), house.time.now);
    const first = await judge((await house.employ('page-first', ['administrator'])).cookies, [
      `/staff/people/${lost.id}`,
      '/staff/recoveries',
    ]);
    await first.page.click('button:has-text("申し込む")');
    await first.page.waitForSelector('text=直すところ');
    await assertAccessible(first.page);
    await first.page.selectOption('[name=person]', lost.id);
    await first.page.click('button:has-text("申し込む")');
    await first.page.waitForSelector('text=もう1人の同意を待っています');
    const second = await judge((await house.employ('page-second', ['security'])).cookies, ['/staff/audit']);
    await second.page.click('text=管理者の復旧');
    await second.page.waitForSelector('text=1人 / 2人');
    await assertAccessible(second.page);
    await picture(second.page, 'recovery-agree');
    await second.page.click('text=同意する');
    await second.page.click('text=サインインのリンクを作る');
    await second.page.waitForSelector('text=その場で見せてください');
    await assertAccessible(second.page);
    await picture(second.page, 'recovery-link');
    await first.close();
    await second.close();
  });

  test('X3 the page of an emergency and of its review can be used by everyone', async () => {
    const counter = await employ('counter');
    const desk = await judge(counter.cookies, ['/staff/emergency']);
    await desk.page.click('text=理由を記録して開く');
    await desk.page.waitForSelector('text=直すところが3か所あります');
    await assertAccessible(desk.page);
    const auditor = await employ('auditor');
    const watch = await judge(auditor.cookies, ['/staff/audit', '/staff/audit/week']);
    await watch.page.goto(`${address}/staff/audit`);
    await desk.page.fill('[name=code]', sampleCase.code);
    await desk.page.check('[name=category][value=life]');
    await desk.page.fill('[name=reason]', '来庁者が倒れたので、連絡先を確かめます。');
    await desk.page.click('text=理由を記録して開く');
    await desk.page.waitForSelector('text=10:30に閉じます');
    await assertAccessible(desk.page);
    await watch.page.waitForSelector('text=確認していない「非常時の閲覧」が1件あります');
    await assertAccessible(watch.page);
    await desk.close();
    await watch.close();
  });

  test('X2 the page on which residents see who looked can be used by everyone, on a small phone too', async () => {
    const { page, close } = await judge({ '__Host-hm_c': 'mine' }, [`/case/${sampleCase.id}/looks`]);
    await page.setViewportSize(screens.smallPhone);
    await assertNoSidewaysScroll(page);
    await close();
  });
});
