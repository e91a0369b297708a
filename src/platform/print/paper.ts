import iconv from 'iconv-lite';
import { type Printer as ReceiptOptions, transform } from 'receiptline';

/** The languages of printers that we speak. */
export type CommandSet = 'escpos' | 'starmbcs' | 'starlinembcs';

/** Shown where the printer has no such character (JIS X 0208, 2区14点). */
const geta = '〓';

/** Signs that look the same and of which Shift_JIS has only one. */
const twins: Readonly<Record<string, string>> = {
  '〜': '～',
  '−': '－',
  '—': '―',
  '–': '-',
  '‖': '∥',
  '•': '・',
  '\u00a0': ' ',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
};

/** Rows of Shift_JIS that printers carry: JIS X 0208 up to 0xEA, with NEC's row 13 in it. What companies added lies above. */
const lastLeadByte = 0xea;

function isPrintable(sign: string): boolean {
  const bytes = iconv.encode(sign, 'shiftjis');
  if (bytes.length === 1) return bytes[0] !== 0x3f || sign === '?';
  return bytes.length === 2 && (bytes[0] ?? 0xff) <= lastLeadByte;
}

/** Letters with marks lose them (é → e); variation selectors and joiners go; what remains unknown becomes 〓. */
function printableSign(sign: string): string {
  const twin = twins[sign] ?? sign;
  if (isPrintable(twin)) return twin;
  const bare = [...twin.normalize('NFKD').replace(/\p{M}|\p{Cf}/gu, '')];
  return bare.every(isPrintable) ? bare.join('') : geta;
}

/** `text` in characters that a Japanese printer has. */
export function printable(text: string): string {
  return [...text.normalize('NFC')].map(printableSign).join('');
}

/** `text` as it stands in a receiptline document without meaning anything there; line breaks become blanks. */
export function plain(text: string): string {
  return printable(text.replace(/\s+/g, ' ')).replace(/[\\|{}~_"`^=-]/g, (sign) => `\\${sign}`);
}

/** A word, or one full-width sign, with the brackets and marks that may not be parted from it; or blanks. */
const pieces = /[(「『]*(?:[!-'*-~]+|[^\s!-~])[)、。」』ー]*|\s+|./gu;

const widthOf = (text: string): number =>
  [...text].reduce((sum, sign) => sum + iconv.encode(sign, 'shiftjis').length, 0);

/** `text` in lines of at most `columns` half-width characters; words are parted only where they are longer than a line. */
export function wrapText(text: string, columns: number): string[] {
  const lines = [''];
  for (const piece of printable(text.trim()).match(pieces) ?? []) {
    const line = lines.at(-1) ?? '';
    if (line === '' || widthOf(line + piece.trimEnd()) <= columns) lines[lines.length - 1] = line + piece;
    else lines.push(piece.trimStart());
  }
  return lines.map((line) => line.trim());
}

/** A value of a receiptline property, such as the address in a QR code. */
export function propertyValue(text: string): string {
  return text.replace(/[\\|{};]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

interface Paper {
  readonly document: string;
  /** Half-width characters in a line. */
  readonly columns: number;
}

function draw({ document, columns }: Paper, options: ReceiptOptions): string {
  return transform(printable(document), { cpl: columns, encoding: 'shiftjis', spacing: true, ...options });
}

/** The commands that print a receiptline document and cut the paper, in Shift_JIS. */
export function drawCommands(paper: Paper, command: CommandSet): Buffer {
  return Buffer.from(draw(paper, { command }), 'latin1');
}

/** The paper as a picture. It refers to nothing outside of it. */
export function drawSvg(paper: Paper): string {
  return draw(paper, { command: 'svg' }).replace(/<style\b.*?<\/style>/s, '');
}

/** The paper as lines of text, for those who cannot see the picture. */
export function drawText({ document, columns }: Paper): string {
  // Large letters would be set apart by blanks.
  const small = document.replace(/(?<!\\)\^+/g, '');
  return draw({ document: small, columns }, { command: 'text', cutting: false })
    .split('\n')
    .map((line) => line.replace(/^[-+|\s]+|[-+|\s]+$/g, ''))
    .filter((line) => line !== '')
    .join('\n');
}
