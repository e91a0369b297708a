import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { openSpool } from './line-spool.ts';

test('V5 property: a spool gives all that was added and not passed on, whatever happens at the same time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 25 }), async (steps) => {
      const folder = mkdtempSync(join(tmpdir(), 'hitomado-spool-'));
      try {
        const path = join(folder, 'lines');
        const spool = await openSpool(path);
        const changes: Promise<void>[] = [];
        let [added, passedOn] = [0, 0];
        for (const step of steps) {
          const count = Math.min(step, added - passedOn);
          if (step === 0 || count === 0) {
            changes.push(spool.add(`行 ${added}`));
            added += 1;
          } else {
            changes.push(spool.done(count));
            passedOn += count;
          }
        }
        await Promise.all(changes);
        const expected = Array.from({ length: added - passedOn }, (_, index) => `行 ${passedOn + index}`);
        assert.deepEqual(spool.first(100), expected);
        // What is read again may hold lines that were passed on already, never fewer than those that were not.
        const again = (await openSpool(path)).first(100);
        assert.deepEqual(again.slice(again.length - expected.length), expected);
      } finally {
        rmSync(folder, { recursive: true });
      }
    }),
    { numRuns: 30 },
  );
});

test('V5 half a line, as an agent leaves it that is killed while it writes, spoils nothing that comes after it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hitomado-spool-'));
  try {
    const path = join(folder, 'lines');
    await (await openSpool(path)).add('1,発券,A001');
    appendFileSync(path, '"2,発');
    const after = await openSpool(path);
    assert.deepEqual(after.first(10), ['1,発券,A001']);
    await after.add('2,発券,A002');
    assert.deepEqual((await openSpool(path)).first(10), ['1,発券,A001', '2,発券,A002']);
    assert.ok(readFileSync(path, 'utf8').endsWith('\n'));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
