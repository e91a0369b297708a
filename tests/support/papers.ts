import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { Page } from 'playwright-core';

/** Downloads a paper with this browser's cookies and reads it, as a person would who opens the PDF. */
export async function readPaper(page: Page, address: string): Promise<string> {
  const answer = await page.context().request.get(new URL(address, page.url()).href);
  assert.equal(answer.status(), 200, address);
  assert.equal(answer.headers()['content-type'], 'application/pdf');
  return execFileSync('/usr/bin/pdftotext', ['-layout', '-', '-'], { input: await answer.body(), encoding: 'utf8' });
}
