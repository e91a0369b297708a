import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planOf, proceduresIn } from './plan.ts';

test('V2 a time is booked for what is done at counters that take bookings, and said to be for those alone', () => {
  const legs = [
    { serviceId: '1階 市民課(戸籍)', procedures: ['shussei_todoke', 'ninchi_todoke'], minutes: 40 },
    { serviceId: '母子保健担当', procedures: ['ninpu_shien'], minutes: 20 },
    { serviceId: '3階 子育て助成課', procedures: ['jidou_teate_nintei'], minutes: 10 },
  ];
  const pools = new Map([
    ['1階 市民課(戸籍)', 1],
    ['3階 子育て助成課', 2],
  ]);
  const plan = planOf(legs, pools);
  assert.deepEqual(
    plan.parts.map(({ poolId, offset, cells }) => [poolId, offset, cells]),
    [
      [1, 0, 4],
      [2, 4, 1],
    ],
  );
  assert.deepEqual(proceduresIn(plan), ['shussei_todoke', 'ninchi_todoke', 'jidou_teate_nintei']);
});
