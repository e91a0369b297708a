import type { Facts } from '#rules';
import type { KnownAnswers } from './case.ts';
import type { CaseParts } from './parts.ts';
import * as store from './store.ts';
import { openVault } from './vault.ts';

/** How many open cases something is true of, by name. Nothing tells which cases they are. */
export interface Outcomes {
  /** Cases that were looked at. */
  looked: number;
  /** Cases of which at least one thing was named. */
  concerned: number;
  counts: ReadonlyMap<string, number>;
}

/** More cases are not looked at: the newest say enough, and a page waits for it. */
const mostCases = 500;

/**
 * Counts over the open cases what a pure function says of their answers. The answers stay in here: only numbers come out,
 * and the trail says who had them counted.
 */
export async function countOutcomes(
  parts: CaseParts,
  actor: string,
  judge: (facts: Facts) => readonly string[],
): Promise<Outcomes> {
  return parts.database.transaction(async (transaction) => {
    const open = await store.openCases(transaction, parts.clock.now(), mostCases);
    const counts = new Map<string, number>();
    let concerned = 0;
    let looked = 0;
    for (const caseId of open) {
      const key = await parts.keys.openCaseKey(transaction, caseId);
      if (!key) continue;
      const [known] = await openVault(key).read<KnownAnswers>(transaction, 'fact', ['personal']);
      if (!known) continue;
      const named = new Set(judge(known.reveal().facts));
      looked += 1;
      if (named.size > 0) concerned += 1;
      for (const name of named) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    await parts.audit.append(transaction, {
      actor,
      action: 'case:count',
      resource: { cases: String(looked) },
      outcome: 'done',
    });
    return { looked, concerned, counts };
  });
}
