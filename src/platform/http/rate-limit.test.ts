import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rateClasses } from './rate-classes.ts';
import { createRateLimiter } from './rate-limit.ts';
import type { Subject } from './subject.ts';

const anonymous: Subject = { kind: 'anonymous' };
const resident = (caseId: string): Subject => ({ kind: 'resident', caseId });

/** How many of `count` requests at once are let through. */
function passed(limiter: ReturnType<typeof createRateLimiter>, ip: string, subject = anonymous, count = 500): number {
  return Array.from({ length: count }, () => limiter.take('code', subject, ip, 0)).filter((wait) => wait === 0).length;
}

test('X2 the addresses of a block share a limit, other blocks and sessions have their own', () => {
  const limiter = createRateLimiter();
  assert.equal(passed(limiter, '192.0.2.1'), 10);
  assert.equal(passed(limiter, '192.0.2.99'), 0);
  assert.equal(passed(limiter, '192.0.3.1'), 10);
  assert.equal(passed(limiter, '192.0.2.1', resident('one')), 10);
  assert.equal(passed(limiter, '192.0.9.1', resident('one')), 0, 'a session keeps its limit at another address');
  assert.equal(passed(limiter, '192.0.2.1', resident('two')), 10);
});

test('X2 a named network has more room, and a load test only on this machine', () => {
  const networks = [{ name: '1階の無線', address: '198.51.100.0', prefix: 24, factor: 5 }];
  const limiter = createRateLimiter({ networks, loopbackFactor: 20 });
  assert.equal(passed(limiter, '198.51.100.7'), 50);
  assert.equal(passed(limiter, '127.0.0.1'), 200);
  assert.equal(passed(limiter, '192.0.2.1'), 10);
});

test('X2 whoever waits as long as told is let through, and over time no more pass than the limit says', () => {
  const { burst, perSecond } = rateClasses.guide.anonymous;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 300 }), (pauses) => {
      const limiter = createRateLimiter();
      let now = 0;
      let taken = 0;
      for (const pause of pauses) {
        now += pause;
        const wait = limiter.take('guide', anonymous, '192.0.2.1', now);
        if (wait === 0) taken += 1;
        else {
          now += wait * 1000;
          assert.equal(limiter.take('guide', anonymous, '192.0.2.1', now), 0);
          taken += 1;
        }
      }
      assert.ok(taken <= burst + (now / 1000) * perSecond + 1e-6);
    }),
    { numRuns: 100 },
  );
});

test('X2 filling the memory with made-up addresses gives nobody a way around', () => {
  const limiter = createRateLimiter();
  assert.equal(passed(limiter, '192.0.2.1'), 10);
  for (let index = 0; index < 110_000; index += 1) {
    limiter.take('code', anonymous, `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`, 0);
    limiter.take('code', resident(String(index)), '192.0.2.1', 0);
  }
  assert.equal(passed(limiter, '192.0.2.1'), 0);
  assert.equal(passed(limiter, '203.0.113.1'), 0, 'newcomers share one bucket until there is room');
});
