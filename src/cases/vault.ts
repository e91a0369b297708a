import { newId } from '#platform/codes';
import type { Executor, Transaction } from '#platform/database';
import type { CaseKey } from '#platform/keys';
import { type Personal, personal } from '#platform/personal';
import type { EntryClass } from './case.ts';
import * as store from './store.ts';

/** The encrypted values of one case: read and written as JSON, bound to their row and revision. */
export interface Vault {
  /** All values of a kind in the given classes, oldest first. */
  read<T>(executor: Executor, kind: store.ValueKind, classes: readonly EntryClass[]): Promise<Personal<T>[]>;
  /** Replaces the one value of a kind and class. The caller holds the case, so that nobody writes in between. */
  put(
    transaction: Transaction,
    kind: store.ValueKind,
    valueClass: EntryClass,
    value: unknown,
    now: Date,
  ): Promise<void>;
  /** Adds a value to a kind of which there are many. */
  add(transaction: Transaction, kind: 'note', value: unknown, now: Date): Promise<void>;
}

const table = 'case_value';
const column = 'blob';

export function openVault(key: CaseKey): Vault {
  const { caseId } = key;
  const insert = async (
    transaction: Transaction,
    kind: store.ValueKind,
    valueClass: EntryClass,
    value: unknown,
    now: Date,
  ): Promise<void> => {
    const id = newId();
    const blob = key.encrypt({ table, column, row: id, revision: 1 }, JSON.stringify(value));
    await store.insertValue(transaction, {
      id,
      case_id: caseId,
      kind,
      class: valueClass,
      revision: 1,
      blob,
      written_at: now,
    });
  };
  return {
    async read<T>(executor: Executor, kind: store.ValueKind, classes: readonly EntryClass[]) {
      const rows = await store.findValues(executor, caseId, kind, classes);
      return rows.map(({ id, revision, blob }) =>
        key.decrypt({ table, column, row: id, revision }, blob).map((text): T => JSON.parse(text)),
      );
    },
    async put(transaction, kind, valueClass, value, now) {
      const [row] = await store.findValues(transaction, caseId, kind, [valueClass]);
      if (!row) return insert(transaction, kind, valueClass, value, now);
      const revision = row.revision + 1;
      const blob = key.encrypt({ table, column, row: row.id, revision }, JSON.stringify(value));
      const replaced = await store.replaceValue(transaction, { id: row.id, revision, blob, written_at: now });
      if (!replaced) throw new Error('a value of the case was changed by someone who did not hold the case');
    },
    add: (transaction, kind, value, now) => insert(transaction, kind, 'personal', value, now),
  };
}

/** Whether the person of a case is protected, encrypted for the case's row. */
export function sealProtected(key: CaseKey, revision: number, isProtected: boolean): Buffer {
  return key.encrypt({ table: 'case', column: 'protected', row: key.caseId, revision }, personal(String(isProtected)));
}

export function isProtected(key: CaseKey, { blob, revision }: store.CaseRow['protected']): boolean {
  return key.decrypt({ table: 'case', column: 'protected', row: key.caseId, revision }, blob).reveal() === 'true';
}
