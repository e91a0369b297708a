import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deskName } from './name.ts';

const entries = [
  { key: 'people.p1.fullName', text: ['北川 美咲'] },
  { key: 'people.p1.fullNameKana', text: ['キタガワ ミサキ'] },
  { key: 'people.p2.fullName', text: ['北川 蓮'] },
];

test('V7 the desk addresses the person who files by the name that they entered', () => {
  assert.deepEqual(deskName(entries, false), { name: '北川 美咲', kana: 'キタガワ ミサキ' });
});

test('V7 X2 the name of a protected person stands on no desk', () => {
  assert.equal(deskName(entries, true), null);
});

test('V7 without a name that may be seen there is none, whoever else is named', () => {
  assert.equal(deskName(entries.slice(2), false), null);
  assert.equal(deskName([{ key: 'people.p1.fullName', text: [] }], false), null);
});
