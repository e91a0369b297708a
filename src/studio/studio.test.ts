import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileInventory, isSame } from '#inventory';
import { differencesOf, textDifference } from './differences.ts';
import { findRecords } from './find.ts';
import { findingsOf, newFindings } from './findings.ts';
import { pack, procedure, tests, withStudios } from './fixtures.ts';
import { rawOf, typedValue } from './form.ts';
import { decisionTable, eventsWithCounts, guideGraph } from './graph.ts';
import { layoutOf, lineHeight } from './graph-layout.ts';
import { impactOf } from './impact.ts';
import { readRecord } from './record-form.ts';
import { shapeOf } from './shape.ts';

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

test('C1 the guide of a life event as a graph: every edge is labelled, and what the event says already is no question', () => {
  for (const { id, count } of eventsWithCounts(pack)) {
    const { event, facts, procedures, edges } = guideGraph(pack, id);
    assert.equal(procedures.length, count);
    const nodes = new Set([event, ...facts, ...procedures]);
    assert.ok(
      edges.every(({ from, to, label }) => nodes.has(from) && nodes.has(to) && label.length > 0),
      id,
    );
    for (const node of [...facts, ...procedures]) assert.ok(edges.some(({ from, to }) => from === node || to === node));
  }
  const { event, edges } = guideGraph(pack, 'tennyu');
  const toTodoke = edges.filter(({ to }) => to.id === 'tennyu_todoke');
  assert.deepEqual(
    toTodoke.map(({ from, label }) => [from, label]),
    [[event, 'いつも要ります']],
  );
  assert.ok(edges.every(({ label }) => !label.includes('市外(国内)から引っ越してきた')));
});

test('C1 in the picture no box covers another and no label meets another; long texts are cut with a sign', () => {
  for (const { id } of eventsWithCounts(pack)) {
    const { nodes, edges, height } = layoutOf(guideGraph(pack, id));
    for (const side of [nodes.filter(({ node }) => node.kind === 'procedure'), nodes.filter(({ x }) => x < 100)]) {
      const sorted = side.toSorted((one, other) => one.y - other.y);
      for (const [index, box] of sorted.entries()) {
        const above = sorted[index - 1];
        assert.ok(box.y - box.height / 2 >= (above ? above.y + above.height / 2 : 0), `${id} ${box.node.id}`);
        assert.ok(box.y + box.height / 2 <= height, `${id} ${box.node.id}`);
      }
    }
    const rows = edges.toSorted((one, other) => one.y - other.y);
    for (const [index, { y, lines }] of rows.entries()) {
      const above = rows[index - 1]?.y ?? 0;
      assert.ok(y - lines.length * lineHeight >= above, `${id}: a label meets another`);
    }
  }
});

test('C1 a condition as a table', () => {
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
