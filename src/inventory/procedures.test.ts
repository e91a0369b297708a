import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  channelsFor,
  conditionSentence,
  documentsFor,
  groupByPlace,
  loadInventory,
  orderProcedures,
  type Procedure,
  procedureNeed,
  totalsOf,
} from './index.ts';

const inventory = await loadInventory('content/asahikawa', {
  cacheFolder: join(tmpdir(), 'hitomado-test-inventory'),
});

function procedures(...ids: string[]): Procedure[] {
  return ids.map((id) => inventory.procedureById.get(id) ?? assert.fail(id));
}

const some = fc.uniqueArray(fc.constantFrom(...inventory.procedures), { selector: ({ id }) => id, maxLength: 15 });

test('V1 a paper that several procedures ask for stands once and names them all', () => {
  const papers = documentsFor(procedures('tennyu_todoke', 'kokuho_kanyu'), { events: ['tennyu'] }, 'no');
  const identification = papers.filter(({ id }) => id === 'honnin');
  assert.equal(identification.length, 1);
  assert.deepEqual(identification[0]?.usedBy, ['tennyu_todoke', 'kokuho_kanyu']);
  assert.equal(identification[0]?.requiredness, 'required');
});

test('V1 papers follow the answers: 特例転出 needs no 転出証明書, a proxy needs a 委任状', () => {
  const ids = (facts: Parameters<typeof documentsFor>[1], mode: 'no' | 'unknown') =>
    documentsFor(procedures('tennyu_todoke'), facts, mode).map(({ id }) => id);
  assert.ok(ids({}, 'no').includes('tenshutsu_shoumei'));
  assert.ok(!ids({ tokureiTenshutsu: true }, 'no').includes('tenshutsu_shoumei'));
  assert.ok(!ids({}, 'no').includes('ininjou'));
  assert.ok(ids({ isAgent: true }, 'no').includes('ininjou'));
  const open = documentsFor(procedures('tennyu_todoke'), {}, 'unknown').find(({ id }) => id === 'ininjou');
  assert.equal(open?.requiredness, 'if');
  assert.match(conditionSentence(inventory, open?.conditions[0] ?? assert.fail()), /代理人/);
});

test('V1 merging papers neither loses nor invents one, whatever the procedures', () => {
  fc.assert(
    fc.property(some, (list) => {
      const merged = documentsFor(list, {}, 'unknown');
      const keys = merged.map(({ id, name }) => `${id} ${name.ja}`);
      assert.equal(new Set(keys).size, keys.length);
      for (const { id, usedBy } of merged)
        assert.ok(
          usedBy.every((user) => inventory.procedureById.get(user)?.documents.some((paper) => paper.id === id)),
        );
      const alone = list.flatMap((procedure) => documentsFor([procedure], {}, 'unknown').map(({ id }) => id));
      assert.deepEqual(new Set(merged.map(({ id }) => id)), new Set(alone));
    }),
    { numRuns: 50 },
  );
});

test('V1 what another procedure waits for comes first, and nothing is lost', () => {
  fc.assert(
    fc.property(some, (list) => {
      const ordered = orderProcedures(list).map(({ id }) => id);
      assert.deepEqual([...ordered].sort(), list.map(({ id }) => id).sort());
      for (const { id, order } of list)
        for (const before of order.after)
          if (ordered.includes(before))
            assert.ok(ordered.indexOf(before) < ordered.indexOf(id), `${before} before ${id}`);
    }),
    { numRuns: 100 },
  );
});

test('V1 after moving in: first 転入届 on the 1st floor, then its neighbours, floor by floor', () => {
  const list = orderProcedures(procedures('kodomo_iryou', 'mynumber_keizoku', 'kokuho_kanyu', 'tennyu_todoke'));
  assert.deepEqual(
    list.map(({ id }) => id),
    ['tennyu_todoke', 'kokuho_kanyu', 'mynumber_keizoku', 'kodomo_iryou'],
  );
  const stops = groupByPlace(list);
  assert.deepEqual(
    stops.map(({ floor }) => floor),
    [...stops.map(({ floor }) => floor)].sort(),
  );
  assert.equal(
    stops.reduce((sum, stop) => sum + stop.procedures.length, 0),
    4,
  );
});

test('V1 a procedure may be a duty only in some cases', () => {
  const [jiritsu = assert.fail()] = procedures('jiritsu_seishin');
  assert.equal(procedureNeed(jiritsu, {}), 'recommended');
  assert.equal(procedureNeed(jiritsu, { events: ['tennyu'], usesJiritsuSeishin: true }), 'required');
});

test('V1 a proxy is told that the person must come, where no proxy is allowed', () => {
  for (const procedure of inventory.procedures) {
    const choice = channelsFor(procedure, { isAgent: true, isProtected: false });
    assert.equal(choice.mustCome, !procedure.agent.allowed);
    if (!procedure.agent.allowed) assert.equal(choice.sentence?.ja, '本人が来る必要があります。');
  }
});

test('X2 a protected person is offered the counter only, and the screen does not say why', () => {
  for (const procedure of inventory.procedures) {
    const choice = channelsFor(procedure, { isAgent: false, isProtected: true });
    assert.deepEqual(choice.open, ['counter']);
    assert.doesNotMatch(JSON.stringify(choice), /支援措置|暴力|DV/);
  }
});

test('V1 fees and minutes add up', () => {
  const totals = totalsOf(procedures('juminhyo_koufu', 'tennyu_todoke'));
  assert.equal(totals.yen, 350);
  const minutes = procedures('juminhyo_koufu', 'tennyu_todoke').map(({ duration }) => duration.counterMinutes);
  assert.equal(totals.minutes, (minutes[0] ?? 0) + (minutes[1] ?? 0));
});

test('V1 names are in the languages of the translations', () => {
  const [moving = assert.fail()] = procedures('tennyu_todoke');
  assert.deepEqual(Object.keys(moving.name).sort(), ['easy', 'en', 'ja', 'ko', 'vi', 'zh']);
  assert.equal(moving.name.ja, '転入届');
  assert.match(inventory.factById.get('hasDog')?.question.vi ?? '', /\p{Script=Latin}/u);
});
