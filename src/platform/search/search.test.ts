import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describedBy } from './descriptions.ts';
import { halfInKana } from './half-in-kana.ts';
import { createSearchIndex, fold, foldSpelling, type Reading, synonymsOf } from './index.ts';

const documents = [
  {
    id: 'tennyu',
    title: '転入届',
    text: 'ほかの市町村から旭川市に引っ越した人が届け出ます。',
    sayings: ['引っ越してきた'],
  },
  { id: 'juminhyo', title: '住民票の写しの交付', text: '本人確認書類を見せてください。窓口かコンビニで取れます。' },
  { id: 'shussei', title: '出生届', text: '生まれた日から14日以内に出します。', sayings: ['赤ちゃんが生まれた'] },
  {
    id: 'card',
    title: 'マイナンバーカードの申請',
    text: 'サーバーが混み合うと、時間がかかります。問い合わせは市民課へ。',
  },
  { id: 'sodai', title: '粗大ごみの申し込み', text: '転入届のあとでも申し込めます。' },
];

const ids = (query: string, groups: string[][] = []) =>
  createSearchIndex(documents, groups)
    .search(query)
    .map(({ id }) => id);

test('K5 the procedure of that name comes first, pages that mention it after', () => {
  assert.deepEqual(ids('転入届').slice(0, 2), ['tennyu', 'sodai']);
  assert.equal(ids('住民票')[0], 'juminhyo');
});

test('K5 width, case, kind of kana and blanks do not matter', () => {
  for (const query of ['マイナンバー', 'まいなんばー', 'ﾏｲﾅﾝﾊﾞｰ', 'マイナンバー 申請'])
    assert.equal(ids(query)[0], 'card', query);
});

test('K5 other spellings of the same word are found', () => {
  for (const query of ['サーバ', '問合せ', '問合', '混合う']) assert.ok(ids(query).includes('card'), query);
  for (const query of ['引越し', '引越', '引っ越し']) assert.equal(ids(query)[0], 'tennyu', query);
  for (const query of ['申込', '申込み']) assert.ok(ids(query).includes('sodai'), query);
  assert.equal(foldSpelling('お問い合わせ'), foldSpelling('お問合せ'));
});

test('K5 words that mean the same for the city are found, alone and within a phrase', () => {
  const groups = [
    ['住民票', '住民票の写し', 'じゅうみんひょう'],
    ['転入', '引っ越し'],
  ];
  assert.equal(ids('じゅうみんひょう', groups)[0], 'juminhyo');
  assert.ok(ids('引越し届', groups).includes('tennyu'));
});

test('K5 a question that only nearly has the words of the city is taken for what they mean', () => {
  const groups = [
    ['粗大ごみ', '大きなごみを捨てる'],
    ['出生届', '子どもの名前を届ける'],
  ];
  assert.equal(ids('大きなごみをどこに置く', groups)[0], 'sodai');
  assert.equal(ids('子どもの名前を知らせたい', groups)[0], 'shussei');
  assert.deepEqual(ids('子どもの名前を知らせたい'), []);
});

/** What people say of some things, as a city writes it down. */
const things = [
  ['デイサービス', 'おばあちゃんの通い先', '年寄りを日帰りで世話', '昼間の介護'],
  ['認可保育施設', '子どもの預け先', '赤ちゃんの通い先', '働く親の助け'],
  ['訪問介護', 'ヘルパーに来てもらう', '年寄りの家事の手伝い'],
  ['図書館', '本を借りる', '絵本を読む'],
  ['市民プール', '泳ぐ', '水着で運動'],
  ['公民館', '囲碁の会', '町内の集まり', '習い事'],
  ['町内会', '町内の寄り合い', '回覧板'],
  ['粗大ごみ', 'たんすを捨てる', '大きなごみ'],
  ['市営住宅', '団地に入る', '安い家賃'],
  ['火葬場', 'お骨にする', '焼き場'],
];
const thingsFor = (query: string) =>
  createSearchIndex(
    things.map(([title = ''], index) => ({ id: String(index), title, text: '' })),
    things,
  )
    .search(query)
    .map(({ title }) => title);

test('K5 a description is put together from all that people say of a thing', () => {
  assert.equal(thingsFor('昼間だけおばあちゃんを世話する所')[0], 'デイサービス');
  assert.equal(thingsFor('昼間に赤ちゃんを預けて働く')[0], '認可保育施設');
  assert.deepEqual(thingsFor('株価'), []);
});

test('K5 a page that has another word for the thing as its title is found by a description as well', () => {
  const pages = ['デイサービス', '昼間の介護', '町内会'].map((title) => ({ id: title, title, text: '' }));
  const found = createSearchIndex(pages, things).search('年寄りを日帰りで世話する所');
  assert.deepEqual(
    found.map(({ title }) => title),
    ['デイサービス', '昼間の介護'],
  );
});

test('K5 what is said of the thing that fits best is asked as well, for less', () => {
  const { fitting } = describedBy(things);
  const fits = [...fitting('囲碁がしたい')].sort(([, one], [, other]) => other - one);
  // Only 公民館 speaks of 囲碁; with its 町内 it leads on to 町内会, and not to the pool.
  assert.deepEqual(
    fits.slice(0, 2).map(([number]) => things[number]?.[0]),
    ['公民館', '町内会'],
  );
  assert.equal(fitting('株価').size, 0);
});

test('K5 a question in everyday words finds what it is about, also with a slip of the hand', () => {
  assert.equal(ids('先月赤ちゃんが生まれたのですが')[0], 'shussei');
  assert.equal(ids('赤ちゃんがうまれた')[0], 'shussei');
  assert.equal(ids('マイナンバカード')[0], 'card');
});

const places: { id: string; title: string; text: string; readings: Reading[] }[] = [
  {
    id: 'machine',
    title: '自動販売機',
    text: '',
    readings: [
      [
        ['自動', 'ジドウ'],
        ['販売', 'ハンバイ'],
        ['機', 'キ'],
      ],
    ],
  },
  { id: 'library', title: '図書館', text: '', readings: [[['図書館', 'トショカン']]] },
  {
    id: 'parking',
    title: '駐車場',
    text: '',
    readings: [
      [
        ['駐車', 'チュウシャ'],
        ['場', 'ジョウ'],
      ],
    ],
  },
  { id: 'toshokan', title: 'としょかんだより', text: '', readings: [[['としょかんだより', 'トショカンダヨリ']]] },
];

test('K5 what is written by its sound, or in part, finds the title with kanji, after titles written so', () => {
  const index = createSearchIndex(places);
  const first = (query: string) => index.search(query)[0]?.id;
  assert.equal(first('自動はんばい機'), 'machine');
  assert.equal(first('じどうはんばいき'), 'machine');
  assert.equal(first('ちゅうしゃ場'), 'parking');
  assert.deepEqual(
    index.search('としょかん').map(({ id }) => id),
    ['toshokan', 'library'],
  );
});

test('K5 words in kanji are not taken for others of the same sound', () => {
  const index = createSearchIndex([
    { id: 'park', title: '公園', text: '', readings: [[['公園', 'コウエン']]] },
    { id: 'talk', title: '講演', text: '', readings: [[['講演', 'コウエン']]] },
  ]);
  assert.deepEqual(
    index.search('公園').map(({ id }) => id),
    ['park'],
  );
  assert.equal(index.search('こうえん').length, 2);
});

test('K5 synonyms of the language at large are found after those of the city', () => {
  const general = synonymsOf([['パーキング', '駐車場', '図書館']]);
  const found = (groups: string[][]) =>
    createSearchIndex(places, groups, { general })
      .search('パーキング')
      .map(({ id }) => id);
  assert.deepEqual(found([]), ['library', 'parking']);
  assert.deepEqual(found([['駐車場', 'パーキング']]), ['parking', 'library']);
});

test('K5 the page of the very thing that the city calls so comes before pages whose names only begin with the word', () => {
  const pages = ['国保の葬祭費', '国保の住所変更', '国民健康保険'].map((title) => ({ id: title, title, text: '' }));
  const index = createSearchIndex(pages, [['国民健康保険', '国保']]);
  assert.equal(index.search('国保')[0]?.id, '国民健康保険');
});

test('K5 letters and figures stand in words of their own', () => {
  const { alternatives } = synonymsOf([['支援措置', 'DV', 'ＤＶ被害']]);
  assert.deepEqual(alternatives(foldSpelling('DVDを借りる')), [foldSpelling('DVDを借りる')]);
  assert.ok(alternatives(foldSpelling('DVの相談')).some((one) => one.startsWith('支援措置')));
});

test('K5 a slip of the hand finds the titles nearest to it, and nothing where none is near', () => {
  const index = createSearchIndex([{ id: 'plaza', title: 'リサイクルプラザ', text: '' }, ...places]);
  assert.equal(index.search('リサルクイプラサ')[0]?.id, 'plaza');
  assert.equal(createSearchIndex([{ id: 'funeral', title: '葬祭費', text: '' }]).search('葬際費')[0]?.id, 'funeral');
  assert.deepEqual(index.search('冥王星の衛星'), []);
});

test('K5 without anything to look for nothing is found, and nothing breaks', () => {
  for (const query of ['', '   ', '\u3000\n', '🦊', '\u0000', 'x'.repeat(10_000), '(.*)+$', "'; drop table"]) {
    assert.deepEqual(ids(query), [], query.slice(0, 20));
  }
});

test('K5 every piece of one to three signs cut out of a text finds that text', () => {
  const sign = fc.constantFrom(...'転入届引っ越しサーバーｶﾞﾊﾟABＣ１①㈱、。 々〆ヴ髙𠮷がガ～ーﾞ\n');
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: sign, minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 8 }),
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 1, max: 3 }),
      (texts, which, where, length) => {
        const index = createSearchIndex(texts.map((text, id) => ({ id: String(id), title: '', text })));
        const number = which % texts.length;
        const signs = [...(texts[number] ?? '')];
        const from = where % signs.length;
        const piece = signs.slice(from, from + length).join('');
        // What is blank between words is no word.
        fc.pre(!/\s/u.test(piece) && fold(piece) !== '' && fold(texts[number] ?? '').includes(fold(piece)));
        assert.ok(
          index.search(piece).some(({ id }) => id === String(number)),
          piece,
        );
      },
    ),
    { numRuns: 400 },
  );
});

test('K5 a word whose harder part is written in kana is found by its sound, and no other word of the same shape', () => {
  const names: [string, Reading][] = [
    [
      '介護施設',
      [
        ['介護', 'カイゴ'],
        ['施設', 'シセツ'],
      ],
    ],
    [
      '介助施設',
      [
        ['介助', 'カイジョ'],
        ['施設', 'シセツ'],
      ],
    ],
    [
      '開催日の一覧',
      [
        ['開催', 'カイサイ'],
        ['日', 'ビ'],
        ['の', 'ノ'],
        ['一覧', 'イチラン'],
      ],
    ],
  ];
  const documents = names.map(([title, reading]) => ({ id: title, title, text: '', readings: [reading] }));
  const index = createSearchIndex(documents);
  assert.deepEqual(index.search('介ご施設').map(({ id }) => id)[0], '介護施設');
  assert.deepEqual(index.search('開さい日').map(({ id }) => id)[0], '開催日の一覧');
  const written = fold('介助施設');
  assert.equal(halfInKana('介ご施設', foldSpelling)?.(written, foldSpelling('カイジョシセツ')), null);
  for (const word of ['介護施設', 'かいごしせつ', 'PDF', '(.*'])
    assert.equal(halfInKana(word, foldSpelling), null, word);
});
