import { open, readFile, rename } from 'node:fs/promises';

/** Lines that wait until they are passed on, in order. */
export interface LineSpool {
  first(count: number): string[];
  size(): number;
  /** When this ends the line is kept, also when the power goes. */
  add(line: string): Promise<void>;
  /** The first lines are passed on. */
  done(count: number): Promise<void>;
}

/** So many lines are passed on before the file is written anew. */
const rewriteAfter = 1_000;

const written = (lines: readonly string[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

/** Writes a file to the disk itself, not only to the memory of the system. */
async function write(path: string, flags: 'a' | 'w', text: string): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** The lines of a file that is there from before. */
async function linesOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  // The last line may be half written: it was not taken from the machine's line then.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as string]));
}

/** Opens the spool of an agent; without a file it forgets when the agent ends. */
export async function openSpool(path: string | undefined): Promise<LineSpool> {
  const kept = path === undefined ? [] : await linesOf(path);
  let passedOn = 0;
  /** One change of the file at a time: a line that is added while the file is written anew would be missing in it. */
  let last: Promise<void> = Promise.resolve();
  const inTurn = (change: () => Promise<void>): Promise<void> => {
    last = last.then(change, change);
    return last;
  };
  const writeAnew = async (file: string): Promise<void> => {
    await write(`${file}.new`, 'w', written(kept));
    await rename(`${file}.new`, file);
  };
  // What is added stands behind half a line otherwise.
  if (path !== undefined) await inTurn(() => writeAnew(path));
  return {
    first: (count) => kept.slice(0, count),
    size: () => kept.length,
    add: (line) =>
      inTurn(async () => {
        if (path !== undefined) await write(path, 'a', written([line]));
        kept.push(line);
      }),
    done: (count) =>
      inTurn(async () => {
        kept.splice(0, count);
        passedOn += count;
        if (path === undefined || (kept.length > 0 && passedOn < rewriteAfter)) return;
        passedOn = 0;
        await writeAnew(path);
      }),
  };
}
