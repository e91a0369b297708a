import type { Inventory } from '#inventory';
import type { Audit } from '#platform/audit';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import type { KeyRing } from '#platform/keys';

/** What the service of cases stands on. */
export interface CaseParts {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly audit: Audit;
  readonly clock: Clock;
  /** The inventory that is published now. */
  readonly inventory: () => Inventory;
}
