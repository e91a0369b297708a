import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const artifacts = resolve(import.meta.dirname, '..', 'artifacts');

/** Screens of the surfaces, as the design guide names them. */
export const screens = {
  phone: { width: 390, height: 844 },
  smallPhone: { width: 320, height: 640 },
  desktop: { width: 1440, height: 900 },
  tablet: { width: 1180, height: 820 },
  display: { width: 1920, height: 1080 },
} as const;

/** Starts the system's Chromium with a new profile, and with other switches where a story needs them. */
export async function launchBrowser(...switches: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    // A machine that runs everything at once takes its time.
    timeout: 120_000,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--disk-cache-dir=${mkdtempSync(join(tmpdir(), 'hitomado-browser-'))}`,
      ...switches,
    ],
  });
}

/** Presses something that leads to another page, or to this one anew, and waits until it is there. */
export async function follow(link: Locator): Promise<void> {
  await Promise.all([link.page().waitForEvent('load'), link.click()]);
}

/** Pages that axe is looking at: what it draws on them to measure is not the page's doing. */
const underInspection = new WeakSet<Page>();

/** A visitor's browser: what breaks the content security policy or a script fails the test at `close`. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** Ends the visit; fails if a page broke its content security policy or a script threw. */
  close(): Promise<void>;
}

/** Opens a browser window of its own for one person. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ locale: 'ja-JP', viewport: screens.phone, ...options });
  // How fast a page comes, benchmarks measure; a machine that runs everything at once takes its time.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (underInspection.has(page)) return;
    if (/Content Security Policy|Trusted ?Type/i.test(message.text())) problems.push(message.text());
  });
  return {
    page,
    context,
    async close() {
      await context.close();
      assert.deepEqual(problems, []);
    },
  };
}

/** Who works on the inventory at a desk. */
export async function visitStudio(browser: Browser): Promise<{ editor: Visitor; publisher: Visitor }> {
  const open = () => visit(browser, { viewport: screens.desktop });
  return { editor: await open(), publisher: await open() };
}

interface Violation {
  id: string;
  help: string;
  nodes: { target: string[] }[];
}

/** Runs axe (WCAG 2.0–2.2 A and AA and best practice) on the page as it is now and fails on any finding. */
export async function assertAccessible(page: Page): Promise<void> {
  // The policy of our pages refuses injected script elements; evaluating through the debugging protocol is not bound by it.
  underInspection.add(page);
  await page.evaluate(axeSource);
  const violations = (await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: unknown[] }> } };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    return (await axe.run({ runOnly: { type: 'tag', values: tags } })).violations;
  })) as Violation[];
  underInspection.delete(page);
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.target.join(' ')).join(', ')})`,
  );
  assert.deepEqual(found, [], `axe on ${new URL(page.url()).pathname}`);
}

/** Fails if the page must be scrolled sideways, and names what is too wide. */
export async function assertNoSidewaysScroll(page: Page): Promise<void> {
  const { content, window, widest } = await page.evaluate(() => {
    const window = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll('body *')]
      .map((element) => ({ element, right: element.getBoundingClientRect().right }))
      .filter(({ right }) => right > window + 1)
      .sort((one, other) => other.right - one.right)
      .slice(0, 3);
    return {
      content: document.documentElement.scrollWidth,
      window,
      widest: wide.map(({ element }) => `${element.localName}.${element.className} ${element.textContent}`),
    };
  });
  const path = new URL(page.url()).pathname;
  assert.ok(content <= window, `${path} is ${content} px wide in a window of ${window} px: ${widest.join(' | ')}`);
}

/** Fails if the window scrolls on into nothing: what is hidden in a pane must not lie beyond it. */
export async function assertNothingBelow(page: Page): Promise<void> {
  const { scrolled, body, window } = await page.evaluate(() => ({
    scrolled: document.documentElement.scrollHeight,
    body: Math.ceil(document.body.getBoundingClientRect().bottom + scrollY),
    window: innerHeight,
  }));
  const path = new URL(page.url()).pathname;
  assert.ok(scrolled <= Math.max(body, window) + 1, `${path} scrolls to ${scrolled} px and ends at ${body} px`);
}

/** Keeps a picture of the page in tests/artifacts (not in the repository). */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(artifacts, { recursive: true });
  await page.screenshot({ path: join(artifacts, `${name}.png`), fullPage: true });
}
