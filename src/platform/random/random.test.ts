import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exponential, lognormal, normal, seeded } from './index.ts';

const many = (draw: () => number): number[] => Array.from({ length: 40_000 }, draw);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};

test('T6 the same seed gives the same numbers, another seed others', () => {
  const draw = (seed: string) => Array.from({ length: 20 }, seeded(seed));
  assert.deepEqual(draw('a'), draw('a'));
  assert.notDeepEqual(draw('a'), draw('b'));
});

test('T6 the distributions have the mean and the spread that was asked for', () => {
  const random = seeded('moments');
  const uniform = many(random);
  assert.ok(Math.abs(mean(uniform) - 0.5) < 0.01 && Math.min(...uniform) >= 0 && Math.max(...uniform) < 1);
  const bell = many(() => normal(random));
  assert.ok(Math.abs(mean(bell)) < 0.02 && Math.abs(deviation(bell) - 1) < 0.02);
  assert.ok(Math.abs(mean(many(() => exponential(random, 7))) - 7) < 0.15);
  const times = many(() => lognormal(random, 12, 0.6));
  assert.ok(Math.abs(mean(times) - 12) < 0.2 && Math.abs(deviation(times) / mean(times) - 0.6) < 0.03);
});
