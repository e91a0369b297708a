import fc from 'fast-check';
import type { Condition, Facts, FactValue, Implication, Vocabulary } from './index.ts';
import { evaluate, leavesOf } from './index.ts';

/** A small world in which everything can be enumerated: 2·2·2·3·4·5 = 480 residents. */
export const smallWorld: Vocabulary = {
  facts: [
    { id: 'a', type: 'boolean' },
    { id: 'b', type: 'boolean' },
    { id: '人.c', type: 'boolean' },
    { id: 'kind', type: 'enum', options: ['x', 'y', 'z'] },
    { id: 'members', type: 'list', options: ['p', 'q'] },
    { id: 'count', type: 'integer', minimum: 0, maximum: 4 },
  ],
};

const values: Readonly<Record<string, readonly NonNullable<FactValue>[]>> = {
  a: [true, false],
  b: [true, false],
  '人.c': [true, false],
  kind: ['x', 'y', 'z'],
  members: [[], ['p'], ['q'], ['p', 'q']],
  count: [0, 1, 2, 3, 4],
};

const plain = { noNullPrototype: true } as const;

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ fact: fc.constantFrom('a', 'b', '人.c'), is: fc.boolean() }, plain),
  fc.record({ fact: fc.constant('kind'), is: fc.constantFrom('x', 'y', 'z') }, plain),
  fc.record({ fact: fc.constant('members'), has: fc.constantFrom('p', 'q') }, plain),
  fc.record({ fact: fc.constant('count'), gte: fc.integer({ min: 1, max: 4 }) }, plain),
);

/** Conditions over the small world, nested up to four deep. */
export const conditions: fc.Arbitrary<Condition> = fc.letrec<{ node: Condition }>((tie) => {
  const parts = fc.array(tie('node'), { maxLength: 3 });
  const nested = fc.oneof(
    { weight: 3, arbitrary: fc.record({ all: parts }, plain) },
    { weight: 3, arbitrary: fc.record({ any: parts }, plain) },
    { weight: 1, arbitrary: fc.record({ not: tie('node') }, plain) },
  );
  return { node: fc.oneof({ maxDepth: 4, depthSize: 'small' }, leaf, nested) };
}).node;

export function implication(when: Condition, then: Condition): Implication {
  return { when, then };
}

/** Up to two implications between single leaves. */
export const implications: fc.Arbitrary<Implication[]> = fc.array(
  fc.tuple(leaf, leaf).map(([when, then]) => implication(when, then)),
  {
    maxLength: 2,
  },
);

/** Some facts answered, some わからない, the others open. */
export const answers: fc.Arbitrary<Facts> = fc.record(
  Object.fromEntries(Object.entries(values).map(([fact, all]) => [fact, fc.constantFrom<FactValue>(...all, null)])),
  { ...plain, requiredKeys: [] },
);

/** Complete residents. */
export const residents: fc.Arbitrary<Facts> = fc.record(
  Object.fromEntries(Object.entries(values).map(([fact, all]) => [fact, fc.constantFrom<FactValue>(...all)])),
  plain,
);

/** Every complete resident who agrees with the answers. */
export function completions(facts: Facts): Facts[] {
  return Object.entries(values).reduce<Facts[]>(
    (found, [fact, all]) => {
      const given = facts[fact];
      const possible = given === undefined || given === null ? all : [given];
      return found.flatMap((resident) => possible.map((value) => ({ ...resident, [fact]: value })));
    },
    [{}],
  );
}

/** The completions that respect the implications, but for those that the answers contradict. */
export function lawful(facts: Facts, laws: readonly Implication[]): Facts[] {
  const all = completions(facts);
  const obeying = (group: readonly Implication[]) => all.filter((one) => group.every((law) => obeys(one, law)));
  const kept = laws.filter((law) => obeying(laws.filter((other) => connected(law, other))).length > 0);
  return obeying(kept);
}

function obeys(resident: Facts, { when, then }: Implication): boolean {
  return evaluate(when, resident) !== true || evaluate(then, resident) === true;
}

/** Whether two implications (there are never more) speak of the same thing. */
function connected(first: Implication, second: Implication): boolean {
  const names = ({ when, then }: Implication) =>
    leavesOf({ all: [when, then] }).map((leaf) => ('has' in leaf ? `${leaf.fact}/${leaf.has}` : leaf.fact));
  return names(first).some((name) => names(second).includes(name));
}

/**
 * Whether the answer to a fact can make a difference to what is decided: わからない stays open for good, so a verdict
 * counts as decided when it is the same for everyone who shares the known answers.
 */
export function matters(fact: string, condition: Condition, facts: Facts): boolean {
  const open = Object.keys(values).filter((id) => facts[id] !== null);
  const verdicts = new Map<string, Set<boolean>>();
  for (const resident of completions(facts)) {
    const key = JSON.stringify(open.map((id) => resident[id]));
    verdicts.set(key, (verdicts.get(key) ?? new Set()).add(evaluate(condition, resident) === true));
  }
  const outcomes = new Map<string, Set<string>>();
  for (const [key, truths] of verdicts) {
    const others = JSON.stringify((JSON.parse(key) as unknown[]).filter((_, index) => open[index] !== fact));
    outcomes.set(others, (outcomes.get(others) ?? new Set()).add([...truths].sort().join()));
  }
  return [...outcomes.values()].some((different) => different.size > 1);
}
