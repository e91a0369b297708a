import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  compileInventory,
  type InventoryRecords,
  isSame,
  itemsForResidents,
  loadInventory,
  openInventory,
  type ProcedureRecord,
  type RecordValue,
  recordKinds,
  recordSchemas,
  takeApart,
} from '#inventory';
import { type Clock, fixedClock } from '#platform/clock';
import type { Database } from '#platform/database';
import { UserError } from '#platform/errors';
import { EventBus } from '#platform/events';
import { testDatabase } from '#platform/testing';
import { type Condition, printFeel } from '#rules';
import { mayApprove } from './change-set.ts';
import { differencesOf, textDifference } from './differences.ts';
import { findRecords } from './find.ts';
import { findingsOf, newFindings } from './findings.ts';
import { acted, mixedText, type Raw, rawOf, rawOfEntries, readAction, readMixed, tidied, typedValue } from './form.ts';
import { decisionTable, guideGraph } from './graph.ts';
import { impactOf } from './impact.ts';
import { readRecord } from './record-form.ts';
import { conditionOfRows, rowsOf, testsOf } from './rows.ts';
import { createStudio, keepPackRest, rebased, type Studio } from './service.ts';
import { shapeOf } from './shape.ts';
import * as store from './store.ts';
import { recordDifferences } from './view.ts';

const pack = await loadInventory('content/asahikawa', { cacheFolder: join(tmpdir(), 'hitomado-test-inventory') });
const parts = takeApart(pack.records);
const tests = testsOf(pack);
const clock = fixedClock('2026-11-22T01:00:00Z');
const [sato, suzuki, kobayashi] = [
  '01900000-0000-7000-8000-000000000001',
  '01900000-0000-7000-8000-000000000002',
  '01900000-0000-7000-8000-000000000003',
] as const;

function procedure(id: string): ProcedureRecord & RecordValue {
  const found = parts.procedure.get(id);
  assert.ok(found);
  return found as ProcedureRecord & RecordValue;
}

/** The fields that a browser would send for a form. */
function entriesOf(raw: Raw, path = 'v'): Record<string, string> {
  if (typeof raw === 'string') return { [path]: raw };
  return Object.assign({}, ...Object.entries(raw).map(([key, part]) => entriesOf(part, `${path}.${key}`)));
}

/** One studio, or several processes on one database. */
async function withStudios(
  count: number,
  work: (
    studios: { studio: Studio; inventory: Awaited<ReturnType<typeof openInventory>> }[],
    database: Database,
  ) => Promise<void>,
  at: Clock = clock,
): Promise<void> {
  const database = await testDatabase('inventory', 'studio');
  const buses = await Promise.all(Array.from({ length: count }, () => EventBus.open(database)));
  try {
    const studios = [];
    for (const bus of buses) {
      const inventory = await openInventory({ database, bus, clock: at, pack });
      studios.push({ inventory, studio: createStudio({ database, clock: at, inventory }) });
    }
    await work(studios, database);
  } finally {
    for (const bus of buses) await bus.close();
    await database.close();
  }
}

test('K1 every record of the inventory goes through its form unchanged: nothing is lost, nothing is added', () => {
  for (const kind of recordKinds)
    for (const [id, value] of parts[kind]) {
      const shape = shapeOf(kind, pack.items);
      const sent = rawOfEntries(shape, entriesOf(rawOf(shape, value)));
      const read = readRecord(kind, sent, pack, tests);
      assert.deepEqual([...read.errors], [], `${kind} ${id}`);
      const differences = differencesOf(kind, value, read.value, pack);
      assert.deepEqual(differences, [], `${kind} ${id}`);
    }
});

test('K1 property: whatever a form holds is read without a failure, and only what fits the schema is a record', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('', '-1', '1e999', '__proto__', '{"a":1}', 'true', '<b>', '\u0000'),
  );
  const name = fc
    .array(
      fc.constantFrom('v', 'documents', 'when', 'rows', 'group', 'test', '0', '9999999', '__proto__', 'custom', 'fee'),
    )
    .map((names) => ['v', ...names].join('.'));
  fc.assert(
    fc.property(fc.constantFrom(...recordKinds), fc.dictionary(name, text, { maxKeys: 30 }), (kind, entries) => {
      const read = readRecord(kind, rawOfEntries(shapeOf(kind, pack.items), entries), pack, tests);
      if (read.value !== undefined) assert.ok(recordSchemas[kind].safeParse(read.value).success);
      else assert.ok(read.errors.size > 0);
    }),
    { numRuns: 60 },
  );
});

test('K1 errors stand at the field and say what to do; what was typed stays', () => {
  const shape = shapeOf('procedure', []);
  const raw = rawOf(shape, procedure('tennyu_todoke')) as { [key: string]: Raw };
  const typed = { ...raw, name: ' ', when: 'moved = 3 and', checkedOn: '1日' };
  const read = readRecord('procedure', rawOfEntries(shape, entriesOf(typed)), pack, tests);
  assert.equal(read.value, undefined);
  assert.equal(read.errors.get('v.name'), 'ここを書いてください。');
  assert.match(read.errors.get('v.checkedOn') ?? '', /2026-11-22/);
  assert.ok(read.errors.get('v.when'));
  assert.equal((read.raw as { when: string }).when, 'moved = 3 and');
});

test('K1 lists are added to, moved and shortened by buttons; a button for a place that is not there does nothing', () => {
  const shape = shapeOf('procedure', []);
  const raw = rawOf(shape, procedure('tennyu_todoke'));
  const press = (from: Raw, text: string): Raw => {
    const action = readAction(text);
    assert.ok(action, text);
    return acted(shape, from, action, pack, tests);
  };
  const documents = (from: Raw) => (from as { documents: { id: string }[] }).documents.map(({ id }) => id);
  const before = documents(raw);
  assert.deepEqual(documents(press(raw, 'down:documents.0')), [before[1], before[0], ...before.slice(2)]);
  assert.deepEqual(documents(press(raw, 'remove:documents.0')), before.slice(1));
  assert.equal(documents(press(raw, 'add:documents')).length, before.length + 1);
  assert.deepEqual(tidied(shape, press(raw, 'add:documents')), tidied(shape, raw));
  for (const nowhere of ['up:documents.999', 'remove:nothing.0', 'add:name', 'rows:documents', 'down:__proto__.0'])
    assert.deepEqual(press(raw, nowhere), raw, nowhere);
  assert.equal(readAction('save'), undefined);
  assert.equal(readAction('add:<script>'), undefined);
});

test('K1 property: a value in one line is read as it was written', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.boolean(), fc.constant(null), fc.integer(), fc.array(fc.string()), fc.string()),
      (value) => {
        const trimmed = typeof value === 'string' ? value.trim() : value;
        assert.ok(isSame(readMixed(mixedText(trimmed)), trimmed));
      },
    ),
  );
});

test('K1 every condition of the inventory stands in rows, and the rows give the same condition', () => {
  const conditions = pack.procedures.flatMap(({ when, documents }) => [
    when,
    ...documents.flatMap((one) => one.when ?? []),
  ]);
  assert.ok(conditions.length > 150);
  for (const condition of conditions) {
    const { condition: again, problems } = conditionOfRows(tests, rowsOf(pack, condition));
    assert.deepEqual(problems, []);
    assert.equal(printFeel(plain(again)), printFeel(plain(condition)));
  }
  const { problems } = conditionOfRows(tests, { join: 'all', rows: [{ test: '月が青い' }] });
  assert.match(problems[0]?.message ?? '', /月が青い/);
});

/** Without groups of one, which rows do not keep. */
function plain(condition: Condition): Condition {
  if ('not' in condition) return { not: plain(condition.not) };
  if ('fact' in condition) return condition;
  const inner = ('all' in condition ? condition.all : condition.any).map(plain);
  const [only] = inner;
  if (only && inner.length === 1) return only;
  return 'all' in condition ? { all: inner } : { any: inner };
}

test('K1 an item of the city appears in forms, is found, and is checked, with no programming', () => {
  const records: InventoryRecords = {
    ...pack.records,
    items: [
      { id: 'owner', kind: 'procedure', name: '担当者', type: 'text', showTo: 'staff' },
      {
        id: 'channel',
        kind: 'procedure',
        name: '広報',
        type: 'choice',
        options: ['紙', 'ウェブ'],
        showTo: 'residents',
      },
    ],
    procedures: pack.records.procedures.map((one) =>
      one.id === 'tennyu_todoke' ? { ...one, custom: { owner: '佐々木', channel: '紙' } } : one,
    ),
  };
  const inventory = compileInventory(records);
  const shape = shapeOf('procedure', inventory.items);
  const custom = shape.fields.find(({ key }) => key === 'custom')?.shape;
  assert.deepEqual(custom?.kind === 'record' && custom.fields.map(({ item }) => item?.name), ['担当者', '広報']);
  const record = inventory.procedureById.get('tennyu_todoke');
  assert.ok(record);
  assert.deepEqual(itemsForResidents(inventory, record), [{ id: 'channel', name: '広報', text: '紙' }]);
  const [found] = findRecords(inventory, '佐々木').records;
  assert.deepEqual([found?.kind, found?.id], ['procedure', 'tennyu_todoke']);
  const wrong = structuredClone(records);
  const changed = wrong.procedures.find(({ id }) => id === 'tennyu_todoke');
  if (changed?.custom) changed.custom.channel = '電報';
  assert.ok(
    findingsOf(wrong, '2026-11-22').some(
      ({ code, record }) => code === 'custom-item' && record?.id === 'tennyu_todoke',
    ),
  );
});

test('K4 records are found by any word, in whatever spelling; procedures come first', () => {
  for (const question of ['転入届', 'てんにゅう', 'テンニュウ', '転入 住所'])
    assert.equal(findRecords(pack, question).records[0]?.kind, 'procedure', question);
  assert.equal(findRecords(pack, '転入届').records[0]?.id, 'tennyu_todoke');
  assert.equal(findRecords(pack, 'そのような記録はありません').total, 0);
  const all = findRecords(pack, '', { kind: 'fact', most: 500 });
  assert.equal(all.total, pack.facts.length);
});

test('K6 differences are told in the words of the form, and texts word by word', () => {
  const before = procedure('tennyu_todoke');
  const [first, ...others] = before.documents;
  assert.ok(first);
  const after = {
    ...before,
    documents: [{ ...first, required: !first.required }, ...others],
    who: `${before.who}など`,
  };
  const differences = differencesOf('procedure', before, after, pack);
  assert.deepEqual(
    differences.map(({ label }) => label),
    ['だれの、何のための手続きか', `持ち物「${first.name}」 › 必ず要るか`],
  );
  const parted = textDifference('14日以内に届け出る', '30日以内に届け出る');
  assert.equal(
    parted
      .filter(({ kind }) => kind !== 'ins')
      .map(({ text }) => text)
      .join(''),
    '14日以内に届け出る',
  );
  assert.equal(
    parted
      .filter(({ kind }) => kind !== 'del')
      .map(({ text }) => text)
      .join(''),
    '30日以内に届け出る',
  );
  assert.ok(parted.some(({ kind, text }) => kind === 'same' && text.includes('以内')));
});

test('K6 property: a marked text gives both texts back', () => {
  const text = fc
    .array(fc.constantFrom('転入', '届', 'を', '出す', '。', '14', '日'), { maxLength: 30 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parted = textDifference(before, after);
      assert.equal(
        parted
          .filter(({ kind }) => kind !== 'ins')
          .map(({ text: one }) => one)
          .join(''),
        before,
      );
      assert.equal(
        parted
          .filter(({ kind }) => kind !== 'del')
          .map(({ text: one }) => one)
          .join(''),
        after,
      );
    }),
  );
});

test('K6 two clerks on one record: different fields are joined, the same field is asked about, nothing is lost', async () => {
  await withStudios(1, async ([one]) => {
    assert.ok(one);
    const { studio, inventory } = one;
    const base = takeApart(inventory.current().records).procedure.get('tennyu_todoke') as ReturnType<typeof procedure>;
    const set = await studio.begin(sato, '4月の改訂');
    const save = (by: string, version: number, value: RecordValue, choose?: Parameters<Studio['save']>[0]['choose']) =>
      studio.save({
        changeSet: set.id,
        kind: 'procedure',
        id: 'tennyu_todoke',
        version,
        base,
        published: base,
        value,
        by,
        choose,
      });
    assert.deepEqual(await save(sato, 0, { ...base, who: '佐藤の文' }), { state: 'saved', version: 1, merged: false });
    // Suzuki's form was drawn before that.
    const fee = { ...base.fee, text: '鈴木の文' };
    assert.deepEqual(await save(suzuki, 0, { ...base, fee }), { state: 'saved', version: 2, merged: true });
    const conflict = await save(kobayashi, 0, { ...base, who: '小林の文' });
    assert.equal(conflict.state, 'conflict');
    assert.deepEqual(
      conflict.state === 'conflict' && conflict.conflicts.map(({ path, mine, theirs }) => [path, mine, theirs]),
      [[['who'], '小林の文', '佐藤の文']],
    );
    const chosen = await save(kobayashi, 0, { ...base, who: '小林の文' }, () => 'mine');
    assert.equal(chosen.state, 'saved');
    assert.equal((await save(suzuki, 3, { ...base, who: '小林の文', fee })).state, 'unchanged');
  });
});

test('K6 four eyes: nobody approves what they wrote alone; only approved sets are published, and only drafts are edited', async () => {
  assert.ok(!mayApprove(sato, [sato]) && mayApprove(suzuki, [sato]) && mayApprove(sato, [sato, suzuki]));
  assert.ok(mayApprove(sato, [null]) && !mayApprove(sato, []));
  await withStudios(1, async ([one], database) => {
    assert.ok(one);
    const { studio, inventory } = one;
    const base = parts.procedure.get('tennyu_todoke');
    const set = await studio.begin(sato, '改訂');
    const refused = (work: Promise<unknown>) => assert.rejects(work, UserError);
    await refused(studio.askReview(set.id, sato, null, ''));
    const record = {
      changeSet: set.id,
      kind: 'procedure',
      id: 'tennyu_todoke',
      base,
      published: base,
      by: sato,
    } as const;
    await studio.save({ ...record, version: 0, value: { ...base, who: '新しい文' } });
    await refused(studio.publish(set.id, sato));
    await studio.askReview(set.id, sato, kobayashi, '見てください');
    await refused(studio.save({ ...record, version: 1, value: { ...base, who: '別の文' } }));
    await refused(studio.approve(set.id, sato));
    await studio.comment(set.id, kobayashi, 'よいと思います');
    await studio.approve(set.id, kobayashi);
    await refused(studio.schedule(set.id, kobayashi, '2026-11-22'));
    assert.equal(await studio.publish(set.id, kobayashi), 2);
    await refused(studio.publish(set.id, kobayashi));
    assert.equal(inventory.current().procedureById.get('tennyu_todoke')?.summary.ja, '新しい文');
    const [newest] = await inventory.revisions();
    assert.deepEqual([newest?.by, newest?.reason], [kobayashi, '改訂']);
    const notes = await store.notesOf(database.kysely, set.id);
    assert.deepEqual(
      notes.map(({ step }) => step),
      ['review', 'comment', 'approve', 'publish'],
    );
  });
});

test('K5 K6 a scheduled set is published on its day, once, by whichever process comes first, also after a missed midnight', async () => {
  let now = '2027-03-31T14:59:00Z';
  const jumping: Clock = { now: () => new Date(now), today: () => fixedClock(now).today() };
  await withStudios(
    2,
    async ([here, there], database) => {
      assert.ok(here && there);
      const base = parts.procedure.get('tennyu_todoke');
      const set = await here.studio.begin(sato, '4月1日から');
      await here.studio.save({
        changeSet: set.id,
        kind: 'procedure',
        id: 'tennyu_todoke',
        version: 0,
        base,
        published: base,
        value: { ...base, who: '4月からの文' },
        by: sato,
      });
      await here.studio.askReview(set.id, sato, null, '');
      await here.studio.approve(set.id, kobayashi);
      await here.studio.schedule(set.id, kobayashi, '2027-04-01');
      assert.equal((await here.studio.publishDue()) + (await there.studio.publishDue()), 0);
      now = '2027-04-03T00:00:00Z';
      const published = await Promise.all([here.studio.publishDue(), there.studio.publishDue()]);
      assert.equal(published[0] + published[1], 1);
      assert.equal((await here.inventory.revisions()).length, 2);
      const until = Date.now() + 2000;
      const says = ({ inventory }: typeof here) => inventory.current().procedureById.get('tennyu_todoke')?.summary.ja;
      while (says(there) !== '4月からの文' && Date.now() < until) await new Promise((done) => setTimeout(done, 20));
      assert.deepEqual([says(here), says(there)], ['4月からの文', '4月からの文']);
      assert.equal((await store.setById(database.kysely, set.id))?.state, 'published');
    },
    jumping,
  );
});

test('K6 what another set published meanwhile is joined; where both changed the same, publication stops and says where', async () => {
  await withStudios(1, async ([one], database) => {
    assert.ok(one);
    const { studio, inventory } = one;
    const base = procedure('tennyu_todoke');
    const prepare = async (name: string, value: RecordValue) => {
      const set = await studio.begin(sato, name);
      const record = { changeSet: set.id, kind: 'procedure', id: 'tennyu_todoke', version: 0, by: sato } as const;
      await studio.save({ ...record, base, published: base, value });
      await studio.askReview(set.id, sato, null, '');
      await studio.approve(set.id, kobayashi);
      return set.id;
    };
    const first = await prepare('1つめ', { ...base, who: '1つめの文' });
    const second = await prepare('2つめ', { ...base, fee: { ...base.fee, text: '2つめの文' } });
    const third = await prepare('3つめ', { ...base, who: '3つめの文' });
    await studio.publish(first, kobayashi);
    await studio.publish(second, kobayashi);
    const said = inventory.current().procedureById.get('tennyu_todoke');
    assert.deepEqual([said?.summary.ja, said?.fee.text], ['1つめの文', '2つめの文']);
    await assert.rejects(studio.publish(third, kobayashi), (error: UserError) =>
      /tennyu_todoke/.test(String(error.sentence)),
    );
    const changes = await store.changesOf(database.kysely, third);
    assert.deepEqual(
      rebased(inventory.current().records, changes).conflicts.map(({ path }) => path),
      [['who']],
    );
    // It is put right in the draft: the clerk sees both and keeps their own.
    await studio.backToDraft(third, sato, '');
    const published = takeApart(inventory.current().records).procedure.get('tennyu_todoke');
    const again = { changeSet: third, kind: 'procedure', id: 'tennyu_todoke', version: 1, by: sato } as const;
    const asked = await studio.save({ ...again, base: published, published, value: { ...base, who: '3つめの文' } });
    assert.equal(asked.state, 'conflict');
    await studio.save({
      ...again,
      base: published,
      published,
      value: { ...base, who: '3つめの文' },
      choose: () => 'mine',
    });
    await studio.askReview(third, sato, null, '');
    await studio.approve(third, kobayashi);
    await studio.publish(third, kobayashi);
    const last = inventory.current().procedureById.get('tennyu_todoke');
    assert.deepEqual([last?.summary.ja, last?.fee.text], ['3つめの文', '2つめの文']);
  });
});

test('K6 an older revision is brought back as a new one, whole or one record', async () => {
  await withStudios(1, async ([one]) => {
    assert.ok(one);
    const { studio, inventory } = one;
    const changed = structuredClone(pack.records);
    const [first, second] = changed.procedures;
    assert.ok(first && second);
    first.who = '変えた文';
    second.who = '変えた別の文';
    await inventory.publish(changed);
    const publishBack = async (only?: { kind: 'procedure'; id: string }) => {
      const set = await studio.bringBack(1, sato, only);
      await studio.askReview(set.id, sato, null, '');
      await studio.approve(set.id, kobayashi);
      return studio.publish(set.id, kobayashi);
    };
    assert.equal(await publishBack({ kind: 'procedure', id: first.id }), 3);
    const now = () => inventory.current().records.procedures;
    assert.equal(now()[0]?.who, pack.records.procedures[0]?.who);
    assert.equal(now()[1]?.who, '変えた別の文');
    assert.equal(await publishBack(), 4);
    assert.equal(inventory.current().revision, pack.revision);
    const older = await inventory.at(2);
    assert.ok(older);
    assert.equal(recordDifferences(older, inventory.current()).length, 2);
  });
});

test('K5 a proposal becomes a draft of whoever proposes it; what the files changed becomes a draft of nobody', async () => {
  await withStudios(1, async ([one], database) => {
    assert.ok(one);
    const { translations: _translations, ...record } = procedure('tennyu_todoke') as RecordValue & ProcedureRecord;
    const value = { ...(record as unknown as ProcedureRecord), who: '図から作った文' };
    const { path } = await one.studio.propose({ value, reason: '流れ図から', by: sato });
    const proposed = await store.setById(database.kysely, path.split('/').at(-1) ?? '');
    assert.deepEqual([proposed?.owner, proposed?.state, proposed?.reason], [sato, 'draft', '流れ図から']);
    const [change] = await store.changesOf(database.kysely, proposed?.id ?? '');
    assert.deepEqual(
      differencesOf('procedure', change?.base, change?.value, pack).map(({ after }) => after),
      ['図から作った文'],
    );
    await database.transaction((transaction) =>
      keepPackRest(transaction, clock, [
        { kind: 'procedure', id: 'tennyu_todoke', published: record, value: { ...record, who: 'ファイルの文' } },
      ]),
    );
    const [files] = (await store.listSets(database.kysely, ['draft'])).filter(({ owner }) => owner === null);
    assert.equal(files?.name, 'ファイルからの変更');
  });
});

test('K6 the impact names those whose result changes, and nobody else', () => {
  const same = impactOf(pack, compileInventory(structuredClone(pack.records)));
  assert.deepEqual([same.situations, same.residents.changed, same.byProcedure], [[], 0, []]);
  const records = structuredClone(pack.records);
  const changed = records.procedures.find(({ id }) => id === 'tennyu_todoke');
  assert.ok(changed);
  changed.deadline.text = '引っ越した日から30日以内';
  const impact = impactOf(pack, compileInventory(records));
  assert.ok(impact.residents.changed > 0 && impact.residents.changed < impact.residents.count);
  assert.deepEqual(
    impact.byProcedure.map(({ procedure: id, outcome }) => [id, outcome]),
    [['tennyu_todoke', 'changed']],
  );
  changed.when = { any: [] };
  const gone = impactOf(pack, compileInventory(records));
  assert.deepEqual(
    gone.byProcedure.map(({ procedure: id, outcome }) => [id, outcome]),
    [['tennyu_todoke', 'lost']],
  );
});

test('K5 findings of a change are told with the record, the field and an example, and only the new ones', () => {
  const today = '2026-11-22';
  const before = findingsOf(pack.records, today);
  const records = structuredClone(pack.records);
  const [first, second] = records.procedures;
  assert.ok(first && second);
  first.when = second.when;
  first.lifeEvents = second.lifeEvents;
  first.checkedOn = '2024-01-01';
  const [paper] = first.documents;
  if (paper) paper.when = { all: [{ fact: 'events', has: 'tennyu' }, { not: { fact: 'events', has: 'tennyu' } }] };
  const found = newFindings(before, findingsOf(records, today));
  const duplicate = found.find(({ code }) => code === 'duplicate');
  assert.ok(duplicate?.example, JSON.stringify(found));
  assert.ok(found.some(({ code, record }) => code === 'stale' && record?.id === first.id));
  assert.ok(
    found.some(({ code, record }) => (code === 'never-asked' || code === 'never-true') && record?.id === first.id),
  );
  assert.ok(found.every((finding) => !before.some((one) => isSame(one, finding))));
});

test('C1 the guide of a life event as a graph: every edge is labelled, and a condition as a table', () => {
  const graph = guideGraph(pack, 'tennyu');
  assert.ok(graph.edges.length > 20);
  assert.ok(graph.edges.every(({ label }) => label.length > 0));
  const ids = new Set(graph.nodes.map(({ kind, id }) => `${kind} ${id}`));
  assert.ok(graph.edges.every(({ from, to }) => ids.has(`fact ${from}`) && ids.has(`procedure ${to}`)));
  const table = decisionTable(pack, {
    any: [
      { fact: 'events', has: 'tennyu' },
      {
        all: [
          { fact: 'events', has: 'tenkyo' },
          { fact: 'hasMyNumberCard', is: true },
        ],
      },
    ],
  });
  assert.equal(table?.rows.length, 2);
  assert.equal(table?.rows[0]?.cells[1], '―');
});

test('K5 a pack of 2,000 records is published, found and shown as a form', async () => {
  const records = structuredClone(pack.records);
  const [first] = records.procedures;
  assert.ok(first);
  for (let index = 0; index < 1000; index += 1)
    records.options.push({ option: `選択肢${index}`, ja: `ことば${index}`, en: `Word ${index}` });
  await withStudios(1, async ([one]) => {
    assert.ok(one);
    await one.inventory.publish(records);
    const inventory = one.inventory.current();
    assert.ok(findRecords(inventory, '').total >= 1900);
    assert.equal(findRecords(inventory, 'ことば999').records[0]?.id, '選択肢999');
    const shape = shapeOf('option', []);
    const read = readRecord('option', rawOf(shape, { ja: 'x', en: 'y' }), inventory, tests);
    assert.ok(isSame(read.value, { ja: 'x', en: 'y' }));
    assert.ok(isSame(typedValue(shape, rawOf(shape, { ja: 'x' }), tests), { ja: 'x' }));
  });
});
