import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clashes, type NumberFormat, ticketText } from '../queue/numbers.ts';
import { queueRules } from '../queue/rules.ts';
import { readNumbers, readRules } from './hall-routes.tsx';

const format = (more: Partial<NumberFormat>): NumberFormat => ({
  letter: 'A',
  first: 1,
  last: null,
  digits: 3,
  dailyLimit: null,
  ...more,
});

test('V5 numbers read as the city writes them: letter, zeros in front, or digits alone', () => {
  assert.equal(ticketText(format({}), 7), 'A007');
  assert.equal(ticketText(format({ letter: '', digits: 3 }), 301), '301');
  assert.equal(ticketText(format({ digits: 2 }), 127), 'A127');
});

test('V5 two places that could give out the same number are found', () => {
  assert.ok(clashes(format({}), format({ first: 500 })));
  assert.ok(!clashes(format({}), format({ letter: 'B' })));
  assert.ok(!clashes(format({ last: 300 }), format({ first: 301, last: 500 })));
  assert.ok(clashes(format({ last: 301 }), format({ first: 301, last: 500 })));
});

test('V5 what is typed about numbers may be full width; what cannot be is said at its field', () => {
  const typed = { letter: 'a', first: '301', last: '500', digits: '3', dailyLimit: '' };
  assert.deepEqual(readNumbers(typed), format({ first: 301, last: 500 }));
  const wrong = readNumbers({ letter: 'あ', first: '', last: '2', digits: '9', dailyLimit: '0' });
  assert.ok(Array.isArray(wrong));
  assert.deepEqual(
    wrong.map(({ name }) => name),
    ['letter', 'first', 'digits', 'dailyLimit'],
  );
  const backwards = readNumbers({ ...typed, last: '300' });
  assert.ok(Array.isArray(backwards) && backwards[0]?.name === 'last');
});

test('V5 the rules are taken in whole or not at all, with a sentence for each wrong field', () => {
  const usual = queueRules.parse({});
  const typed = Object.fromEntries(Object.entries(usual).map(([name, value]) => [name, String(value)]));
  assert.deepEqual(readRules(typed as Parameters<typeof readRules>[0]), usual);
  const wrong = readRules({ ...typed, mostCalls: '0', lateMinutes: '十分' } as Parameters<typeof readRules>[0]);
  assert.ok(Array.isArray(wrong));
  assert.deepEqual(wrong.map(({ name }) => name).sort(), ['lateMinutes', 'mostCalls']);
});
