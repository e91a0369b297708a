import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages, parameterNames, parseRuby } from '#platform/i18n';
import { guideMessages } from './messages.ts';

test('X1 every sentence of the guide names the same values in every language', () => {
  for (const [key, message] of Object.entries(guideMessages.table)) {
    for (const { id } of languages) {
      const wanted = parameterNames(message.ja);
      const given = parameterNames(message[id]);
      assert.deepEqual(
        given.filter((name) => !wanted.includes(name)),
        [],
        `${key} ${id}`,
      );
      assert.deepEqual(
        wanted.filter((name) => !given.includes(name)),
        [],
        `${key} ${id}`,
      );
    }
  }
});

test('X1 every kanji of やさしい日本語 has its reading', () => {
  for (const [key, message] of Object.entries(guideMessages.table)) {
    const bare = parseRuby(message.easy).filter((part) => typeof part === 'string' && /\p{Script=Han}/u.test(part));
    assert.deepEqual(bare, [], key);
  }
});
