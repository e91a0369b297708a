import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BadRequest } from './bodies.ts';
import { partsOf, UploadedFile } from './uploads.ts';

const boundary = 'end';
const part = (head: string, content: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
    content,
    Buffer.from('\r\n'),
  ]);
const form = (...parts: Buffer[]): Buffer => Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);

test('X2 property: a file comes through byte by byte, beside the other fields of its form', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.string({ maxLength: 40, unit: 'grapheme' }), (bytes, typed) => {
      fc.pre(!Buffer.from(bytes).includes(`\r\n--${boundary}`) && !typed.includes(`\r\n--${boundary}`));
      const body = form(
        part('name="note"', Buffer.from(typed)),
        part('name="records"; filename="記録.csv"', Buffer.from(bytes)),
      );
      const { note, records } = partsOf(body, boundary, true, 400);
      assert.equal(note, Buffer.from(typed).toString());
      assert.ok(records instanceof UploadedFile);
      assert.equal(records.name, '記録.csv');
      assert.deepEqual(Buffer.from(records.bytes ?? []), Buffer.from(bytes));
    }),
    { numRuns: 100 },
  );
});

test('X2 a file that is too large is known as such, and the fields before it are not lost', () => {
  const whole = form(part('name="csrf"', Buffer.from('token')), part('name="records"; filename="a"', Buffer.alloc(50)));
  for (const [body, isAll] of [
    [whole, true],
    [whole.subarray(0, -20), false],
  ] as const) {
    const { csrf, records } = partsOf(body, boundary, isAll, 40);
    assert.equal(csrf, 'token');
    assert.ok(records instanceof UploadedFile && records.bytes === null);
  }
});

test('X2 property: a body that is no such form is refused, whatever it holds', () => {
  const pieces = fc.constantFrom(`--${boundary}`, '\r\n', '\r\n\r\n', 'name="a"', 'filename="b"', '--', 'x');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), fc.boolean(), (some, isAll) => {
      try {
        partsOf(Buffer.from(some.join('')), boundary, isAll, 100);
      } catch (error) {
        assert.ok(error instanceof BadRequest);
      }
    }),
    { numRuns: 300 },
  );
});
