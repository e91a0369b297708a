import { zipEntries } from '#platform/zip';

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
  const entries = zipEntries(bytes);
  if (entries === null) return 'broken';
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0);
  if (entries.length > mostEntries || unpacked > mostUnpacked) return 'bomb';
  if (entries.some(({ name }) => name === 'word/document.xml')) return 'word';
  return entries.some(({ name }) => name === 'xl/workbook.xml') ? 'excel' : 'unknown';
}
