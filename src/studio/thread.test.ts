import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadInventory } from '#inventory';
import { findingsOf } from './findings.ts';
import { impactOf } from './impact.ts';
import { workApart } from './thread.ts';

const inventory = await loadInventory('content/asahikawa');
const { records } = inventory;
const today = '2026-11-24';

test('K5 findings and impact are worked out beside the hall: the same as at once, and nobody waits meanwhile', async () => {
  let beats = 0;
  const heart = setInterval(() => {
    beats += 1;
  }, 5);
  const [findings, impact] = await Promise.all([
    workApart('findings', { records, today }),
    workApart('impact', { before: records, after: records }),
  ]);
  clearInterval(heart);
  assert.deepEqual(findings, findingsOf(records, today));
  assert.deepEqual(impact, impactOf(inventory, inventory));
  assert.ok(beats > 5, 'others were served meanwhile');
});

test('K5 what cannot be worked out fails alone; the next one is answered', async () => {
  await assert.rejects(workApart('findings', { records: { ...records, facts: null } as never, today }));
  assert.ok((await workApart('findings', { records, today })).length > 0);
});
