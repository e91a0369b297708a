import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Day, toDay } from '#platform/clock';
import type { MachineInbox } from './inbox.ts';
import { readLines } from './inbox.ts';
import { readDay } from './message.ts';
import { completeLines, type Entry } from './records.ts';
import type { Machine } from './settings.ts';

/** How the files of a machine stand, for the people who look after it. */
export interface FolderState {
  readonly files: number;
  /** Why nothing, or not all, is taken from the folder. */
  readonly problem: string | null;
  /** Files whose last line is still being written. */
  readonly halfLines: readonly string[];
}

/** Larger files are no list of numbers of a day: a day of 2,000 visitors has about 400 KB. */
const largestFile = 20 * 1024 * 1024;
/** Ids that are known to be kept, so that a growing file is not asked about from its beginning each time. */
const mostRemembered = 100_000;

const isRecordFile = (name: string): boolean => /\.(csv|txt|tsv|log|dat)$/i.test(name) && !name.startsWith('.');

/** The day in a file's name, such as `ticket_20261125.csv`. */
function dayInName(name: string): Day | undefined {
  const digits = /(?:^|\D)(20\d{2}-?\d{2}-?\d{2})(?:\D|$)/.exec(name)?.[1];
  return digits === undefined ? undefined : readDay(digits);
}

async function readWhole(path: string): Promise<Buffer> {
  // Never through a link: the folder may be open to others.
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

function entriesOf(machine: Machine, name: string, bytes: Buffer, day: Day): { entries: Entry[]; isHalf: boolean } {
  if (bytes.includes(0)) {
    const problem = `ファイル「${name}」は文字のファイルではありません。発券機の出力の形を確かめてください。`;
    return { entries: [{ messageId: `file:${name}`, raw: name, origin: name, reading: { problem } }], isHalf: false };
  }
  const { lines, halfBytes } = completeLines(bytes);
  const origin = (line: number) => `${name.slice(0, 80)} ${line}行目`;
  return { entries: readLines(lines, { settings: machine.settings, day, origin }), isHalf: halfBytes > 0 };
}

/**
 * Reads the files that a machine writes into its folder: all complete lines of every file that changed since the last look.
 * What is known already changes nothing, so files may grow, be renamed, be replaced or be written anew, and several
 * processes may look at the same folder.
 */
export function createFolderReader(inbox: Pick<MachineInbox, 'take'>): {
  look(machine: Machine, today: Day): Promise<FolderState>;
} {
  const seen = new Map<string, string>();
  const half = new Map<string, boolean>();
  const kept = new Set<string>();

  async function lookAt(machine: Machine, folder: string, name: string): Promise<string | null> {
    const path = join(folder, name);
    const { size, mtimeMs, mtime, ino } = await lstat(path);
    const settings = JSON.stringify(machine.settings);
    const state = `${ino}|${size}|${mtimeMs}|${settings}`;
    if (seen.get(path) === state) return null;
    if (size > largestFile) return `ファイル「${name}」が大きすぎます。1日ごとに分けて出すように設定してください。`;
    const bytes = await readWhole(path);
    const { entries, isHalf } = entriesOf(machine, name, bytes, dayInName(name) ?? toDay(mtime));
    const key = (entry: Entry) => `${machine.id}|${entry.messageId}`;
    const fresh = entries.filter((entry) => !kept.has(key(entry)));
    await inbox.take(machine, fresh);
    if (kept.size > mostRemembered) kept.clear();
    for (const entry of fresh) kept.add(key(entry));
    half.set(path, isHalf);
    // What was written since is seen at the next look: the file was larger or later then.
    if (bytes.length === size) seen.set(path, state);
    return null;
  }

  return {
    async look(machine) {
      const { folder } = machine.settings;
      if (folder === null) return { files: 0, problem: null, halfLines: [] };
      let names: string[];
      try {
        const entries = await readdir(folder, { withFileTypes: true });
        names = entries.filter((entry) => entry.isFile() && isRecordFile(entry.name)).map(({ name }) => name);
      } catch {
        const problem = `フォルダー「${folder}」を開けません。場所と、ひとまどを動かす利用者の権限を確かめてください。`;
        return { files: 0, problem, halfLines: [] };
      }
      const problems: string[] = [];
      for (const name of names.sort()) {
        try {
          const problem = await lookAt(machine, folder, name);
          if (problem !== null) problems.push(problem);
        } catch (error) {
          // It was renamed or taken away in between: that is seen at the next look.
          if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
          if (!['EACCES', 'EPERM', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
          problems.push(`ファイル「${name}」を読めません。権限を確かめてください。`);
        }
      }
      const halfLines = names.filter((name) => half.get(join(folder, name)));
      return { files: names.length, problem: problems[0] ?? null, halfLines };
    },
  };
}
