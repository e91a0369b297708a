import type { Day } from '#platform/clock';

/** Somebody of the staff who writes. */
export interface Author {
  readonly id: string;
  readonly name: string;
}

/** A text of a block as it was kept once. */
export interface BlockVersion {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly authorName: string;
  readonly writtenAt: Date;
}

/** A text that staff wrote into a page. */
export interface Block {
  readonly id: string;
  readonly page: string;
  /** Where on the page, as `isPlace` has it. */
  readonly place: string;
  /** What the step said beside which it was written last; null where it stands beside none. */
  readonly step: string | null;
  readonly ownerName: string;
  /** The day on which somebody looks whether it is still right. */
  readonly reviewOn: Day | null;
  /** The number of the version that everybody reads; null where none is published. */
  readonly published: number | null;
  /** Versions, the newest first; at least one. */
  readonly versions: readonly BlockVersion[];
}

/** What is typed into the form of a block. */
export interface BlockText {
  readonly title: string;
  readonly body: string;
}

export const blockLimits = { title: 100, body: 20_000 } as const;

/** The version that everybody reads. */
export const publishedVersion = ({ published, versions }: Block): BlockVersion | null =>
  versions.find(({ number }) => number === published) ?? null;

/** Whether there is a newer text than the published one. */
export const hasDraft = ({ published, versions }: Block): boolean => (versions[0]?.number ?? 0) !== published;

/** What is to be put right about a text; empty where nothing is. */
export function problemsOf({ title, body }: BlockText): { name: string; message: string }[] {
  const problems: { name: string; message: string }[] = [];
  if (title.length > blockLimits.title) {
    problems.push({ name: 'title', message: `見出しは${blockLimits.title}字までにしてください。` });
  }
  if (body.trim() === '') problems.push({ name: 'body', message: '本文を書いてください。' });
  if (body.length > blockLimits.body) {
    problems.push({ name: 'body', message: '本文は2万字までです。2つの説明に分けてください。' });
  }
  return problems;
}

/** A line of a comparison. */
export interface ComparedLine {
  readonly text: string;
  readonly kind: 'same' | 'added' | 'removed';
}

/** Compares two texts line by line: the longest lines in common stay, the others came or went. */
export function compareTexts(before: string, after: string): ComparedLine[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const common: number[][] = Array.from({ length: old.length + 1 }, () => new Array<number>(fresh.length + 1).fill(0));
  const at = (row: number, column: number): number => common[row]?.[column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = fresh.length - 1; column >= 0; column -= 1) {
      const line = common[row];
      if (line === undefined) continue;
      line[column] =
        old[row] === fresh[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: ComparedLine[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < fresh.length) {
    if (row < old.length && column < fresh.length && old[row] === fresh[column]) {
      lines.push({ text: old[row] ?? '', kind: 'same' });
      row += 1;
      column += 1;
    } else if (column >= fresh.length || (row < old.length && at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ text: old[row] ?? '', kind: 'removed' });
      row += 1;
    } else {
      lines.push({ text: fresh[column] ?? '', kind: 'added' });
      column += 1;
    }
  }
  return lines;
}
