import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ProcedureRecord, type RecordValue, takeApart } from '#inventory';
import { type Clock, fixedClock } from '#platform/clock';
import { UserError } from '#platform/errors';
import { until } from '#platform/testing';
import { mayApprove } from './change-set.ts';
import { conflictsInWords, differencesOf } from './differences.ts';
import { clock, kobayashi, pack, parts, procedure, sato, suzuki, withStudios } from './fixtures.ts';
import { keepPackRest, rebased, type Studio } from './service.ts';
import * as store from './store.ts';
import { recordDifferences } from './view.ts';

test('K6 two clerks on one record: different fields are joined, the same field is asked about, nothing is lost', async () => {
  await withStudios(1, async ([one]) => {
    assert.ok(one);
    const { studio, inventory } = one;
    const base = takeApart(inventory.current().records).procedure.get('tennyu_todoke') as ReturnType<typeof procedure>;
    const set = await studio.begin(sato, '4月の改訂');
    const save = (by: string, version: number, value: RecordValue, choose?: Parameters<Studio['save']>[0]['choose']) =>
      studio.save({
        changeSet: set.id,
        kind: 'procedure',
        id: 'tennyu_todoke',
        version,
        base,
        published: base,
        value,
        by,
        choose,
      });
    assert.deepEqual(await save(sato, 0, { ...base, who: '佐藤の文' }), { state: 'saved', version: 1, merged: false });
    // Suzuki's form was drawn before that.
    const fee = { ...base.fee, text: '鈴木の文' };
    assert.deepEqual(await save(suzuki, 0, { ...base, fee }), { state: 'saved', version: 2, merged: true });
    const conflict = await save(kobayashi, 0, { ...base, who: '小林の文' });
    assert.equal(conflict.state, 'conflict');
    assert.deepEqual(
      conflict.state === 'conflict' && conflict.conflicts.map(({ path, mine, theirs }) => [path, mine, theirs]),
      [[['who'], '小林の文', '佐藤の文']],
    );
    // Whoever chooses one of two places keeps that choice in sight: both are asked about until both are chosen.
    const two = { ...base, who: '小林の文', fee: { ...base.fee, text: '小林の料金' } };
    const half = await save(kobayashi, 0, two, ([first]) => (first === 'who' ? 'mine' : undefined));
    assert.ok(half.state === 'conflict' && half.against === 'set');
    assert.deepEqual(conflictsInWords('procedure', half.conflicts, [two, base], pack), [
      {
        place: 'who',
        label: 'だれの、何のための手続きか',
        base: base.who,
        mine: '小林の文',
        theirs: '佐藤の文',
      },
      { place: 'fee/text', label: '手数料 › 文', base: base.fee.text, mine: '小林の料金', theirs: '鈴木の文' },
    ]);
    const chosen = await save(kobayashi, 0, { ...base, who: '小林の文' }, () => 'mine');
    assert.equal(chosen.state, 'saved');
    assert.equal((await save(suzuki, 3, { ...base, who: '小林の文', fee })).state, 'unchanged');
  });
});

test('K6 four eyes: nobody approves what they wrote alone; only approved sets are published, and only drafts are edited', async () => {
  assert.ok(!mayApprove(sato, [sato]) && mayApprove(suzuki, [sato]) && mayApprove(sato, [sato, suzuki]));
  assert.ok(mayApprove(sato, [null]) && !mayApprove(sato, []));
  await withStudios(1, async ([one], database) => {
    assert.ok(one);
    const { studio, inventory } = one;
    const base = parts.procedure.get('tennyu_todoke');
    const set = await studio.begin(sato, '改訂');
    const refused = (work: Promise<unknown>) => assert.rejects(work, UserError);
    await refused(studio.askReview(set.id, sato, null, ''));
    const record = {
      changeSet: set.id,
      kind: 'procedure',
      id: 'tennyu_todoke',
      base,
      published: base,
      by: sato,
    } as const;
    await studio.save({ ...record, version: 0, value: { ...base, who: '新しい文' } });
    await refused(studio.publish(set.id, sato));
    await studio.askReview(set.id, sato, kobayashi, '見てください');
    await refused(studio.save({ ...record, version: 1, value: { ...base, who: '別の文' } }));
    await refused(studio.approve(set.id, sato));
    await studio.comment(set.id, kobayashi, 'よいと思います');
    await studio.approve(set.id, kobayashi);
    await refused(studio.schedule(set.id, kobayashi, '2026-11-22'));
    assert.equal(await studio.publish(set.id, kobayashi), 2);
    await refused(studio.publish(set.id, kobayashi));
    assert.equal(inventory.current().procedureById.get('tennyu_todoke')?.summary.ja, '新しい文');
    const [newest] = await inventory.revisions();
    assert.deepEqual([newest?.by, newest?.reason], [kobayashi, '改訂']);
    const notes = await store.notesOf(database.kysely, set.id);
    assert.deepEqual(
      notes.map(({ step }) => step),
      ['review', 'comment', 'approve', 'publish'],
    );
  });
});

test('K5 K6 a scheduled set is published on its day, once, by whichever process comes first, also after a missed midnight', async () => {
  let now = '2027-03-31T14:59:00Z';
  const jumping: Clock = { now: () => new Date(now), today: () => fixedClock(now).today() };
  await withStudios(
    2,
    async ([here, there], database) => {
      assert.ok(here && there);
      const base = parts.procedure.get('tennyu_todoke');
      const set = await here.studio.begin(sato, '4月1日から');
      await here.studio.save({
        changeSet: set.id,
        kind: 'procedure',
        id: 'tennyu_todoke',
        version: 0,
        base,
        published: base,
        value: { ...base, who: '4月からの文' },
        by: sato,
      });
      await here.studio.askReview(set.id, sato, null, '');
      await here.studio.approve(set.id, kobayashi);
      await here.studio.schedule(set.id, kobayashi, '2027-04-01');
      assert.equal((await here.studio.publishDue()) + (await there.studio.publishDue()), 0);
      now = '2027-04-03T00:00:00Z';
      const published = await Promise.all([here.studio.publishDue(), there.studio.publishDue()]);
      assert.equal(published[0] + published[1], 1);
      assert.equal((await here.inventory.revisions()).length, 2);
      const says = ({ inventory }: typeof here) => inventory.current().procedureById.get('tennyu_todoke')?.summary.ja;
      await until('both say it', () => [here, there].every((one) => says(one) === '4月からの文'));
      assert.equal((await store.setById(database.kysely, set.id))?.state, 'published');
    },
    jumping,
  );
});

test('K6 what another set published meanwhile is joined; where both changed the same, publication stops and says where', async () => {
  await withStudios(1, async ([one], database) => {
    assert.ok(one);
    const { studio, inventory } = one;
    const base = procedure('tennyu_todoke');
    const prepare = async (name: string, value: RecordValue) => {
      const set = await studio.begin(sato, name);
      const record = { changeSet: set.id, kind: 'procedure', id: 'tennyu_todoke', version: 0, by: sato } as const;
      await studio.save({ ...record, base, published: base, value });
      await studio.askReview(set.id, sato, null, '');
      await studio.approve(set.id, kobayashi);
      return set.id;
    };
    const first = await prepare('1つめ', { ...base, who: '1つめの文' });
    const second = await prepare('2つめ', { ...base, fee: { ...base.fee, text: '2つめの文' } });
    const third = await prepare('3つめ', { ...base, who: '3つめの文' });
    await studio.publish(first, kobayashi);
    await studio.publish(second, kobayashi);
    const said = inventory.current().procedureById.get('tennyu_todoke');
    assert.deepEqual([said?.summary.ja, said?.fee.text], ['1つめの文', '2つめの文']);
    await assert.rejects(studio.publish(third, kobayashi), (error: UserError) =>
      /tennyu_todoke/.test(String(error.sentence)),
    );
    const changes = await store.changesOf(database.kysely, third);
    assert.deepEqual(
      rebased(inventory.current().records, changes).conflicts.map(({ path }) => path),
      [['who']],
    );
    // It is put right in the draft: the clerk sees both and keeps their own.
    await studio.backToDraft(third, sato, '');
    const published = takeApart(inventory.current().records).procedure.get('tennyu_todoke');
    const again = { changeSet: third, kind: 'procedure', id: 'tennyu_todoke', version: 1, by: sato } as const;
    const asked = await studio.save({ ...again, base: published, published, value: { ...base, who: '3つめの文' } });
    assert.equal(asked.state, 'conflict');
    await studio.save({
      ...again,
      base: published,
      published,
      value: { ...base, who: '3つめの文' },
      choose: () => 'mine',
    });
    await studio.askReview(third, sato, null, '');
    await studio.approve(third, kobayashi);
    await studio.publish(third, kobayashi);
    const last = inventory.current().procedureById.get('tennyu_todoke');
    assert.deepEqual([last?.summary.ja, last?.fee.text], ['3つめの文', '2つめの文']);
  });
});

test('K6 an older revision is brought back as a new one, whole or one record', async () => {
  await withStudios(1, async ([one]) => {
    assert.ok(one);
    const { studio, inventory } = one;
    const changed = structuredClone(pack.records);
    const [first, second] = changed.procedures;
    assert.ok(first && second);
    first.who = '変えた文';
    second.who = '変えた別の文';
    await inventory.publish(changed);
    const publishBack = async (only?: { kind: 'procedure'; id: string }) => {
      const set = await studio.bringBack(1, sato, only);
      await studio.askReview(set.id, sato, null, '');
      await studio.approve(set.id, kobayashi);
      return studio.publish(set.id, kobayashi);
    };
    assert.equal(await publishBack({ kind: 'procedure', id: first.id }), 3);
    const now = () => inventory.current().records.procedures;
    assert.equal(now()[0]?.who, pack.records.procedures[0]?.who);
    assert.equal(now()[1]?.who, '変えた別の文');
    assert.equal(await publishBack(), 4);
    assert.equal(inventory.current().revision, pack.revision);
    const older = await inventory.at(2);
    assert.ok(older);
    assert.equal(recordDifferences(older, inventory.current()).length, 2);
  });
});

test('K5 a proposal becomes a draft of whoever proposes it; what the files changed becomes a draft of nobody', async () => {
  await withStudios(1, async ([one], database) => {
    assert.ok(one);
    const { translations: _translations, ...record } = procedure('tennyu_todoke') as RecordValue & ProcedureRecord;
    const value = { ...(record as unknown as ProcedureRecord), who: '図から作った文' };
    const { path } = await one.studio.propose({ value, reason: '流れ図から', by: sato });
    const proposed = await store.setById(database.kysely, path.split('/').at(-1) ?? '');
    assert.deepEqual([proposed?.owner, proposed?.state, proposed?.reason], [sato, 'draft', '流れ図から']);
    const [change] = await store.changesOf(database.kysely, proposed?.id ?? '');
    assert.deepEqual(
      differencesOf('procedure', change?.base, change?.value, pack).map(({ after }) => after),
      ['図から作った文'],
    );
    await database.transaction((transaction) =>
      keepPackRest(transaction, clock, [
        { kind: 'procedure', id: 'tennyu_todoke', published: record, value: { ...record, who: 'ファイルの文' } },
      ]),
    );
    const [files] = (await store.listSets(database.kysely, ['draft'])).filter(({ owner }) => owner === null);
    assert.equal(files?.name, 'ファイルからの変更');
  });
});
