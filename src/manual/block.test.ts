import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { Inventory } from '#inventory';
import type { Database } from '#platform/database';
import { compareTexts, publishedVersion } from './block.ts';
import { blockById, blocksOf } from './block-store.ts';
import { stalePages } from './care.ts';
import { clock, here, html, kei, openManual, page, yuki } from './fixtures.tsx';
import { placeNow } from './page.ts';
import { answerQuestion, countReading, insertQuestion, openQuestions, readingsSince } from './reader-store.ts';
import type { BlockService } from './service.ts';

let database: Database;
let inventory: Inventory;
let blocks: BlockService;
before(async () => {
  ({ database, inventory, blocks } = await openManual());
});
after(() => database.close());

test('K3 a draft is read by nobody until it is published, and every version stays', async () => {
  const block = await blocks.add(here, { title: '', body: '初めの文' }, kei, false);
  assert.equal(publishedVersion(block), null);
  const kept = await blocks.keep(block.id, 1, { title: '', body: '次の文', reviewOn: null }, yuki, true);
  assert.ok(kept.kind === 'kept');
  assert.equal(publishedVersion(kept.block)?.body, '次の文');
  await blocks.keep(block.id, 2, { title: '', body: '直しかけ', reviewOn: null }, kei, false);
  const later = await blockById(database.kysely, block.id);
  assert.ok(later);
  assert.equal(publishedVersion(later)?.body, '次の文');
  assert.deepEqual(
    later.versions.map(({ number, authorName }) => [number, authorName]),
    [
      [3, '中村 けい'],
      [2, '高橋 ゆき'],
      [1, '中村 けい'],
    ],
  );
  assert.ok(await blocks.restore(block.id, 1, yuki));
  assert.equal((await blockById(database.kysely, block.id))?.versions[0]?.body, '初めの文');
  await blocks.withdraw(block.id);
  assert.equal((await blocksOf(database.kysely, page)).length, 0);
});

test('K3 of many who keep a text at the same moment one is first, and the others are asked; no text is lost', async () => {
  const block = await blocks.add(here, { title: '', body: 'もとの文' }, kei, true);
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      blocks.keep(block.id, 1, { title: '', body: `${index}人目の文`, reviewOn: null }, yuki, true),
    ),
  );
  assert.equal(outcomes.filter(({ kind }) => kind === 'kept').length, 1);
  assert.equal(outcomes.filter(({ kind }) => kind === 'conflict').length, 7);
  const [conflict] = outcomes.filter((outcome) => outcome.kind === 'conflict');
  assert.ok(conflict?.kind === 'conflict');
  // Who is asked goes on from the text of the other one, and keeps both.
  const base = conflict.block.versions[0]?.number ?? 0;
  const again = await blocks.keep(block.id, base, { title: '', body: '二人の文', reviewOn: null }, yuki, true);
  assert.ok(again.kind === 'kept');
  assert.equal(again.block.versions.length, 3);
  await blocks.withdraw(block.id);
});

test('K3 property: a comparison tells both texts', () => {
  const text = fc.array(fc.constantFrom('あ', 'い', 'う', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = compareTexts(before, after);
      const side = (left: string) => lines.filter(({ kind }) => kind !== left).map((line) => line.text);
      assert.equal(side('added').join('\n'), before);
      assert.equal(side('removed').join('\n'), after);
    }),
    { numRuns: 200 },
  );
});

test('X2 a picture is told by its content; what is none of ours is refused with a sentence', async () => {
  const block = await blocks.add(here, { title: '', body: '写真' }, kei, false);
  const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
  assert.equal(await blocks.addFile(block.id, png, '3番窓口]の(写真', kei), null);
  const body = (await blockById(database.kysely, block.id))?.versions[0]?.body ?? '';
  assert.match(html(body), /<img src="\/manual\/files\/[0-9a-f-]{36}" alt="3番窓口 の\(写真"/);
  for (const bytes of [
    Buffer.from('<svg onload="alert(1)">'),
    Buffer.from('MZ program'),
    Buffer.from('GIF'),
    Buffer.alloc(0),
    null,
  ]) {
    assert.match(String(await blocks.addFile(block.id, bytes, '', kei)), /ください。$/);
  }
  await blocks.withdraw(block.id);
});

test('K3 a question has no name of who asked; it is answered once; readings are counts of a day', async () => {
  const id = '019aa000-0000-7000-8000-0000000000aa';
  await insertQuestion(database.kysely, {
    id,
    page,
    place: 'step-2',
    question: '1点でよいのはどれですか',
    askedAt: clock.now(),
  });
  assert.deepEqual(
    (await openQuestions(database.kysely)).map((one) => one.id),
    [id],
  );
  const answers = await Promise.all(
    ['一つめ', '二つめ'].map((answer) => answerQuestion(database.kysely, id, answer, kei.name, clock.now())),
  );
  assert.equal(answers.filter(Boolean).length, 1);
  assert.equal((await openQuestions(database.kysely)).length, 0);
  await Promise.all(Array.from({ length: 5 }, () => countReading(database.kysely, page, '2026-11-20')));
  assert.equal((await readingsSince(database.kysely, '2026-11-01')).get(page), 5);
  assert.equal((await readingsSince(database.kysely, '2026-11-21')).get(page), undefined);
  const columns = await database.pool.query(
    "select table_name, column_name from information_schema.columns where table_name in ('manual_question', 'manual_reading')",
  );
  const people = columns.rows.filter(({ column_name: name }) => /author|asked_by|reader|staff|session/.test(name));
  assert.deepEqual(people, []);
});

test('K3 a text whose day of review has come, and a record checked long ago, are listed', async () => {
  const block = await blocks.add({ ...here, reviewOn: '2026-11-19' }, { title: '見直す文', body: '文' }, kei, true);
  const found = await blocksOf(database.kysely, page);
  assert.equal(stalePages(inventory, found, '2026-11-20').filter(({ blockPath }) => blockPath !== null).length, 1);
  assert.equal(stalePages(inventory, found, '2026-11-18').length, 0);
  assert.ok(stalePages(inventory, [], '2028-01-01').length >= 131);
  await blocks.withdraw(block.id);
});

test('K3 K5 a text goes with its step when steps change their order, and is listed when its step is no more', async () => {
  const block = await blocks.add({ page, place: 'step-3', reviewOn: null }, { title: '', body: '文' }, kei, true);
  const [moving] = inventory.procedures.filter(({ id }) => id === 'tennyu_todoke');
  assert.ok(moving);
  const withSteps = (staffSteps: typeof moving.staffSteps): Inventory => ({
    ...inventory,
    procedureById: new Map([...inventory.procedureById, ['tennyu_todoke', { ...moving, staffSteps }]]),
  });
  const [first, second, third, ...rest] = moving.staffSteps;
  assert.ok(first && second && third);
  const turned = withSteps([third, first, second, ...rest]);
  assert.deepEqual(placeNow(inventory, block), { place: 'step-3', isAdrift: false });
  assert.deepEqual(placeNow(turned, block), { place: 'step-1', isAdrift: false });
  const rewritten = withSteps([first, second, { ...third, do: '別の手順' }, ...rest]);
  assert.deepEqual(placeNow(rewritten, block), { place: 'step-3', isAdrift: true });
  assert.deepEqual(placeNow(withSteps([first, second]), block), { place: '', isAdrift: true });
  const listed = (shown: Inventory) =>
    stalePages(shown, [block], '2026-11-20').filter(({ why }) => why.includes(third.do)).length;
  assert.deepEqual([listed(inventory), listed(turned), listed(rewritten)], [0, 0, 1]);
  await blocks.withdraw(block.id);
});

test('K3 K5 a law that changes lists the procedures that stand on it, until each was checked again', () => {
  const change = {
    id: 'juki_2027',
    law: '住民基本台帳法22条',
    what: '届出の書き方',
    inForceOn: '2027-04-01',
    knownOn: '2026-12-01',
  };
  const rest = inventory.procedures.filter(({ id }) => id !== 'tennyu_todoke');
  const [moving] = inventory.procedures.filter(({ id }) => id === 'tennyu_todoke');
  assert.ok(moving);
  const listed = (checkedOn: string) =>
    stalePages(
      { ...inventory, lawChanges: [change], procedures: [...rest, { ...moving, checkedOn }] },
      [],
      '2026-11-20',
    ).filter(({ why }) => why.startsWith('住民基本台帳法22条が令和9年4月1日') && why.includes('届出の書き方'));
  assert.ok(listed('2026-11-01').some(({ page: { id } }) => id === 'tennyu_todoke'));
  assert.ok(!listed('2026-12-02').some(({ page: { id } }) => id === 'tennyu_todoke'));
  assert.ok(listed('2026-11-01').length < 20, 'only those that stand on it');
});
