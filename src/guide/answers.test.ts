import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadInventory } from '#inventory';
import { packageRoot } from '#platform/package';
import { answersThatCount } from './answers.ts';
import { emptyDraft, previousAddress, withAnswers } from './draft.ts';

const inventory = await loadInventory(join(packageRoot, 'content', 'asahikawa'));

test('V1 an answer to a question that no longer arises is kept but decides nothing', () => {
  const before = { events: ['tennyu'], hasChild0to18: true, hasPreschool: true };
  assert.deepEqual(answersThatCount(inventory, before), before);
  assert.deepEqual(answersThatCount(inventory, { ...before, hasChild0to18: false }), {
    events: ['tennyu'],
    hasChild0to18: false,
  });
  assert.deepEqual(answersThatCount(inventory, { ...before, events: ['kaigo'] }), { events: ['kaigo'] });
});

test('V1 the facts of every example resident count: nothing that a situation states is set aside wrongly', () => {
  for (const { id, facts, expected } of inventory.situations) {
    const verdicts = inventory.program.verdicts(answersThatCount(inventory, facts), 'no');
    const missing = expected.required.filter((procedure) => verdicts.get(procedure) !== true);
    const wrong = expected.forbidden.filter((procedure) => verdicts.get(procedure) === true);
    assert.deepEqual({ id, missing, wrong }, { id, missing: [], wrong: [] });
  }
});

test('V1 a screen answered again keeps its place, so that 「前の質問」 leads where one came from', () => {
  const first = withAnswers(emptyDraft, 'events', { events: ['tennyu'] });
  const second = withAnswers(first, 'hasDog', { hasDog: true });
  const changed = withAnswers(second, 'events', { events: ['tenkyo'] });
  assert.deepEqual(changed.trail, ['events', 'hasDog']);
  assert.deepEqual(changed.facts, { events: ['tenkyo'], hasDog: true });
  assert.equal(previousAddress(changed, 'hasDog'), 'events');
  assert.equal(previousAddress(changed, 'hasMoped'), 'hasDog');
  assert.equal(previousAddress(changed, 'events'), null);
});
