import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parameterNames } from '#platform/i18n';
import { problems } from '#platform/japanese';
import { endMessages } from './end-messages.ts';
import { messages } from './messages.ts';
import { openMessages } from './open-messages.ts';
import { sentences } from './problems.ts';

const tables = { ...messages.table, ...endMessages.table, ...openMessages.table, ...sentences, ...problems };

test('X1 every sentence of the pre-entry has the same parameters in all languages', () => {
  for (const [key, message] of Object.entries(tables)) {
    for (const text of Object.values(message)) assert.deepEqual(parameterNames(text), parameterNames(message.ja), key);
  }
});

test('X1 easy Japanese gives a reading after every run of kanji', () => {
  for (const [key, { easy }] of Object.entries(tables)) {
    const bare = easy.match(/[\p{Script=Han}々]+(?![\p{Script=Han}々]|\([ぁ-ゖァ-ヺー]+\))/gu);
    assert.equal(bare, null, key);
  }
});
