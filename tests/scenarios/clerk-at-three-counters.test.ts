import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { assertAccessible, follow, launchBrowser, screens, type Visitor, visit } from '../support/browser.ts';
import { becomeDevice, press, signInAs, sitDown, takeNumber, ticketAtDesk } from '../support/hall.ts';
import { type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/*
 * A morning of Yuki Takahashi of the citizens' section: she works at window 3, helps out at window 5 and at window 12, and
 * a colleague takes over her PC at noon. Three people took a number for window 3.
 */
const [window3, window5, window12] = ['1階 3番窓口', '1階 5番窓口', '2階 12番窓口'];

const step = story();
let server: RunningServer;
let browser: Browser;
let kiosk: Visitor;
let clerk: Visitor;
let display: Visitor;
const tickets: string[] = [];

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  [kiosk, clerk, display] = await Promise.all([
    visit(browser, { viewport: screens.tablet }),
    visit(browser, { viewport: screens.desktop }),
    visit(browser, { viewport: screens.display }),
  ]);
  await becomeDevice(kiosk.page, server.url, 'kiosk');
  await becomeDevice(display.page, server.url, 'display');
  await display.page.goto(`${server.url}/display/all`);
});
after(async () => {
  await browser.close();
  await server.close();
});

/** The numbers of a group of the list at the left: 対応中, 次に呼ぶ順, 保留・不在. */
async function waitingAt(page: Page): Promise<string> {
  return page.locator('[data-live], .pane, aside, section').filter({ hasText: '次に呼ぶ順' }).first().innerText();
}

const newestCall = () => display.page.locator('.call-tile.newest');

step('V5 three people take a number; each number comes once', async () => {
  for (let count = 0; count < 3; count += 1) {
    tickets.push(await takeNumber(kiosk.page, server.url, 1, window3));
  }
  assert.equal(new Set(tickets).size, 3);
});

step('C4 she sits down at window 3 and sees them in the order in which they came', async () => {
  await signInAs(clerk.page, server.url, 'shimin');
  await sitDown(clerk.page, server.url, window3);
  const list = await waitingAt(clerk.page);
  const positions = tickets.map((ticket) => list.indexOf(ticket));
  assert.ok(
    positions.every((position) => position >= 0),
    list,
  );
  assert.deepEqual(
    positions,
    positions.toSorted((left, right) => left - right),
  );
  await assertAccessible(clerk.page);
});

step(
  'C4 V8 the first is called, and called again: the display shows the number, the desk counts the calls',
  async () => {
    await press(clerk.page, '次の方を呼ぶ');
    assert.equal(await ticketAtDesk(clerk.page), tickets[0]);
    await newestCall().filter({ hasText: tickets[0] }).waitFor();
    const before = await display.page.locator('[data-call]').getAttribute('data-call');
    await press(clerk.page, 'もう一度呼ぶ');
    await display.page.waitForFunction(
      (known) => document.querySelector('[data-call]')?.getAttribute('data-call') !== known,
      before,
    );
  },
);

step('C4 nobody comes: absent; the number stands aside and on the display', async () => {
  await press(clerk.page, '不在');
  await display.page.locator('.absent-list', { hasText: tickets[0] }).waitFor();
  assert.match(await waitingAt(clerk.page), /不在 1/);
});

step('C4 the second is served, must fetch a paper, and is put on hold with a reason', async () => {
  await clerk.page.goto(clerk.page.url().replace(/\?.*/, ''));
  await press(clerk.page, '次の方を呼ぶ');
  assert.equal(await ticketAtDesk(clerk.page), tickets[1]);
  await press(clerk.page, '対応を始める');
  await follow(clerk.page.getByRole('link', { name: /保留/ }));
  await assertAccessible(clerk.page);
  await clerk.page.getByRole('radio', { name: '書類を取りに行っている' }).check();
  await press(clerk.page, '保留にする');
  assert.match(await waitingAt(clerk.page), /保留 1/);
  assert.match(await waitingAt(clerk.page), /書類を取りに行っている/);
});

step('C4 the absent one came after all: back into the queue, called and served', async () => {
  await follow(clerk.page.getByRole('link', { name: new RegExp(tickets[0] ?? '') }));
  await press(clerk.page, '列に戻す');
  await clerk.page.goto(clerk.page.url().replace(/\?.*/, ''));
  await press(clerk.page, '次の方を呼ぶ');
  assert.equal(await ticketAtDesk(clerk.page), tickets[0], 'who came first is called first');
  await press(clerk.page, '対応を始める');
});

step('C4 finished by mistake: undone, and then handed to window 12 with a note', async () => {
  await press(clerk.page, '完了して次へ');
  await press(clerk.page, new RegExp(`${tickets[0]}の完了を元に戻す`));
  assert.equal(await ticketAtDesk(clerk.page), tickets[0]);
  await follow(clerk.page.getByRole('link', { name: '別の窓口へ' }));
  await assertAccessible(clerk.page);
  await clerk.page.locator('select[name=service]').selectOption(window12);
  await clerk.page.locator('textarea[name=note]').fill('カードの暗証番号を変えたい方です');
  await press(clerk.page, '引き継ぐ');
  assert.notEqual(await ticketAtDesk(clerk.page), tickets[0]);
});

step('C4 she helps out at window 12 and finds the visitor there, with the same number', async () => {
  await sitDown(clerk.page, server.url, window12, 2);
  await press(clerk.page, '次の方を呼ぶ');
  assert.equal(await ticketAtDesk(clerk.page), tickets[0]);
  await newestCall().filter({ hasText: '12' }).waitFor();
  await press(clerk.page, '対応を始める');
  await press(clerk.page, '完了して次へ');
});

step('C4 then at window 5, where nobody waits: the button says so', async () => {
  await sitDown(clerk.page, server.url, window5, 1);
  assert.equal(await ticketAtDesk(clerk.page), null);
  const button = clerk.page.getByRole('button', { name: '次の方を呼ぶ' });
  assert.equal(await button.getAttribute('aria-disabled'), 'true');
  const reason = clerk.page.locator(`#${await button.getAttribute('aria-describedby')}`);
  assert.equal(await reason.innerText(), '待っている方はいません。');
});

step(
  'X3 shift change: she locks the PC, a colleague signs in, sees nothing of her work, and takes over the seat',
  async () => {
    await sitDown(clerk.page, server.url, window3);
    const desk = clerk.page.url();
    await clerk.page.goto(`${server.url}/staff/account`);
    await follow(clerk.page.getByRole('button', { name: /^交代する/ }));
    await clerk.page.goto(desk);
    assert.match(clerk.page.url(), /sign-in/, 'the desk is closed');
    assert.ok(!(await clerk.page.locator('body').innerText()).includes(tickets[1] ?? ''));

    await signInAs(clerk.page, server.url, 'mynumber');
    await sitDown(clerk.page, server.url, window3);
    assert.match(await clerk.page.locator('body').innerText(), /伊藤 あおい/);
    await press(clerk.page, '次の方を呼ぶ');
    assert.equal(await ticketAtDesk(clerk.page), tickets[2]);
    for (const visitor of [kiosk, clerk, display]) await visitor.close();
  },
);
