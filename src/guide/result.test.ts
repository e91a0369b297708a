import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Fact, loadInventory } from '#inventory';
import { packageRoot } from '#platform/package';
import { decide, type Facts, type FactValue, holds } from '#rules';
import { answersThatCount } from './answers.ts';
import { readDates } from './dates.ts';
import { guideResult } from './result.ts';

const inventory = await loadInventory(join(packageRoot, 'content', 'asahikawa'));
const today = '2026-11-20';
const family = answeredInFull({
  ...inventory.situations.find(({ id }) => id === 's02')?.facts,
  tokureiTenshutsu: true,
});

/** Goes through the guide with these facts; what they leave out is answered いいえ or with none of the options. */
function answeredInFull(facts: Facts): Facts {
  const next = inventory.program.next(facts);
  if (next === null) return facts;
  const answers = next.facts.map((id) => [id, inventory.factById.get(id)?.type === 'list' ? [] : false]);
  return answeredInFull({ ...facts, ...Object.fromEntries(answers) });
}

test('V1 a family from Sendai gets exactly its procedures, numbered along the route, the moving-in notice first', () => {
  const { items, floors } = guideResult(inventory, family, {}, today);
  const expected = inventory.situations.find(({ id }) => id === 's02')?.expected;
  const ids = items.map(({ procedure }) => procedure.id);
  assert.deepEqual(
    expected?.required.filter((id) => !ids.includes(id)),
    [],
  );
  assert.deepEqual(
    ids.filter((id) => ![...(expected?.required ?? []), ...(expected?.acceptable ?? [])].includes(id)),
    [],
  );
  assert.equal(ids[0], 'tennyu_todoke');
  assert.deepEqual(
    floors.flatMap((group) => group.items.map(({ number }) => number)),
    [...floors.flatMap((group) => group.items.map(({ number }) => number))].sort((a, b) => a - b),
  );
});

test('V1 the last day is a real day: 14 days from the move, and the next open day when the hall is closed', () => {
  const { dates } = guideResult(inventory, family, {}, today);
  const moved = dates.find(({ entries }) => entries.some(({ entry }) => entry === 'moveDate'));
  assert.ok(moved, 'the day of the move is asked for');
  const { items, first } = guideResult(inventory, family, { [moved.id]: '2026-11-14' }, today);
  const notice = items.find(({ procedure }) => procedure.id === 'tennyu_todoke');
  assert.equal(notice?.deadline.lastDay, '2026-11-30');
  assert.equal(notice?.deadline.movedFrom, '2026-11-28');
  assert.equal(notice?.deadline.state, 'soon');
  assert.deepEqual(first, { day: '2026-11-30', movedFrom: '2026-11-28', over: false });
});

test('V1 papers stand once, and those that the answers rule out are named as not needed', () => {
  const { documents, notNeeded } = guideResult(inventory, family, {}, today);
  const names = documents.map(({ name }) => name.ja);
  assert.deepEqual(names.length, new Set(names).size);
  assert.ok(!names.includes('転出証明書'));
  assert.ok(notNeeded.some(({ name }) => name.ja === '転出証明書'));
});

test('V1 every procedure says which answers led to it, and the change it names does change it', () => {
  const { items } = guideResult(inventory, family, {}, today);
  for (const { procedure, because, wouldChange } of items) {
    const reasons = Object.fromEntries(because.map(({ fact, value }) => [fact.id, value]));
    assert.ok(because.length > 0 && decide(procedure.when, reasons, inventory.vocabulary) === true, procedure.id);
    if (wouldChange === null) continue;
    const others: FactValue[] = [true, false, [], ...wouldChange.options.map(({ value }) => [value])];
    const changes = others.some((other) => {
      const changed = { ...family, [wouldChange.id]: other };
      return decide(procedure.when, changed, inventory.vocabulary) === false;
    });
    assert.ok(changes, procedure.id);
  }
});

test('V1 what is asked beside the result counts as if asked on the way: who comes for somebody else', () => {
  const unknown = { events: [], wants: null };
  assert.equal(inventory.program.next(unknown), null, 'wishes that nobody knows lead to no question about an agent');
  const offered = guideResult(inventory, { events: ['tennyu'], ...family }, {}, today).refine.map(({ id }) => id);
  assert.ok(offered.includes('isAgent'), offered.join());
  const answered = answersThatCount(inventory, { ...unknown, isAgent: true });
  assert.equal(answered.isAgent, true);
  assert.equal(inventory.program.verdicts(answered, 'unknown').get('koseki_kouiki'), false);
});

test('V1 わからない puts a procedure under 「窓口で確認」 with the question that decides it, and only that', () => {
  const { items, undecided } = guideResult(inventory, { ...family, hasDog: null }, {}, today);
  assert.ok(!items.some(({ procedure }) => procedure.id === 'inu_henkou'));
  const dog = undecided.find(({ procedure }) => procedure.id === 'inu_henkou');
  assert.deepEqual(
    dog?.dependsOn.map(({ id }) => id),
    ['hasDog'],
  );
  assert.deepEqual(guideResult(inventory, { ...family, wants: [] }, {}, today).undecided, []);
});

test('V1 a proxy is told where the person must come in person', () => {
  const { items } = guideResult(
    inventory,
    { events: ['konin'], wants: ['mynumber_receive'], isAgent: true },
    {},
    today,
  );
  for (const { procedure, channels } of items) assert.equal(channels.mustCome, !procedure.agent.allowed, procedure.id);
});

test('V1 a date that cannot be is refused with what was typed; an empty one is no mistake', () => {
  const asked = inventory.dates.filter(({ bounds }) => bounds === 'past').slice(0, 1);
  const [date] = asked;
  assert.ok(date);
  const body = (year: string, month: string, day: string) => ({
    [`${date.id}.era`]: 'reiwa',
    [`${date.id}.year`]: year,
    [`${date.id}.month`]: month,
    [`${date.id}.day`]: day,
  });
  assert.deepEqual(readDates(asked, body('8', '１１', '14'), today).dates, { [date.id]: '2026-11-14' });
  assert.equal(readDates(asked, body('8', '11', '31'), today).problems[date.id]?.kind, 'text');
  assert.equal(readDates(asked, body('8', '11', '21'), today).problems[date.id]?.kind, 'past');
  assert.deepEqual(readDates(asked, body('', '', ''), today), { dates: {}, typed: {}, problems: {} });
});

/** Residents with all their facts, drawn as the questions arise; a few of the answers are わからない when they are asked. */
const residents = fc.infiniteStream(fc.nat({ max: 9 })).map((dice) => {
  const roll = (): number => dice.next().value;
  const draw = (fact: Fact): FactValue => {
    const options = fact.options.filter(({ staffOnly }) => !staffOnly).map(({ value }) => value);
    if (fact.type === 'boolean') return roll() < 4;
    if (fact.type === 'integer') return roll() % 4;
    const option = options[(roll() * 10 + roll()) % options.length] ?? '';
    return fact.type === 'enum' ? option : fact.id !== 'events' && roll() < 4 ? [] : [option];
  };
  let all: Record<string, FactValue> = {};
  for (const fact of inventory.facts) {
    if (fact.staffOnly || !holds(fact.askWhen, all)) continue;
    all = { ...all, [fact.id]: draw(fact) };
  }
  let answers: Facts = {};
  for (let next = inventory.program.next(answers); next !== null; next = inventory.program.next(answers)) {
    const given = next.facts.map((id) => [id, id !== 'events' && roll() === 0 ? null : (all[id] ?? null)] as const);
    answers = { ...answers, ...Object.fromEntries(given) };
  }
  return { all, answers };
});

test('V1 no procedure is hidden: what all facts require stands on the list, or among those to be checked, with its question', () => {
  fc.assert(
    fc.property(residents, ({ all, answers }) => {
      const contradicts = inventory.implications.some(({ when, then }) => holds(when, all) && !holds(then, all));
      fc.pre(!contradicts);
      const { items, undecided } = guideResult(inventory, answers, {}, today);
      const shown = [...items, ...undecided].map(({ procedure }) => procedure.id);
      const needed = inventory.procedures.filter(({ when }) => holds(when, all)).map(({ id }) => id);
      assert.deepEqual(
        needed.filter((id) => !shown.includes(id)),
        [],
      );
      assert.ok(undecided.every(({ dependsOn }) => dependsOn.length > 0));
    }),
    { numRuns: 150 },
  );
});

test('V1 someone who moves in with 国保 is shown its enrolment, whatever was not asked', () => {
  const { items } = guideResult(inventory, answeredInFull({ events: ['tennyu'], insurance: ['kokuho'] }), {}, today);
  assert.ok(items.some(({ procedure }) => procedure.id === 'kokuho_kanyu'));
});
