import type { Transaction } from '#platform/database';
import { type Personal, personal } from '#platform/personal';
import type { Facts } from '#rules';
import {
  type CaseEntry,
  type CaseNote,
  type CaseOverview,
  type EntryClass,
  entryClasses,
  type KnownAnswers,
} from './case.ts';
import { type Admitted, itemOf } from './gate.ts';

/** What stands on the desk: only what this member of staff may see. */
export interface CounterView {
  readonly overview: CaseOverview;
  readonly facts: Personal<Facts>;
  readonly entries: Personal<readonly CaseEntry[]>;
  readonly notes: Personal<readonly CaseNote[]>;
  /** The person hides from somebody (支援措置): the name stands in no large letters and nothing is copied. */
  readonly isProtected: boolean;
  /** Whether there may be more that this role does not see. */
  readonly withheld: boolean;
}

/** Blobs of a class that the subject may see nothing of are not even opened. */
export async function counterView(
  transaction: Transaction,
  { overview, vault, maySee, isProtected }: Admitted,
): Promise<CounterView> {
  const departments = [...new Set(overview.procedures.map(({ department }) => department))];
  const opens = (entryClass: EntryClass): boolean =>
    departments.some((department) => maySee({ name: entryClass, class: entryClass, visibleTo: [department] }));
  const lists = await vault.read<CaseEntry[]>(transaction, 'entry', entryClasses.filter(opens));
  const all = lists.flatMap((list) => list.reveal());
  const entries = all.filter((entry) => maySee(itemOf(entry, overview)));
  const seesPersonal = maySee({ name: 'facts', class: 'personal' });
  const [known] = seesPersonal ? await vault.read<KnownAnswers>(transaction, 'fact', ['personal']) : [];
  const notes = seesPersonal ? await vault.read<CaseNote>(transaction, 'note', ['personal']) : [];
  return {
    overview,
    facts: known?.map(({ facts }) => facts) ?? personal({}),
    entries: personal(entries),
    notes: personal(notes.map((note) => note.reveal())),
    isProtected,
    withheld: all.length > entries.length || !entryClasses.every(opens),
  };
}
