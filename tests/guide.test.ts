import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type Fact, type Inventory, loadInventory, type Procedure } from '#inventory';
import { packageRoot } from '#platform/package';
import { decide, type Facts, type FactValue, factsOf } from '#rules';
import { Client } from './support/client.ts';
import { possible } from './support/possible.ts';
import { type Answers, choicesFor, fieldsOf } from './support/resident.ts';
import { type RunningServer, startServer } from './support/server.ts';

const inventory: Inventory = await loadInventory(join(packageRoot, 'content', 'asahikawa'));
const { program, situations } = inventory;
const mostScreens = 40;

let server: RunningServer;
before(async () => {
  server = await startServer();
});
after(() => server.close());

/** Walks through the guide; what the resident does not state is answered by `otherwise`. Gives all answers. */
function walk(stated: Facts, otherwise: (fact: Fact) => FactValue): Facts {
  let answers: Facts = {};
  for (let screens = 0; screens < mostScreens; screens += 1) {
    const next = program.next(answers);
    if (next === null) return answers;
    const given = next.facts.map((id) => {
      const fact = inventory.factById.get(id);
      assert.ok(fact, `the guide asks about ${id}, which does not exist`);
      assert.ok(!fact.staffOnly, `the guide asks a resident about ${id}`);
      return [id, stated[id] !== undefined ? stated[id] : otherwise(fact)] as const;
    });
    answers = { ...answers, ...Object.fromEntries(given) };
  }
  return assert.fail(`the guide does not end within ${mostScreens} screens`);
}

/** Procedures that logic decides, one way or the other. */
function decided(facts: Facts): Map<string, boolean> {
  const verdicts = [...program.verdicts(facts, 'unknown')];
  return new Map(verdicts.flatMap(([id, verdict]) => (verdict === 'unknown' ? [] : [[id, verdict] as const])));
}

/**
 * As `decided`, at the end of the guide: what no answer of わからない leaves open does not concern this resident, as
 * its questions never arose for them.
 */
function decidedAtEnd(answers: Facts): Map<string, boolean> {
  const concerned = ({ when }: Procedure) => factsOf(when).some((id) => answers[id] === null);
  const others = inventory.procedures.filter((procedure) => !concerned(procedure));
  return new Map([...others.map(({ id }) => [id, false] as const), ...decided(answers)]);
}

const needed = (facts: Facts): string[] =>
  [...program.verdicts(facts, 'no')].flatMap(([id, verdict]) => (verdict === true ? [id] : [])).sort();

/** What all facts at once decide, and the guide decides otherwise. */
function contradictions(one: Facts, other: Facts): string[] {
  const others = decidedAtEnd(other);
  return [...decided(one)].flatMap(([id, verdict]) => (others.get(id) === !verdict ? [id] : []));
}

for (const { id, title, facts, expected } of situations) {
  test(`V1 ${id} ${title}: everything that is needed, nothing that is wrong`, () => {
    const found = needed(facts);
    const missing = expected.required.filter((procedure) => !found.includes(procedure));
    const wrong = expected.forbidden.filter((procedure) => found.includes(procedure));
    const groups = (expected.requiredAnyOf ?? []).filter((group) => !group.some((one) => found.includes(one)));
    assert.deepEqual({ missing, wrong, groups }, { missing: [], wrong: [], groups: [] });
  });

  test(`V1 ${id} ${title}: the guide decides all that the stated facts decide, and the same`, () => {
    const walked = walk(facts, () => null);
    const atOnce = decided(facts);
    const atEnd = decidedAtEnd(walked);
    assert.deepEqual(
      [...atOnce].filter(([procedure, verdict]) => atEnd.get(procedure) !== verdict),
      [],
    );
  });
}

/** Any answer to a fact that its page could give. */
function anyAnswer({ type, options }: Fact): fc.Arbitrary<FactValue> {
  const values = options.filter(({ staffOnly }) => !staffOnly).map(({ value }) => value);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return fc.nat({ max: 5 });
  return type === 'enum' ? fc.constantFrom(...values) : fc.subarray(values, { maxLength: 2 });
}

/** A resident who can exist, with an answer to every question that arises: events first, then what follows from them. */
const residents: fc.Arbitrary<Facts> = fc.tuple(...inventory.facts.map((fact) => anyAnswer(fact))).map((answers) => {
  let facts: Facts = {};
  for (let size = -1; size !== Object.keys(facts).length; ) {
    size = Object.keys(facts).length;
    const arisen = inventory.facts.flatMap((fact, index) =>
      !fact.staffOnly && decide(fact.askWhen, facts, inventory.vocabulary) === true
        ? [[fact.id, facts[fact.id] ?? answers[index] ?? null] as const]
        : [],
    );
    facts = { ...facts, ...Object.fromEntries(arisen) };
  }
  return possible(inventory, facts);
});

test('V1 any resident: the guide never contradicts what all their facts at once say', () => {
  fc.assert(
    fc.property(residents, (facts) => {
      assert.deepEqual(
        contradictions(
          facts,
          walk(facts, () => null),
        ),
        [],
      );
    }),
    { seed: 20261122, numRuns: 60 },
  );
});

test('V1 any resident: わからない never adds or removes a procedure that other answers decide', () => {
  fc.assert(
    fc.property(residents, fc.nat({ max: 200 }), (facts, hidden) => {
      const ids = Object.keys(facts).filter((id) => id !== 'events');
      const left = Object.fromEntries(Object.entries(facts).filter(([id]) => id !== ids[hidden % (ids.length || 1)]));
      assert.deepEqual(
        contradictions(
          facts,
          walk(left, () => null),
        ),
        [],
      );
    }),
    { seed: 20261122, numRuns: 40 },
  );
});

/** Goes the same way over HTTP and reads the result page. */
async function walkByHttp(facts: Facts): Promise<string[]> {
  const client = new Client(server.url);
  const events = [facts.events ?? []].flat();
  let answer = await client.post('/guide/start', { choice: events.map((event) => `event:${event}`) });
  for (let screens = 0; screens < mostScreens && answer.path.startsWith('/guide/questions/'); screens += 1) {
    const asked = decodeURIComponent(answer.path.replace('/guide/questions/', '')).split(',');
    const offered = [...answer.body.matchAll(/<(?:input|button)[^>]*name="(answer[^"]*)"[^>]*>/g)].map(
      ([tag, name = '']) => ({ name, value: /value="([^"]*)"/.exec(tag)?.[1] ?? '' }),
    );
    answer = await client.post(answer.path, fieldsOf(choicesFor(offered, asked, facts as Answers)));
  }
  assert.equal(answer.path, '/guide/result');
  const shown = [...answer.body.matchAll(/class="card-link" href="\/procedures\/([a-z0-9_]+)"/g)];
  return shown.map(([, id]) => id ?? '').sort();
}

for (const id of ['s02', 's05', 's11']) {
  test(`V1 ${id}: the pages end at the same set as all facts at once`, async () => {
    const situation = situations.find((one) => one.id === id);
    assert.ok(situation);
    assert.deepEqual(await walkByHttp(situation.facts), needed(situation.facts));
  });
}

/** What only staff may see: words of facts and choices that no resident is ever asked about. */
const staffOnlyWords = inventory.facts.flatMap((fact) => {
  const texts = fact.staffOnly ? [fact.label, fact.question] : [];
  const choices = fact.options.filter(({ staffOnly }) => staffOnly).map(({ label }) => label);
  return [...texts, ...choices].flatMap((text) => Object.values(text));
});

test('V1 X2 what only staff may see stands on no page that a resident can open', async () => {
  assert.ok(staffOnlyWords.length > 0, 'there is something that only staff may see');
  const client = new Client(server.url);
  const procedures = inventory.procedures.map(({ id }) => `/procedures/${id}`);
  const questions = inventory.facts.map(({ id }) => `/guide/questions/${id}`);
  const tiles = inventory.home.map(({ id }) => `/guide/start/${id}`);
  await client.post('/guide/start', { choice: ['event:tennyu', 'event:tenkyo'] });
  const wrong: string[] = [];
  for (const path of ['/', '/procedures', '/congestion', ...tiles, ...procedures, ...questions]) {
    const { status, body } = await client.get(path);
    assert.ok([200, 404].includes(status), `${path}: ${status}`);
    const words = staffOnlyWords.filter((word) => body.includes(word));
    if (words.length > 0 || /value="(?:event:)?dv"/.test(body)) wrong.push(`${path}: ${words.join(' / ')}`);
  }
  assert.deepEqual(wrong, []);
});

test('V1 X2 searching for violence leads to no question and no choice that only staff may see', async () => {
  const client = new Client(server.url);
  for (const words of ['DV', '暴力から逃げている', 'dv', '住所を知られたくない']) {
    const { body } = await client.post('/search', { words });
    assert.doesNotMatch(body, /value="(?:event|want):dv"/);
    const shown = body.replaceAll(words, '');
    assert.deepEqual(
      staffOnlyWords.filter((word) => shown.includes(word)),
      [],
    );
  }
});

test('V1 X2 a question that only staff may ask cannot be opened or answered by its address', async () => {
  const client = new Client(server.url);
  await client.post('/guide/start', { choice: 'event:tennyu' });
  for (const { id } of inventory.facts.filter(({ staffOnly }) => staffOnly)) {
    assert.equal((await client.get(`/guide/questions/${id}`)).status, 404);
    assert.equal((await client.post(`/guide/questions/${id}`, { [`answer.${id}`]: 'yes' })).status, 404);
  }
  assert.equal((await client.post('/guide/start', { choice: 'event:dv' })).path, '/');
});
