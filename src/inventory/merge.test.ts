import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  isSame,
  loadInventory,
  mergeChanges,
  putTogether,
  recordId,
  recordKinds,
  recordSchemas,
  takeApart,
  takeOver,
} from './index.ts';
import { revisionOf } from './inventory.ts';

const { records } = await loadInventory('content/asahikawa', {
  cacheFolder: join(tmpdir(), 'hitomado-test-inventory'),
});

const value = fc.letrec((tie) => ({
  leaf: fc.oneof(fc.string(), fc.integer(), fc.boolean()),
  list: fc.array(tie('value'), { maxLength: 4 }),
  record: fc.dictionary(fc.constantFrom('id', 'name', 'note', 'fee', 'fact'), tie('value'), { maxKeys: 4 }),
  value: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('list'), tie('record')),
})).value;

test('K6 property: what only one of two people changed is theirs, whoever saves last', () => {
  fc.assert(
    fc.property(value, value, (base, changed) => {
      assert.ok(isSame(mergeChanges(base, base, changed).value, changed));
      assert.ok(isSame(mergeChanges(base, changed, base).value, changed));
      assert.deepEqual(mergeChanges(base, changed, changed).conflicts, []);
    }),
  );
});

test('K6 property: changes of different fields are both kept, in either order', () => {
  const field = fc.constantFrom('name', 'who', 'fee', 'notes', 'counter');
  fc.assert(
    fc.property(
      fc.dictionary(field, fc.string()),
      fc.uniqueArray(field, { minLength: 2, maxLength: 5 }),
      fc.string(),
      fc.string(),
      fc.nat(),
      (base, fields, one, other, cut) => {
        const split = 1 + (cut % (fields.length - 1));
        const mine = { ...base, ...Object.fromEntries(fields.slice(0, split).map((key) => [key, `m${one}`])) };
        const theirs = { ...base, ...Object.fromEntries(fields.slice(split).map((key) => [key, `t${other}`])) };
        const merged = mergeChanges(base, mine, theirs);
        assert.deepEqual(merged.conflicts, []);
        assert.ok(isSame(merged.value, mergeChanges(base, theirs, mine).value));
        for (const [index, key] of fields.entries())
          assert.equal((merged.value as Record<string, string>)[key], index < split ? `m${one}` : `t${other}`);
      },
    ),
  );
});

test('K6 property: nothing that either typed is lost: each change is in the result or told as a conflict', () => {
  const item = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), name: fc.string() });
  const list = fc.uniqueArray(item, { selector: ({ id }) => id, maxLength: 5 });
  fc.assert(
    fc.property(list, list, list, (base, mine, theirs) => {
      const { value, conflicts } = mergeChanges({ list: base }, { list: mine }, { list: theirs });
      const result = (value as { list?: { id: string; name: string }[] }).list ?? [];
      for (const side of [mine, theirs])
        for (const one of side) {
          const before = base.find(({ id }) => id === one.id);
          if (isSame(before, one)) continue;
          const kept = result.some((other) => isSame(other, one));
          const told = conflicts.some(({ path }) => path.length === 1 || path[1] === one.id);
          assert.ok(kept || told, `${one.id} ${JSON.stringify({ base, mine, theirs, value, conflicts })}`);
        }
    }),
  );
});

test('K6 two changes of one condition are not mixed into a third one', () => {
  const base = { when: { all: [{ fact: 'a', is: true }] } };
  const mine = {
    when: {
      all: [
        { fact: 'a', is: true },
        { fact: 'b', is: true },
      ],
    },
  };
  const theirs = {
    when: {
      any: [
        { fact: 'a', is: true },
        { fact: 'c', is: true },
      ],
    },
  };
  const { conflicts } = mergeChanges(base, mine, theirs);
  assert.deepEqual(
    conflicts.map(({ path }) => path),
    [['when']],
  );
});

test('K1 an inventory taken apart and put together again is the same, and every record has its shape', () => {
  const parts = takeApart(records);
  assert.equal(revisionOf(putTogether(parts)), revisionOf(records));
  let count = 0;
  for (const kind of recordKinds)
    for (const [id, record] of parts[kind]) {
      const read = recordSchemas[kind].safeParse(record);
      assert.ok(read.success, `${kind} ${id}: ${read.error?.message}`);
      assert.ok(id.startsWith(recordId(kind, record)), id);
      count += 1;
    }
  assert.ok(count > 900, String(count));
});

test('K6 what changed in the files is taken over; what the studio changed stays, and the rest is told', () => {
  const files = structuredClone(records);
  const studio = structuredClone(records);
  const [first, second] = [files.procedures[0], files.procedures[1]];
  const [mine, mineToo] = [studio.procedures[0], studio.procedures[1]];
  assert.ok(first && second && mine && mineToo);
  first.who = 'ファイルの文です。';
  mine.fee.text = '窓口で決まります。';
  second.who = 'ファイルの別の文です。';
  mineToo.who = '台帳の画面の文です。';
  files.city.hall.phone = '0166-00-0001';
  const taken = takeOver(records, studio, files);
  const [one, two] = taken.records.procedures;
  assert.equal(one?.who, 'ファイルの文です。');
  assert.equal(one?.fee.text, '窓口で決まります。');
  assert.equal(two?.who, '台帳の画面の文です。');
  assert.equal(taken.records.city.hall.phone, '0166-00-0001');
  assert.deepEqual(
    taken.rest.map(({ kind, id, value }) => [kind, id, value?.who]),
    [['procedure', second.id, 'ファイルの別の文です。']],
  );
});
