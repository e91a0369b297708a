import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadPack } from '#inventory';
import { packageRoot } from '#platform/package';
import { directionsTo, locate } from './directions.ts';

const plan = {
  floor: 1,
  width: 40,
  depth: 40,
  confidence: 'confirmed',
  arrival: { by: 'entrance', x: 20, y: 40, facing: 'up' },
  points: [
    { kind: 'counter', place: '前', x: 20, y: 10 },
    { kind: 'counter', place: '右', x: 40, y: 40 },
    { kind: 'counter', place: '左前', x: 5, y: 25 },
    { kind: 'lift', x: 5, y: 40 },
  ],
} as const;
const upstairs = { ...plan, floor: 2, arrival: { by: 'lift', x: 20, y: 20, facing: 'down' } } as const;
const second = { ...upstairs, points: [{ kind: 'counter', place: '2階の左', x: 40, y: 20 }] } as const;
const floors = [plan, second].map((one) => ({ ...one, points: [...one.points] }));

test('V8 the way is told as one walks: side, distance, and the lift first', () => {
  assert.equal(directionsTo(floors, '前'), '入口から入って、まっすぐ前へ 約30メートルです。');
  assert.equal(directionsTo(floors, '右'), '入口から入って、右へ 約20メートルです。');
  assert.equal(directionsTo(floors, '左前'), '入口から入って、左前へ 約20メートルです。');
  assert.equal(
    directionsTo(floors, '2階の左'),
    '入口から入って左のエレベーターで2階へ上がり、降りて左へ 約20メートルです。',
  );
  assert.equal(directionsTo(floors, '別の建物'), null);
});

test('V8 the plan of the city lies within its walls and never says that it is certain before the city has confirmed it', async () => {
  const { records } = await loadPack(join(packageRoot, 'content', 'asahikawa'));
  const city = records?.floors ?? [];
  assert.deepEqual(
    city.map(({ floor }) => floor),
    [1, 2, 3],
  );
  for (const { points, width, depth, confidence } of city) {
    assert.equal(confidence, 'estimate');
    for (const { x, y } of points) assert.ok(x <= width && y <= depth);
  }
  assert.ok(locate(city, '1階 3番窓口'));
});
