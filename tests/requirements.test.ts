import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const root = resolve(import.meta.dirname, '..');

test('X5 docs/requirements.md says what the tests show (npm run requirements writes it)', async () => {
  const { requirementsDocument } = (await import(join(root, 'scripts', 'requirements.mjs'))) as {
    requirementsDocument(): string;
  };
  assert.equal(readFileSync(join(root, 'docs', 'requirements.md'), 'utf8'), requirementsDocument());
});
