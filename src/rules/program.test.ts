import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { answers, conditions, implication, implications, matters, residents, smallWorld } from './brute-force.test.ts';
import {
  type Condition,
  compile,
  decide,
  evaluate,
  type Facts,
  factsOf,
  type Goal,
  holds,
  type Vocabulary,
} from './index.ts';

const yes = (fact: string): Condition => ({ fact, is: true });

const goalLists = fc
  .array(conditions, { minLength: 1, maxLength: 4 })
  .map((list) => list.map((condition, index): Goal => ({ id: `g${index}`, condition })));

/** The small world with questions that hang on each other. */
const hinted: fc.Arbitrary<Vocabulary> = fc
  .tuple(conditions, conditions, implications)
  .map(([first, second, laws]) => ({
    facts: smallWorld.facts.map((fact) =>
      fact.id === 'b' ? { ...fact, askWhen: first } : fact.id === 'count' ? { ...fact, askWhen: second } : fact,
    ),
    implications: laws,
  }));

function interview(
  vocabulary: Vocabulary,
  goals: readonly Goal[],
  resident: Facts,
  visit?: (facts: Facts) => void,
): Facts {
  const program = compile(vocabulary, goals);
  let facts: Facts = {};
  for (let screen = program.next(facts); screen; screen = program.next(facts)) {
    visit?.(facts);
    for (const fact of screen.facts) {
      assert.equal(facts[fact], undefined, `${fact} is asked once`);
      facts = { ...facts, [fact]: resident[fact] ?? null };
    }
  }
  return facts;
}

test('V1 verdicts equal holds and decide for every goal', () => {
  fc.assert(
    fc.property(goalLists, answers, implications, (goals, facts, laws) => {
      const vocabulary = { ...smallWorld, implications: laws };
      const program = compile(vocabulary, goals);
      const no = goals.map(({ id, condition }) => [id, holds(condition, facts)]);
      const unknown = goals.map(({ id, condition }) => [id, decide(condition, facts, vocabulary)]);
      assert.deepEqual([...program.verdicts(facts, 'no')], no);
      assert.deepEqual([...program.verdicts(facts, 'unknown')], unknown);
    }),
    { numRuns: 150 },
  );
});

test('V1 what a question can decide are the goals that read it and stay open without its answer', () => {
  fc.assert(
    fc.property(goalLists, answers, implications, (goals, facts, laws) => {
      const vocabulary = { ...smallWorld, implications: laws };
      for (const { id: asked } of smallWorld.facts) {
        const { [asked]: _answer, ...others } = facts;
        const expected = goals.filter(
          ({ condition }) => factsOf(condition).includes(asked) && decide(condition, others, vocabulary) === 'unknown',
        );
        const ids = expected.map(({ id }) => id);
        assert.deepEqual(compile(vocabulary, goals).openTo([asked], others), ids);
      }
    }),
    { numRuns: 100 },
  );
});

test('V1 the interview ends and finds the same set as knowing everything at once', () => {
  fc.assert(
    fc.property(goalLists, residents, (goals, resident) => {
      const facts = interview(smallWorld, goals, resident);
      const expected = goals.map(({ id, condition }) => [id, evaluate(condition, resident)]);
      assert.deepEqual([...compile(smallWorld, goals).verdicts(facts, 'unknown')], expected);
    }),
    { numRuns: 150 },
  );
});

test('V1 the interview ends whatever is answered わからない and whatever the hints say', () => {
  fc.assert(
    fc.property(hinted, goalLists, answers, (vocabulary, goals, resident) => {
      const facts = interview(vocabulary, goals, resident);
      assert.equal(compile(vocabulary, goals).remaining(facts), 0);
    }),
    { numRuns: 150 },
  );
});

/** The facts that matter to a goal, and those that some question among them waits for. */
function bearing({ facts: definitions }: Vocabulary, goals: readonly Goal[], facts: Facts): Set<string> {
  const ids = definitions.map(({ id }) => id).filter((id) => facts[id] === undefined);
  const found = new Set(ids.filter((id) => goals.some(({ condition }) => matters(id, condition, facts))));
  // A set takes in what is added while it is walked through, so gates of gates are found too.
  for (const fact of found) {
    const askWhen = definitions.find(({ id }) => id === fact)?.askWhen ?? { all: [] };
    for (const id of ids) if (matters(id, askWhen, facts)) found.add(id);
  }
  return found;
}

test('V1 only questions whose answer can make a difference are asked, and never against their hint', () => {
  fc.assert(
    fc.property(hinted, goalLists, answers, (given, goals, facts) => {
      const vocabulary = { ...given, implications: [] };
      const screen = compile(vocabulary, goals).next(facts);
      for (const fact of screen?.facts ?? []) {
        const askWhen = vocabulary.facts.find(({ id }) => id === fact)?.askWhen ?? { all: [] };
        assert.notEqual(decide(askWhen, facts, vocabulary), false);
        assert.ok(bearing(vocabulary, goals, facts).has(fact));
      }
      assert.equal(screen === null || screen.why.length > 0, true);
    }),
    { numRuns: 150 },
  );
});

test('V1 a hint that holds whatever わからない stands for holds: nothing is asked to make sure of it', () => {
  const known: Condition = { any: [yes('a'), { fact: 'a', is: false }, { fact: '人.c', is: false }] };
  const facts = smallWorld.facts.map((fact) => (fact.id === 'count' ? { ...fact, askWhen: known } : fact));
  const goals: Goal[] = [{ id: 'g0', condition: { fact: 'count', gte: 1 } }];
  const asked = (answered: Facts) => compile({ ...smallWorld, facts }, goals).next(answered)?.facts;
  assert.deepEqual(asked({ a: null }), ['count']);
  assert.deepEqual(asked({}), ['count']);
});

test('V1 the interview stops only when no open question can make a difference', () => {
  fc.assert(
    fc.property(goalLists, answers, (goals, resident) => {
      const facts = interview(smallWorld, goals, resident);
      const open = smallWorld.facts.filter(({ id }) => facts[id] === undefined);
      for (const { id } of open) assert.ok(!goals.some(({ condition }) => matters(id, condition, facts)));
    }),
    { numRuns: 60 },
  );
});

const event = (has: string): Condition => ({ fact: 'events', has });

const city: Vocabulary = {
  facts: [
    { id: 'dog', type: 'boolean' },
    { id: 'events', type: 'list', options: ['in', 'out'] },
    { id: 'wants', type: 'list', options: ['copy'] },
    ...Array.from({ length: 10 }, (_, index) => ({ id: `thing${index}`, type: 'boolean' as const })),
    { id: 'married', type: 'boolean' },
    { id: 'child', type: 'boolean' },
    { id: 'school', type: 'boolean', askWhen: yes('child') },
    { id: 'left', type: 'integer', minimum: 0 },
    { id: 'danger', type: 'boolean', staffOnly: true },
  ],
};

test('V1 the life event is asked first and alone', () => {
  const program = compile(city, [{ id: 'dog', condition: { all: [yes('dog'), event('in')] } }]);
  assert.deepEqual(program.next({}), { facts: ['events'], bounds: {}, why: ['dog'] });
  assert.deepEqual(program.next({ events: ['in'] }), { facts: ['dog'], bounds: {}, why: ['dog'] });
  assert.equal(program.next({ events: ['out'] }), null);
});

test('V1 a screen holds at most eight options, and a "no" that decides takes an answer of its own', () => {
  const things = Array.from({ length: 10 }, (_, index) => ({ id: `g${index}`, condition: yes(`thing${index}`) }));
  const program = compile(city, [...things, { id: 'duty', condition: { fact: 'married', is: false } }]);
  assert.ok(program.tickable.has('thing0') && !program.tickable.has('married') && !program.tickable.has('events'));
  const places: number[] = [];
  let facts: Facts = {};
  for (let screen = program.next(facts); screen; screen = program.next(facts)) {
    places.push(screen.facts.reduce((sum, fact) => sum + (program.tickable.has(fact) ? 1 : 2), 0));
    facts = { ...facts, ...Object.fromEntries(screen.facts.map((fact) => [fact, false])) };
  }
  assert.deepEqual(places.sort(), [4, 8]);
});

test('V1 at most two questions with an answer of their own share a screen', () => {
  const duties = ['married', 'child', 'thing0', 'thing1', 'thing2'];
  const program = compile(
    city,
    duties.map((fact) => ({ id: fact, condition: { fact, is: false } })),
  );
  const screens: number[] = [];
  let facts: Facts = {};
  for (let screen = program.next(facts); screen; screen = program.next(facts)) {
    screens.push(screen.facts.length);
    facts = { ...facts, ...Object.fromEntries(screen.facts.map((fact) => [fact, true])) };
  }
  assert.deepEqual(screens, [2, 2, 1]);
});

test('V1 a question waits for the one that may make it needless', () => {
  const goals = [
    { id: 'allowance', condition: yes('child') },
    { id: 'transfer', condition: { all: [yes('child'), yes('school')] } },
  ];
  const program = compile(city, goals);
  assert.deepEqual(program.next({})?.facts, ['child']);
  assert.equal(program.next({ child: false }), null);
  assert.deepEqual(program.next({ child: true })?.facts, ['school']);
  assert.equal(program.next({ child: null }), null, 'who does not know the first is not asked the second');
});

test('V1 what a question hangs on is asked before it, though no goal mentions it', () => {
  const vocabulary: Vocabulary = {
    facts: [
      { id: 'child', type: 'boolean' },
      { id: 'school', type: 'boolean', askWhen: yes('child') },
      { id: 'newSchool', type: 'boolean', askWhen: yes('school') },
      { id: 'dog', type: 'boolean' },
    ],
  };
  const program = compile(vocabulary, [
    { id: 'transfer', condition: yes('newSchool') },
    { id: 'register', condition: yes('dog') },
  ]);
  assert.deepEqual(program.next({}), { facts: ['child', 'dog'], bounds: {}, why: ['transfer', 'register'] });
  assert.deepEqual(program.next({ child: true, dog: false })?.facts, ['school']);
  assert.deepEqual(program.next({ child: true, dog: false, school: true })?.facts, ['newSchool']);
  for (const child of [false, null]) assert.equal(program.next({ child, dog: false }), null);
  for (const school of [false, null]) assert.equal(program.next({ child: true, dog: false, school }), null);
});

test('V1 わからない closes no question whose condition other answers settle', () => {
  const vocabulary: Vocabulary = {
    facts: [
      { id: 'child', type: 'boolean' },
      { id: 'school', type: 'boolean' },
      { id: 'allowance', type: 'boolean', askWhen: yes('child') },
    ],
    implications: [implication(yes('school'), yes('child'))],
  };
  const program = compile(vocabulary, [{ id: 'g', condition: yes('allowance') }]);
  assert.deepEqual(program.next({ child: null, school: true })?.facts, ['allowance']);
  assert.equal(program.next({ child: null, school: false }), null);
});

test('V1 a number that a question hangs on is asked with the bound that opens it', () => {
  const vocabulary: Vocabulary = {
    facts: [
      { id: 'left', type: 'integer', minimum: 0 },
      { id: 'head', type: 'boolean', askWhen: { fact: 'left', gte: 2 } },
    ],
  };
  const program = compile(vocabulary, [{ id: 'change', condition: yes('head') }]);
  assert.deepEqual(program.next({}), { facts: ['left'], bounds: { left: [2] }, why: ['change'] });
  assert.equal(program.next({ left: 1 }), null);
});

test('V1 lists share a screen, each option takes a place, and no place stays empty that can be filled', () => {
  const options = (count: number) => Array.from({ length: count }, (_, index) => `o${index}`);
  const sizes: Record<string, number> = {
    five: 5,
    three: 3,
    four: 4,
    nine: 9,
    wants: 2,
    one: 1,
    two: 1,
    six: 1,
    ten: 1,
  };
  const vocabulary: Vocabulary = {
    facts: Object.entries(sizes).map(([id, size]) =>
      size === 1 ? { id, type: 'boolean' } : { id, type: 'list', options: options(size) },
    ),
  };
  const goals = Object.entries(sizes).map(([id, size]) => ({
    id,
    condition: size === 1 ? yes(id) : { fact: id, has: 'o0' },
  }));
  const program = compile(vocabulary, goals);
  const screens: [string, number][] = [];
  let facts: Facts = {};
  for (let screen = program.next(facts); screen; screen = program.next(facts)) {
    const places = screen.facts.reduce((sum, fact) => sum + (sizes[fact] ?? 0), 0);
    screens.push([screen.facts.length > 1 ? 'several' : screen.facts.join(), places]);
    facts = { ...facts, ...Object.fromEntries(screen.facts.map((fact) => [fact, null])) };
  }
  assert.deepEqual(screens.sort(), [
    ['nine', 9],
    ['several', 8],
    ['several', 8],
    ['wants', 2],
  ]);
});

test('V1 the most deciding fact of a screen comes first', () => {
  const program = compile(city, [
    { id: 'plain', condition: yes('thing0') },
    { id: 'two', condition: { any: [yes('thing1'), yes('thing2')] } },
    { id: 'many', condition: { any: [yes('thing4'), { all: [yes('thing3'), yes('thing5'), yes('thing6')] }] } },
  ]);
  assert.equal(program.next({})?.facts[0], 'thing3');
});

test('V1 a question is not asked when わからない elsewhere keeps its goals open whatever the answer', () => {
  const program = compile(city, [
    { id: 'g', condition: { any: [yes('dog'), { all: [yes('married'), yes('child')] }] } },
  ]);
  assert.ok(program.next({ dog: null }), 'nobody knows yet that both hold');
  assert.ok(program.next({ dog: null, married: true }));
  assert.equal(program.next({ dog: null, married: null }), null);
  assert.equal(program.next({ dog: null, married: false }), null);
});

test('V1 a number is asked as the bounds that still decide', () => {
  const left = (gte: number): Condition => ({ fact: 'left', gte });
  const goals = [
    { id: 'two', condition: left(2) },
    { id: 'five', condition: { all: [left(5), yes('dog')] } },
  ];
  const program = compile(city, goals);
  assert.deepEqual(program.next({ dog: false })?.bounds, { left: [2] });
  assert.deepEqual(program.next({ dog: true })?.bounds, { left: [2, 5] });
});

test('V1 what only staff may enter is never asked', () => {
  const program = compile(city, [{ id: 'shelter', condition: yes('danger') }]);
  assert.equal(program.next({}), null);
  assert.equal(program.verdicts({}, 'unknown').get('shelter'), 'unknown');
  assert.equal(program.verdicts({ danger: true }, 'unknown').get('shelter'), true);
});

test('V1 reasons for a screen begin with the weightiest goal', () => {
  const goals = [
    { id: 'light', condition: yes('dog') },
    { id: 'heavy', condition: yes('dog'), weight: 5 },
  ];
  assert.deepEqual(compile(city, goals).next({})?.why, ['heavy', 'light']);
});

test('V1 what the implications settle is not asked', () => {
  const laws = [implication(yes('child'), yes('married'))];
  const program = compile({ ...city, implications: laws }, [{ id: 'g', condition: yes('married') }]);
  assert.equal(program.next({ child: true }), null);
  assert.deepEqual(program.next({})?.facts, ['married']);
});
