import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { type Inventory, isSame, loadInventory, type ProcedureRecord, type StaffStep, testsOf } from '#inventory';
import { packageRoot } from '#platform/package';
import { readBpmn } from './bpmn-read.ts';
import { bpmnOf } from './bpmn-write.ts';
import {
  type DraftStep,
  draftOf,
  problemsOfSteps,
  readDraft,
  stepsOfDraft,
  withoutStep,
  withStepAfter,
} from './draft.ts';
import { acted, controls, type Editing, type SentList } from './editing.ts';
import { layoutOf } from './layout/layout.ts';
import { reviewed } from './proposal.ts';
import { flowOf } from './scopes.ts';
import { fieldsOf, typedFields } from './step-fields.ts';
import { recordOf, stepsOfFlow } from './write-back.ts';

let inventory: Inventory;
let record: ProcedureRecord;
before(async () => {
  inventory = await loadInventory(join(packageRoot, 'content', 'asahikawa'));
  record = recordFor('tennyu_todoke');
});

const recordFor = (id: string): ProcedureRecord => {
  const procedure = inventory.procedureById.get(id) ?? assert.fail(id);
  return recordOf(inventory, procedure) ?? assert.fail(id);
};

/** One press on the page, with what was typed into the open step. */
function press(at: Pick<Editing, 'draft' | 'undo' | 'open'>, action: string, typed: object = {}): Editing {
  const base = draftOf(record.staffSteps);
  const open = at.open && { id: at.open.id, fields: { ...at.open.fields, ...typed } };
  const sent: SentList = { draft: at.draft, undo: at.undo, open, action };
  return acted({ inventory, record, base }, sent);
}

const started = (): Editing => ({ draft: draftOf(record.staffSteps), said: '' });
const texts = ({ draft }: Pick<Editing, 'draft'>): string[] => draft.map((step) => step.do);
const ways = (steps: readonly DraftStep[], id: string) => steps.find((step) => step.id === id)?.next ?? [];

test('K4 a step is opened, rewritten and given to somebody else; what the form does not show stays', () => {
  const opened = press(started(), 'open:step_1');
  assert.equal(opened.focus, controls.text);
  const taken = press(opened, 'take', { do: '届書を書いて出す', who: '窓口' });
  assert.equal(taken.said, '1番を「届書を書いて出す」に直しました。');
  assert.equal(taken.focus, controls.edit('step_1'));
  const [first] = taken.draft;
  assert.equal(first?.who, '窓口');
  assert.deepEqual(first?.data, record.staffSteps[0]?.data);
  assert.deepEqual(first?.documents, record.staffSteps[0]?.documents);
  const { changes, problems, steps } = reviewed(record, { base: draftOf(record.staffSteps), draft: taken.draft });
  assert.deepEqual(problems, []);
  assert.equal(changes.length, 2);
  assert.equal(steps[0]?.id, undefined, 'a step that nobody leads to needs no name');
  assert.deepEqual(press(taken, 'undo').draft, started().draft);
});

test('K4 a new step stands behind another one, and the ways that went on from there go over it', () => {
  const before = started();
  const [third, fourth] = [before.draft[2]?.id ?? '', before.draft[3]?.id ?? ''];
  const added = press(before, `add:${third}`);
  const fresh = added.draft[3]?.id ?? '';
  assert.equal(added.open?.id, fresh);
  assert.deepEqual(
    ways(added.draft, third).map(({ to }) => to),
    [fresh, before.draft[4]?.id],
  );
  assert.deepEqual(problemsOfSteps(added.draft), ['何をするかが書かれていない手順があります。']);
  const empty = press(added, 'take', { do: '' });
  assert.equal(empty.open?.errors.get('do'), '何をするかを書いてください。');
  const taken = press(empty, 'take', { do: '日付を確かめる' });
  assert.equal(taken.said, '4番に「日付を確かめる」を加えました。');
  assert.deepEqual(problemsOfSteps(taken.draft), []);
  assert.equal(taken.draft[4]?.id, fourth);
  // Whoever changes their mind has the list as it was.
  assert.deepEqual(press(added, 'cancel').draft, before.draft);
});

test('K4 a branch with its condition is written in the words of the list, and is in the drawing', async () => {
  const opened = press(started(), 'open:step_6');
  const [sentence = ''] = [...testsOf(inventory).keys()].filter((one) => one.includes('マイナンバーカード'));
  const typed = {
    ask: 'カードがある?',
    ways: [
      { to: 'touroku', label: 'ある', when: sentence },
      { to: 'annai', label: 'ない', when: '' },
    ],
  };
  const taken = press(opened, 'take', typed);
  assert.deepEqual(taken.open, undefined);
  assert.deepEqual(ways(taken.draft, 'step_6')[0], {
    to: 'touroku',
    when: testsOf(inventory).get(sentence),
    label: 'ある',
  });
  assert.equal(press(taken, 'open:step_6').open?.fields.ways[0]?.when, sentence);
  const procedure = inventory.procedureById.get('tennyu_todoke') ?? assert.fail();
  const flow = flowOf(inventory, { ...procedure, staffSteps: [...taken.draft] }, 'counter');
  const { flow: back } = await readBpmn(await bpmnOf(layoutOf(flow)));
  const drawn = stepsOfFlow(back, { ...record, staffSteps: [...taken.draft] }, inventory);
  assert.deepEqual([drawn.draft, drawn.changes, drawn.problems], [taken.draft, [], []]);
  const wrong = press(opened, 'take', { ways: [{ to: 'annai', label: '', when: 'なんとなく' }] });
  assert.equal(wrong.open?.errors.get('way.0.when'), '条件を読めません。一覧の文から選んでください。');
  assert.equal(wrong.open?.fields.ways[0]?.when, 'なんとなく');
  const lost = press(opened, 'take', { ways: [{ to: '', label: 'はい', when: '' }] });
  assert.match(lost.open?.errors.get('way.0.to') ?? '', /行き先を選んでください/);
});

test('K4 a step that is taken out leaves no way into nothing, and a choice of one way is none', () => {
  const before = started();
  const opened = press(before, 'open:okureta_riyuu');
  const left = press(opened, 'remove');
  assert.equal(left.said, '「届け出が遅れた理由を書く」を消しました。');
  assert.equal(left.draft.length, before.draft.length - 1);
  assert.deepEqual([ways(left.draft, 'step_3'), left.draft[2]?.ask], [[], undefined]);
  assert.deepEqual(problemsOfSteps(left.draft), []);
  assert.equal(left.focus, controls.edit('tenshutsu_jouhou'));
  assert.deepEqual(press(left, 'undo').draft, before.draft);
});

test('K4 a step is moved up and down, and stays open until it is where it belongs', () => {
  const opened = press(started(), 'open:step_2');
  const up = press(opened, 'up');
  assert.equal(up.said, `「${record.staffSteps[1]?.do}」を1番に動かしました。`);
  assert.equal(up.focus, controls.down, 'the button that was pressed is gone');
  assert.equal(up.open?.id, 'step_2');
  assert.deepEqual(texts(press(press(up, 'down'), 'take')), texts(started()));
});

test('K4 a step that nobody comes to is said before it is kept, in a list as in a drawing', () => {
  const lonely = draftOf(record.staffSteps).map((step) =>
    step.id === 'step_2' ? { ...step, next: [{ to: 'annai' }] } : step,
  );
  assert.ok(problemsOfSteps(lonely).some((line) => line.includes('へ進む道がありません')));
  const procedure = inventory.procedureById.get('tennyu_todoke') ?? assert.fail();
  const flow = flowOf(inventory, procedure, 'counter');
  const cut = { ...flow, edges: flow.edges.filter(({ from }) => from !== 'step_2') };
  const { problems } = stepsOfFlow(cut, record, inventory);
  assert.ok(problems.some((line) => line.startsWith(`「${record.staffSteps[1]?.do}」のあとに線がありません`)));
  for (const { id } of inventory.procedures)
    assert.deepEqual(problemsOfSteps(draftOf(recordFor(id).staffSteps)), [], id);
});

test('K4 every step of the city stands in its form and comes back the same', () => {
  for (const { id } of inventory.procedures) {
    const own = recordFor(id);
    const draft = draftOf(own.staffSteps);
    for (const step of draft) {
      const open = { id: step.id, fields: fieldsOf(inventory, step) };
      const { draft: after } = acted({ inventory, record: own, base: draft }, { draft, open, action: 'take' });
      assert.ok(isSame(after, draft), `${id} ${step.id}`);
    }
  }
});

test('K4 property: whatever is pressed, every way leads to a step that is there, and no step is lost but by removal', () => {
  const verbs = ['open', 'add', 'take', 'cancel', 'up', 'down', 'remove', 'undo'];
  const presses = fc.array(fc.tuple(fc.constantFrom(...verbs), fc.nat(12), fc.string({ maxLength: 8 })), {
    maxLength: 25,
  });
  fc.assert(
    fc.property(presses, (list) => {
      let state: Editing = started();
      for (const [verb, place, text] of list) {
        const id = state.draft[place % Math.max(1, state.draft.length)]?.id ?? '';
        const before = state.draft.length;
        state = press(state, `${verb}:${id}`, { do: text.replace(/\s+/gu, ' ').trim() });
        const names = new Set([...state.draft.map((step) => step.id), 'end']);
        assert.equal(names.size, state.draft.length + 1);
        for (const { next = [] } of state.draft) for (const { to } of next) assert.ok(names.has(to), to);
        if (!['add', 'undo', 'remove', 'cancel'].includes(verb)) assert.equal(state.draft.length, before);
      }
    }),
    { numRuns: 200 },
  );
});

const rewritten = (steps: readonly StaffStep[], place: number, text: string): StaffStep[] =>
  steps.map((step, index) => (index === place ? { ...step, do: text } : step));

test('K4 what others published meanwhile is joined step by step, and said', () => {
  const base = draftOf(record.staffSteps);
  const mine = withStepAfter(base, 'step_2').draft.map((step) =>
    step.do === '' ? { ...step, do: '番号を見る' } : step,
  );
  const steps = rewritten(record.staffSteps, 5, '文字を確かめる');
  const now = { ...record, staffSteps: [...steps, { who: '窓口' as const, do: '見送る' }] };
  const { changes, theirs, conflicts, problems, draft } = reviewed(now, { base, draft: mine });
  assert.deepEqual([conflicts, problems], [[], []]);
  assert.deepEqual(changes, ['3番に「番号を見る」(窓口)を加えます。']);
  assert.equal(theirs.length, 2);
  assert.deepEqual(
    draft.map((step) => step.do),
    [...texts({ draft: mine }).map((text) => (text === record.staffSteps[5]?.do ? '文字を確かめる' : text)), '見送る'],
  );
});

test('K4 where two wrote different things a person chooses', () => {
  const base = draftOf(record.staffSteps);
  const mine = draftOf(rewritten(record.staffSteps, 1, '私の文'));
  const now = { ...record, staffSteps: rewritten(record.staffSteps, 1, 'ほかの人の文') };
  const asked = reviewed(now, { base, draft: mine });
  assert.deepEqual(
    asked.conflicts.map(({ mine: own, theirs }) => [own, theirs]),
    [['私の文', 'ほかの人の文']],
  );
  assert.deepEqual(reviewed(now, { base, draft: mine }, () => 'theirs').changes, []);
  assert.deepEqual(reviewed(now, { base, draft: mine }, () => 'mine').changes, [
    '2番の文を、「ほかの人の文」から「私の文」に変えます。',
  ]);
  const removed = reviewed(now, { base, draft: withoutStep(base, 'step_2') });
  assert.deepEqual(
    removed.conflicts.map(({ mine: own, theirs }) => [own, theirs]),
    [['この手順を消す', 'この手順を残す: ほかの人の文']],
  );
});

test('K4 property: joined with what did not change, a wish stays as it is; with itself, it changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(9)), { maxLength: 6 }), (list) => {
      const base = draftOf(record.staffSteps);
      let draft: DraftStep[] = base;
      for (const [adds, place] of list) {
        const id = draft[place % draft.length]?.id ?? '';
        if (adds) {
          const longer = withStepAfter(
            draft,
            id,
            base.map((step) => step.id),
          );
          draft = longer.draft.map((step) =>
            step.id === longer.added ? { ...step, do: `新しい${longer.added}` } : step,
          );
        } else if (draft.length > 5) draft = withoutStep(draft, id);
      }
      assert.deepEqual(reviewed(record, { base, draft }).draft, draft);
      const kept = { ...record, staffSteps: stepsOfDraft(draft, record.staffSteps) };
      const again = reviewed(kept, { base, draft });
      assert.deepEqual([again.changes, again.conflicts], [[], []]);
    }),
    { numRuns: 100 },
  );
});

test('K4 X2 what is no list of steps is none, and hostile fields are cut to what they may be', () => {
  const hostile = [
    '',
    'null',
    '{}',
    '[{"id":"A","who":"窓口","do":"x"}]',
    '[{"id":"a","who":"だれか","do":"x"}]',
    '[[',
    '[{"id":"a","who":"窓口","do":"x","evil":1}]',
  ];
  for (const text of [...hostile, JSON.stringify([...draftOf(record.staffSteps), ...draftOf(record.staffSteps)])])
    assert.equal(readDraft(text), undefined, text.slice(0, 40));
  const many = Array.from({ length: 101 }, (_, index) => ({ id: `a${index}`, who: '窓口', do: 'x' }));
  assert.equal(readDraft(JSON.stringify(many)), undefined);
  const fields = typedFields({
    do: `${'あ'.repeat(5000)}\u0000`,
    'way.999.to': 'x',
    documents: ['a', 'b'],
    who: ['窓口', '来庁者'],
  });
  assert.equal(fields.do.length, 2000);
  assert.equal(fields.who, '来庁者');
  assert.ok(fields.ways.every(({ to }) => to === ''));
});
