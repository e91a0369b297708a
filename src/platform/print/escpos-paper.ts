import iconv from 'iconv-lite';

/** Lengths of the fixed commands that may stand in a job, by their first two bytes; what follows the two is counted. */
const fixed: Readonly<Record<string, number>> = {
  '\x1b@': 0,
  '\x1da': 1,
  '\x1bM': 1,
  '\x1b ': 1,
  '\x1cS': 2,
  '\x1b2': 0,
  '\x1b3': 1,
  '\x1b{': 1,
  '\x1c.': 0,
  '\x1cC': 1,
  '\x1bt': 1,
  '\x1bR': 1,
  '\x1ba': 1,
  '\x1dL': 2,
  '\x1dW': 2,
  '\x1b$': 2,
  '\x1b\\': 2,
  '\x1d!': 1,
  '\x1dB': 1,
  '\x1b-': 1,
  '\x1c-': 1,
  '\x1bE': 1,
  '\x1dV': 2,
  '\x1dr': 1,
};

/** What a printer makes of a job that it has read so far. */
export interface ReadJob {
  /** The lines of text on the paper; ruled lines are left out. */
  readonly lines: readonly string[];
  readonly pictures: number;
  readonly isCut: boolean;
  /** GS r was reached. */
  readonly isTakenAsked: boolean;
  /** The signs of GS ( H, when it was reached. */
  readonly doneAsked: string | undefined;
}

/** Reads a job as an ESC/POS printer does: command by command, text as Shift_JIS. For tests; stops where bytes are missing. */
export function readJob(job: Buffer): ReadJob {
  const lines: string[] = [];
  let [line, pictures, isCut, isTakenAsked, isKana] = [[] as number[], 0, false, false, false];
  let doneAsked: string | undefined;
  let at = 0;
  while (at < job.length) {
    const byte = job[at] ?? 0;
    const name = job.toString('latin1', at, at + 2);
    if (byte === 0x0a) {
      lines.push(iconv.decode(Buffer.from(line), 'shiftjis').trim());
      line = [];
      at += 1;
    } else if (name === '\x1d8') {
      pictures += 1;
      at += 7 + job.readUInt32LE(at + 3);
    } else if (name === '\x1d(' || name === '\x1c(') {
      const length = job.readUInt16LE(at + 3);
      if (at + 5 + length > job.length) break;
      if (job[at + 2] === 0x48) doneAsked = job.toString('latin1', at + 7, at + 11);
      at += 5 + length;
    } else if (name in fixed) {
      if (name === '\x1dV') isCut = true;
      if (name === '\x1dr') isTakenAsked = true;
      if (name === '\x1cC') isKana = job[at + 2] === 0x30;
      at += 2 + (fixed[name] ?? 0);
    } else {
      // Ruled lines are drawn with single bytes outside of Shift_JIS.
      if (!isKana) line.push(byte);
      at += 1;
    }
  }
  return { lines: lines.filter((text) => text !== ''), pictures, isCut, isTakenAsked, doneAsked };
}
