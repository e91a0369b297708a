import { unconfirmed } from './check/confirm.ts';
import { checkLogic } from './check/logic.ts';
import { checkRecords } from './check/records.ts';
import { checkReferences } from './check/references.ts';
import { checkTranslations } from './check/translations.ts';
import { checkUses } from './check/uses.ts';
import type { Remark } from './finding.ts';
import type { InventoryRecords } from './schema.ts';

/**
 * Everything that must hold in a pack beyond the shape of its files. Errors first, then in the order of the files.
 * Where something that is named does not exist, only that is said: the rest would be about a pack with holes.
 */
export function checkPack(records: InventoryRecords): Remark[] {
  const broken = checkReferences(records);
  if (broken.length > 0) return broken;
  const rank = { error: 0, warning: 1, information: 2 } as const;
  return [...checkLogic(records), ...checkRecords(records), ...checkUses(records), ...checkTranslations(records)].sort(
    (left, right) =>
      rank[left.level] - rank[right.level] || (left.file < right.file ? -1 : left.file > right.file ? 1 : 0),
  );
}

/** Whether everything that is named exists, so that the records can be compiled. */
export const isSound = (records: InventoryRecords): boolean => checkReferences(records).length === 0;

export { unconfirmed };
