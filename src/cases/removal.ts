import type { Transaction } from '#platform/database';
import { appendEvent } from '#platform/events';
import type { CaseParts } from './parts.ts';
import * as store from './store.ts';

const atOnce = 100;
const attemptsKept = 86_400_000;

/** Deletes a case: its key (written into the journal outside the database first), then its rows. */
export async function removeCase(
  parts: Pick<CaseParts, 'keys' | 'audit'>,
  transaction: Transaction,
  caseId: string,
  reason: 'retention' | 'request' | 'error',
  actor: string,
): Promise<void> {
  await parts.keys.destroyCaseKey(transaction, caseId, reason);
  await store.deleteCase(transaction, caseId);
  await parts.audit.append(transaction, {
    actor,
    action: 'case:remove',
    resource: { case: caseId },
    purpose: reason,
    outcome: 'done',
  });
  await appendEvent(transaction, { topic: `case:${caseId}`, subject: caseId, kind: 'case.removed' });
}

/**
 * Deletes, a hundred in a transaction, all cases whose time is over; then cases whose key is gone (a restored backup brought
 * them back, the journal of deletions closed them) and old counts of wrong tries. Gives how many cases went. Two processes
 * may do it at the same time.
 */
export async function expireCases(parts: CaseParts): Promise<number> {
  let removed = 0;
  for (;;) {
    const count = await parts.database.transaction(async (transaction) => {
      const expired = await store.lockExpired(transaction, parts.clock.now(), atOnce);
      for (const caseId of expired) await removeCase(parts, transaction, caseId, 'retention', 'system');
      return expired.length;
    });
    removed += count;
    if (count < atOnce) break;
  }
  const keyless = await parts.database.transaction(async (transaction) => {
    await store.deleteAttemptsBefore(transaction, new Date(parts.clock.now().getTime() - attemptsKept));
    return store.deleteKeyless(transaction);
  });
  return removed + keyless;
}
