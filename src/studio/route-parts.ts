import { z } from 'zod';
import type { CaseService } from '#cases';
import { decide, shownStaff } from '#identity';
import { type Inventory, type InventoryService, type RecordKind, recordKinds, testsOf } from '#inventory';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import type { Staff } from '#platform/http';
import type { Change, ChangeSet } from './change-set.ts';
import type { ShownThread } from './pages/remarks.tsx';
import { type Remark, threadsOf } from './remark.ts';
import type { Remarks } from './remarks.ts';
import type { Returns } from './returns.ts';
import type { Studio } from './service.ts';
import { type ChangeSetView, viewOf } from './view.ts';

/** What the pages of the studio stand on. */
export interface StudioRoutesParts {
  database: Database;
  clock: Clock;
  inventory: InventoryService;
  studio: Studio;
  remarks: Remarks;
  returns: Returns;
  cases: Pick<CaseService, 'countOutcomes'>;
  /** The accounts of the staff. */
  people: () => Promise<readonly { id: string; name: string; roles: readonly string[] }[]>;
}

/** A kind of records, as an address names it. */
export const kindSchema = z.enum(recordKinds);
/** An id of a record. What no id holds, the database would not even take. */
export const idSchema = z
  .string()
  .min(1)
  .max(400)
  .refine((id) => !id.includes('\u0000'));
/** One line that was typed, cut to `most` signs. */
export const line = (most: number) =>
  z
    .string()
    .catch('')
    .transform((text) => text.replaceAll('\u0000', '').trim().slice(0, most));

/** The number of a published revision, in an address or a form. */
export const revisionNumber = z.coerce.number().int().min(1).max(2_000_000_000);
/** Fields of a form, of which some have the name of what they belong to in theirs. */
export const anyFields = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

export const read = { action: 'inventory:read', rate: 'staff' } as const;
export const edit = { action: 'inventory:edit', rate: 'staff' } as const;
export const publish = { action: 'inventory:publish', rate: 'staff' } as const;

/** What the routes of the studio have in common. */
export type StudioDesk = ReturnType<typeof createDesk>;

/** Makes what the routes share: what is published, who may do what, the names of people, what change sets do. */
export function createDesk(parts: StudioRoutesParts) {
  const { clock, inventory: service, people } = parts;
  const current = (): Inventory => service.current();
  const may = (staff: Staff, action: string): boolean =>
    decide(staff, action, { kind: 'route' }, { now: staff.authenticatedAt }).permit;
  const frame = (staff: Staff) => shownStaff(staff, current());
  const names = async (): Promise<(id: string | null) => string> => {
    const known = new Map((await people()).map(({ id, name }) => [id, name]));
    return (id) => (id === null ? 'ファイル' : (known.get(id) ?? '退職した職員'));
  };
  const minutes = new Intl.DateTimeFormat('ja-JP', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Tokyo',
  });
  /** Threads with names and times in words. */
  function shownThreads(
    said: readonly Remark[],
    nameOf: (id: string | null) => string,
    titleOf: (kind: RecordKind, id: string) => string,
  ): ShownThread[] {
    const shown = ({ by, at, settledBy, settledAt, ...rest }: Remark) => ({
      ...rest,
      by: nameOf(by),
      at: minutes.format(at),
      settledBy: settledBy && nameOf(settledBy),
      settledAt: settledAt && minutes.format(settledAt),
    });
    return threadsOf(said).map(({ first, answers, state }) => ({
      first: shown(first),
      answers: answers.map(shown),
      state,
      title: titleOf(first.kind, first.id),
    }));
  }
  const tests = keptFor((inventory: Inventory) => testsOf(inventory));
  const views = new Map<string, ChangeSetView>();

  /** What a set does; kept while neither it nor what is published changes. */
  function viewOfSet(set: ChangeSet, changes: readonly Change[]): ChangeSetView {
    const versions = changes.map(({ kind, id, version }) => `${kind} ${id} ${version}`).join('\n');
    const key = `${set.id} ${service.number()} ${clock.today()} ${versions}`;
    const known = views.get(key);
    if (known) return known;
    const view = viewOf(current(), changes, clock.today());
    views.set(key, view);
    for (const old of views.keys()) if (views.size > 8) views.delete(old);
    return view;
  }

  return { ...parts, service, current, may, frame, names, minutes, shownThreads, tests, viewOfSet };
}

/** Remembers what a function made of something for as long as that is there. */
function keptFor<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const kept = new WeakMap<Key, Value>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    kept.set(key, value);
    return value;
  };
}
