import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { type Inventory, loadInventory } from '#inventory';
import { procedureQuestions } from './hearing.ts';
import { recordOfAnswers } from './hearing-record.ts';
import { findPage } from './page.ts';

const page = 'procedure/tennyu_todoke';

let inventory: Inventory;
before(async () => {
  inventory = await loadInventory(join(import.meta.dirname, '..', '..', 'content', 'asahikawa'));
});

test('K3 hearing sheets ask what the record leaves open, each under a code of its own', () => {
  for (const procedure of inventory.procedures) {
    const codes = procedureQuestions(inventory, procedure).map(({ code }) => code);
    assert.equal(new Set(codes).size, codes.length);
    assert.equal(codes.includes('A1'), !procedure.counter.verified, procedure.id);
    assert.ok(codes.includes('A7'));
  }
  assert.ok(findPage(inventory, page));
});

test('K3 answers of a hearing become a draft: fields where they are one, and everything that was said for the review', () => {
  const procedure = inventory.procedures.find(({ counter }) => !counter.verified);
  assert.ok(procedure);
  const record = inventory.records.procedures.find(({ id }) => id === procedure.id);
  assert.ok(record);
  const questions = procedureQuestions(inventory, procedure);
  const answer = (question: string, text: string) => ({
    id: question,
    page: `procedure/${procedure.id}`,
    question,
    answer: text,
    answeredBy: '市民課 鈴木',
    writtenBy: '高橋',
    answeredAt: new Date('2026-11-20T01:00:00Z'),
  });
  const first = questions[0]?.code ?? '';
  assert.equal(first, 'A1');
  const { value, said } = recordOfAnswers(record, questions, [
    answer('A1', 'はい、合っています'),
    answer('A7', '印鑑を忘れる方が多い\n控えを渡す'),
    answer('A7', '前の答え'),
    answer('S1', '2番目の手順と逆です'),
  ]);
  assert.equal(value?.counter.verified, true);
  assert.deepEqual(value?.notes.slice(-2), ['印鑑を忘れる方が多い', '控えを渡す']);
  assert.deepEqual(value?.staffSteps, record.staffSteps, 'what needs a person is not changed');
  assert.match(said, /S1 .*\n→ 2番目の手順と逆です\(市民課 鈴木さん\)/);
  assert.equal(recordOfAnswers(record, questions, [answer('A1', '2階に移りました')]).value, null);
});
