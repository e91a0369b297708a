/** Kinds of files that a manual is read from. */
export type FileKind = 'word' | 'excel' | 'pdf';

/** Why a file is not read. */
export type Refusal = 'empty' | 'tooLarge' | 'old' | 'unknown' | 'bomb' | 'broken' | 'tooLong';

/** Larger files are no manuals; pictures make up most of what is above a few megabytes. */
export const mostBytes = 50 * 1024 * 1024;
/** What a packed file may become when it is unpacked. */
const mostUnpacked = 300 * 1024 * 1024;
const mostEntries = 5_000;

/** Tells what a file is by its content, never by its name. */
export function kindOf(bytes: Buffer): FileKind | Refusal {
  if (bytes.length === 0) return 'empty';
  if (bytes.length > mostBytes) return 'tooLarge';
  if (bytes.subarray(0, 1024).includes('%PDF-')) return 'pdf';
  // Word and Excel until 2003, and files locked by a password.
  if (bytes.subarray(0, 8).equals(Buffer.from('d0cf11e0a1b11ae1', 'hex'))) return 'old';
  if (!bytes.subarray(0, 4).equals(Buffer.from('504b0304', 'hex'))) return 'unknown';
  const entries = entriesOf(bytes);
  if (entries === null) return 'broken';
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0);
  if (entries.length > mostEntries || unpacked > mostUnpacked) return 'bomb';
  if (entries.some(({ name }) => name === 'word/document.xml')) return 'word';
  return entries.some(({ name }) => name === 'xl/workbook.xml') ? 'excel' : 'unknown';
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;

/** The directory of a ZIP file (APPNOTE 4.3.12): names and sizes as it states them. Null when it has none. */
function entriesOf(bytes: Buffer): { name: string; size: number }[] | null {
  const from = Math.max(0, bytes.length - 65_557);
  let end = bytes.length - 22;
  while (end >= from && bytes.readUInt32LE(end) !== endSignature) end -= 1;
  if (end < from) return null;
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const entries: { name: string; size: number }[] = [];
  for (let number = 0; number < count; number += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entrySignature) return null;
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      size: bytes.readUInt32LE(at + 24),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}
