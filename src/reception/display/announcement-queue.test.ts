import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Announcement, AnnouncementQueue } from '../client/parts/queue.ts';

const call = (key: string): Announcement => ({
  key,
  spoken: ['ja', 'en'].map((language) => ({ language, clips: null, sentence: key })),
});

test('V5 a call is announced once, twice over while nobody else waits; called again it is announced again', () => {
  const queue = new AnnouncementQueue();
  queue.update([call('a:1')]);
  queue.update([call('a:1')]);
  assert.deepEqual([queue.next()?.key, queue.next()], ['a:1', null]);
  queue.update([call('a:2')]);
  assert.deepEqual([queue.next()?.times, queue.next()], [2, null]);
});

test('V5 calls that come fast are said in the order of calling, shorter, so that the voice keeps up', () => {
  const queue = new AnnouncementQueue();
  queue.update(['a:1', 'b:1', 'c:1', 'd:1', 'e:1'].map(call));
  const said = Array.from({ length: 5 }, () => queue.next() ?? assert.fail());
  assert.deepEqual(
    said.map(({ key }) => key),
    ['a:1', 'b:1', 'c:1', 'd:1', 'e:1'],
  );
  assert.deepEqual(
    said.map(({ spoken, times }) => [spoken.length, times]),
    [
      [1, 1],
      [1, 1],
      [2, 1],
      [2, 1],
      [2, 2],
    ],
  );
});

test('V5 who has come meanwhile is not called any more, and a page that is loaded again calls nobody twice', () => {
  const queue = new AnnouncementQueue();
  queue.update([call('a:1'), call('b:1')]);
  queue.update([call('b:1')]);
  assert.deepEqual([queue.next()?.key, queue.next()], ['b:1', null]);
  const again = new AnnouncementQueue(queue.known());
  again.update([call('b:1'), call('c:1')]);
  assert.deepEqual([again.next()?.key, again.next()], ['c:1', null]);
});

test('V5 however calls open, close and overtake each other: each is said at most once, in order, and none that stays open is lost', () => {
  const step = fc.record({ opens: fc.nat(3), closes: fc.array(fc.nat(6), { maxLength: 2 }), says: fc.nat(2) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const queue = new AnnouncementQueue();
      const said: number[] = [];
      let open: number[] = [];
      let next = 0;
      for (const { opens, closes, says } of steps) {
        for (let count = 0; count < opens; count += 1) open.push(next++);
        open = open.filter((_, index) => !closes.includes(index));
        queue.update(open.map((number) => call(`${number}:1`)));
        for (let count = 0; count < says; count += 1) {
          const saying = queue.next();
          if (saying) {
            assert.ok(open.includes(Number(saying.key.split(':')[0])), 'only who is still called is called');
            said.push(Number(saying.key.split(':')[0]));
          }
        }
      }
      for (let saying = queue.next(); saying; saying = queue.next()) said.push(Number(saying.key.split(':')[0]));
      assert.deepEqual(
        said,
        [...new Set(said)].toSorted((one, other) => one - other),
      );
      for (const number of open) assert.ok(said.includes(number), `${number} was lost`);
    }),
    { numRuns: 200 },
  );
});
