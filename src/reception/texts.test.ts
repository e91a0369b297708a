import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadInventory } from '#inventory';
import { namesForVisitor, purposeText, withoutAside } from './texts.ts';

const inventory = await loadInventory('content/asahikawa');

test('V5 V7 X2 what is known to staff alone is named on no ticket and in no list that others can see', () => {
  assert.deepEqual(namesForVisitor(['shien_sochi', 'tennyu_todoke'], 'ja', inventory), ['転入届']);
  assert.equal(purposeText(['shien_sochi', 'tennyu_todoke'], inventory), '転入届');
  assert.equal(purposeText(['shien_sochi'], inventory), '相談');
});

test('V5 a list names the first purpose in short and counts the others', () => {
  assert.equal(purposeText([], inventory), '番号札のみ');
  assert.equal(purposeText(['setai_henkou_todoke'], inventory), '世帯変更届');
  assert.equal(purposeText(['tennyu_todoke', 'kokuho_kanyu', 'inkan_touroku'], inventory), '転入届 ほか2件');
});

test('V5 an official name loses its explanation and nothing else', () => {
  assert.equal(withoutAside('世帯変更届(世帯主変更・世帯分離)'), '世帯変更届');
  assert.equal(withoutAside('出産(予定)の届'), '出産(予定)の届');
  assert.equal(withoutAside('(仮)'), '(仮)');
});
