/**
 * Evaluation of all procedures against the peers of the same run, the next screen, and the screens and answers a resident
 * needs. Peers get every fact answered, since they know no "unknown"; the verdicts must be equal before they are timed.
 */

import { evaluate as evaluateFeel } from 'feelin';
import { Engine } from 'json-rules-engine';
import Publicodes from 'publicodes';
import { loadInventory } from '#inventory';
import { type Condition, type Facts, printFeel } from '#rules';
import { fixedOrderQuestions, guideWalk, oracleQuestions, questionsOneAtATime } from './guideWalk.ts';
import { median, percentile, report } from './report.ts';
import { randomNumbers, randomResidents } from './residents.ts';

const inventory = await loadInventory('content/asahikawa');
const { procedures, program } = inventory;
const residents = randomResidents(inventory, 60, 2026);

type Verdicts = (facts: Facts) => Promise<string[]> | string[];

/** Nested as FEEL and JavaScript engines expect it: `deceased.isHead` is a property of `deceased`. */
function nested(facts: Facts): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [id, value] of Object.entries(facts)) {
    const [first = '', second] = id.split('.');
    if (second === undefined) result[first] = value;
    else result[first] = { ...(result[first] as object | undefined), [second]: value };
  }
  return result;
}

const ours: Verdicts = (facts) => {
  const verdicts = program.verdicts(facts, 'no');
  return procedures.filter(({ id }) => verdicts.get(id) === true).map(({ id }) => id);
};

function feelinPeer(): Verdicts {
  const texts = procedures.map(({ id, when }) => [id, printFeel(when)] as const);
  return (facts) => {
    const context = nested(facts);
    return texts.filter(([, text]) => evaluateFeel(text, context).value === true).map(([id]) => id);
  };
}

function jsonRulesPeer(): Verdicts {
  const convert = (condition: Condition): object => {
    if ('all' in condition) return { all: condition.all.map(convert) };
    if ('any' in condition) return { any: condition.any.map(convert) };
    if ('not' in condition) return { not: convert(condition.not) };
    if ('is' in condition) return { fact: condition.fact, operator: 'equal', value: condition.is };
    if ('has' in condition) return { fact: condition.fact, operator: 'contains', value: condition.has };
    return { fact: condition.fact, operator: 'greaterThanInclusive', value: condition.gte };
  };
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const { id, when } of procedures) {
    const converted = convert(when);
    const grouped = 'fact' in converted ? { all: [converted] } : converted;
    engine.addRule({ conditions: grouped as never, event: { type: id } });
  }
  return async (facts) => (await engine.run({ ...facts })).events.map(({ type }) => type);
}

function publicodesPeer(): Verdicts {
  const name = (id: string) => id.replaceAll('.', ' ').replaceAll('_', ' ');
  const leaf = (condition: Extract<Condition, { fact: string }>, positive: boolean): string => {
    if ('gte' in condition) return `${name(condition.fact)} ${positive ? '>=' : '<'} ${condition.gte}`;
    const variable =
      'has' in condition || typeof condition.is === 'string'
        ? `${name(condition.fact)} ${name(String('has' in condition ? condition.has : condition.is))}`
        : name(condition.fact);
    const wanted = 'is' in condition && condition.is === false ? !positive : positive;
    return `${variable} = ${wanted ? 'oui' : 'non'}`;
  };
  // Publicodes has no "not" over a group: it is pushed down to the leaves.
  const convert = (condition: Condition, positive = true): object | string => {
    if ('not' in condition) return convert(condition.not, !positive);
    if ('fact' in condition) return leaf(condition, positive);
    const members = ('all' in condition ? condition.all : condition.any).map((member) => convert(member, positive));
    return { ['all' in condition === positive ? 'toutes ces conditions' : 'une de ces conditions']: members };
  };
  const rules: Record<string, unknown> = {};
  const variables = new Map<string, (facts: Facts) => string | number>();
  for (const fact of inventory.facts) {
    if (fact.type === 'integer') variables.set(name(fact.id), (facts) => Number(facts[fact.id] ?? 0));
    if (fact.type === 'boolean') variables.set(name(fact.id), (facts) => (facts[fact.id] === true ? 'oui' : 'non'));
    for (const { value } of fact.options) {
      variables.set(`${name(fact.id)} ${name(value)}`, (facts) => {
        const answer = facts[fact.id];
        return (Array.isArray(answer) ? answer.includes(value) : answer === value) ? 'oui' : 'non';
      });
    }
  }
  for (const variable of variables.keys()) rules[variable] = { 'par défaut': variable.includes('15plus') ? 0 : 'non' };
  for (const { id, when } of procedures) rules[`procedure ${name(id)}`] = convert(when);
  const engine = new Publicodes(rules as never);
  return (facts) => {
    engine.setSituation(Object.fromEntries([...variables].map(([key, value]) => [key, value(facts)])) as never);
    return procedures
      .filter(({ id }) => engine.evaluate(`procedure ${name(id)}`).nodeValue === true)
      .map(({ id }) => id);
  };
}

async function timed(verdicts: Verdicts, sample: readonly Facts[], repeat: number): Promise<number> {
  const times: number[] = [];
  for (const facts of sample) {
    const start = performance.now();
    for (let round = 0; round < repeat; round += 1) await verdicts(facts);
    times.push((performance.now() - start) / repeat);
  }
  return median(times);
}

/** How many residents get other procedures from a peer than from us, over the whole sample. */
async function differences(verdicts: Verdicts, sample: readonly Facts[]): Promise<number> {
  let count = 0;
  for (const facts of sample) {
    const [left, right] = [ours(facts), await verdicts(facts)] as [string[], string[]];
    if ([...left].sort().join() !== [...right].sort().join()) count += 1;
  }
  return count;
}

const makePeers: Record<string, () => Verdicts> = {
  feelin: feelinPeer,
  'json-rules-engine': jsonRulesPeer,
  publicodes: publicodesPeer,
};
await timed(ours, residents, 20);
const ownMilliseconds = await timed(ours, residents, 50);
const peers: Record<string, number> = {};
for (const [name, make] of Object.entries(makePeers)) {
  const peer = make();
  const sample = residents.slice(0, 12);
  peers[`${name} different verdicts (of ${sample.length})`] = await differences(peer, sample);
  const milliseconds = await timed(peer, sample, 1);
  peers[`${name} ms`] = milliseconds;
  peers[`${name} times slower`] = milliseconds / ownMilliseconds;
}

// The first walks are those of a process that has just started; a resident meets one that has been asked before.
for (const facts of randomResidents(inventory, 30, 1)) guideWalk(inventory, facts);
const walks = inventory.situations.map((situation) => guideWalk(inventory, situation.facts));
const synthetic = residents.map((facts) => guideWalk(inventory, facts));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const everyNext = [...walks, ...synthetic].flatMap((walk) => walk.milliseconds);
const situations = inventory.situations.map(({ facts }) => facts);
const fixedOrder = (people: readonly Facts[]) => mean(fixedOrderQuestions(inventory, people));
const fewerThanFixed = (people: readonly Facts[], questions: (facts: Facts) => number) =>
  100 * (1 - mean(people.map(questions)) / fixedOrder(people));
const ourQuestions = (facts: Facts) => questionsOneAtATime(inventory, facts);
const random = randomNumbers(7);
const figures = {
  'evaluation of all procedures ms': ownMilliseconds,
  'screens, mean over situations': mean(walks.map((walk) => walk.screens)),
  'answers, mean over situations': mean(walks.map((walk) => walk.answers)),
  'screens, mean over synthetic residents': mean(synthetic.map((walk) => walk.screens)),
  'answers, mean over synthetic residents': mean(synthetic.map((walk) => walk.answers)),
  'fewer questions than a fixed order %, situations': fewerThanFixed(situations, ourQuestions),
  'fewer questions than a fixed order %, synthetic residents': fewerThanFixed(residents, ourQuestions),
  'the same %, for an oracle that knows all answers, synthetic residents': fewerThanFixed(residents, (facts) =>
    oracleQuestions(inventory, facts, random),
  ),
  'next screen p95 ms': percentile(everyNext, 0.95),
};
report({
  name: 'guide',
  figures,
  peers,
  goal: {
    'screens, mean over situations': '≤ 5',
    'answers, mean over situations': '≤ 15',
    'fewer questions than a fixed order %, situations': '≥ 10',
    'next screen p95 ms': '< 5',
  },
  pass:
    figures['screens, mean over situations'] <= 5 &&
    figures['answers, mean over situations'] <= 15 &&
    figures['fewer questions than a fixed order %, situations'] >= 10 &&
    figures['next screen p95 ms'] < 5 &&
    Object.entries(peers).every(([key, value]) => !key.endsWith('times slower') || value > 1),
});
