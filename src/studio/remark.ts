import type { RecordKind } from '#inventory';

/** The longest remark, in characters. */
export const longestRemark = 2000;
/** More on one change set is no review any more. */
export const mostRemarks = 500;

/** Where a remark stands: a record of a change set, or one line of its difference. */
export interface RemarkPlace {
  kind: RecordKind;
  id: string;
  /** The `place` of a `Difference`; empty for the whole record. */
  place: string;
}

/** What somebody said about a record of a change set (コメント). */
export interface Remark extends RemarkPlace {
  remark: string;
  changeSet: string;
  /** What the field was called then. */
  placeWords: string;
  /** The version of the change that it was said about. */
  version: number;
  /** The first remark of the thread; null where this is it. */
  answers: string | null;
  by: string;
  at: Date;
  text: string;
  settledBy: string | null;
  settledAt: Date | null;
}

/** How a thread stands: nobody answered, somebody else did, or it is settled (解決済み). */
export type ThreadState = 'open' | 'answered' | 'settled';

export const threadStateNames: Readonly<Record<ThreadState, string>> = {
  open: '返事を待っています',
  answered: '返事があります',
  settled: '解決済み',
};

/** A remark with its answers, the oldest first. */
export interface Thread {
  first: Remark;
  answers: readonly Remark[];
  state: ThreadState;
}

/** Remarks as threads, in the order in which they were begun. Pure. */
export function threadsOf(remarks: readonly Remark[]): Thread[] {
  return remarks
    .filter(({ answers }) => answers === null)
    .map((first) => {
      const answers = remarks.filter(({ answers: to }) => to === first.remark);
      const isAnswered = answers.some(({ by }) => by !== first.by);
      return { first, answers, state: first.settledBy !== null ? 'settled' : isAnswered ? 'answered' : 'open' };
    });
}

/** How many threads are not settled. */
export const openThreads = (threads: readonly Pick<Thread, 'state'>[]): number =>
  threads.filter(({ state }) => state !== 'settled').length;
