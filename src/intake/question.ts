import type { Field, Inventory } from '#inventory';
import type { LocalText } from '#platform/i18n';
import { languages } from '#platform/i18n';
import type { InnerField, Use } from './fields.ts';
import { applicantRole, type Option, type Question, type QuestionKind } from './form.ts';

type AskedUse = Extract<Use, { as: 'question' | 'column' }>;

const usualLimit = 200;
const longLimit = 1000;

/** One question for all fields that share its key: the strictest bounds, every option, required if any form needs it. */
export function mergeQuestion(key: string, uses: readonly [AskedUse, ...AskedUse[]], inventory: Inventory): Question {
  const [{ entry }] = uses;
  const fields = uses.map(({ field }) => field);
  const options = optionsOf(fields, inventory);
  const kind = kindOf(fields, options);
  return {
    key,
    entry: entry.name,
    role: uses[0].field.role,
    kind,
    label: labelOf(uses, inventory),
    help: entry.help,
    required: fields.some(({ required }) => required),
    options:
      kind === 'checkbox' && options.length === 0 ? [{ value: 'yes', label: { ja: fields[0]?.label ?? '' } }] : options,
    minimum: kind === 'number' || kind === 'lines' ? strictest(fields, 'min', Math.max) : undefined,
    maximum: kind === 'number' || kind === 'lines' ? strictest(fields, 'max', Math.min) : undefined,
    limit: limitOf(fields, kind),
    patterns: [...new Set(fields.flatMap(({ pattern }) => pattern ?? []))],
    notAfterToday: fields.some(({ max }) => max === 'today' || max === 'now'),
    sensitive: fields.some(({ sensitive }) => sensitive),
    covers: uses.map(({ reference }) => reference),
  };
}

function kindOf(fields: readonly (Field | InnerField)[], options: readonly Option[]): QuestionKind {
  const types = fields.map(({ type }) => type);
  if (types.includes('checkbox')) return 'checkbox';
  if (options.length > 0) return 'select';
  const type = types.find((candidate) => candidate !== 'text' && candidate !== 'datetime') ?? types[0] ?? 'text';
  if (type === 'repeat') return 'lines';
  if (type === 'code') return 'country';
  return asKind(type);
}

const kinds: readonly string[] = [
  'text',
  'textarea',
  'name',
  'kana',
  'date',
  'datetime',
  'yearmonth',
  'daterange',
  'number',
  'boolean',
  'tel',
  'address',
  'bankAccount',
] satisfies QuestionKind[];

function asKind(type: string): QuestionKind {
  return isKind(type) ? type : 'text';
}

function isKind(type: string): type is QuestionKind {
  return kinds.includes(type);
}

function optionsOf(fields: readonly (Field | InnerField)[], { optionWords }: Inventory): Option[] {
  const labelOf = (text: string): LocalText => optionWords.get(text) ?? { ja: text };
  const options = fields.flatMap(({ options: texts, codes }) => [
    ...(texts ?? []).map((text) => ({ value: text, label: labelOf(text) })),
    ...(typeof codes === 'object' ? inUsualOrder(codes).map(([value, text]) => ({ value, label: labelOf(text) })) : []),
  ]);
  return [...new Map(options.map((option) => [option.value, option])).values()];
}

/** Codes of ISO 5218 in the order in which people look for them: 1, 2, 9, 0. Other codes in their own order. */
function inUsualOrder(codes: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(codes).sort(([left], [right]) => Number(left === '0') - Number(right === '0'));
}

function strictest(
  fields: readonly (Field | InnerField)[],
  side: 'min' | 'max',
  choose: (...bounds: number[]) => number,
): number | undefined {
  const bounds = fields.map((field) => field[side]).filter((bound) => typeof bound === 'number');
  return bounds.length === 0 ? undefined : choose(...bounds);
}

function limitOf(fields: readonly (Field | InnerField)[], kind: QuestionKind): number {
  if (kind === 'textarea') return longLimit;
  const limit = strictest(fields, 'max', Math.max);
  if (kind === 'name' || kind === 'kana') return limit ?? 60;
  return kind === 'text' && limit !== undefined ? limit : usualLimit;
}

/**
 * In Japanese the words of the form, where all forms use the same; otherwise the entry's name, with whose it is where
 * that is not the person who files. Other languages have the entry's name only.
 */
function labelOf(uses: readonly [AskedUse, ...AskedUse[]], inventory: Inventory): LocalText {
  const [{ as, field, entry }] = uses;
  const whose =
    as === 'question' && field.role !== applicantRole ? inventory.roleById.get(field.role)?.plain : undefined;
  const labels = new Set(uses.map((use) => use.field.label));
  const general = whose ? joined(whose, entry.label) : entry.label;
  const saysWhose = whose === undefined || field.label !== entry.label.ja;
  return as === 'question' && labels.size === 1 && saysWhose ? { ...general, ja: field.label } : general;
}

function joined(whose: LocalText, what: LocalText): LocalText {
  const texts = languages.map(({ id }) => {
    const [role, entry] = [whose[id], what[id]];
    if (role === undefined || entry === undefined) return [];
    return id === 'ja' || id === 'easy'
      ? [[id, `${role}の${id === 'easy' ? ' ' : ''}${entry}`]]
      : [[id, `${entry} (${role})`]];
  });
  return { ...what, ...Object.fromEntries(texts.flat()) };
}
