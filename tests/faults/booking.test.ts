import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bookUnderFire } from './booking.ts';

test('V2 X5 two processes book 1,000 times at random while both and the database are killed: nothing twice, nothing lost', async () => {
  assert.ok((await bookUnderFire({ seeds: [1], attempts: 1_000, kills: 1 })) > 20);
});
