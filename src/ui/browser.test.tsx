import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { ReactElement } from 'react';
import { isLanguage } from '#platform/i18n';
import {
  BringList,
  Button,
  ChoiceGroup,
  Form,
  GalleryPage,
  KioskPage,
  LiveRegion,
  ResidentPage,
  renderPage,
  type Surface,
} from './index.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const contentSecurityPolicy = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'",
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "require-trusted-types-for 'script'; trusted-types hitomado hitomado-worker",
].join('; ');

let server: Server;
let browser: Browser;
let address: string;
let assets = new Map<string, string>();
let renderings = 0;
let submissions = 0;
const streams = new Set<ServerResponse>();

/** The style sheet and the scripts as the build makes them, by name. */
async function bundleAssets(): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [
      'client/main.ts',
      'client/staff.ts',
      'client/kiosk.ts',
      'client/display.ts',
      'styles/main.css',
      'styles/hall.css',
    ].map((name) => folder + name),
    entryNames: '[name]',
    outdir: '/assets',
    bundle: true,
    write: false,
    format: 'esm',
    target: ['es2019', 'chrome80', 'safari13', 'firefox78'],
    supported: { nesting: true },
    external: ['*.woff2', '*.svg', '*.png'],
  });
  return new Map(outputFiles.map(({ path, text }) => [path, text]));
}

/** A page with one of each thing that the scripts improve; the number tells renderings apart. */
function LivelyPage() {
  renderings += 1;
  return (
    <ResidentPage title="順番" language="ja" path="/">
      <h1>順番</h1>
      <LiveRegion id="queue" source="/events" topic="queue:1">
        <p id="rendering">{renderings}</p>
        <a id="link" href="#link">
          くわしく
        </a>
        <input id="typing" aria-label="メモ" />
      </LiveRegion>
      <Form action="/post">
        <ChoiceGroup
          name="family"
          label="家族"
          language="ja"
          kind="checkbox"
          none
          unknown
          options={[{ value: 'child', label: '子ども' }]}
        />
        <Button>送る</Button>
      </Form>
      <BringList storageKey="test" items={[{ id: 'seal', name: '印鑑' }]} />
    </ResidentPage>
  );
}

function pageFor(url: URL): ReactElement {
  if (url.pathname === '/kiosk') {
    return (
      <KioskPage title="受付" language="ja" path="/" restartHref="/restarted" idleSeconds={1}>
        <h1>受付</h1>
      </KioskPage>
    );
  }
  if (url.pathname !== '/gallery') return <LivelyPage />;
  const language = url.searchParams.get('language');
  return (
    <GalleryPage
      surface={url.searchParams.get('surface') as Surface}
      language={isLanguage(language) ? language : 'ja'}
    />
  );
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const asset = assets.get(url.pathname);
  if (asset !== undefined) {
    response.setHeader('content-type', url.pathname.endsWith('.css') ? 'text/css' : 'text/javascript');
    response.end(asset);
  } else if (url.pathname.startsWith('/assets/')) {
    response.writeHead(404).end();
  } else if (url.pathname === '/events') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 200\n\n');
    streams.add(response);
  } else if (request.method === 'POST') {
    submissions += 1;
    setTimeout(() => response.writeHead(204).end(), 300);
  } else {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    // Axe is put into the page from outside, which the policy would rightly refuse.
    if (!url.searchParams.has('open')) response.setHeader('content-security-policy', contentSecurityPolicy);
    response.end(renderPage(pageFor(url)));
  }
}

function publish(topic: string): void {
  for (const stream of streams) stream.write(`id: 1\ndata: ${JSON.stringify({ seq: 1, topic })}\n\n`);
}

/** Opens a page and fails the test on any script error or violation of the policy. */
async function open(path: string, viewport = { width: 390, height: 844 }): Promise<Page> {
  const page = await browser.newPage({ viewport });
  page.on('pageerror', (error) => assert.fail(error));
  page.on('console', (message) => assert.doesNotMatch(message.text(), /Content Security Policy|TrustedHTML/));
  await page.goto(address + path, { waitUntil: 'load' });
  return page;
}

before(async () => {
  assets = await bundleAssets();
  server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  });
});

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

test('X1 axe finds nothing on any surface', async () => {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const views = ['resident&language=easy', 'kiosk', 'staff', 'display'];
  for (const view of views) {
    const page = await open(`/gallery?open&surface=${view}`, { width: 1280, height: 820 });
    await page.evaluate(axe);
    const { violations, passes } = (await page.evaluate(
      `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })`,
    )) as AxeResults;
    assert.ok(passes.length > 5);
    assert.deepEqual(
      violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
      [],
      view,
    );
    await page.close();
  }
});

test('X1 nothing scrolls sideways at 320 px, with text of double size and with wide text spacing', async () => {
  for (const language of ['ja', 'easy', 'vi']) {
    const page = await open(`/gallery?open&surface=resident&language=${language}`);
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await page.addStyleTag({ content: 'html { font-size: 200% }' });
    assert.ok((await overflow()) <= 0, `${language}: 200 %`);
    await page.addStyleTag({
      content: 'html { font-size: 100% } * { letter-spacing: .12em !important; word-spacing: .16em !important }',
    });
    await page.setViewportSize({ width: 320, height: 640 });
    assert.ok((await overflow()) <= 0, `${language}: 320 px`);
    await page.close();
  }
});

test('X1 the name of every era has room in its box on a phone', async () => {
  for (const language of ['ja', 'easy', 'en', 'vi']) {
    const page = await open(`/gallery?open&surface=resident&language=${language}`);
    const cut = await page.evaluate(() => {
      const select = document.querySelector<HTMLSelectElement>('.date select');
      const pen = document.createElement('canvas').getContext('2d');
      if (!select || !pen) return ['nothing to measure'];
      const { font, paddingLeft, paddingRight } = getComputedStyle(select);
      pen.font = font;
      const room = select.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
      return [...select.options].map(({ text }) => text).filter((text) => pen.measureText(text).width > room);
    });
    assert.deepEqual(cut, [], language);
    await page.close();
  }
});

test('X1 a live part follows its topic and leaves focus and typing alone', async () => {
  const page = await open('/');
  const shown = async () => Number(await page.textContent('#rendering'));
  await page.waitForTimeout(300);
  const first = await shown();
  await page.focus('#link');
  publish('queue:2');
  await page.waitForTimeout(500);
  assert.equal(await shown(), first);
  publish('queue:1');
  await page.waitForFunction((before) => document.querySelector('#rendering')?.textContent !== String(before), first);
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'link');
  await page.focus('#typing');
  await page.keyboard.type('abc');
  const second = await shown();
  publish('queue:1');
  await page.waitForTimeout(500);
  assert.equal(await page.inputValue('#typing'), 'abc');
  assert.equal(await shown(), second);
  await page.focus('#link');
  await page.waitForFunction((before) => document.querySelector('#rendering')?.textContent !== String(before), second);
  await page.close();
});

test('X1 picking an exclusive choice clears the others and says so', async () => {
  const page = await open('/');
  await page.check('input[value=child]');
  await page.check('input[value=_none]');
  assert.equal(await page.isChecked('input[value=child]'), false);
  assert.equal(await page.textContent('.choices + [role=status]'), 'ほかの選択を外しました');
  await page.check('input[value=child]');
  assert.equal(await page.isChecked('input[value=_none]'), false);
  await page.close();
});

test('X1 a form is sent once, and stays with its input when there is no network', async () => {
  const page = await open('/');
  submissions = 0;
  await page.click('button:has-text("送る")', { noWaitAfter: true });
  assert.equal(await page.textContent('.btn[aria-busy=true] span'), '送っています…');
  await page.evaluate(() => document.querySelector<HTMLFormElement>('form.form')?.requestSubmit());
  await page.waitForTimeout(500);
  assert.equal(submissions, 1);
  await page.reload();
  await page.check('input[value=child]');
  await page.context().setOffline(true);
  await page.click('button:has-text("送る")');
  assert.match((await page.textContent('#notice-unsent')) ?? '', /入力した内容は、この画面に残っています/);
  assert.equal(await page.isChecked('input[value=child]'), true);
  await page.close();
});

test('X1 ticks of the bring list stay in the tab', async () => {
  const page = await open('/');
  await page.check('input[value=seal]');
  await page.reload();
  assert.equal(await page.isChecked('input[value=seal]'), true);
  await page.close();
});

test('X1 the kiosk warns for 30 seconds with the safe answer focused, then forgets', async () => {
  const page = await browser.newPage({ viewport: { width: 1180, height: 820 } });
  await page.clock.install();
  await page.goto(`${address}/kiosk`);
  await page.clock.runFor(1_100);
  assert.equal(await page.isVisible('dialog'), true);
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), '続ける');
  await page.click('[data-idle-continue]');
  assert.equal(await page.isVisible('dialog'), false);
  await page.clock.runFor(1_100 + 29_000);
  assert.match((await page.textContent('[data-idle-sentence]')) ?? '', /^1秒たつと/);
  await page.clock.runFor(1_000);
  await page.waitForURL('**/restarted?end=yes');
  await page.close();
});

test('X1 the kiosk asks for its first page once, so that a slow answer is not broken off by the next second', async () => {
  const page = await browser.newPage({ viewport: { width: 1180, height: 820 } });
  await page.clock.install();
  await page.goto(`${address}/kiosk`);
  await page.evaluate(() => {
    navigation.addEventListener('navigate', () => {
      sessionStorage.setItem('asked', String(Number(sessionStorage.getItem('asked')) + 1));
    });
  });
  await page.clock.runFor(1_100 + 33_000);
  await page.waitForURL('**/restarted?end=yes');
  assert.equal(await page.evaluate(() => sessionStorage.getItem('asked')), '1');
  await page.close();
});
