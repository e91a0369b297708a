import type { Inventory } from '#inventory';
import type { Audit } from '#platform/audit';
import type { Clock } from '#platform/clock';
import type { Database, Executor } from '#platform/database';
import type { KeyRing } from '#platform/keys';

/** What the service of cases stands on. */
export interface CaseParts {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly audit: Audit;
  readonly clock: Clock;
  /** The inventory that is published now. */
  readonly inventory: () => Inventory;
  /** Whether a member of staff has opened a case as an emergency that lasts still. Without it nobody has. */
  readonly isEmergency?: (executor: Executor, staffId: string, caseId: string, now: Date) => Promise<boolean>;
}
