import assert from 'node:assert/strict';
import { test } from 'node:test';
import { killWhileWriting } from './kill.ts';

test('X5 nothing acknowledged is lost when application and database are killed while four people write', async () => {
  const acknowledged = await killWhileWriting({ writes: 120, rounds: 1 });
  assert.ok(acknowledged >= 120, `${acknowledged} writes`);
});
