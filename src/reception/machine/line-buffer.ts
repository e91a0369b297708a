import iconv from 'iconv-lite';
import { longestRecord } from './message.ts';

/** Bytes of a line; Japanese signs take up to three of them. */
export const longestLine = longestRecord * 3;

/** Decodes one line: UTF-8 where it is, Shift_JIS otherwise. */
export function decodeLine(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return iconv.decode(Buffer.from(bytes), 'cp932');
  }
}

/** Puts the pieces that come over a line together to whole lines, and keeps no more than one unfinished line. */
export function createLineBuffer(): {
  /** Adds what came in; gives the lines that are complete now. Throws a RangeError when a line has no end. */
  push(chunk: Buffer): string[];
} {
  let rest = Buffer.alloc(0);
  return {
    push(chunk) {
      const all = Buffer.concat([rest, chunk]);
      const lines: string[] = [];
      let from = 0;
      for (let end = all.indexOf(10); end >= 0; end = all.indexOf(10, from)) {
        if (end - from > longestLine) throw new RangeError('a line is too long');
        lines.push(decodeLine(all.subarray(from, end)).replace(/\r$/, ''));
        from = end + 1;
      }
      rest = Buffer.from(all.subarray(from));
      if (rest.length > longestLine) throw new RangeError('a line is too long');
      return lines;
    },
  };
}
