/** What became of an emergency return: somebody else kept it, or took it back. */
export type ReturnOutcome = 'kept' | 'undone';

/** An emergency return (緊急の差し戻し): one person brought back what stood before a wrong revision. */
export interface Return {
  id: string;
  /** The number of the revision that was wrong. */
  wrong: number;
  /** The number of the revision whose content stands again. */
  good: number;
  /** The number of the revision that was made by it. */
  revision: number;
  reason: string;
  by: string;
  at: Date;
  /** Null while nobody else has looked at it. */
  outcome: ReturnOutcome | null;
  checkedBy: string | null;
  checkedAt: Date | null;
}

/** The longest reason, in characters. */
export const longestReason = 500;

/**
 * The revision to go back to from the newest one: the last with another content that nobody has taken back as wrong.
 * Undefined when there is none. `revisions` come with the newest first. Pure.
 */
export function goodBefore<One extends { number: number; hash: string }>(
  revisions: readonly One[],
  returns: readonly Pick<Return, 'wrong' | 'outcome'>[],
): One | undefined {
  const [newest, ...older] = revisions;
  const wrong = new Set(returns.filter(({ outcome }) => outcome !== 'undone').map((one) => one.wrong));
  const hashes = new Set([
    newest?.hash,
    ...revisions.filter(({ number }) => wrong.has(number)).map(({ hash }) => hash),
  ]);
  return older.find(({ hash }) => !hashes.has(hash));
}
