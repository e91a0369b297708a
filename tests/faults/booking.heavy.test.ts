import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bookUnderFire } from './booking.ts';

const seeds = Array.from({ length: 50 }, (_, index) => index + 1);

test('V2 X5 50 × 10,000 attempts with holds, expiry, changes and kills: nothing is booked twice, nothing is lost', async () => {
  assert.ok((await bookUnderFire({ seeds: seeds.slice(0, 10), attempts: 10_000, kills: 2 })) > 500);
  assert.ok((await bookUnderFire({ seeds: seeds.slice(10), attempts: 10_000, kills: 0 })) > 2_000);
});
