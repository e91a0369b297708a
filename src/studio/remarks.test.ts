import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { UserError } from '#platform/errors';
import { clock, kobayashi, procedure, sato, suzuki, withStudios } from './fixtures.ts';
import { longestRemark, mostRemarks, openThreads, type Remark, threadsOf } from './remark.ts';
import { countOpenThreads, remarksOf, remarksOfRecord } from './remark-store.ts';
import { createRemarks } from './remarks.ts';
import * as store from './store.ts';

const record = { kind: 'procedure', id: 'tennyu_todoke' } as const;
const refused = (work: Promise<unknown>, code: string) =>
  assert.rejects(work, (error: UserError) => error instanceof UserError && error.code === code);

test('K6 a comment stands on a record or on one line of its difference, and is answered and settled', async () => {
  await withStudios(1, async ([one], database) => {
    assert.ok(one);
    const { studio, inventory } = one;
    const remarks = createRemarks({ database, clock, inventory });
    const base = procedure('tennyu_todoke');
    const set = await studio.begin(sato, '改訂');
    const change = { changeSet: set.id, ...record, base, published: base, by: sato };
    await refused(remarks.say(set.id, suzuki, { ...record, place: '' }, 'まだ入っていません'), 'studio.notInSet');
    await studio.save({ ...change, version: 0, value: { ...base, who: '新しい文' } });
    const whole = await remarks.say(set.id, suzuki, { ...record, place: '' }, '  全体として分かりにくいです  ');
    const line = await remarks.say(set.id, suzuki, { ...record, place: 'who' }, 'ここは古い言い方です');
    const nowhere = await remarks.say(set.id, sato, { ...record, place: 'fee/text' }, 'この行は変わっていません');
    await remarks.answer(set.id, sato, line, '直しました');
    await remarks.settle(set.id, suzuki, whole);
    const threads = threadsOf(await remarksOf(database.kysely, set.id));
    assert.deepEqual(
      threads.map(({ first, answers, state }) => [first.remark, first.placeWords, answers.length, state]),
      [
        [whole, '', 0, 'settled'],
        [line, 'だれの、何のための手続きか', 1, 'answered'],
        [nowhere, '', 0, 'open'],
      ],
    );
    assert.equal(threads[0]?.first.text, '全体として分かりにくいです');
    assert.equal((await countOpenThreads(database.kysely, [set.id])).get(set.id), 2);
    await remarks.reopen(set.id, sato, whole);
    assert.equal((await countOpenThreads(database.kysely, [set.id])).get(set.id), 3);
    const notes = await store.notesOf(database.kysely, set.id);
    assert.deepEqual(
      notes.map(({ step, by }) => [step, by]),
      [
        ['settled', suzuki],
        ['reopened', sato],
      ],
    );
    // An answer is no thread of its own, and a thread of another set is none here.
    const other = await studio.begin(sato, '別の改訂');
    const [answer] = threads[1]?.answers ?? [];
    await refused(remarks.answer(set.id, sato, answer?.remark ?? '', '返事への返事'), 'studio.noRemark');
    await refused(remarks.settle(other.id, sato, line), 'studio.noRemark');
  });
});

test('K6 open comments are asked about before publishing; what nobody can be asked about at midnight is published', async () => {
  let now = '2026-11-22T01:00:00Z';
  const jumping = { now: () => new Date(now), today: () => now.slice(0, 10) as ReturnType<typeof clock.today> };
  await withStudios(
    1,
    async ([one], database) => {
      assert.ok(one);
      const { studio, inventory } = one;
      const remarks = createRemarks({ database, clock: jumping, inventory });
      const base = procedure('tennyu_todoke');
      const set = await studio.begin(sato, '改訂');
      const value = { ...base, who: '新しい文' };
      await studio.save({ changeSet: set.id, ...record, version: 0, base, published: base, value, by: sato });
      await remarks.say(set.id, sato, { ...record, place: 'who' }, 'これでよいですか');
      await studio.askReview(set.id, sato, null, '');
      await studio.approve(set.id, kobayashi);
      await refused(studio.publish(set.id, kobayashi), 'studio.openRemarks');
      await refused(studio.schedule(set.id, kobayashi, '2026-11-30'), 'studio.openRemarks');
      assert.equal((await store.setById(database.kysely, set.id))?.state, 'approved');
      await studio.schedule(set.id, kobayashi, '2026-11-30', 1);
      await remarks.say(set.id, suzuki, { ...record, place: '' }, '待ってください');
      await refused(studio.publish(set.id, kobayashi, 1), 'studio.openRemarks');
      now = '2026-11-30T01:00:00Z';
      assert.equal(await studio.publishDue(), 1);
      await refused(remarks.say(set.id, sato, { ...record, place: '' }, 'もう遅い'), 'studio.closed');
      const history = await remarksOfRecord(database.kysely, record.kind, record.id);
      assert.deepEqual(
        history.map(({ text, state, revision }) => [text, state, revision]),
        [
          ['これでよいですか', 'published', 2],
          ['待ってください', 'published', 2],
        ],
      );
    },
    jumping,
  );
});

test('K6 comments are bounded, in length and in number', async () => {
  await withStudios(1, async ([one], database) => {
    assert.ok(one);
    const { studio, inventory } = one;
    const remarks = createRemarks({ database, clock, inventory });
    const base = procedure('tennyu_todoke');
    const set = await studio.begin(sato, '改訂');
    const value = { ...base, who: '新しい文' };
    await studio.save({ changeSet: set.id, ...record, version: 0, base, published: base, value, by: sato });
    const say = (text: string) => remarks.say(set.id, sato, { ...record, place: '' }, text);
    await refused(say(' \n'), 'studio.noText');
    await refused(say('あ'.repeat(longestRemark + 1)), 'studio.longText');
    await say('𠮷'.repeat(longestRemark / 2));
    for (let count = 1; count < mostRemarks; count += 1) await say(`${count}`);
    await refused(say('多すぎます'), 'studio.manyRemarks');
  });
});

test('K6 property: every remark is in exactly one thread, and only the first one settles it', () => {
  const person = fc.constantFrom(sato, suzuki);
  const spec = fc.record({ by: person, to: fc.option(fc.nat(8), { nil: null }), settled: fc.boolean() });
  fc.assert(
    fc.property(fc.array(spec, { maxLength: 30 }), (specs) => {
      const firsts: string[] = [];
      const said = specs.map(({ by, to, settled }, index): Remark => {
        const answers = to === null || firsts.length === 0 ? null : (firsts[to % firsts.length] ?? null);
        if (answers === null) firsts.push(`${index}`);
        const isSettled = settled && answers === null;
        const settledBy = isSettled ? by : null;
        const [at, settledAt] = [new Date(index), isSettled ? new Date(index) : null];
        const where = { ...record, place: '', placeWords: '', version: 1, changeSet: 'a' };
        return { ...where, remark: `${index}`, answers, by, at, text: 'x', settledBy, settledAt };
      });
      const threads = threadsOf(said);
      const all = threads.flatMap(({ first, answers }) => [first, ...answers].map(({ remark }) => remark));
      assert.deepEqual(all.sort(), said.map(({ remark }) => remark).sort());
      assert.equal(openThreads(threads), said.filter((one) => one.answers === null && one.settledBy === null).length);
      for (const { first, answers, state } of threads)
        if (state === 'answered') assert.ok(answers.some(({ by }) => by !== first.by));
    }),
  );
});
