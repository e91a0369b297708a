import { compileInventory, type Inventory, isSame, isSound, type RecordKind, recordKinds } from '#inventory';
import type { Day } from '#platform/clock';
import type { Change } from './change-set.ts';
import { type Difference, differencesOf } from './differences.ts';
import { partsOf, titleOf } from './find.ts';
import { newFindings, type StudioFinding } from './findings.ts';
import type { Impact } from './impact.ts';
import { type RebaseConflict, rebased } from './service.ts';
import { workApart } from './thread.ts';

/** What comes of a change set, beside what is published. */
export interface ChangeSetView {
  conflicts: readonly RebaseConflict[];
  /** The inventory with the changes; undefined while something that is named does not exist. */
  inventory: Inventory | undefined;
  /** All findings with the changes. */
  all: () => Promise<readonly StudioFinding[]>;
  /** Findings that the changes bring. */
  findings: () => Promise<readonly StudioFinding[]>;
  impact: () => Promise<Impact | undefined>;
}

const publishedFindings = new WeakMap<Inventory, { day: Day; findings: () => Promise<readonly StudioFinding[]> }>();

/** The findings about what is published; found once a day and revision. */
export function findingsOfPublished(inventory: Inventory, today: Day): Promise<readonly StudioFinding[]> {
  const known = publishedFindings.get(inventory);
  if (known?.day === today) return known.findings();
  const findings = once(() => workApart('findings', { records: inventory.records, today }));
  publishedFindings.set(inventory, { day: today, findings });
  return findings();
}

/** Works out what a change set does; findings and impact only when they are asked for, and not in the way of others. */
export function viewOf(published: Inventory, changes: readonly Change[], today: Day): ChangeSetView {
  const { records, conflicts } = rebased(published.records, changes);
  const inventory = isSound(records) ? compileInventory(records) : undefined;
  const all = once(() => workApart('findings', { records, today }));
  return {
    conflicts,
    inventory,
    all,
    findings: once(async () => newFindings(await findingsOfPublished(published, today), await all())),
    impact: once(async () => inventory && workApart('impact', { before: published.records, after: records })),
  };
}

/** Works something out once, for all who ask; what failed is tried again. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** What differs between two inventories, record by record. */
export function recordDifferences(
  before: Inventory,
  after: Inventory,
): { kind: RecordKind; id: string; title: string; differences: Difference[] }[] {
  const [older, newer] = [partsOf(before), partsOf(after)];
  return recordKinds.flatMap((kind) =>
    [...new Set([...older[kind].keys(), ...newer[kind].keys()])].flatMap((id) => {
      const [one, other] = [older[kind].get(id), newer[kind].get(id)];
      if (isSame(one, other)) return [];
      const title = titleOf(kind, other ?? one ?? {});
      return [{ kind, id, title, differences: differencesOf(kind, one, other, after) }];
    }),
  );
}
