import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { conditions } from './brute-force.test.ts';
import { type Condition, ConditionError, ConditionSyntaxError, parseFeel, printFeel } from './index.ts';

/** Groups of one are written as their only part. */
function withoutSingles(condition: Condition): Condition {
  if ('not' in condition) return { not: withoutSingles(condition.not) };
  if (!('all' in condition) && !('any' in condition)) return condition;
  const parts = ('all' in condition ? condition.all : condition.any).map(withoutSingles);
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  return 'all' in condition ? { all: parts } : { any: parts };
}

test('K6 a condition survives printing and reading', () => {
  fc.assert(
    fc.property(conditions, (condition) => {
      assert.deepEqual(parseFeel(printFeel(condition)), withoutSingles(condition));
    }),
    { numRuns: 150 },
  );
});

test('K6 any text survives as a value', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (is) => {
      assert.deepEqual(parseFeel(printFeel({ fact: 'kind', is })), { fact: 'kind', is });
    }),
    { numRuns: 100 },
  );
});

test('K6 the written forms are read', () => {
  assert.deepEqual(parseFeel('deceased.isHead = true and not(list contains(events, "tennyu"))'), {
    all: [{ fact: 'deceased.isHead', is: true }, { not: { fact: 'events', has: 'tennyu' } }],
  });
  assert.deepEqual(parseFeel('残る人数 >= 2 or (true)'), { any: [{ fact: '残る人数', gte: 2 }, { all: [] }] });
  assert.deepEqual(parseFeel('false'), { any: [] });
});

test('K6 what is not a condition is refused with its position', () => {
  const refused = (text: string, position: number) =>
    assert.throws(
      () => parseFeel(text),
      (error) => error instanceof ConditionSyntaxError && error.position === position && /[。]$/.test(error.message),
      text,
    );
  refused('', 0);
  refused('a = true and', 12);
  refused('a = true and now()', 13);
  refused('a = null', 2);
  refused('a < 3', 2);
  refused('a and b = true', 0);
  refused('n >= 1.5', 5);
  refused('for x in y return x', 0);
  refused('a = true // seen', 9);
  refused('1 = true', 0);
});

test('K6 hostile text ends in an error at once', () => {
  assert.throws(() => parseFeel(`a = "${'あ'.repeat(1400)}"`), /4096バイト/);
  assert.throws(() => parseFeel(`${'('.repeat(1000)}a = true${')'.repeat(1000)}`), ConditionSyntaxError);
  assert.throws(() => parseFeel(`${'not('.repeat(40)}a = true${')'.repeat(40)}`), ConditionSyntaxError);
  assert.throws(() => printFeel({ fact: 'a = true or b', is: true }), ConditionError);
  assert.throws(() => printFeel({ fact: 'not', is: true }), ConditionError);
});
