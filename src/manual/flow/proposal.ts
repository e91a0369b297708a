import { type Choose, isSame, type MergeConflict, type ProcedureRecord, type StaffStep } from '#inventory';
import { type DraftStep, draftOf, problemsOfSteps, stepsOfDraft } from './draft.ts';
import { joinSteps, namedAs } from './meanwhile.ts';
import { changesOf } from './write-back.ts';

/** What somebody wants the steps of a procedure to be, and what they were when the page was opened. */
export interface Wanted {
  base: readonly DraftStep[];
  draft: readonly DraftStep[];
}

/** A wish held against what is published now. */
export interface Reviewed {
  /** The wish as it was sent: choices are made against it. */
  sent: Wanted;
  /** What the steps are now: whoever goes on begins with these. */
  base: DraftStep[];
  /** The wish, with what others changed meanwhile. */
  draft: DraftStep[];
  /** The steps as they would be kept. */
  steps: StaffStep[];
  /** What becomes different, a sentence for each. */
  changes: readonly string[];
  problems: readonly string[];
  /** What others changed since the page was opened. */
  theirs: readonly string[];
  conflicts: readonly StepConflict[];
}

/** A place where two people wrote different things, in words. */
export interface StepConflict {
  /** Names the place in the form. */
  name: string;
  where: string;
  mine: string;
  theirs: string;
}

/** Holds what somebody wants against the record as it is published now. Pure. */
export function reviewed(record: ProcedureRecord, { base, draft }: Wanted, choose?: Choose): Reviewed {
  const now = draftOf(record.staffSteps);
  const isUntouched = isSame(base, now);
  const joined = isUntouched ? { steps: [...draft], conflicts: [] } : joinSteps(base, draft, record.staffSteps, choose);
  const steps = stepsOfDraft(joined.steps, record.staffSteps);
  const namedNow = namedAs(base, draft, record.staffSteps);
  return {
    sent: { base, draft },
    base: now,
    draft: joined.steps,
    steps,
    changes: changesOf(
      record.staffSteps,
      steps,
      joined.steps.map(({ id }) => id),
    ),
    problems: problemsOfSteps(joined.steps),
    theirs: isUntouched
      ? []
      : changesOf(
          base,
          namedNow,
          namedNow.map(({ id }) => id),
          // It has happened already.
        ).map((line) => line.replace(/ます。$/u, 'ました。')),
    conflicts: joined.conflicts.map((conflict) => inWords(conflict, [...base, ...draft, ...namedNow])),
  };
}

const fieldNames: Readonly<Record<string, string>> = {
  do: '文',
  who: 'する人',
  system: 'システム',
  documents: '見る書類',
  data: '使う入力の項目',
  when: 'どのときにするか',
  ask: 'あとの分かれ道',
  next: 'あとの分かれ道',
};

/** The name of the form's field in which a conflict is decided. */
export const conflictName = (path: readonly string[]): string => `choose.${path.join('/')}`;

function inWords({ path, mine, theirs }: MergeConflict, steps: readonly DraftStep[]): StepConflict {
  const [id, field] = path;
  const text = steps.find((step) => step.id === id)?.do ?? '';
  const nameOf = (to: string): string => (to === 'end' ? '終わり' : (steps.find((step) => step.id === to)?.do ?? to));
  const said = (value: unknown): string => {
    if (value === undefined) return field === undefined ? 'この手順を消す' : 'なし';
    if (typeof value === 'string') return value;
    if (field === undefined) return id === undefined ? '手順の並べ方' : `この手順を残す: ${(value as DraftStep).do}`;
    if (field !== 'next' || !Array.isArray(value)) return '直した内容';
    return (value as NonNullable<StaffStep['next']>).map(({ to, label = '' }) => `${label} → ${nameOf(to)}`).join('、');
  };
  const where =
    id === undefined ? '手順の順番' : `「${text}」${field === undefined ? '' : `の${fieldNames[field] ?? field}`}`;
  return { name: conflictName(path), where, mine: said(mine), theirs: said(theirs) };
}
