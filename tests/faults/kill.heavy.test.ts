import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killWhileWriting } from './kill.ts';

test('X5 nothing acknowledged is lost in 1,000 writes with 30 kills', async () => {
  const acknowledged = await killWhileWriting({ writes: 1_000, rounds: 10 });
  assert.ok(acknowledged >= 1_000, `${acknowledged} writes`);
});
