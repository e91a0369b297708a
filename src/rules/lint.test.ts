import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { completions, conditions, implication, smallWorld } from './brute-force.test.ts';
import { type Condition, describe, type Finding, holds, lint, type Vocabulary } from './index.ts';

const is = (fact: string, value: boolean | string = true): Condition => ({ fact, is: value });

function kinds(findings: readonly Finding[], about?: string): string[] {
  return findings.filter(({ goal, fact }) => !about || goal === about || fact === about).map(({ kind }) => kind);
}

test('K6 findings about truth equal enumeration, and their witnesses are true', () => {
  const residents = completions({});
  fc.assert(
    fc.property(conditions, conditions, (first, second) => {
      const goals = [
        { id: 'first', condition: first },
        { id: 'second', condition: second },
      ];
      const findings = lint(smallWorld, goals);
      const truths = goals.map(({ condition }) => residents.map((resident) => holds(condition, resident)));
      for (const [index, { id, condition }] of goals.entries()) {
        const own = kinds(findings, id);
        assert.equal(own.includes('never-true'), !truths[index]?.includes(true));
        if (own.includes('always-true')) assert.ok(!truths[index]?.includes(false));
        const always = findings.find(({ goal, kind }) => goal === id && kind === 'always-true');
        if (always) assert.ok(holds(condition, always.witness ?? {}));
      }
      const usual = truths.every((list) => list.includes(true) && list.includes(false));
      const [left = [], right = []] = truths;
      const implies = (a: boolean[], b: boolean[]) => a.every((truth, index) => !truth || b[index]);
      const forward = implies(left, right);
      const backward = implies(right, left);
      const pair = findings.find(({ kind }) => kind === 'duplicate' || kind === 'subsumed');
      assert.equal(
        pair?.kind,
        usual && forward && backward ? 'duplicate' : usual && (forward || backward) ? 'subsumed' : undefined,
      );
      if (pair?.kind === 'duplicate') assert.ok(holds(first, pair.witness ?? {}) && holds(second, pair.witness ?? {}));
      if (pair?.kind === 'subsumed') {
        const [narrow, wide] = pair.goal === 'first' ? [first, second] : [second, first];
        assert.ok(!holds(narrow, pair.witness ?? {}) && holds(wide, pair.witness ?? {}));
      }
    }),
    { numRuns: 150 },
  );
});

test('K6 a name, an option or a comparison that does not fit is an error and stops nothing else', () => {
  const goals = [
    { id: 'name', condition: is('nobody') },
    { id: 'option', condition: is('kind', 'w') },
    { id: 'operator', condition: { fact: 'a', gte: 2 } },
    { id: 'never', condition: { any: [] } },
  ];
  const findings = lint(smallWorld, goals);
  for (const id of ['name', 'option', 'operator']) assert.deepEqual(kinds(findings, id), ['type-error']);
  assert.deepEqual(kinds(findings, 'never'), ['never-true']);
});

test('K6 facts that nothing uses are named', () => {
  const findings = lint(smallWorld, [{ id: 'g', condition: { all: [is('a'), is('kind', 'x')] } }]);
  const unused = findings.filter(({ kind }) => kind === 'unused-fact').map(({ fact }) => fact);
  assert.deepEqual(unused, ['b', '人.c', 'members', 'count']);
});

test('K6 questions out of reach are named with a resident who needs them', () => {
  const vocabulary: Vocabulary = {
    facts: [
      { id: 'a', type: 'boolean', askWhen: { all: [is('b'), { not: is('b') }] } },
      { id: 'b', type: 'boolean' },
      { id: 'c', type: 'boolean', askWhen: is('b') },
      { id: 'd', type: 'boolean', staffOnly: true, askWhen: { any: [] } },
    ],
  };
  const goals = [
    { id: 'blocked', condition: { all: [{ not: is('b') }, is('c')] } },
    { id: 'reached', condition: { all: [is('b'), is('c'), is('d')] } },
  ];
  const findings = lint(vocabulary, goals).filter(({ kind }) => kind === 'unreachable-question');
  assert.deepEqual(
    findings.map(({ goal, fact }) => [goal, fact]),
    [
      [undefined, 'a'],
      ['blocked', 'c'],
    ],
  );
  assert.equal(findings[1]?.witness?.b, false);
});

test('K6 implications that contradict each other or run in a circle are named', () => {
  const implications = [
    implication(is('a'), is('b')),
    implication(is('a'), is('b', false)),
    implication(is('kind', 'x'), is('人.c')),
    implication(is('人.c'), is('kind', 'x')),
  ];
  const findings = lint({ ...smallWorld, implications }, []);
  const contradictions = findings.filter(({ kind }) => kind === 'implication-contradiction');
  assert.equal(contradictions.length, 2);
  assert.equal(contradictions[0]?.witness?.a, true);
  assert.deepEqual(
    findings.filter(({ kind }) => kind === 'implication-cycle').map(({ fact }) => fact),
    ['kind', '人.c'],
  );
});

test('K6 a condition is described as a Japanese phrase', () => {
  const names: Readonly<Record<string, string>> = {
    dog: '犬',
    events: 'できごと',
    count: '人数',
    in: '転入',
    out: '転出',
  };
  const labels = { fact: (id: string) => names[id] ?? id, option: (_: string, value: string) => names[value] ?? value };
  const moves: Condition = {
    any: [
      { fact: 'events', has: 'in' },
      { fact: 'events', has: 'out' },
    ],
  };
  assert.equal(
    describe({ all: [moves, is('dog'), { not: { fact: 'count', gte: 2 } }] }, labels),
    '「できごと」に「転入」「転出」のどれかがある、かつ、「犬」が「はい」である、かつ、「人数」が2以上ではないとき',
  );
  assert.equal(
    describe({ any: [is('dog', false), { all: [moves, is('dog')] }] }, labels),
    '「犬」が「いいえ」である、または、（「できごと」に「転入」「転出」のどれかがある、かつ、「犬」が「はい」である）とき',
  );
  assert.equal(describe({ all: [] }, labels), 'いつも');
});
