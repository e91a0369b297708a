import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser, screens, visit } from '../support/browser.ts';
import { Client } from '../support/client.ts';
import { becomeDevice, press, signInAs, sitDown, ticketAtDesk } from '../support/hall.ts';
import { clientFor } from '../support/product.ts';
import { newDataFolder, type RunningServer, startServer } from '../support/server.ts';
import { story } from '../support/story.ts';

/* On the busiest day the city runs two application processes on one data folder. Nobody in the hall notices. */
const place = '1階 3番窓口';
const visitors = 12;

const step = story();
let dataFolder: string;
let servers: RunningServer[];
let browser: Browser;
before(async () => {
  dataFolder = newDataFolder();
  servers = [await startServer({ dataFolder }), await startServer({ dataFolder })];
  browser = await launchBrowser();
});
after(async () => {
  await browser.close();
  for (const server of servers) await server.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

const urlOf = (index: number): string => servers[index]?.url ?? '';

/** The number of the command that the form of this page would send. */
const commandOn = (body: string, action: string): string =>
  new RegExp(`action="${action}".*?name="commandId" value="([^"]+)"`, 's').exec(body)?.[1] ?? '';

async function takeNumber(kiosk: Client): Promise<string> {
  const { body } = await kiosk.get('/kiosk/number/1');
  const answer = await kiosk.post('/kiosk/number', { commandId: commandOn(body, '/kiosk/number'), service: place });
  assert.equal(answer.status, 200);
  return /[A-Z]\d{3}/.exec(answer.body.replace(/<head>.*<\/head>/s, ''))?.[0] ?? '';
}

step('X2 numbers taken at two processes at the same moment are all different', async () => {
  const kiosks = await Promise.all([clientFor(urlOf(0), 'kiosk'), clientFor(urlOf(1), 'kiosk')]);
  const tickets: string[] = [];
  for (let count = 0; count < visitors / 2; count += 1) {
    tickets.push(...(await Promise.all(kiosks.map((kiosk) => takeNumber(kiosk)))));
  }
  assert.equal(new Set(tickets).size, visitors, tickets.join(' '));
});

/** Sits down at a seat of the place; gives its number. */
async function takeSeat(clerk: Client, index: number): Promise<string> {
  const { body } = await clerk.get('/counter');
  const [, card = ''] = new RegExp(`<h2[^>]*>${place}</h2>(.*?)<h2`, 's').exec(body) ?? [];
  const seats = [...card.matchAll(/action="\/counter\/(\d+)\/sit"/g)].map(([, seat]) => seat ?? '');
  const seat = seats[index] ?? assert.fail(`no seat ${index}`);
  await clerk.post(`/counter/${seat}/sit`);
  return seat;
}

step(
  'C4 two clerks at two processes call as fast as they can: nobody is called twice, nobody is left out',
  async () => {
    const clerks = await Promise.all([clientFor(urlOf(0), 'counter'), clientFor(urlOf(1), 'mynumber')]);
    const seats = [await takeSeat(clerks[0] ?? assert.fail(), 0), await takeSeat(clerks[1] ?? assert.fail(), 1)];
    const called = await Promise.all(
      clerks.map(async (clerk, index) => {
        const desk = `/counter/${seats[index]}`;
        const mine: string[] = [];
        for (let turns = 0; turns < visitors - 1; turns += 1) {
          const { body } = await clerk.get(desk);
          const commandId = commandOn(body, `${desk}/next`);
          const { body: open } = await clerk.post(`${desk}/next`, { commandId });
          const [, ticket] = /<title>([A-Z]\d{3}) /.exec(open) ?? [];
          if (ticket === undefined) break;
          mine.push(ticket);
          const leg = /name="leg" value="([^"]+)"/.exec(open)?.[1] ?? '';
          const serve = await clerk.post(`${desk}/serve`, { commandId: commandOn(open, `${desk}/serve`), leg });
          await clerk.post(`${desk}/finish`, { commandId: commandOn(serve.body, `${desk}/finish`), leg });
        }
        return mine;
      }),
    );
    const all = called.flat();
    assert.equal(new Set(all).size, all.length, `called twice: ${all.join(' ')}`);
    assert.equal(all.length, visitors);
    assert.ok(
      called.every((mine) => mine.length > 0),
      'both had something to do',
    );
  },
);

step('C4 one call pressed twice, at both processes at once, calls one visitor once', async () => {
  const kiosk = await clientFor(urlOf(0), 'kiosk');
  await takeNumber(kiosk);
  await takeNumber(kiosk);
  const clerk = await clientFor(urlOf(0), 'counter');
  const seat = await takeSeat(clerk, 0);
  const { body } = await clerk.get(`/counter/${seat}`);
  const commandId = commandOn(body, `/counter/${seat}/next`);
  const twin = Client.like(clerk, urlOf(1));
  const answers = await Promise.all([clerk, twin].map((one) => one.post(`/counter/${seat}/next`, { commandId })));
  const [first, second] = answers.map((answer) => /<title>([A-Z]\d{3}) /.exec(answer.body)?.[1]);
  assert.ok(first);
  assert.equal(second, first);
  await clerk.post(`/counter/${seat}/finish`, { commandId: crypto.randomUUID(), leg: 'none' });
});

step('V8 a call made at one process appears on a display that the other serves', async () => {
  const display = await visit(browser, { viewport: screens.display });
  await becomeDevice(display.page, urlOf(1), 'display');
  await display.page.goto(`${urlOf(1)}/display/1`);
  const clerk = await visit(browser, { viewport: screens.desktop });
  await signInAs(clerk.page, urlOf(0), 'shimin');
  await sitDown(clerk.page, urlOf(0), place, 3);
  await press(clerk.page, '次の方を呼ぶ');
  const ticket = await ticketAtDesk(clerk.page);
  assert.ok(ticket);
  await display.page.locator('.call-tile.newest', { hasText: ticket }).waitFor();
  await clerk.close();
  await display.close();
});

step('X2 one process ends, the other goes on; what was written is there', async () => {
  await servers[0]?.close();
  const kiosk = await clientFor(urlOf(1), 'kiosk');
  assert.match(await takeNumber(kiosk), /^[A-Z]\d{3}$/);
});
