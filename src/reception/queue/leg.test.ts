import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actions, apply, type LegAction, type LegState, undoTarget } from './leg.ts';

const states: LegState[] = [
  'planned',
  'waiting',
  'called',
  'serving',
  'on_hold',
  'no_answer',
  'done',
  'transferred',
  'cancelled',
];
const now = new Date('2026-11-25T01:00:00Z');

test('V5 what has ended cannot go on by any action', () => {
  for (const action of Object.keys(actions) as LegAction[]) {
    for (const state of ['done', 'transferred', 'cancelled'] as const) assert.equal(apply(state, action), null);
  }
});

test('V5 every state but the first is reached by some action, and only a waiting, held or absent visitor is called', () => {
  const reached = new Set(Object.values(actions).map(({ to }) => to));
  assert.deepEqual(
    states.filter((state) => !reached.has(state)),
    ['planned'],
  );
  assert.deepEqual(
    states.filter((state) => apply(state, 'call')),
    ['waiting', 'on_hold', 'no_answer'],
  );
});

test('V5 the last step is taken back within ten minutes, once; who left comes back, what the day ended does not', () => {
  const step = { kind: 'done', from: 'serving', to: 'done', at: new Date(now.getTime() - 10 * 60_000) } as const;
  assert.equal(undoTarget('done', step, now), 'serving');
  assert.equal(undoTarget('done', { ...step, at: new Date(step.at.getTime() - 1) }, now), null);
  assert.equal(undoTarget('serving', { ...step, kind: 'undone', from: 'done', to: 'serving' }, now), null);
  const left = { ...step, kind: 'leave', to: 'cancelled' } as const;
  assert.equal(undoTarget('cancelled', { ...left, from: 'on_hold' }, now), 'on_hold');
  assert.equal(undoTarget('cancelled', { ...left, from: 'called' }, now), 'waiting');
  assert.equal(undoTarget('cancelled', { ...left, kind: 'dayEnded', from: 'waiting' }, now), null);
  assert.equal(undoTarget('done', undefined, now), null);
});
