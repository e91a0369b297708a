import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { type Inventory, loadInventory } from '#inventory';
import { html } from './fixtures.tsx';
import type { ManualDraft } from './import/index.ts';
import { blocksOfChoices, itemsOf, recordOfChoices, undecided } from './import-choice.ts';

const _page = 'procedure/tennyu_todoke';

let inventory: Inventory;
before(async () => {
  inventory = await loadInventory(join(import.meta.dirname, '..', '..', 'content', 'asahikawa'));
});

const draft: ManualDraft = {
  title: '転入届 事務マニュアル',
  steps: ['本人を確かめる', '届書を受け取る', '入力する', '案内票を渡す'].map((text, index) => ({
    text,
    level: 1,
    source: { place: `${index + 1}段落目`, passage: text },
  })),
  documents: [{ text: '本人確認書類', source: { place: '5段落目', passage: '本人確認書類' } }],
  notes: [{ text: '<script>は*書かない*', source: { place: '6段落目', passage: 'x' } }],
  rest: [],
};

test('K3 nothing is taken over unseen: only what a person accepted, in the order of the file, with their words', () => {
  const items = itemsOf(draft);
  assert.equal(undecided(items, {}).length, items.length);
  assert.deepEqual(blocksOfChoices(draft, {}), []);
  const choices = {
    s0: { use: true, text: '本人を確かめる(1点か2点)' },
    s1: { use: false, text: '届書を受け取る' },
    s2: { use: true, text: '入力する' },
    n0: { use: true, text: '<script>は*書かない*' },
  };
  const texts = blocksOfChoices(draft, choices);
  assert.deepEqual(
    texts.map(({ place, body }) => [place, body.split('\n').length]),
    [
      ['', 2],
      ['cautions', 1],
    ],
  );
  assert.match(html(texts[0]?.body ?? ''), /<ol start="1"><li>.*1点か2点/);
  assert.ok(!html(texts[1]?.body ?? '').includes('<script'));
  assert.ok(html(texts[1]?.body ?? '').includes('*書かない*'));
});

test('K3 a proposal for the record keeps what is known of a step, and is made only of enough accepted steps', () => {
  const record = inventory.records.procedures.find(({ id }) => id === 'tennyu_todoke');
  assert.ok(record);
  const known = record.staffSteps[1];
  const all = Object.fromEntries(
    itemsOf(draft).map(({ name, finding }, index) => [
      name,
      { use: true, text: index === 0 ? (known?.do ?? '') : finding.text },
    ]),
  );
  const proposed = recordOfChoices(record, draft, all);
  assert.deepEqual(proposed?.staffSteps[0], known);
  assert.equal(proposed?.staffSteps.length, 4);
  assert.equal(recordOfChoices(record, draft, { s0: { use: true, text: '一つだけ' } }), null);
});

test('K3 a step that only names a group gives way to the steps within it in a proposal, and in no other case', () => {
  const record = inventory.records.procedures.find(({ id }) => id === 'tennyu_todoke');
  assert.ok(record);
  const lines: [string, number][] = [
    ['受付', 1],
    ['届書を受け取る', 2],
    ['本人を確かめる', 2],
    ['続柄を住民票と見比べる', 1],
    ['字の形も見る', 2],
    ['交付', 1],
    ['案内票を渡す', 2],
  ];
  const steps = lines.map(([text, level]) => ({ text, level, source: { place: '', passage: text } }));
  const nested: ManualDraft = { ...draft, steps };
  const all = Object.fromEntries(itemsOf(nested).map(({ name, finding }) => [name, { use: true, text: finding.text }]));
  assert.deepEqual(
    recordOfChoices(record, nested, all)?.staffSteps.map(({ do: text }) => text),
    ['届書を受け取る', '本人を確かめる', '続柄を住民票と見比べる', '案内票を渡す'],
  );
});
