import iconv from 'iconv-lite';
import type { Day } from '#platform/clock';
import { idOfContent, type Reading, type RecordFields, readRecord, textProblem } from './message.ts';
import type { MachineSettings } from './settings.ts';

/** A record as it came, with what was read. */
export interface Entry {
  readonly messageId: string;
  readonly raw: string;
  /** Where it came in: `http`, `tcp`, or a file with its line. */
  readonly origin: string;
  readonly reading: Reading;
}

/** The columns of a line (RFC 4180): quoted ones may hold the separator. Undefined when a quote is not closed. */
export function splitColumns(line: string, separator: string): string[] | undefined {
  const columns: string[] = [];
  let rest = line;
  for (;;) {
    const quoted = /^ *"((?:[^"]|"")*)" */.exec(rest);
    if (quoted === null && /^ *"/.test(rest)) return undefined;
    const end = quoted === null ? rest.indexOf(separator) : quoted[0].length;
    const isLast = end < 0 || end >= rest.length;
    columns.push(quoted === null ? rest.slice(0, isLast ? undefined : end) : (quoted[1] ?? '').replaceAll('""', '"'));
    if (isLast) return columns;
    if (!rest.startsWith(separator, end)) return undefined;
    rest = rest.slice(end + separator.length);
  }
}

function fieldsOf(line: string, { columns, separator }: MachineSettings): RecordFields | undefined {
  const values = splitColumns(line, separator);
  if (values === undefined) return undefined;
  return Object.fromEntries(
    columns.flatMap((name, index) => {
      const value = values[index];
      return name === null || value === undefined || value.trim() === '' ? [] : [[name, value]];
    }),
  );
}

/** Headings of a file say no number and no time. */
function isHeading(line: string): boolean {
  return !/\d/.test(line.normalize('NFKC'));
}

/** Reads one line of a machine: columns as they are set. Null for an empty line and for headings. */
export function readLine(
  line: string,
  { settings, day, origin }: { settings: MachineSettings; day: Day; origin: string },
): Entry | null {
  const raw = line.replace(/\r$/, '');
  if (raw.trim() === '') return null;
  const problem = textProblem(raw);
  if (problem === undefined && isHeading(raw)) return null;
  const fields = problem === undefined ? fieldsOf(raw, settings) : undefined;
  const reading: Reading =
    fields === undefined
      ? { problem: problem ?? '引用符(")が閉じていません。この行の書き方を確かめてください。' }
      : readRecord(fields, { day, words: settings.words });
  const own = 'message' in reading ? reading.id : undefined;
  return { messageId: own ?? idOfContent(reading, raw), raw: shortened(raw), origin, reading };
}

/** What is kept of a record that is too long or not text: enough to recognise it. */
function shortened(raw: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: PostgreSQL keeps no NUL, and screens no control signs
  return raw.slice(0, 200).replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f]/g, '\ufffd');
}

/** The complete lines of a file, and where the first incomplete one begins, in bytes. */
export interface CompleteLines {
  readonly lines: readonly string[];
  readonly encoding: 'utf-8' | 'shift_jis';
  /** Bytes after the last line break: a line that is still being written. */
  readonly halfBytes: number;
}

const lineBreak = 0x0a;

/**
 * Decodes a file in UTF-8 or Shift_JIS and gives its complete lines. What stands after the last line break is not taken: the
 * machine may still be writing it. In Shift_JIS no second byte is a line break, so lines can be told before decoding.
 */
export function completeLines(bytes: Buffer): CompleteLines {
  const end = bytes.lastIndexOf(lineBreak) + 1;
  const whole = bytes.subarray(0, end);
  const halfBytes = bytes.length - end;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(whole);
    return { lines: linesOf(text), encoding: 'utf-8', halfBytes };
  } catch {
    return { lines: linesOf(iconv.decode(whole, 'cp932')), encoding: 'shift_jis', halfBytes };
  }
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.slice(0, -1).split('\n'));
