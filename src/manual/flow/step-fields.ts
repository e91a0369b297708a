import { type Inventory, type ProcedureRecord, type StaffStep, testOf, testSentence, testsOf } from '#inventory';
import type { Fields } from '#platform/http';
import { type Condition, ConditionSyntaxError, parseFeel, printFeel } from '#rules';
import { type DraftStep, people } from './draft.ts';

/** A way on from a step, as it is typed. */
export interface WayFields {
  to: string;
  label: string;
  when: string;
}

/** A step as it is typed. */
export interface StepFields {
  who: string;
  do: string;
  system: string;
  documents: readonly string[];
  when: string;
  ask: string;
  ways: readonly WayFields[];
}

/** A form has room for so many ways on more than there are. */
const spareWays = 2;
/** Nobody chooses between more; more would be sent only to do harm. */
const mostWays = 20;

/** A condition as it is typed: the sentence of the list where it is one, else its formula. */
export function conditionText(inventory: Inventory, condition: Condition | undefined): string {
  if (condition === undefined) return '';
  if ('fact' in condition) return testSentence(inventory, condition);
  if ('not' in condition && 'fact' in condition.not) return testSentence(inventory, { not: condition.not });
  return printFeel(condition);
}

/** A step as it stands in its form, with empty lines for further ways. */
export function fieldsOf(inventory: Inventory, step: DraftStep): StepFields {
  const ways = (step.next ?? []).map(({ to, label = '', when }) => ({
    to,
    label,
    when: conditionText(inventory, when),
  }));
  return {
    who: step.who,
    do: step.do,
    system: step.system ?? '',
    documents: step.documents ?? [],
    when: conditionText(inventory, step.when),
    ask: step.ask ?? '',
    ways: withSpareWays(ways),
  };
}

const withSpareWays = (ways: readonly WayFields[]): WayFields[] => [
  ...ways,
  ...Array.from({ length: Math.min(spareWays, mostWays - ways.length) }, () => ({ to: '', label: '', when: '' })),
];

/** The fields of a sent form. */
export function typedFields(body: Fields): StepFields {
  const text = (name: string, most: number): string => {
    const value = body[name];
    return ((Array.isArray(value) ? value.at(-1) : value) ?? '').replaceAll('\u0000', '').slice(0, most);
  };
  const all = (name: string): string[] => [body[name] ?? []].flat().slice(0, 100);
  const ways = Array.from({ length: mostWays }, (_, index) => ({
    to: text(`way.${index}.to`, 64),
    label: text(`way.${index}.label`, 200),
    when: text(`way.${index}.when`, 4096),
  }));
  const last = ways.findLastIndex(({ to, label, when }) => to !== '' || label.trim() !== '' || when.trim() !== '');
  return {
    who: text('who', 20),
    do: text('do', 2000).replace(/\s+/gu, ' ').trim(),
    system: text('system', 200),
    documents: all('documents'),
    when: text('when', 4096),
    ask: text('ask', 200),
    ways: withSpareWays(ways.slice(0, last + 1)),
  };
}

/** What a form says of a step: the step, or what is to be put right, by the names of the fields. */
export interface ReadStep {
  step?: DraftStep;
  errors: ReadonlyMap<string, string>;
}

/** Reads the fields of a step into it; what the form does not show of the step stays as it was. */
export function readStep(
  inventory: Inventory,
  { documents }: Pick<ProcedureRecord, 'documents'>,
  draft: readonly DraftStep[],
  before: DraftStep,
  fields: StepFields,
): ReadStep {
  const errors = new Map<string, string>();
  const conditionAt = (name: string, text: string): Condition | undefined => {
    const typed = text.trim();
    if (typed === '') return undefined;
    const found = testOf(testsOf(inventory), typed) ?? formula(typed);
    if (found === undefined) errors.set(name, '条件を読めません。一覧の文から選んでください。');
    return found;
  };
  const who = people.find((one) => one === fields.who);
  if (who === undefined) errors.set('who', 'だれがするかを選んでください。');
  if (fields.do === '') errors.set('do', '何をするかを書いてください。');
  const screens = inventory.systems.flatMap(({ name, screens: own }) => own.map((screen) => `${name}/${screen}`));
  const system = fields.system.trim();
  if (system !== '' && !screens.includes(system) && system !== before.system)
    errors.set('system', 'この画面は台帳にありません。一覧から選んでください。');
  const papers = documents.map(({ id }) => id).filter((id) => fields.documents.includes(id));
  const when = conditionAt('when', fields.when);
  const targets = new Set([...draft.map(({ id }) => id), 'end']);
  const ways = fields.ways.map((way, index) => ({ ...way, index })).filter(({ to }) => to !== '');
  const forgotten = fields.ways.findIndex(({ to, label, when: text }) => to === '' && `${label}${text}`.trim() !== '');
  if (forgotten >= 0)
    errors.set(`way.${forgotten}.to`, '行き先を選んでください。道をなくすときは、言葉と条件も消してください。');
  const next = ways.map(({ to, label, when: text, index }): NonNullable<StaffStep['next']>[number] => {
    if (!targets.has(to)) errors.set(`way.${index}.to`, '行き先を選び直してください。');
    const condition = conditionAt(`way.${index}.when`, text);
    const words = label.trim();
    return { to, ...(condition ? { when: condition } : {}), ...(words ? { label: words } : {}) };
  });
  if (errors.size > 0 || who === undefined) return { errors };
  const ask = fields.ask.trim();
  return {
    errors,
    step: {
      id: before.id,
      who,
      do: fields.do,
      ...(system ? { system } : {}),
      ...(papers.length > 0 ? { documents: papers } : {}),
      ...(before.data ? { data: before.data } : {}),
      ...(when ? { when } : {}),
      ...(ask && next.length > 0 ? { ask } : {}),
      ...(next.length > 0 ? { next } : {}),
    },
  };
}

function formula(text: string): Condition | undefined {
  try {
    return parseFeel(text);
  } catch (error) {
    if (!(error instanceof ConditionSyntaxError)) throw error;
    return undefined;
  }
}
