import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { missingGlyphs, printable } from './index.ts';

test('V3 characters that the font cannot draw are found and shown as 〓', () => {
  assert.deepEqual(missingGlyphs('北川 美咲 髙﨑 Müller 123 ①〜−'), []);
  assert.deepEqual(missingGlyphs('😀aễ😀'), ['😀', 'ễ']);
  assert.equal(printable('山😀田'), '山〓田');
  assert.deepEqual(missingGlyphs('葛\u{e0100}'), []);
});

test('X2 templates load no packages', () => {
  for (const name of ['sheet', 'application']) {
    const source = readFileSync(`src/intake/templates/${name}.typ`, 'utf8');
    assert.doesNotMatch(source, /#?(?:import|include)\b|"@/);
  }
});
