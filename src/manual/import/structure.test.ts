import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Block, readMarker, withoutNarrowGaps } from './block.ts';
import { draftOf, type ManualDraft } from './structure.ts';

const line = (text: string, depth = 0): Block => ({ kind: 'line', text, depth, marker: null, place: '' });
const table = (...rows: string[][]): Block => ({ kind: 'table', rows, place: '' });
const read = (...texts: (string | Block)[]): ManualDraft =>
  draftOf(['転入届 事務マニュアル', ...texts].map((text) => (typeof text === 'string' ? line(text) : text)));
const steps = (draft: ManualDraft): [string, number][] => draft.steps.map(({ text, level }) => [text, level]);
const texts = (list: readonly { text: string }[]): string[] => list.map(({ text }) => text);

test('K3 a step that begins with a digit keeps it, whatever stands between it and its number', () => {
  for (const [first, second] of [
    ['３．番号を照会する', '４．4桁の番号を入力する'],
    ['3.番号を照会する', '4.4桁の番号を入力する'],
    ['3 番号を照会する', '4 4桁の番号を入力する'],
    ['３）番号を照会する', '４）4桁の番号を入力する'],
  ] as const) {
    assert.deepEqual(texts(read('【手順】', first, second).steps), ['番号を照会する', '4桁の番号を入力する'], second);
  }
});

test('K3 a fraction, a count and a date at the beginning of a line are no numbers of steps', () => {
  for (const text of ['3.5倍までです', '2人で確かめる', '2 人で確かめる', '4月1日から', '10 日以内に出す', '1.5']) {
    assert.equal(readMarker(text).marker, null, text);
    assert.equal(readMarker(text, 3).marker, null, text);
  }
  for (const text of [
    '2 本人を確かめる',
    '2 番号を照会する',
    '2 名義を変える',
    '2 日本年金機構へ送る',
    '2 人数を確かめる',
  ]) {
    assert.equal(readMarker(text).number, 2, text);
  }
});

test('K3 numbered chapters are no steps, and a step that is named like a chapter is none', () => {
  const draft = read(
    '１　目的',
    'この手引きは窓口の仕事を定める。',
    '２　必要書類',
    '・転出証明書',
    '３　事務の流れ',
    '（１）届書を受け取る',
    '（２）必要書類の確認',
    '（３）入力する',
    '４　システムの画面',
    'F3を押すと前に戻る。',
    '５　問い合わせ先',
    '1. 市民課 佐藤',
  );
  assert.deepEqual(texts(draft.steps), ['届書を受け取る', '必要書類の確認', '入力する']);
  assert.deepEqual(texts(draft.documents), ['転出証明書']);
  assert.deepEqual(texts(draft.rest), [
    'この手引きは窓口の仕事を定める。',
    '４ システムの画面',
    'F3を押すと前に戻る。',
    '1. 市民課 佐藤',
  ]);
});

test('K3 a chapter heads what follows it even where a chapter before it has nothing below, and steps may have two numbers', () => {
  const draft = read(
    '1. はじめに',
    '窓口の仕事です。',
    '2. 作業手順',
    '2-1 受け取る',
    '2-2 渡す',
    '4. 注意すること',
    '5. 連絡先',
    '・内線 3000',
  );
  assert.deepEqual(texts(draft.steps), ['受け取る', '渡す']);
  assert.deepEqual(
    texts(draft.rest),
    ['窓口の仕事です。', '内線 3000'].map((text) => text.replace('内線', '・内線')),
  );
});

test('K3 a line set in below a step goes on with it, unless it begins something of its own', () => {
  const draft = read(
    '手順',
    '1. 届書の続柄と',
    line('氏名を見る', 1),
    '2. 渡す',
    line('→ 担当：窓口係', 1),
    line('担当：税務課', 1),
  );
  assert.deepEqual(texts(draft.steps), ['届書の続柄と氏名を見る', '渡す']);
  assert.deepEqual(texts(draft.rest), ['→ 担当：窓口係', '担当：税務課']);
});

test('K3 a table of contents and a history of changes give nothing', () => {
  const draft = read(
    '目次',
    '１　必要書類\t1',
    '２　事務の手順\t2',
    '３　改訂履歴..........3',
    '２　事務の手順',
    '① 受け取る',
    table(['版', '改訂日', '改訂内容'], ['1.0', '令和4年4月1日', '新しく作った']),
  );
  assert.deepEqual(texts(draft.steps), ['受け取る']);
  assert.deepEqual(draft.documents, []);
});

test('K3 a form with names of parts on its left is read part by part', () => {
  const draft = read(
    table(
      ['概要', '妊娠した人'],
      ['根拠法令', '住民基本台帳法第22条'],
      ['必要書類', '転出証明書\n□ 委任状'],
      ['事務手順', '1. 本人を確かめる\n2. 入力する'],
      ['', '3. 案内票を渡す'],
      ['留意事項', '※年末は混む'],
    ),
  );
  assert.deepEqual(texts(draft.steps), ['本人を確かめる', '入力する', '案内票を渡す']);
  assert.deepEqual(texts(draft.documents), ['転出証明書', '委任状']);
  assert.deepEqual(texts(draft.notes), ['年末は混む']);
  assert.deepEqual(texts(draft.rest), ['妊娠した人', '住民基本台帳法第22条']);
});

test('K3 papers in a sentence are taken under their heading, with what stands in brackets, and never elsewhere', () => {
  const sentence = '届出の際は、転出証明書、本人確認書類（運転免許証、旅券など）及び委任状の写しを持参していただく。';
  assert.deepEqual(texts(read('必要書類', sentence).documents), [
    '転出証明書',
    '本人確認書類（運転免許証、旅券など）',
    '委任状の写し',
  ]);
  assert.deepEqual(read('手順', sentence).documents, []);
  assert.deepEqual(read('必要書類', '代理人が来る場合は、事前に電話で確かめることが必要です。').documents, []);
  assert.deepEqual(texts(read('持ち物：介護保険被保険者証').documents), ['介護保険被保険者証']);
  assert.deepEqual(read('持ち物：次のとおり').documents, []);
});

test('K3 a list within a list stands below its step, however either is numbered', () => {
  assert.deepEqual(
    steps(read('手順', '（1）受け付ける', '① 見る', '② 聞く', '（2）渡す', 'ア　説明する', '（3）終わる')),
    [
      ['受け付ける', 1],
      ['見る', 2],
      ['聞く', 2],
      ['渡す', 1],
      ['説明する', 2],
      ['終わる', 1],
    ],
  );
  assert.deepEqual(steps(read('手順', '① 見る', '② 聞く')), [
    ['見る', 1],
    ['聞く', 1],
  ]);
});

test('K3 property: every passage is taken or listed as not understood, and nothing is read that does not stand there', () => {
  const words = fc.constantFrom('受け付ける', '転出証明書', '手順', '目的', '持ち物', '4桁の番号', '年末は混む。');
  const signs = fc.constantFrom('', '・', '■', '□', '※', '1. ', '２．', '（3）', '①', 'ア　', '1.2 ');
  const blocks = fc.array(
    fc.tuple(signs, words, fc.nat(2)).map(([sign, text, depth]) => line(sign + text, depth)),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(blocks, (some) => {
      const { title, ...lists } = draftOf(some);
      const all = Object.values(lists).flat();
      const passages = all.map(({ source }) => source.passage).join('\n');
      for (const { text, source } of all) {
        assert.ok(source.passage.replace(/\s+/gu, ' ').includes(text.slice(0, 2)), `${text} in ${source.passage}`);
      }
      for (const block of some) {
        const text = block.kind === 'table' ? '' : block.text;
        const isHeading = ['手順', '目的', '持ち物'].includes(readMarker(text).text) || text.trim() === title;
        assert.ok(isHeading || passages.includes(readMarker(text).text), text);
      }
    }),
    { numRuns: 200 },
  );
});

test('K3 narrow gaps of typesetting are taken out, the one behind a number of a step stays', () => {
  assert.equal(withoutNarrowGaps('令和 6 年 5 月 27 日から IC カードを使う'), '令和6年5月27日からICカードを使う');
  assert.equal(withoutNarrowGaps('4 桁の番号'), '4桁の番号');
  assert.equal(withoutNarrowGaps('1 本人を確かめる'), '1 本人を確かめる');
});

test('K3 the parts of a manual are known by the words of many hands, and a list of papers by what stands in it', () => {
  const heading = (text: string): Block => ({ kind: 'heading', level: 2, text, place: '' });
  const papers = ['・転出証明書', '・在留カード', '・届出人の本人確認書類'];
  for (const name of ['いるもの', '持って来てもらう物', '添付を要する書面', '提出物', 'これを出してもらいます']) {
    assert.equal(read(heading(name), ...papers).documents.length, 3, name);
    assert.equal(read(`■ ${name}`, ...papers).steps.length, 0, name);
  }
  for (const name of ['受付したらやること', '仕事の進め方', '申請書を受け取ってから', '来庁から交付まで']) {
    assert.equal(read(heading(name), '・届書を受け取る', '・台帳と見比べる').steps.length, 2, name);
  }
  for (const name of ['気をつけること', 'ヒヤリハット', '困ったときは']) {
    assert.equal(read(heading(name), '・氏名の字に注意する').notes.length, 1, name);
  }
});

test('K3 what the city hands over is no paper to bring, nor is a list of people or laws', () => {
  const heading = (text: string): Block => ({ kind: 'heading', level: 2, text, place: '' });
  assert.deepEqual(read(heading('お渡しするもの'), '・住民票の写し', '・転出証明書').documents, []);
  assert.equal(read(heading('交付申請に必要な書類'), '・申請書', '・写真').documents.length, 2);
  assert.deepEqual(texts(read(heading('返却していただくもの'), '・保険証', '・受給者証').documents), [
    '保険証',
    '受給者証',
  ]);
  assert.deepEqual(read(heading('届け出る人'), '・本人', '・世帯主', '・同じ世帯の人').documents, []);
  assert.deepEqual(read(heading('よりどころ'), '・住民基本台帳法', '・旭川市印鑑条例').documents, []);
});
