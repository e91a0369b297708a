import type { ProcedureRecord } from '#inventory';
import { type Finding, isName, type ManualDraft } from './import/index.ts';

/** What a person decided about one item of a draft. */
export interface Choice {
  readonly use: boolean;
  /** As it is to stand: what was read, or what somebody made of it. */
  readonly text: string;
}

export type Choices = Readonly<Record<string, Choice>>;

/** The three lists of a draft, in the order in which they are shown. */
export const parts = ['steps', 'documents', 'notes'] as const;
export type Part = (typeof parts)[number];

/** What the pages of a draft show: its lists, and the passages of which nothing was taken. */
export const views = [...parts, 'rest'] as const;
export type View = (typeof views)[number];

export const partNames: Readonly<Record<Part, string>> = { steps: '手順', documents: '持ち物', notes: '注意' };

/** An item of a draft under the name that its choice is kept under: 's3', 'd0'. */
export interface DraftItem {
  readonly name: string;
  readonly part: Part;
  readonly finding: Finding;
  /** 1 for a step, 2 and 3 for what is done within it. */
  readonly level: number;
}

/** All items of a draft. */
export function itemsOf(draft: ManualDraft): DraftItem[] {
  return parts.flatMap((part) =>
    draft[part].map((finding, index) => ({
      name: `${part[0]}${index}`,
      part,
      finding,
      level: 'level' in finding ? Number(finding.level) : 1,
    })),
  );
}

/** Items that nobody has decided about yet. */
export const undecided = (items: readonly DraftItem[], choices: Choices): DraftItem[] =>
  items.filter(({ name }) => choices[name] === undefined);

/** What was accepted of a part, in its order. */
const accepted = (items: readonly DraftItem[], choices: Choices, part: Part): (DraftItem & { text: string })[] =>
  items.flatMap((item) => {
    const choice = choices[item.name];
    return item.part === part && choice?.use ? [{ ...item, text: choice.text }] : [];
  });

/** Signs that Markdown would take for its own. */
const plain = (text: string): string => text.replaceAll(/([\\`*_[\]<>])/g, '\\$1').replaceAll('\n', ' ');

/** The texts for the page that the accepted items make: by place, in Markdown. Parts without an accepted item have none. */
export function blocksOfChoices(
  draft: ManualDraft,
  choices: Choices,
): { place: string; title: string; body: string }[] {
  const items = itemsOf(draft);
  const steps = accepted(items, choices, 'steps');
  let number = 0;
  const stepLines = steps.map(({ text, level }) => {
    if (level > 1) return `   - ${plain(text)}`;
    number += 1;
    return `${number}. ${plain(text)}`;
  });
  const list = (part: Part) => accepted(items, choices, part).map(({ text }) => `- ${plain(text)}`);
  return [
    { place: '', title: `${draft.title} 手順`.trim(), body: stepLines.join('\n') },
    { place: 'bring', title: `${draft.title} 持ち物`.trim(), body: list('documents').join('\n') },
    { place: 'cautions', title: `${draft.title} 注意`.trim(), body: list('notes').join('\n') },
  ].filter(({ body }) => body !== '');
}

/**
 * The steps that a record is made of: those that stand within no other. Where the outer one only names what is done below it
 * (「審査」), those below are the steps.
 */
function stepsOfRecord<Item extends { text: string; level: number }>(steps: readonly Item[]): Item[] {
  const taken: Item[] = [];
  let isInGroup = false;
  for (const [index, step] of steps.entries()) {
    const hasInner = (steps[index + 1]?.level ?? 1) > step.level;
    if (step.level === 1) isInGroup = hasInner && isName(step.text);
    if (step.level === 1 ? !isInGroup : isInGroup && step.level === 2) taken.push(step);
  }
  return taken;
}

/** A record has at least so many steps. */
const fewestSteps = 4;

/**
 * The record of a procedure with the accepted steps and notes, to be proposed for review. Steps that are there already keep what
 * is known of them. Null where too few steps were accepted to take the place of the record's own.
 */
export function recordOfChoices(record: ProcedureRecord, draft: ManualDraft, choices: Choices): ProcedureRecord | null {
  const items = itemsOf(draft);
  const steps = stepsOfRecord(accepted(items, choices, 'steps'));
  if (steps.length < fewestSteps) return null;
  const known = new Map(record.staffSteps.map((step) => [step.do, step]));
  return {
    ...record,
    staffSteps: steps.map(({ text }) => known.get(text) ?? { who: '窓口', do: text }),
    notes: [...new Set([...record.notes, ...accepted(items, choices, 'notes').map(({ text }) => text)])],
  };
}
