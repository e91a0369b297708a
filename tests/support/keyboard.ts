import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';

const mostSteps = 250;

/** Walks with the Tab key until the control is reached; every stop on the way must be visible, marked and uncovered. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let steps = 0; steps < mostSteps; steps += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
    await assertFocusShown(page);
  }
  assert.fail(`not reached by keyboard: ${target}`);
}

/** The focus must be seen: a mark around the control, and nothing lying over it. */
async function assertFocusShown(page: Page): Promise<void> {
  const problem = await page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    // A choice is drawn by its card; the box within it is small.
    const shown = element.closest('label.choice') ?? element;
    const box = shown.getBoundingClientRect();
    const name = `${element.tagName} ${element.getAttribute('name') ?? ''} ${element.textContent?.trim().slice(0, 30)}`;
    if (box.width === 0 || box.height === 0) return `${name} has no size`;
    const marks = [element, shown].map((one) => getComputedStyle(one));
    if (!marks.some((style) => style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2)) {
      return `${name} has no focus mark`;
    }
    const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
    if (y < 0 || y > innerHeight || x < 0 || x > innerWidth) return `${name} is outside of the window`;
    const top = document.elementFromPoint(x, y);
    return top && (shown.contains(top) || top.contains(shown)) ? null : `${name} is covered by ${top?.className}`;
  });
  assert.equal(problem, null, new URL(page.url()).pathname);
}

/** Reaches a control and presses a key that leads to another page. */
export async function pressAndFollow(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)]);
}
