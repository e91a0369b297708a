import { checkReferences } from './check/references.ts';
import { isSame, mergeChanges } from './merge.ts';
import { type Parts, putTogether, type RecordChange, recordKinds, takeApart, withChanges } from './parts.ts';
import type { InventoryRecords } from './schema.ts';

/** What the files would have otherwise than what was written in the studio since they were last read. */
export interface PackRest {
  kind: RecordChange['kind'];
  id: string;
  /** What is published. */
  published: RecordChange['value'];
  /** What the files say, with all that the studio changed besides. */
  value: RecordChange['value'];
}

/**
 * Takes over what changed in the files since they were last read (`imported`), record by record. Where files and studio
 * changed the same field, the studio's stays and the rest is told. Where the files no longer fit what is published, nothing
 * is taken over and all of it is told. Pure.
 */
export function takeOver(
  imported: InventoryRecords,
  published: InventoryRecords,
  pack: InventoryRecords,
): { records: InventoryRecords; rest: PackRest[] } {
  const [before, here, files] = [takeApart(imported), takeApart(published), takeApart(pack)];
  const taken: RecordChange[] = [];
  const rest: PackRest[] = [];
  const all: PackRest[] = [];
  for (const { kind, id, base, now, value } of recordsOf(before, here, files)) {
    if (isSame(base, value) || isSame(now, value)) continue;
    const { value: merged, conflicts } = mergeChanges(base, now, value);
    const wanted = mergeChanges(base, value, now).value as RecordChange['value'];
    all.push({ kind, id, published: now, value: wanted });
    if (!isSame(merged, now)) taken.push({ kind, id, value: merged as RecordChange['value'] });
    if (conflicts.length > 0) rest.push({ kind, id, published: merged as RecordChange['value'], value: wanted });
  }
  const records = putTogether(withChanges(here, taken));
  if (checkReferences(records).length > 0) return { records: published, rest: all };
  return { records, rest };
}

function* recordsOf(before: Parts, here: Parts, files: Parts) {
  for (const kind of recordKinds)
    for (const id of new Set([before, here, files].flatMap((parts) => [...parts[kind].keys()])))
      yield { kind, id, base: before[kind].get(id), now: here[kind].get(id), value: files[kind].get(id) };
}
