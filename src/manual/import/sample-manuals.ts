import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { Document, HeadingLevel, LevelFormat, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx';
import excel from 'exceljs';
import type { Procedure } from '#inventory';

/** What a manual says, so that it is known what has to be found in it. */
export interface Known {
  readonly title: string;
  readonly purpose: string;
  readonly documents: readonly string[];
  readonly steps: readonly string[];
  readonly notes: readonly string[];
}

/** What a manual about a procedure of the city says; the words are the city's own. */
export function knownOf(procedure: Procedure): Known {
  return {
    title: `${procedure.name.ja} 事務マニュアル`,
    purpose: procedure.summary.ja,
    documents: [...new Set(procedure.documents.map(({ name }) => name.ja.replace(/[、・,／]/gu, 'と')))].slice(0, 8),
    steps: procedure.staffSteps.map(({ do: work }) => work),
    notes: procedure.notes.slice(0, 3).map((text) => text.replaceAll('\n', '')),
  };
}

const circled = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳';
const fullWidth = (number: number): string =>
  String(number).replace(/\d/g, (digit) => '０１２３４５６７８９'[Number(digit)] ?? '');

/** How different hands number their steps. */
export const numberings: readonly ((index: number) => string)[] = [
  (index) => `${index + 1}. `,
  (index) => `${fullWidth(index + 1)}．`,
  (index) => `（${fullWidth(index + 1)}）`,
  (index) => `${circled[index]} `,
  (index) => `手順${index + 1}：`,
  (index) => `STEP ${index + 1} `,
];

/** Word with headings and lists as Word makes them. */
export function wordWithLists({ title, purpose, documents, steps, notes }: Known): Promise<Buffer> {
  const heading = (text: string, level: (typeof HeadingLevel)[keyof typeof HeadingLevel]) =>
    new Paragraph({ text, heading: level });
  const document = new Document({
    numbering: {
      config: [
        { reference: 'steps', levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.', alignment: 'left' }] },
      ],
    },
    sections: [
      {
        children: [
          heading(title, HeadingLevel.TITLE),
          heading('目的', HeadingLevel.HEADING_1),
          new Paragraph(purpose),
          heading('必要書類', HeadingLevel.HEADING_1),
          ...documents.map((text) => new Paragraph({ text, bullet: { level: 0 } })),
          heading('事務の手順', HeadingLevel.HEADING_1),
          ...steps.map((text) => new Paragraph({ text, numbering: { reference: 'steps', level: 0 } })),
          heading('注意点', HeadingLevel.HEADING_1),
          ...notes.map((text) => new Paragraph({ text, bullet: { level: 0 } })),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

/** Word in which everything was typed by hand, with numbers, brackets and line breaks. */
export function wordByHand(
  { title, purpose, documents, steps, notes }: Known,
  number: (index: number) => string,
): Promise<Buffer> {
  const line = (text: string) => new Paragraph({ children: [new TextRun(text)] });
  return Packer.toBuffer(
    new Document({
      sections: [
        {
          children: [
            line(title),
            line(purpose),
            line('【持ち物】'),
            ...documents.map((text) => line(`・${text}`)),
            line('【手順】'),
            ...steps.map((text, index) => line(`${number(index)}${text}`)),
            ...notes.map((text) => line(`※${text}`)),
          ],
        },
      ],
    }),
  );
}

/** How other hands head the papers and the steps; the last of each says nothing of what stands below it. */
const otherHeadings = [
  ['いるもの', '受付したらやること'],
  ['持って来てもらう物', '仕事の進め方'],
  ['添付を要する書面', '事務取扱の順序'],
  ['提出していただくもの', '来庁から交付まで'],
  ['これを見せてもらいます', '窓口にて'],
] as const;

/** Word with the headings of other hands, which differ from manual to manual. */
export function wordInOtherWords({ title, documents, steps, notes }: Known): Promise<Buffer> {
  const [papers = '', way = ''] = otherHeadings[title.length % otherHeadings.length] ?? [];
  const heading = (text: string) => new Paragraph({ text, heading: HeadingLevel.HEADING_1 });
  const line = (text: string) => new Paragraph({ children: [new TextRun(text)] });
  const document = new Document({
    sections: [
      {
        children: [
          new Paragraph({ text: title, heading: HeadingLevel.TITLE }),
          heading(papers),
          ...documents.map((text) => line(`・${text}`)),
          heading(way),
          ...steps.map((text, index) => line(`(${index + 1}) ${text}`)),
          heading('ここだけは気をつけて'),
          ...notes.map((text) => line(`・${text}`)),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

/** Word with a table of steps, as many offices write it. */
export function wordWithTable({ title, purpose, documents, steps, notes }: Known): Promise<Buffer> {
  const row = (cells: readonly string[]) =>
    new TableRow({ children: cells.map((text) => new TableCell({ children: [new Paragraph(text)] })) });
  return Packer.toBuffer(
    new Document({
      sections: [
        {
          children: [
            new Paragraph({ text: title, heading: HeadingLevel.HEADING_1 }),
            new Paragraph(purpose),
            new Paragraph(`持ち物：${documents.join('、')}`),
            new Paragraph({ text: '処理の流れ', heading: HeadingLevel.HEADING_2 }),
            new Table({
              rows: [
                row(['番号', '作業内容', '担当']),
                ...steps.map((text, index) => row([String(index + 1), text, '窓口'])),
              ],
            }),
            new Paragraph({ text: '備考', heading: HeadingLevel.HEADING_2 }),
            ...notes.map((text) => new Paragraph({ text, bullet: { level: 0 } })),
          ],
        },
      ],
    }),
  );
}

/** Excel as a table. */
export async function excelTable({ title, purpose, documents, steps, notes }: Known): Promise<Buffer> {
  const book = new excel.Workbook();
  const sheet = book.addWorksheet('手順書');
  sheet.addRow([title]);
  sheet.mergeCells('A1:D1');
  sheet.addRow([purpose]);
  sheet.addRow([]);
  sheet.addRow(['必要書類']);
  for (const text of documents) sheet.addRow(['', `・${text}`]);
  sheet.addRow([]);
  sheet.addRow(['No.', '作業内容', '担当', '備考']);
  steps.forEach((text, index) => {
    sheet.addRow([index + 1, text, '窓口', notes[index] ?? '']);
  });
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** Excel on small squares, with merged cells and the numbers in squares of their own. */
export async function excelSquares({ title, purpose, documents, steps, notes }: Known): Promise<Buffer> {
  const book = new excel.Workbook();
  const sheet = book.addWorksheet('マニュアル');
  let row = 1;
  const write = (column: number, text: string | number) => {
    sheet.getCell(row, column).value = text;
    if (typeof text === 'string' && text.length > 2) sheet.mergeCells(row, column, row, column + 30);
  };
  const next = (gap = 1) => {
    row += gap;
  };
  write(1, title);
  next(2);
  write(1, purpose);
  next(2);
  write(1, '■ 持ち物');
  next();
  for (const text of documents) {
    write(3, '・');
    write(4, text);
    next();
  }
  next();
  write(1, '■ 手順');
  next();
  steps.forEach((text, index) => {
    write(3, index + 1);
    write(4, text);
    next();
  });
  next();
  write(1, '■ 注意点');
  next();
  for (const text of notes) {
    write(3, '・');
    write(4, text);
    next();
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** PDF with large headings, page numbers and lines that break, in one column or two; what goes on in the next line is set in or not. */
export function pdf(known: Known, number: (index: number) => string, columns: 1 | 2 = 1, isSetIn = true): Buffer {
  const compiler = NodeCompiler.create({ workspace: process.cwd(), fontArgs: [{ fontPaths: pdfFonts() }] });
  const text = (value: string) => `#text(${JSON.stringify(value)})`;
  const item = (mark: string, value: string) =>
    `#pad(left: ${isSetIn ? 12 : 0}pt, par(hanging-indent: ${isSetIn ? 24 : 0}pt)[#text(${JSON.stringify(mark + value)})])`;
  const source = `
#set page(width: ${columns === 1 ? 150 : 210}mm, height: 210mm, margin: 15mm, footer: align(center)[#context counter(page).display()])
#set text(font: "BIZ UDPGothic", size: 10pt)
#text(size: 18pt)[${text(known.title)}]

${text(known.purpose)}

#show: columns.with(${columns})

#text(size: 13pt)[持ち物]

${known.documents.map((value) => item('・', value)).join('\n\n')}

#text(size: 13pt)[手順]

${known.steps.map((value, index) => item(number(index), value)).join('\n\n')}

#text(size: 13pt)[注意]

${known.notes.map((value) => item('※', value)).join('\n\n')}
`;
  return Buffer.from(compiler.pdf({ mainFileContent: source }));
}

function pdfFonts(): string[] {
  return ['node_modules/@expo-google-fonts/biz-udpgothic/400Regular'];
}
