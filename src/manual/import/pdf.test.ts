import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Document, Packer, PageTextDirectionType, Paragraph } from 'docx';
import { packageRoot } from '#platform/package';
import { launchBrowser } from '../../../tests/support/browser.ts';
import { laid, type PagePiece } from './pdf-vertical.ts';
import { readPdf } from './read-pdf.ts';
import { readWord } from './read-word.ts';
import { pdfOfRuns, type Run } from './sample-pdf.ts';
import { draftOf, type ManualDraft } from './structure.ts';

const fonts = join(packageRoot, 'node_modules', '@expo-google-fonts', 'biz-udpgothic', '400Regular');
const texts = (list: readonly { text: string }[]): string[] => list.map(({ text }) => text);
const draft = async (pages: readonly (readonly Run[])[]): Promise<ManualDraft> =>
  draftOf(await readPdf(pdfOfRuns(pages)));

/** Vertical lines from right to left, each set in by so many letters. */
const columns = (lines: readonly (readonly [string, number, number?])[]): Run[] =>
  lines.map(([text, inset, size = 11], index) => ({
    text,
    x: 520 - index * 24,
    y: 780 - inset * 11,
    size,
    way: 'down',
  }));

const vertical = columns([
  ['転入届の手引き', 2, 18],
  ['必要書類', 0, 14],
  ['一、転出証明書（原本）', 1],
  ['二、本人確認書類', 1],
  ['手順', 0, 14],
  ['一、届書を受け取り、記入に漏れがないかを確かめて', 1],
  ['から、担当に渡す', 2],
  ['二、「在留カード」を見る', 1],
]);

test('K3 vertical lines are read from right to left, also in fonts that the file does not hold', async () => {
  const read = await draft([vertical]);
  assert.equal(read.title, '転入届の手引き');
  assert.deepEqual(texts(read.documents), ['転出証明書(原本)', '本人確認書類']);
  assert.deepEqual(texts(read.steps), [
    '届書を受け取り、記入に漏れがないかを確かめてから、担当に渡す',
    '「在留カード」を見る',
  ]);
  assert.equal(read.steps[0]?.source.place, '1ページ 6行目');
});

test('K3 numbers side by side in a vertical line stand in their line, and page numbers in none', async () => {
  const [x, y] = [520 - 8 * 24, 769];
  const read = await draft([
    [
      ...vertical,
      { text: '三、', x, y, size: 11, way: 'down' },
      { text: '15', x: x - 5.5, y: y - 2 * 11 - 9.7, size: 11, way: 'beside' },
      { text: '歳以上の人に聞く', x, y: y - 3 * 11, size: 11, way: 'down' },
      { text: '12', x: 290, y: 30, size: 9, way: 'across' },
    ],
  ]);
  assert.equal(texts(read.steps).at(-1), '15歳以上の人に聞く');
  assert.ok(!JSON.stringify(read).includes('12'));
});

test('K3 a horizontal page behind a vertical one is read from top to bottom, and its lines are set in by its own edge', async () => {
  const across = (text: string, y: number, x = 72): Run => ({ text, x, y, size: 11, way: 'across' });
  const read = await draft([
    vertical,
    [
      across('■ 注意', 760),
      across('・年末は混む。そのときは番号札を', 740),
      across('先に渡す', 720, 94),
      across('・印鑑は要らない', 700),
    ],
  ]);
  assert.equal(read.steps.length, 2);
  assert.deepEqual(texts(read.notes), ['年末は混む。そのときは番号札を先に渡す', '印鑑は要らない']);
});

test('K3 two rows of vertical lines on a page are read one after the other', async () => {
  const lines = (from: number) =>
    Array.from({ length: 12 }, (_, index) => `${from + index}、届書の欄を左から右へ順に見て漏れを書き足す`);
  const half = (from: number, y: number): Run[] =>
    lines(from).map((text, index) => ({ text, x: 520 - index * 24, y, size: 11, way: 'down' }));
  const read = await draft([[...half(1, 780), ...half(13, 480)]]);
  assert.deepEqual(
    read.steps.map(({ source }) => source.passage.split('、')[0]),
    Array.from({ length: 24 }, (_, index) => String(index + 1)),
  );
});

test('K3 a page of horizontal lines stays as it is, even where letters stand alone below each other', () => {
  const piece = (text: string, x: number, y: number): PagePiece => ({
    text,
    x,
    y,
    width: text.length * 10,
    height: 10,
    size: 10,
    direction: 'across',
  });
  const table = Array.from({ length: 6 }, (_, index) => [
    piece('□', 50, 700 - index * 14),
    piece(`書類を確かめて渡す${index}`, 70, 700 - index * 14),
  ]).flat();
  assert.deepEqual(laid(table), { vertical: [], horizontal: table });
});

test('K3 a manual that a browser prints in vertical lines is read letter by letter, with turned letters, and the horizontal page after it', async () => {
  const font = readFileSync(join(fonts, 'BIZUDPGothic_400Regular.ttf')).toString('base64');
  const browser = await launchBrowser();
  const page = await browser.newPage();
  await page.setContent(`<style>
    @font-face { font-family: B; src: url(data:font/ttf;base64,${font}) }
    @page { size: A4; margin: 20mm }
    body { font: 11pt B; margin: 0 }
    .vertical { writing-mode: vertical-rl; height: 150mm; width: 165mm; break-after: page }
    p { margin: 0 0.5em; text-indent: -1em; padding-inline-start: 2em }
    b { font-weight: normal; text-combine-upright: all }
    </style>
    <div class="vertical"><h1>転入届の手引き</h1><h2>必要書類</h2><p>一、転出証明書</p><p>二、本人確認書類（運転免許証など）</p>
    <h2>手順</h2><p>一、届書を受け取り、記入に漏れがないかを確かめる。足りないところがあれば、その場で書き足していただく。</p>
    <p>二、<b>15</b>歳以上の人に「聞く」</p><p>三、ICカードの有効期限が令和7年までかを見る</p></div>
    <div><h2>注意点</h2><p>・年末は混む</p></div>`);
  await page.evaluate('document.fonts.ready');
  const bytes = await page.pdf({ preferCSSPageSize: true }).finally(() => browser.close());
  const read = draftOf(await readPdf(bytes));
  assert.equal(read.title, '転入届の手引き');
  assert.deepEqual(texts(read.documents), ['転出証明書', '本人確認書類（運転免許証など）']);
  assert.deepEqual(texts(read.steps), [
    '届書を受け取り、記入に漏れがないかを確かめる。足りないところがあれば、その場で書き足していただく。',
    '15歳以上の人に「聞く」',
    'ICカードの有効期限が令和7年までかを見る',
  ]);
  assert.deepEqual(texts(read.notes), ['年末は混む']);
});

test('K3 a vertical Word file is read in its order', async () => {
  const document = new Document({
    sections: [
      {
        properties: { page: { textDirection: PageTextDirectionType.TOP_TO_BOTTOM_RIGHT_TO_LEFT } },
        children: ['転入届の手引き', '手順', '一、届書を受け取る', '二、15歳以上の人に聞く'].map(
          (text) => new Paragraph(text),
        ),
      },
    ],
  });
  const read = draftOf(await readWord(await Packer.toBuffer(document)));
  assert.deepEqual(texts(read.steps), ['届書を受け取る', '15歳以上の人に聞く']);
});

test('K3 a line that is full goes on in the next one although it is not set in, and a short one does not', async () => {
  const lines = [
    '手順',
    '1. 届書を受け取り、記入に漏れがないかを確かめてから、担当の係へ回',
    'して控えを渡す',
    '2. 案内票を渡す',
    '時間のあるときは地図も渡す',
  ];
  const read = await draft([
    lines.map((text, index) => ({ text, x: 72, y: 760 - index * 18, size: 11, way: 'across' as const })),
  ]);
  assert.deepEqual(texts(read.steps), [
    '届書を受け取り、記入に漏れがないかを確かめてから、担当の係へ回して控えを渡す',
    '案内票を渡す',
  ]);
  assert.deepEqual(texts(read.rest), ['時間のあるときは地図も渡す']);
});

test('K3 a line that ends within brackets goes on, and shorter lines of a column go on below a line over the whole page', async () => {
  const lines = (texts: readonly string[], y: number): Run[] =>
    texts.map((text, index) => ({ text, x: 50, y: y - index * 16, size: 11, way: 'across' }));
  const read = await draft([
    [
      { text: '転入届の手引き', x: 50, y: 790, size: 18, way: 'across' },
      ...lines(['市外から引っ越してきた人の届出を受け付け、内容を確かめて控えを渡すまでの手順です。'], 760),
      { text: '手順', x: 50, y: 730, size: 14, way: 'across' },
      ...lines(['1. 届書に記入し（事前に入力した内容があれば読み', '込む）、書類を出す', '2. 控えを渡す'], 700),
    ],
  ]);
  assert.deepEqual(texts(read.steps), ['届書に記入し（事前に入力した内容があれば読み込む）、書類を出す', '控えを渡す']);
});
