import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { UserError } from '#platform/errors';
import { importManual, type ManualDraft } from './index.ts';
import { pdfOf } from './sample-pdf.ts';

const folder = mkdtempSync(join(tmpdir(), 'hitomado-hostile-'));
/** A server that a file may try to reach, and what it was asked for. */
const asked: string[] = [];
const listener = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.end();
});
let elsewhere = '';
before(async () => {
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  elsewhere = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
});
after(() => {
  listener.close();
  rmSync(folder, { recursive: true });
});
let count = 0;

function read(bytes: Buffer | string): Promise<ManualDraft> {
  count += 1;
  const path = join(folder, `file-${count}`);
  writeFileSync(path, bytes);
  return importManual(path);
}

interface Packed {
  name: string;
  content: Buffer | string;
  /** What the directory says of its size, where that is not true. */
  statedSize?: number;
}

/** A ZIP file whose directory says what we like. */
function zip(files: readonly Packed[]): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const { name, content, statedSize = Buffer.byteLength(content) } of files) {
    const packed = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(statedSize, 22);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(statedSize, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    locals.push(local, Buffer.from(name), packed);
    entries.push(entry, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

const one = (name: string, content: Buffer | string, statedSize?: number): Buffer =>
  zip([{ name, content, statedSize }]);

async function refused(name: string, reading: Promise<unknown>): Promise<void> {
  await assert.rejects(reading, (error: unknown) => {
    assert.ok(error instanceof UserError, `${name}: ${error}`);
    assert.match(String(error.sentence), /ください。$/, name);
    return true;
  });
}

test('K3 hostile and broken files are refused with a sentence that says what to do, and nothing falls over', async () => {
  const bomb = Buffer.alloc(64 * 1024 * 1024);
  const entities =
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><w:document xmlns:w="x"><w:body>&b;&c;</w:body></w:document>';
  const files: Record<string, Buffer | string> = {
    empty: '',
    text: '手順1 開ける',
    old: Buffer.from('d0cf11e0a1b11ae1000000000000', 'hex'),
    'half a pdf': '%PDF-1.7\n1 0 obj\n<<',
    'half a zip': one('word/document.xml', '<a/>').subarray(0, 60),
    'zip of something else': one('photo.jpg', 'x'),
    'stated bomb': one('word/document.xml', 'x', 4_000_000_000),
    'hidden bomb': one('word/document.xml', Buffer.concat([Buffer.from('<w:document>'), bomb]), 100),
    entities: one('word/document.xml', entities),
    'broken sheet': one('xl/workbook.xml', '<workbook'),
    'a page that is a zip too': Buffer.concat([
      Buffer.from('<script>alert(1)</script>'),
      one('word/document.xml', 'x'),
    ]),
    'a pdf that is a zip too': Buffer.concat([Buffer.from('%PDF-1.7\n'), one('word/document.xml', 'x')]),
    'a picture that is a pdf too': Buffer.concat([Buffer.from('GIF89a'), Buffer.from('%PDF-1.7\n')]),
  };
  for (const [name, bytes] of Object.entries(files)) await refused(name, read(bytes));
});

test('K3 a file of 500 MB is refused before it is read', async () => {
  const path = join(folder, 'large');
  writeFileSync(path, one('word/document.xml', 'x'));
  truncateSync(path, 500 * 1024 * 1024);
  const before = process.memoryUsage().rss;
  await refused('500 MB', importManual(path));
  assert.ok(process.memoryUsage().rss - before < 100 * 1024 * 1024);
});

const wordNames =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"';
const relation = (id: string, kind: string, target: string): string =>
  `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}" TargetMode="External"/>`;
const relations = (...all: string[]): string =>
  `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join('')}</Relationships>`;
const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

test('K3 a Word file with macros, a template, pictures and files elsewhere is read for its text, and nobody is asked for them', async () => {
  const picture =
    '<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="x"><pic:pic><pic:blipFill><a:blip r:link="rId1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>';
  const field =
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>';
  const link = `<w:p><w:hyperlink r:id="rId2"><w:r><w:t>2. 資料を見る</w:t></w:r></w:hyperlink></w:p>`;
  const body = [paragraph('転入の手順'), paragraph('【手順】'), paragraph('1. 本人を確認する'), link, picture, field];
  const { steps } = await read(
    zip([
      {
        name: '[Content_Types].xml',
        content:
          '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
      },
      {
        name: '_rels/.rels',
        content:
          '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
      },
      {
        name: 'word/document.xml',
        content: `<?xml version="1.0"?><w:document ${wordNames}><w:body>${body.join('')}</w:body></w:document>`,
      },
      {
        name: 'word/_rels/document.xml.rels',
        content: relations(
          relation('rId1', 'image', `${elsewhere}/picture.png`),
          relation('rId2', 'hyperlink', `${elsewhere}/link`),
          relation('rId3', 'attachedTemplate', `${elsewhere}/template.dotm`),
          relation('rId4', 'image', 'file:///etc/passwd'),
        ),
      },
      { name: 'word/vbaProject.bin', content: Buffer.alloc(64, 1) },
    ]),
  );
  assert.deepEqual(
    steps.map(({ text }) => text),
    ['本人を確認する', '資料を見る'],
  );
  assert.deepEqual(asked, []);
});

test('K3 an Excel file with macros, formulas and links to other files is read for what it shows, and nobody is asked', async () => {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const cell = (place: string, text: string) => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const rows = [
    `<row r="1">${cell('A1', '転入の手順')}</row>`,
    `<row r="2">${cell('A2', '手順')}</row>`,
    `<row r="3">${cell('A3', '1. 本人を確認する')}</row>`,
    `<row r="4"><c r="A4" t="str"><f>WEBSERVICE("${elsewhere}/cell")</f><v>2. 届出書を受け取る</v></c></row>`,
  ];
  const { steps } = await read(
    zip([
      {
        name: '[Content_Types].xml',
        content:
          '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
      },
      {
        name: 'xl/workbook.xml',
        content: `<?xml version="1.0"?><workbook ${main} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      },
      {
        name: 'xl/_rels/workbook.xml.rels',
        content:
          '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      },
      {
        name: 'xl/worksheets/sheet1.xml',
        content: `<?xml version="1.0"?><worksheet ${main}><sheetData>${rows.join('')}</sheetData></worksheet>`,
      },
      {
        name: 'xl/externalLinks/_rels/externalLink1.xml.rels',
        content: relations(relation('rId1', 'externalLinkPath', `${elsewhere}/book.xlsx`)),
      },
      { name: 'xl/vbaProject.bin', content: Buffer.alloc(64, 1) },
    ]),
  );
  assert.deepEqual(
    steps.map(({ text }) => text),
    ['本人を確認する', '届出書を受け取る'],
  );
  assert.deepEqual(asked, []);
});

test('K3 a PDF that runs scripts, starts programs and opens addresses is read for its text, and none of it happens', async () => {
  const text = ['1. Check the person', '2. Take the paper'].map(
    (line, index) => `1 0 0 1 72 ${700 - 20 * index} Tm (${line}) Tj`,
  );
  const stream = `BT /F1 12 Tf ${text.join(' ')} ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R /Names << /JavaScript << /Names [(a) 5 0 R] >> >> >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 6 0 R >> >> /Contents 4 0 R /Annots [7 0 R] >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    `<< /S /JavaScript /JS (app.launchURL("${elsewhere}/script")) /Next << /S /Launch /F (/bin/sh) >> >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (${elsewhere}/link) >> >>`,
  ];
  const { steps } = await read(pdfOf(objects));
  assert.deepEqual(
    steps.map(({ text }) => text),
    ['Check the person', 'Take the paper'],
  );
  assert.deepEqual(asked, []);
});
