import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hashToken, newId, newReferenceCode, newToken, normalizeReferenceCode, qrModules, qrSvg } from './index.ts';

const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const code = fc.constant(null).map(newReferenceCode);
const position = fc.nat({ max: 8 });
const plain = (text: string) => text.replaceAll('-', '');

test('V2 a reference code has the form H7K-4M2-P9X and no sign that is mistaken for another', () => {
  fc.assert(
    fc.property(code, (text) => {
      assert.match(text, /^[A-HJKMNP-Z2-9]{3}-[A-HJKMNP-Z2-9]{3}-[A-HJKMNP-Z2-9]{3}$/);
      assert.equal(normalizeReferenceCode(text), text);
    }),
  );
});

test('V2 one wrong sign in a reference code is always noticed', () => {
  fc.assert(
    fc.property(code, position, fc.constantFrom(...alphabet), (text, index, sign) => {
      const signs = [...plain(text)];
      fc.pre(signs[index] !== sign);
      signs[index] = sign;
      assert.equal(normalizeReferenceCode(signs.join('')), null);
    }),
    { numRuns: 1_000 },
  );
});

test('V2 two signs of a reference code in the wrong order are always noticed', () => {
  fc.assert(
    fc.property(code, position, position, (text, one, other) => {
      const signs = [...plain(text)];
      fc.pre(signs[one] !== signs[other]);
      const [first = '', second = ''] = [signs[one], signs[other]];
      signs[one] = second;
      signs[other] = first;
      assert.equal(normalizeReferenceCode(signs.join('')), null);
    }),
    { numRuns: 1_000 },
  );
});

test('V2 a reference code is understood however it is typed', () => {
  const fullWidth = (text: string) =>
    text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
  const ways: ((text: string) => string)[] = [
    (text) => text.toLowerCase(),
    fullWidth,
    (text) => fullWidth(text.toLowerCase()),
    plain,
    (text) => text.replaceAll('-', ' '),
    (text) => text.replaceAll('-', '　'),
    (text) => text.replaceAll('-', 'ー'),
    (text) => text.replaceAll('-', '−'),
    (text) => ` ${text}\n`,
  ];
  fc.assert(
    fc.property(code, fc.constantFrom(...ways), (text, way) => {
      assert.equal(normalizeReferenceCode(way(text)), text);
    }),
  );
});

test('V2 a letter that no code holds is read as its look-alike', () => {
  const lookAlikes = [
    ['D', 'O'],
    ['Q', '0'],
    ['J', 'I'],
    ['7', '1'],
    ['7', 'l'],
  ] as const;
  fc.assert(
    fc.property(code, fc.constantFrom(...lookAlikes), (text, [right, typed]) => {
      fc.pre(text.includes(right));
      const read = normalizeReferenceCode(text.replace(right, typed));
      assert.equal(read, text);
    }),
  );
});

test('V2 what cannot be a reference code is refused', () => {
  for (const text of ['', 'H7K', '市役所市役所市役所', 'H7K-4M2-P9X-AAA', '!'.repeat(9), 'A'.repeat(100_000)]) {
    assert.equal(normalizeReferenceCode(text), null);
  }
});

test('X2 a token has 128 random bits and is kept as a hash only', () => {
  const tokens = new Set(Array.from({ length: 1_000 }, newToken));
  assert.equal(tokens.size, 1_000);
  for (const token of tokens) assert.match(token, /^[\w-]{22}$/);
  assert.equal(hashToken('a'), 'ypeBEsobvcr6wjGzmiPcTaeG7_gUfE5yuYB3ha_uSLs');
});

test('X5 identifiers sort in the order they were made', () => {
  const ids = Array.from({ length: 1_000 }, newId);
  assert.deepEqual(ids.toSorted(), ids);
});

test('V3 a QR code is square, has its finder patterns and a quiet zone of four modules', () => {
  const modules = qrModules('https://example.jp/c/abcdefghijklmnopqrstuv');
  const finder = [true, true, true, true, true, true, true, false];
  assert.ok(modules.every((row) => row.length === modules.length));
  assert.deepEqual(modules[0]?.slice(0, 8), finder);
  assert.deepEqual(modules[0]?.slice(-8), finder.toReversed());
  const svg = qrSvg('https://example.jp/c/abcdefghijklmnopqrstuv');
  assert.ok(svg.includes(`viewBox="0 0 ${modules.length + 8} ${modules.length + 8}"`));
  assert.ok(svg.includes('d="M4 4h1v1h-1z'));
  assert.doesNotMatch(svg, /style=|data:/);
});
