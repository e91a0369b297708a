import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { answers, completions, conditions, implications, lawful, residents, smallWorld } from './brute-force.test.ts';
import { type Condition, decide, evaluate, explain, type Facts, holds } from './index.ts';

const simpleFacts = ['a', 'b', '人.c', 'kind', 'count'];

function only(facts: Facts, kept: readonly string[]): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([fact]) => kept.includes(fact)));
}

test('V1 the reasons suffice for the verdict', () => {
  fc.assert(
    fc.property(conditions, answers, implications, (condition, facts, laws) => {
      const vocabulary = { ...smallWorld, implications: laws };
      const { truth, because } = explain(condition, facts, vocabulary);
      assert.equal(truth, decide(condition, facts, vocabulary));
      if (truth === 'unknown') return assert.deepEqual(because, []);
      if (contradicted(facts, laws)) return undefined;
      const kept = only(
        facts,
        because.map((reason) => reason.fact),
      );
      assert.equal(decide(condition, kept, vocabulary), truth);
      for (const { leaf, holds: told } of because.flatMap((reason) => reason.leaves)) {
        assert.equal(evaluate(leaf, facts), told);
      }
      return undefined;
    }),
    { numRuns: 200 },
  );
});

test('V1 no reason can be left out', () => {
  fc.assert(
    fc.property(conditions, residents, (condition, facts) => {
      const because = explain(condition, facts, smallWorld).because.map((reason) => reason.fact);
      for (const fact of because.filter((name) => simpleFacts.includes(name))) {
        const fewer = only(
          facts,
          because.filter((name) => name !== fact),
        );
        assert.equal(decide(condition, fewer, smallWorld), 'unknown');
      }
    }),
    { numRuns: 200 },
  );
});

test('V1 a reason names the option of a list that mattered', () => {
  const condition: Condition = {
    any: [
      { fact: 'members', has: 'p' },
      { fact: 'members', has: 'q' },
    ],
  };
  assert.deepEqual(explain(condition, { members: ['q'] }, smallWorld).because, [
    { fact: 'members', value: ['q'], leaves: [{ leaf: { fact: 'members', has: 'q' }, holds: true }] },
  ]);
});

test('V1 each change that is told flips the verdict, and no flipping boolean is left untold', () => {
  fc.assert(
    fc.property(conditions, residents, (condition, facts) => {
      const { truth, wouldChange } = explain(condition, facts, smallWorld);
      for (const { fact, value } of wouldChange) assert.equal(evaluate(condition, { ...facts, [fact]: value }), !truth);
      for (const fact of ['a', 'b', '人.c']) {
        const flips = evaluate(condition, { ...facts, [fact]: !facts[fact] }) !== truth;
        assert.equal(
          wouldChange.some((change) => change.fact === fact),
          flips,
        );
      }
    }),
    { numRuns: 200 },
  );
});

test('V1 missing are exactly the open facts that can make a difference', () => {
  fc.assert(
    fc.property(conditions, answers, (condition, facts) => {
      const { truth, missing } = explain(condition, facts, smallWorld);
      if (truth !== 'unknown') return assert.deepEqual(missing, []);
      const open = smallWorld.facts.map(({ id }) => id).filter((id) => facts[id] === undefined || facts[id] === null);
      assert.deepEqual(new Set(missing), new Set(open.filter((fact) => matters(fact, condition, facts))));
      return undefined;
    }),
    { numRuns: 60 },
  );
});

function matters(fact: string, condition: Condition, facts: Facts): boolean {
  const truths = new Map<string, boolean>();
  return completions(facts).some((resident) => {
    const others = JSON.stringify({ ...resident, [fact]: null });
    const truth = holds(condition, resident);
    const known = truths.get(others);
    truths.set(others, truth);
    return known !== undefined && known !== truth;
  });
}

function contradicted(facts: Facts, laws: Parameters<typeof lawful>[1]): boolean {
  const [first] = lawful(facts, laws);
  return laws.some(({ when, then }) => first && evaluate(when, first) === true && evaluate(then, first) !== true);
}
