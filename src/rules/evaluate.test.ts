import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  answers,
  completions,
  conditions,
  implication,
  implications,
  lawful,
  residents,
  smallWorld,
} from './brute-force.test.ts';
import { type Condition, ConditionError, decide, evaluate, holds, type Implication, readCondition } from './index.ts';

test('V1 the small world has 480 residents', () => {
  assert.equal(completions({}).length, 480);
  assert.equal(completions({ kind: 'x', a: null }).length, 160);
});

test('V1 an unanswered fact is unknown to evaluate and "no" to holds', () => {
  const condition: Condition = { not: { fact: 'a', is: true } };
  assert.equal(evaluate(condition, {}), 'unknown');
  assert.equal(evaluate(condition, { a: null }), 'unknown');
  assert.equal(holds(condition, {}), true);
  assert.equal(holds(condition, { a: null }), true);
  assert.equal(holds({ fact: 'a', is: false }, {}), false);
});

test('V1 a fact named like a part of JavaScript is unanswered until it is answered', () => {
  assert.equal(evaluate({ fact: 'constructor', is: 'x' }, {}), 'unknown');
  assert.equal(holds({ not: { fact: '__proto__', has: 'x' } }, {}), true);
});

test('V1 evaluate never says true or false where a completion says otherwise', () => {
  fc.assert(
    fc.property(conditions, answers, (condition, facts) => {
      const truth = evaluate(condition, facts);
      if (truth !== 'unknown') for (const one of completions(facts)) assert.equal(evaluate(condition, one), truth);
    }),
    { numRuns: 150 },
  );
});

test('V1 holds and evaluate agree about residents who answered everything', () => {
  fc.assert(
    fc.property(conditions, residents, (condition, resident) => {
      assert.equal(evaluate(condition, resident), holds(condition, resident));
    }),
  );
});

test('V1 decide is exact: unknown only if lawful completions exist both ways', () => {
  fc.assert(
    fc.property(conditions, answers, implications, (condition, facts, laws) => {
      // An answer to evaluate directly stands above all background knowledge.
      const truths = new Set(lawful(facts, laws).map((one) => holds(condition, one)));
      const expected = truths.size === 2 ? 'unknown' : truths.has(true);
      assert.equal(decide(condition, facts, { ...smallWorld, implications: laws }), expected);
    }),
    { numRuns: 300 },
  );
});

test('V1 implications settle what was not asked, unless the answers contradict them', () => {
  const laws: Implication[] = [implication({ fact: 'a', is: true }, { fact: 'b', is: true })];
  const vocabulary = { ...smallWorld, implications: laws };
  assert.equal(decide({ fact: 'b', is: true }, { a: true }, vocabulary), true);
  assert.equal(decide({ fact: 'a', is: true }, { b: false }, vocabulary), false);
  assert.equal(
    decide(
      {
        all: [
          { fact: 'b', is: true },
          { fact: '人.c', is: true },
        ],
      },
      { a: true, b: false },
      vocabulary,
    ),
    false,
  );
});

test('V1 decide refuses conditions that do not fit the vocabulary', () => {
  assert.throws(() => decide({ fact: 'nobody', is: true }, {}, smallWorld), ConditionError);
  assert.throws(() => decide({ fact: 'a', gte: 1 }, {}, smallWorld), ConditionError);
  assert.throws(() => decide({ fact: 'kind', is: 'w' }, {}, smallWorld), /選択肢「w」はありません/);
});

test('K6 a condition read from outside has the right shape and bounded size', () => {
  fc.assert(fc.property(conditions, (condition) => assert.deepEqual(readCondition(condition), condition)));
  let deep: Condition = { fact: 'a', is: true };
  for (let depth = 1; depth < 32; depth += 1) deep = { not: deep };
  assert.deepEqual(readCondition(deep), deep);
  assert.throws(() => readCondition({ not: deep }), /32段/);
  const wide = (count: number) => ({ any: Array.from({ length: count }, () => ({ fact: 'a', is: true })) });
  assert.doesNotThrow(() => readCondition(wide(499)));
  assert.throws(() => readCondition(wide(500)), /500個/);
  for (const wrong of [
    null,
    [],
    'a',
    {},
    { fact: 'a' },
    { fact: 'a', is: 1 },
    { fact: 'a', is: true, has: 'x' },
    { fact: 'n', gte: 1.5 },
    { all: {} },
  ]) {
    assert.throws(() => readCondition(wrong), ConditionError);
  }
});
