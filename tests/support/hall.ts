import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { follow } from './browser.ts';

/** Makes this browser one of the machines of the hall, as one would when trying the product out. */
export async function becomeDevice(page: Page, url: string, kind: 'kiosk' | 'display' | 'concierge'): Promise<void> {
  await page.goto(`${url}/staff/demo`);
  await follow(page.locator(`button[name=kind][value=${kind}]`));
}

/** Signs in as one of the people whom one may be when trying the product out: `shimin`, `kokuho`, `reception` … */
export async function signInAs(page: Page, url: string, login: string): Promise<void> {
  await page.goto(`${url}/staff/demo`);
  await follow(page.locator(`button[name=login][value=demo-${login}]`));
}

/** Sits down at a seat of a place, such as 「1階 3番窓口」; gives the number of the seat. */
export async function sitDown(page: Page, url: string, place: string, seat = 1): Promise<string> {
  await page.goto(`${url}/counter`);
  // Places of other departments are folded.
  await page.locator('details.more-places').evaluateAll((folded) => {
    for (const one of folded) one.setAttribute('open', '');
  });
  const card = page.locator('.card', { has: page.getByRole('heading', { name: place, exact: true }) });
  await follow(card.getByRole('button', { name: new RegExp(`^席${seat}`) }));
  return new URL(page.url()).pathname.split('/')[2] ?? '';
}

/** Checks in at the kiosk with a reception code; gives the number on the ticket. */
export async function checkInWithCode(page: Page, url: string, code: string): Promise<string> {
  await page.goto(`${url}/kiosk/code`);
  await page.locator('input[name=code]').fill(code);
  await follow(page.locator('main form button.btn').first());
  return ticketOn(page);
}

/** Takes a number at the kiosk for a place that the visitor knows. */
export async function takeNumber(page: Page, url: string, floor: number, place: string): Promise<string> {
  await page.goto(`${url}/kiosk/number/${floor}`);
  await follow(page.locator(`button[name=service][value="${place}"]`));
  return ticketOn(page);
}

async function ticketOn(page: Page): Promise<string> {
  const [ticket] = /[A-Z]\d{3}/.exec(await page.locator('.tkt').innerText()) ?? [];
  assert.ok(ticket, 'the ticket shows a number');
  return ticket;
}

/** Presses a button of the desk and waits for its answer. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await follow(page.getByRole('button', { name }).first());
}

/** The ticket of the visitor who is open on the desk; null when nobody is. */
export async function ticketAtDesk(page: Page): Promise<string | null> {
  return /^[A-Z]\d{3}/.exec(await page.title())?.[0] ?? null;
}
