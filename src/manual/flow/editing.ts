import type { Inventory, ProcedureRecord } from '#inventory';
import { type DraftStep, withoutStep, withStepAfter, withStepMoved } from './draft.ts';
import { fieldsOf, readStep, type StepFields } from './step-fields.ts';

/** The list of steps while somebody works on it. */
export interface Editing {
  draft: readonly DraftStep[];
  /** The list before the last change, to go back to. */
  undo?: readonly DraftStep[];
  /** The step whose form is open. */
  open?: OpenStep;
  /** What happened, in a sentence. */
  said: string;
  /** The id of the control at which the work goes on. */
  focus?: string;
}

export interface OpenStep {
  id: string;
  fields: StepFields;
  errors: ReadonlyMap<string, string>;
}

/** What a page of the list sends. */
export interface SentList {
  draft: readonly DraftStep[];
  undo?: readonly DraftStep[];
  /** The step whose form was open, with what was typed. */
  open?: { id: string; fields: StepFields };
  /** What was pressed: 「add:step_3」. */
  action: string;
}

/** The ids of the controls that the work goes on at. */
export const controls = {
  edit: (step: string): string => `edit-${step}`,
  first: 'add-first',
  text: 'field-do',
  up: 'move-up',
  down: 'move-down',
} as const;

/** The names that new steps must not get, the record, and the words of the city. */
export interface ListContext {
  inventory: Inventory;
  record: ProcedureRecord;
  base: readonly DraftStep[];
}

/** What comes of a press on the page of the list. Pure. */
export function acted(context: ListContext, sent: SentList): Editing {
  const [verb = '', id = ''] = sent.action.split(':');
  const { draft, undo, open } = sent;
  const step = draft.find((one) => one.id === (open?.id ?? id));
  if (verb === 'undo' && undo) return { draft: undo, said: '1つ前に戻しました。', focus: editOf(undo[0]) };
  if (verb === 'add') return added(context, draft, id);
  if (step === undefined) return { draft, undo, said: '' };
  if (verb === 'open') return { draft, undo, open: opened(context.inventory, step), said: '', focus: controls.text };
  if (open === undefined) return { draft, undo, said: '' };
  const at = draft.indexOf(step);
  if (verb === 'cancel') {
    if (step.do !== '') return { draft, undo, said: '直すのをやめました。', focus: controls.edit(step.id) };
    return { draft: withoutStep(draft, step.id), said: '加えるのをやめました。', focus: editOf(draft[at - 1]) };
  }
  if (verb === 'remove') {
    const left = withoutStep(draft, step.id);
    const name = step.do || open.fields.do;
    return { draft: left, undo: draft, said: `「${name}」を消しました。`, focus: editOf(left[at] ?? left[at - 1]) };
  }
  const read = readStep(context.inventory, context.record, draft, step, open.fields);
  if (read.step === undefined) return { draft, undo, open: { ...open, errors: read.errors }, said: '' };
  const { step: taken } = read;
  const kept = draft.map((one) => (one === step ? taken : one));
  if (verb === 'up' || verb === 'down') return moved(context, draft, kept, taken, verb);
  const said =
    step.do === '' ? `${at + 1}番に「${taken.do}」を加えました。` : `${at + 1}番を「${taken.do}」に直しました。`;
  return { draft: kept, undo: draft, said, focus: controls.edit(taken.id) };
}

const editOf = (step: DraftStep | undefined): string => (step ? controls.edit(step.id) : controls.first);

const opened = (inventory: Inventory, step: DraftStep): OpenStep => ({
  id: step.id,
  fields: fieldsOf(inventory, step),
  errors: new Map(),
});

function added({ inventory, base }: ListContext, draft: readonly DraftStep[], after: string): Editing {
  const longer = withStepAfter(
    draft,
    after,
    base.map(({ id }) => id),
  );
  const at = longer.draft.findIndex(({ id }) => id === longer.added);
  const step = longer.draft[at];
  return {
    draft: longer.draft,
    undo: draft,
    open: step && opened(inventory, step),
    said: `${at + 1}番に、空の手順を作りました。何をするかを書いてください。`,
    focus: controls.text,
  };
}

function moved(
  { inventory }: ListContext,
  before: readonly DraftStep[],
  kept: readonly DraftStep[],
  step: DraftStep,
  verb: 'up' | 'down',
): Editing {
  const draft = withStepMoved(kept, step.id, verb === 'up' ? -1 : 1);
  const at = draft.findIndex(({ id }) => id === step.id);
  const isAtEnd = at === (verb === 'up' ? 0 : draft.length - 1);
  return {
    draft,
    undo: before,
    open: opened(inventory, step),
    said: `「${step.do}」を${at + 1}番に動かしました。`,
    // The button that was pressed is gone at the end of the list.
    focus: (verb === 'up') === isAtEnd ? controls.down : controls.up,
  };
}
