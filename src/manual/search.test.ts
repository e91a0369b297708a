import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { Inventory } from '#inventory';
import type { Database } from '#platform/database';
import { generalSynonyms, withReadings } from '#platform/lexicon';
import { createSearchIndex, fold } from '#platform/search';
import { here, kei, openManual } from './fixtures.tsx';
import type { ManualSearch } from './search.ts';
import { manualDocuments } from './search-documents.ts';
import { numbersWith, storedNames } from './search-store.ts';
import type { BlockService } from './service.ts';

let database: Database;
let inventory: Inventory;
let search: ManualSearch;
let blocks: BlockService;
before(async () => {
  ({ database, inventory, search, blocks } = await openManual());
});
after(() => database.close());

const firstOf = async (query: string): Promise<string | undefined> =>
  (await search.find(query, { limit: 5 })).hits[0]?.id;

test('K5 everyday words, kana and other spellings find the procedure first', async () => {
  const expected = {
    転入届: 'tennyu_todoke',
    てんにゅうとどけ: 'tennyu_todoke',
    引っ越してきた: 'tennyu_todoke',
    赤ちゃんが生まれた: 'shussei_todoke',
    ハンコの登録: 'inkan_touroku',
    こくほに入りたい: 'kokuho_kanyu',
    婚姻届: 'konin_todoke',
    入籍したい: 'konin_todoke',
    戸籍謄本: 'koseki_shoumei',
    戸籍謄本がほしい: 'koseki_shoumei',
    印鑑証明: 'inkan_shoumei',
    お墓を移したい: 'kaisou_kyoka',
  };
  for (const [query, id] of Object.entries(expected)) {
    const { hits } = await search.find(query, { limit: 3 });
    assert.ok(
      hits.some((hit) => hit.id === `procedure/${id}`),
      `${query}: ${hits.map((hit) => hit.id).join(' ')}`,
    );
  }
  assert.equal(await firstOf('転入届'), 'procedure/tennyu_todoke');
});

test('K5 property: any cut of one to three signs out of any text is found where it stands', async () => {
  const documents = manualDocuments(inventory, []);
  const cut = fc
    .tuple(fc.nat(documents.length - 1), fc.nat(), fc.integer({ min: 1, max: 3 }))
    .map(([index, at, length]) => {
      const document = documents[index];
      const signs = [...(document?.text ?? '')];
      const start = at % Math.max(1, signs.length - length + 1);
      return { id: document?.id ?? '', query: signs.slice(start, start + length).join('') };
    })
    .filter(({ query }) => !/\s/u.test(query) && fold(query) !== '');
  const names = await storedNames(database.kysely);
  const ids = new Map(names.map((name) => [name.number, name.id]));
  await fc.assert(
    fc.asyncProperty(cut, async ({ id, query }) => {
      const [numbers = []] = await database.transaction((transaction) =>
        numbersWith(transaction, [{ field: 'words', piece: fold(query) }]),
      );
      const found = new Set(numbers.map((number) => ids.get(number)));
      assert.ok(found.has(id), `${query} in ${id}`);
      // Exactly those texts and no other.
      const truth = documents.filter(({ title, sayings = [], text }) =>
        [title, ...sayings, text].some((part) => fold(part).includes(fold(query))),
      );
      assert.equal(found.size, truth.length, query);
    }),
    { numRuns: 60 },
  );
});

test('K5 the search in PostgreSQL and the one in memory give the same order', async () => {
  const documents = manualDocuments(inventory, []);
  await search.learnReadings();
  const memory = createSearchIndex(await withReadings(documents), inventory.synonyms, {
    general: await generalSynonyms(),
  });
  for (const query of [
    '引っ越し',
    'ひっこし',
    'ほけんしょう',
    '電子計算機',
    'マイナンバー 再発行',
    '国保',
    'ﾊﾝｺ',
    '赤ちゃんがうまれたのですが',
    '3',
  ]) {
    const stored = await search.find(query, { limit: 20 });
    const scores = (hits: readonly { id: string; score: number }[]) => hits.map(({ score }) => score.toFixed(3));
    assert.deepEqual(scores(stored.hits), scores(memory.search(query, { limit: 20 })), query);
  }
});

test('K5 a text of staff is also found by the sound of its title, soon after it was published', async () => {
  const block = await blocks.add(here, { title: '除雪車の誘導', body: '入口を空けます。' }, kei, true);
  await search.learnReadings();
  const { hits } = await search.find('じょせつしゃ', { limit: 3 });
  assert.equal(hits[0]?.id, `block/${block.id}`);
  await blocks.withdraw(block.id);
});

test('K5 a published text is found at once, with what was looked for marked; a draft and a withdrawn one are not', async () => {
  const body = '大雪の日は、**除雪車**が入口をふさぐことがあります。';
  const block = await blocks.add(here, { title: '', body }, kei, false);
  const find = async () => (await search.find('除雪車', { limit: 5 })).hits.filter(({ kind }) => kind === 'block');
  assert.equal((await find()).length, 0);
  await blocks.keep(block.id, 1, { title: '', body, reviewOn: null }, kei, true);
  const [hit] = await find();
  assert.deepEqual(
    hit?.excerpt?.filter((part) => part.hit).map(({ text }) => text),
    ['除雪車'],
  );
  await blocks.withdraw(block.id);
  assert.equal((await find()).length, 0);
});

test('K5 queries that hold signs of SQL, of patterns or of nothing break nothing', async () => {
  for (const query of [
    "'; drop table manual_block; --",
    '%',
    '_',
    '\\',
    '\u0000',
    '',
    '   ',
    'あ'.repeat(5_000),
    '😀',
    '{"a"',
    '\ud800',
  ]) {
    assert.ok(Array.isArray((await search.find(query, { limit: 5 })).hits), query);
  }
});
