import type { RecordChange, RecordKind, RecordValue } from '#inventory';

/** Where a change set is on its way to the public. */
export type ChangeSetState = 'draft' | 'review' | 'approved' | 'scheduled' | 'published' | 'withdrawn';

export const stateNames: Readonly<Record<ChangeSetState, string>> = {
  draft: '下書き',
  review: '確認待ち',
  approved: '承認ずみ',
  scheduled: '公開の予定',
  published: '公開ずみ',
  withdrawn: '取りやめ',
};

/** Corrections that are reviewed and published together (改訂). */
export interface ChangeSet {
  id: string;
  name: string;
  /** What for; stands with the revision. */
  reason: string;
  /** The account that began it; null when it came from the files. */
  owner: string | null;
  state: ChangeSetState;
  /** Who is asked to look at it. */
  reviewer: string | null;
  approvedBy: string | null;
  /** `YYYY-MM-DD`: published at midnight of this day in Japan. */
  scheduledFor: string | null;
  /** What stopped its publication. */
  problem: string | null;
  publishedRevision: number | null;
  createdAt: Date;
  changedAt: Date;
}

/** What a change set makes of one record. */
export interface Change {
  changeSet: string;
  kind: RecordKind;
  id: string;
  /** Counts up with each save, so that nobody saves over what they have not seen. */
  version: number;
  /** What was published when it was first changed; undefined for a new record. */
  base: RecordValue | undefined;
  /** Undefined when the record goes. */
  value: RecordValue | undefined;
  savedBy: string | null;
  savedAt: Date;
}

/** A comment, or a step that was taken. */
export interface Note {
  id: string;
  by: string | null;
  at: Date;
  step: 'comment' | Step | 'saved' | 'stopped' | 'settled' | 'reopened' | 'returned';
  text: string;
}

/** What can be done with a change set. */
export type Step = 'review' | 'draft' | 'approve' | 'schedule' | 'publish' | 'withdraw';

const from: Readonly<Record<Step, readonly ChangeSetState[]>> = {
  review: ['draft'],
  draft: ['review', 'approved', 'scheduled'],
  approve: ['review'],
  schedule: ['approved', 'scheduled'],
  publish: ['approved', 'scheduled'],
  withdraw: ['draft', 'review', 'approved', 'scheduled'],
};

/** Whether a step can be taken from a state. */
export const allows = (state: ChangeSetState, step: Step): boolean => from[step].includes(state);

/**
 * Whether somebody may approve: four eyes have to see a change, so whoever wrote all of it alone may not. What came from
 * the files has no author.
 */
export function mayApprove(approver: string, authors: readonly (string | null)[]): boolean {
  return authors.length > 0 && authors.some((author) => author !== approver);
}

/** Changes as the inventory takes them. */
export const asRecordChanges = (changes: readonly Change[]): RecordChange[] =>
  changes.map(({ kind, id, value }) => ({ kind, id, value }));
