import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages, parameterNames, parseRuby } from '#platform/i18n';
import { kioskMessages } from './door/kiosk-messages.ts';
import { visitorMessages } from './visitor-messages.ts';

const tables = { ...kioskMessages.table, ...visitorMessages.table };

test('V4 V5 every sentence of kiosk, ticket, phone and board has the same parameters in six languages', () => {
  for (const [key, message] of Object.entries(tables)) {
    for (const { id } of languages) {
      assert.ok(message[id].trim(), `${key} ${id}`);
      assert.deepEqual(parameterNames(message[id]), parameterNames(message.ja), `${key} ${id}`);
    }
  }
});

test('V4 V5 sentences in easy Japanese give every kanji its reading', () => {
  for (const [key, { easy }] of Object.entries(tables)) {
    const plain = parseRuby(easy).filter((part) => typeof part === 'string');
    assert.doesNotMatch(plain.join(''), /\p{Script=Han}/u, `${key}: ${easy}`);
  }
});
