import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharedReading } from './shared-reading.ts';

test('V5 who asks at once shares a reading that began after they asked; a failed one is not kept', async () => {
  let written = 0;
  let readings = 0;
  let fails = false;
  const read = sharedReading(async () => {
    readings += 1;
    const value = written;
    await new Promise((wait) => setTimeout(wait, 10));
    if (fails) throw new Error('the database is away');
    return value;
  });
  const first = read();
  await new Promise((wait) => setTimeout(wait, 2));
  written = 1;
  const later = await Promise.all(Array.from({ length: 40 }, () => read()));
  assert.equal(await first, 0);
  assert.deepEqual(new Set(later), new Set([1]));
  assert.equal(readings, 2);
  fails = true;
  await assert.rejects(read());
  fails = false;
  assert.equal(await read(), 1);
});
