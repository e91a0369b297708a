import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { type Inventory, loadInventory } from '#inventory';
import { fixedClock } from '#platform/clock';
import type { Database } from '#platform/database';
import { generalSynonyms, withReadings } from '#platform/lexicon';
import { createSearchIndex, fold } from '#platform/search';
import { testDatabase } from '#platform/testing';
import { compareTexts, publishedVersion } from './block.ts';
import { blockById, blocksOf } from './block-store.ts';
import { stalePages } from './care.ts';
import { procedureQuestions } from './hearing.ts';
import { recordOfAnswers } from './hearing-record.ts';
import type { ManualDraft } from './import/index.ts';
import { blocksOfChoices, itemsOf, recordOfChoices, undecided } from './import-choice.ts';
import { isSafeLink, Markdown, plainWords } from './markdown.tsx';
import { counterOf, findPage, pagesOf, pathOf, pathOfKey } from './page.ts';
import { spokenAnswers } from './phone.ts';
import { answerQuestion, countReading, insertQuestion, openQuestions, readingsSince } from './reader-store.ts';
import { createManualSearch, type ManualSearch } from './search.ts';
import { manualDocuments } from './search-documents.ts';
import { numbersWith, storedNames } from './search-store.ts';
import { type BlockService, createBlockService } from './service.ts';

const clock = fixedClock(new Date('2026-11-20T01:00:00Z'));
const [yuki, kei] = [
  { id: '019aa000-0000-7000-8000-000000000001', name: '高橋 ゆき' },
  { id: '019aa000-0000-7000-8000-000000000002', name: '中村 けい' },
];
const page = 'procedure/tennyu_todoke';
const here = { page, place: 'step-3', reviewOn: null };

let database: Database;
let inventory: Inventory;
let search: ManualSearch;
let blocks: BlockService;
before(async () => {
  inventory = await loadInventory(join(import.meta.dirname, '..', '..', 'content', 'asahikawa'));
  database = await testDatabase('manual');
  search = createManualSearch({ database, inventory: () => inventory });
  blocks = createBlockService({ database, clock, search });
  await database.transaction(search.refresh);
});
after(() => database.close());

test('K3 every page of the manual is made from a record and has an address that leads back to it', () => {
  const pages = pagesOf(inventory);
  assert.ok(pages.filter(({ kind }) => kind === 'procedure').length >= 131);
  assert.ok(pages.filter(({ kind }) => kind === 'counter').length >= 15);
  assert.equal(new Set(pages.map(({ key }) => key)).size, pages.length);
  for (const one of pages) assert.equal(pathOfKey(one.key), pathOf(one));
});

test('C1 a concierge is led from a procedure to its counter on the floor plan', () => {
  const procedure = inventory.procedureById.get('tennyu_todoke');
  assert.ok(procedure);
  assert.equal(counterOf(inventory, procedure), '1階 3番窓口');
});

test('K3 what is read out on the phone says the deadline, what to bring and the place of the record', () => {
  const procedure = inventory.procedureById.get('tennyu_todoke');
  assert.ok(procedure);
  const said = spokenAnswers(inventory, procedure).flatMap(({ answers }) => answers);
  assert.ok(said.some((line) => line.includes('14日以内')));
  assert.ok(said.some((line) => line.includes('窓口に来る人の本人確認書類')));
  assert.ok(said.some((line) => line.includes('3番窓口')));
  for (const line of said) assert.match(line, /。$/);
});

const html = (text: string): string => renderToStaticMarkup(<Markdown text={text} />);

test('K3 Markdown becomes lists, bold text and links', () => {
  const made = html('## 見出し\n\n1. **太い**字\n2. [市](https://www.city.example/)\n\n- [手引き](/manual)\n\n> 注意');
  for (const part of ['<h4>', '<strong>太い</strong>', 'href="https://www.city.example/"', '<blockquote>']) {
    assert.ok(made.includes(part), part);
  }
});

test('X2 a hostile text becomes no markup, no script and no foreign picture', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](data:text/html,<script>1</script>)',
    '[a](//evil.example)',
    '[a](/\\evil.example)',
    '[a](/\tevil)',
    '![p](https://evil.example/p.png)',
    '![p](/manual/files/../../staff/sign-out)',
    '<https://ok.example/"onmouseover="x>',
    '[x]: javascript:alert(1)\n\n[x]',
  ];
  for (const text of hostile) {
    const made = html(text);
    assert.ok(
      !/<(script|img|iframe)|<[^>]+\son\w+=|href="(?:javascript|data|\/\/|\/\\)/i.test(made),
      `${text}: ${made}`,
    );
  }
});

test('X2 property: whatever is typed, only known elements come out, and every address is a safe one', () => {
  const known =
    /^<\/?(div|p|ul|ol|li|blockquote|strong|em|s|h[456]|table|thead|tbody|tr|th|td|a|span|code|pre|br|hr|img)(\s(href|class|start|src|alt|loading)="[^"]*")*\s*\/?>$/;
  const pieces = fc.constantFrom(
    '<',
    '>',
    '"',
    "'",
    '[',
    ']',
    '(',
    ')',
    '!',
    '`',
    '*',
    '\n',
    '- ',
    'javascript:',
    'https://a.example',
    '<b onclick=1>',
    '|',
    '&lt;',
    'あ',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const made = html(parts.join(''));
      for (const tag of made.match(/<[^>]*>/g) ?? []) assert.match(tag, known);
      for (const [, address = ''] of made.matchAll(/href="([^"]*)"/g)) {
        assert.ok(isSafeLink(address.replaceAll('&amp;', '&').replaceAll('&#x27;', "'")), address);
      }
    }),
    { numRuns: 300 },
  );
  assert.equal(plainWords('**太字** と[リンク](https://a.example)'), '太字 とリンク');
});

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

const draft: ManualDraft = {
  title: '転入届 事務マニュアル',
  steps: ['本人を確かめる', '届書を受け取る', '入力する', '案内票を渡す'].map((text, index) => ({
    text,
    level: 1,
    source: { place: `${index + 1}段落目`, passage: text },
  })),
  documents: [{ text: '本人確認書類', source: { place: '5段落目', passage: '本人確認書類' } }],
  notes: [{ text: '<script>は*書かない*', source: { place: '6段落目', passage: 'x' } }],
};

test('K3 nothing is taken over unseen: only what a person accepted, in the order of the file, with their words', () => {
  const items = itemsOf(draft);
  assert.equal(undecided(items, {}).length, items.length);
  assert.deepEqual(blocksOfChoices(draft, {}), []);
  const choices = {
    s0: { use: true, text: '本人を確かめる(1点か2点)' },
    s1: { use: false, text: '届書を受け取る' },
    s2: { use: true, text: '入力する' },
    n0: { use: true, text: '<script>は*書かない*' },
  };
  const texts = blocksOfChoices(draft, choices);
  assert.deepEqual(
    texts.map(({ place, body }) => [place, body.split('\n').length]),
    [
      ['', 2],
      ['cautions', 1],
    ],
  );
  assert.match(html(texts[0]?.body ?? ''), /<ol start="1"><li>.*1点か2点/);
  assert.ok(!html(texts[1]?.body ?? '').includes('<script'));
  assert.ok(html(texts[1]?.body ?? '').includes('*書かない*'));
});

test('K3 a proposal for the record keeps what is known of a step, and is made only of enough accepted steps', () => {
  const record = inventory.records.procedures.find(({ id }) => id === 'tennyu_todoke');
  assert.ok(record);
  const known = record.staffSteps[1];
  const all = Object.fromEntries(
    itemsOf(draft).map(({ name, finding }, index) => [
      name,
      { use: true, text: index === 0 ? (known?.do ?? '') : finding.text },
    ]),
  );
  const proposed = recordOfChoices(record, draft, all);
  assert.deepEqual(proposed?.staffSteps[0], known);
  assert.equal(proposed?.staffSteps.length, 4);
  assert.equal(recordOfChoices(record, draft, { s0: { use: true, text: '一つだけ' } }), null);
});

test('K3 hearing sheets ask what the record leaves open, each under a code of its own', () => {
  for (const procedure of inventory.procedures) {
    const codes = procedureQuestions(inventory, procedure).map(({ code }) => code);
    assert.equal(new Set(codes).size, codes.length);
    assert.equal(codes.includes('A1'), !procedure.counter.verified, procedure.id);
    assert.ok(codes.includes('A7'));
  }
  assert.ok(findPage(inventory, page));
});

test('K3 answers of a hearing become a draft: fields where they are one, and everything that was said for the review', () => {
  const procedure = inventory.procedures.find(({ counter }) => !counter.verified);
  assert.ok(procedure);
  const record = inventory.records.procedures.find(({ id }) => id === procedure.id);
  assert.ok(record);
  const questions = procedureQuestions(inventory, procedure);
  const answer = (question: string, text: string) => ({
    id: question,
    page: `procedure/${procedure.id}`,
    question,
    answer: text,
    answeredBy: '市民課 鈴木',
    writtenBy: '高橋',
    answeredAt: new Date('2026-11-20T01:00:00Z'),
  });
  const first = questions[0]?.code ?? '';
  assert.equal(first, 'A1');
  const { value, said } = recordOfAnswers(record, questions, [
    answer('A1', 'はい、合っています'),
    answer('A7', '印鑑を忘れる方が多い\n控えを渡す'),
    answer('A7', '前の答え'),
    answer('S1', '2番目の手順と逆です'),
  ]);
  assert.equal(value?.counter.verified, true);
  assert.deepEqual(value?.notes.slice(-2), ['印鑑を忘れる方が多い', '控えを渡す']);
  assert.deepEqual(value?.staffSteps, record.staffSteps, 'what needs a person is not changed');
  assert.match(said, /S1 .*\n→ 2番目の手順と逆です\(市民課 鈴木さん\)/);
  assert.equal(recordOfAnswers(record, questions, [answer('A1', '2階に移りました')]).value, null);
});
