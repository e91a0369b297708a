import { compileInventory, type Inventory, isSame, isSound, type RecordKind, recordKinds } from '#inventory';
import type { Day } from '#platform/clock';
import type { Change } from './change-set.ts';
import { type Difference, differencesOf } from './differences.ts';
import { partsOf, titleOf } from './find.ts';
import { findingsOf, newFindings, type StudioFinding } from './findings.ts';
import { type Impact, impactOf } from './impact.ts';
import { type RebaseConflict, rebased } from './service.ts';

/** What comes of a change set, beside what is published. */
export interface ChangeSetView {
  conflicts: readonly RebaseConflict[];
  /** The inventory with the changes; undefined while something that is named does not exist. */
  inventory: Inventory | undefined;
  /** All findings with the changes. */
  all: () => readonly StudioFinding[];
  /** Findings that the changes bring. */
  findings: () => readonly StudioFinding[];
  impact: () => Impact | undefined;
}

const publishedFindings = new WeakMap<Inventory, { day: Day; findings: readonly StudioFinding[] }>();

/** The findings about what is published; found once a day and revision. */
export function findingsOfPublished(inventory: Inventory, today: Day): readonly StudioFinding[] {
  const known = publishedFindings.get(inventory);
  if (known?.day === today) return known.findings;
  const findings = findingsOf(inventory.records, today);
  publishedFindings.set(inventory, { day: today, findings });
  return findings;
}

/** Works out what a change set does; findings and impact only when they are asked for. Pure. */
export function viewOf(published: Inventory, changes: readonly Change[], today: Day): ChangeSetView {
  const { records, conflicts } = rebased(published.records, changes);
  const inventory = isSound(records) ? compileInventory(records) : undefined;
  const all = once(() => findingsOf(records, today));
  const impact = once(() => inventory && impactOf(published, inventory));
  return {
    conflicts,
    inventory,
    all,
    findings: once(() => newFindings(findingsOfPublished(published, today), all())),
    impact,
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
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
