import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import {
  Document,
  Footer,
  Header,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableRow,
  TabStopType,
  TextRun,
  VerticalMergeType,
} from 'docx';
import excel from 'exceljs';
import type { Known } from './sample-manuals.ts';

// Manuals as offices really keep them: what has to be found stands among contents, histories, persons in charge, telephone
// numbers, boxes and running heads, none of which is a step or a paper.

const circled = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳';
const scenes = ['受付', '審査', '交付'] as const;
const history = [
  ['1.0', '令和4年4月1日', '新規作成', '山田'],
  ['1.1', '令和5年10月1日', '様式の変更に伴い、手数料の記載を修正', '佐藤'],
  ['2.0', '令和7年1月6日', 'システムの入替えにより画面の名前を変更', '鈴木'],
] as const;
const inquiries = [
  '市民課 戸籍住民係 内線 2345',
  '電話 0166-00-0000(直通)',
  'FAX 0166-00-0001',
  '担当 佐藤・鈴木',
] as const;

/** 「A、B及びC」 as an ordinance lists things. */
const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join('、')}及び${items.at(-1)}`;

/** Steps in three groups, as a manual that follows the day has them. */
function grouped(steps: readonly string[]): { scene: string; steps: readonly string[] }[] {
  const size = Math.ceil(steps.length / scenes.length);
  return scenes
    .map((scene, index) => ({ scene, steps: steps.slice(index * size, (index + 1) * size) }))
    .filter((group) => group.steps.length > 0);
}

/** Group names of a manual: lines of the file that are neither wanted nor wrong as steps. */
export const sceneNames: readonly string[] = scenes;

const line = (text: string) => new Paragraph({ children: [new TextRun(text)] });
const cell = (paragraphs: readonly string[], more: object = {}) =>
  new TableCell({ children: paragraphs.map(line), ...more });
const row = (cells: readonly string[]) => new TableRow({ children: cells.map((text) => cell([text])) });

/**
 * Word: a running head, contents, a history, numbered chapters with （1） and ① below, the papers in one sentence, notes under ※ and
 * whom to ask.
 */
export function wordWithChapters({ title, purpose, documents, steps, notes }: Known): Promise<Buffer> {
  const contents = (text: string, page: number) =>
    new Paragraph({
      tabStops: [{ type: TabStopType.RIGHT, position: 9000, leader: 'dot' }],
      children: [new TextRun({ children: [text, new Tab(), String(page)] })],
    });
  const chapters = ['１　目的', '２　必要書類', '３　事務処理の手順', '４　問い合わせ先'];
  const document = new Document({
    sections: [
      {
        headers: { default: new Header({ children: [line(`${title} 市民課`)] }) },
        footers: {
          default: new Footer({
            children: [new Paragraph({ children: [new TextRun({ children: [PageNumber.CURRENT] })] })],
          }),
        },
        children: [
          new Paragraph({ text: title, heading: HeadingLevel.TITLE }),
          line('令和7年1月 市民部市民課'),
          line('改訂履歴'),
          new Table({ rows: [row(['版', '改訂日', '改訂内容', '担当']), ...history.map(row)] }),
          line('目次'),
          ...chapters.map((text, index) => contents(text, index + 1)),
          line(chapters[0] ?? ''),
          line(purpose),
          line(chapters[1] ?? ''),
          ...(documents.length > 0 ? [line(`届出の際は、${listed(documents)}を持参していただく。`)] : []),
          line(chapters[2] ?? ''),
          ...grouped(steps).flatMap((group, index) => [
            line(`（${index + 1}）${group.scene}`),
            ...group.steps.map((text, at) => line(`　${circled[at]}${text}`)),
          ]),
          ...notes.map((text) => line(`※　${text}`)),
          line(chapters[3] ?? ''),
          ...inquiries.map(line),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

/** Word: the whole manual is one form, with names of rows on the left and everything typed into the cells on the right. */
export function wordAsForm({ title, purpose, documents, steps, notes }: Known): Promise<Buffer> {
  const named = (name: string, texts: readonly string[]) =>
    new TableRow({ children: [cell([name]), cell(texts, { columnSpan: 2 })] });
  const parts = grouped(steps);
  let number = 0;
  const document = new Document({
    sections: [
      {
        children: [
          new Paragraph({ text: title, heading: HeadingLevel.HEADING_1 }),
          new Table({
            rows: [
              named('業務の概要', [purpose]),
              named('根拠法令', ['住民基本台帳法第22条', '旭川市手数料条例']),
              named('受付時間', ['平日 8時45分から17時15分まで', '木曜日は19時まで']),
              named(
                '必要書類',
                documents.map((text) => `□ ${text}`),
              ),
              ...parts.map(({ scene, steps: some }, index) => {
                const texts = some.map((text) => {
                  number += 1;
                  return `${number} ${text}`;
                });
                return new TableRow({
                  children: [
                    cell(index === 0 ? ['事務手順'] : [], {
                      verticalMerge: index === 0 ? VerticalMergeType.RESTART : VerticalMergeType.CONTINUE,
                    }),
                    cell([scene]),
                    cell(texts),
                  ],
                });
              }),
              named(
                '留意事項',
                notes.map((text) => `※${text}`),
              ),
              named('問い合わせ先', inquiries),
            ],
          }),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

/** Excel: a list to tick off, with merged scenes on the left and boxes on the right; further sheets for history and telephone numbers. */
export async function excelChecklist({ title, purpose, documents, steps, notes }: Known): Promise<Buffer> {
  const book = new excel.Workbook();
  const sheet = book.addWorksheet('チェックリスト');
  sheet.addRow([title, '', '', '', '', '作成 令和7年1月6日']);
  sheet.mergeCells('A1:E1');
  sheet.addRow(['', '', '', '', '', '担当 市民課 佐藤(内線2345)']);
  sheet.addRow(['概要', purpose]);
  sheet.mergeCells('B3:F3');
  sheet.addRow([]);
  sheet.addRow(['1.持ち物の確認']);
  for (const text of documents) sheet.addRow(['', '□', text]);
  sheet.addRow([]);
  sheet.addRow(['2.窓口での手順']);
  sheet.addRow(['場面', 'No.', '作業内容', '', '担当', '確認']);
  let number = 0;
  for (const { scene, steps: some } of grouped(steps)) {
    const first = sheet.rowCount + 1;
    for (const text of some) {
      number += 1;
      const at = sheet.addRow([scene, number, text, '', number % 2 === 0 ? '審査' : '窓口', '□']).number;
      sheet.mergeCells(at, 3, at, 4);
    }
    if (sheet.rowCount > first) sheet.mergeCells(first, 1, sheet.rowCount, 1);
  }
  sheet.addRow([]);
  for (const text of notes) sheet.addRow(['', `※ ${text}`]);
  const changes = book.addWorksheet('改訂履歴');
  changes.addRow(['No.', '改訂日', '改訂内容', '担当']);
  history.forEach(([, day, what, who], index) => {
    changes.addRow([index + 1, day, what, who]);
  });
  const persons = book.addWorksheet('連絡先');
  persons.addRow(['所属', '氏名', '電話']);
  persons.addRow(['市民課', '佐藤', '0166-00-0000']);
  persons.addRow(['国保年金課', '鈴木', '0166-00-0001']);
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** PDF: running heads and feet, contents with dots, boxes for notes, steps in a ruled table with merged cells, a history and whom to ask. */
export function pdfWithTables({ title, purpose, documents, steps, notes }: Known): Buffer {
  const compiler = NodeCompiler.create({
    workspace: process.cwd(),
    fontArgs: [{ fontPaths: ['node_modules/@expo-google-fonts/biz-udpgothic/400Regular'] }],
  });
  const text = (value: string) => `#text(${JSON.stringify(value)})`;
  const bracket = (value: string) => `[${text(value)}]`;
  const chapters = [
    '１　目的',
    '２　用意していただく書類',
    '３　事務の流れ',
    '４　注意事項',
    '５　問い合わせ先',
    '６　改訂履歴',
  ];
  let number = 0;
  const rows = grouped(steps).flatMap(({ scene, steps: some }) => [
    `table.cell(rowspan: ${some.length})${bracket(scene)}`,
    ...some.flatMap((step) => {
      number += 1;
      return [bracket(String(number)), bracket(step), bracket('窓口')];
    }),
  ]);
  const heading = (index: number) => `#text(size: 13pt)[${text(chapters[index] ?? '')}]`;
  const source = `
#set page(width: 210mm, height: 200mm, margin: (x: 20mm, y: 22mm),
  header: [${text(title)} #h(1fr) 市民課],
  footer: align(center)[#context [\\- #counter(page).display() / #counter(page).final().first() \\-]])
#set text(font: "BIZ UDPGothic", size: 10pt)
#align(center, text(size: 20pt)[${text(title)}])

#align(right)[令和7年1月6日 市民部市民課]

#text(size: 13pt)[目次]

${chapters.map((name, index) => `${text(name)} #box(width: 1fr, repeat[.]) ${index < 3 ? 1 : 2}`).join('\n\n')}

#pagebreak()
${heading(0)}

${text(purpose)}

${heading(1)}

${documents.map((value, index) => `#pad(left: 10pt, par(hanging-indent: 20pt)[#text(${JSON.stringify(`${circled[index]} ${value}`)})])`).join('\n\n')}

${heading(2)}

#table(columns: (20mm, 12mm, 1fr, 18mm), [場面], [順], [処理内容], [担当], ${rows.join(', ')})

${heading(3)}

#rect(width: 100%)[
${notes.map((value) => text(`※ ${value}`)).join('\n\n')}
]

${heading(4)}

${inquiries.map(text).join('\n\n')}

${heading(5)}

#table(columns: 4, [版], [改訂日], [改訂内容], [担当], ${history.flatMap((cells) => cells.map(bracket)).join(', ')})
`;
  return Buffer.from(compiler.pdf({ mainFileContent: source }));
}

/** Word: signs before its headings, the papers in a table with numbers of copies, and who does a step in a line of its own below it. */
export function wordWithSigns({ title, purpose, documents, steps, notes }: Known): Promise<Buffer> {
  const document = new Document({
    sections: [
      {
        children: [
          ...[title, '令和7年4月改訂　市民課', '■ 業務の目的', purpose, '■ お客様にお持ちいただくもの'].map(line),
          new Table({
            rows: [
              row(['No', '書類の名称', '部数', '備考']),
              ...documents.map((text, index) => row([String(index + 1), text, '1部', ''])),
            ],
          }),
          line('■ 業務の流れ'),
          ...steps.flatMap((text, index) => [line(`STEP${index + 1}　${text}`), line('　→ 担当：窓口係')]),
          line('■ よくある質問'),
          ...notes.flatMap((text) => [line(`Q. ${text}とは何ですか。`), line('A. 上のとおり案内してください。')]),
          ...['■ 内線一覧', '・市民課 2345', '・税務課 2411'].map(line),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

/** Excel on small squares: numbered sections, steps with two numbers in squares of their own, and whom to call at the end. */
export async function excelInSections({ title, purpose, documents, steps, notes }: Known): Promise<Buffer> {
  const book = new excel.Workbook();
  const sheet = book.addWorksheet('手引');
  let at = 1;
  const write = (column: number, text: string) => {
    sheet.getCell(at, column).value = text;
    if (text.length > 3) sheet.mergeCells(at, column, at, column + 40);
  };
  const writeRows = (rows: readonly (readonly [number, string][])[], gap = 1) => {
    for (const cells of rows) {
      for (const [column, text] of cells) write(column, text);
      at += 1;
    }
    at += gap;
  };
  writeRows([[[1, title]]]);
  writeRows([[[1, '1. はじめに']], [[3, purpose]]]);
  writeRows([
    [[1, '2. 必要なもの']],
    ...documents.map((text): [number, string][] => [
      [3, '●'],
      [5, text],
    ]),
  ]);
  writeRows([
    [[1, '3. 作業手順']],
    ...steps.map((text, index): [number, string][] => [
      [3, `3-${index + 1}`],
      [6, text],
    ]),
  ]);
  writeRows([[[1, '4. 注意すること']], ...notes.map((text): [number, string][] => [[3, `・${text}`]])]);
  writeRows([[[1, '5. 連絡先']], [[3, '・情報政策課 ヘルプデスク 内線 3000']], [[3, '・夜間は守衛室 内線 110']]]);
  return Buffer.from(await book.xlsx.writeBuffer());
}
