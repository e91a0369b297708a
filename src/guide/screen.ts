import type { Fact, Inventory } from '#inventory';
import type { Facts, FactValue } from '#rules';
import { choiceNone, choiceUnknown } from '#ui';
import { boundsOf } from './usage.ts';

/** Questions that are answered together: a list in which everything that applies is ticked, or one question. */
export type QuestionGroup =
  | { kind: 'several'; facts: readonly Fact[] }
  | { kind: 'boolean' | 'enum' | 'list' | 'wants'; fact: Fact }
  | { kind: 'integer'; fact: Fact; ranges: readonly IntegerRange[] };

/**
 * One screen of the guide: its questions in the order of the page. The address of a screen holds the ids of its facts,
 * so every screen can be opened again, in any order; it never holds an answer.
 */
export type GuideScreen = readonly QuestionGroup[];

/** A choice for a whole number: from `from` up to and including `to` (open to the top when `to` is null). */
export interface IntegerRange {
  from: number;
  to: number | null;
}

/** The chosen values by the name of their field; one name for each group of a screen. */
export type Chosen = (field: string) => readonly string[];

/** What a posted screen turned out to be: answers to keep, and the fields in which nothing was chosen. */
export interface PostedScreen {
  answers: Facts;
  missing: readonly string[];
}

const unknownValue = choiceUnknown;
const noneValue = choiceNone;

/** Screens have room for eight options beside どれも当てはまらない and わからない; longer addresses are refused. */
const maximumFacts = 8;

/** Long lists that fill a screen: what happened, and other wishes. */
const alone: readonly string[] = ['events', 'wants'];

/** The facts that `address` names, or null if it is not an address of a screen that a resident may see. */
export function factsOfAddress(inventory: Inventory, address: string): Fact[] | null {
  const ids = address.split(',');
  if (ids.length > maximumFacts || new Set(ids).size !== ids.length) return null;
  const facts = ids.map((id) => inventory.factById.get(id));
  const visible = facts.filter((fact): fact is Fact => fact !== undefined && !fact.staffOnly);
  if (visible.length !== ids.length) return null;
  return visible.length === 1 || !ids.some((id) => alone.includes(id)) ? visible : null;
}

/** The address part of a screen that asks `factIds`. */
export function addressOfFacts(factIds: readonly string[]): string {
  return factIds.join(',');
}

/** How `facts` are asked on one screen: each question with an answer of its own, then the things that can be ticked. */
export function screenOf(inventory: Inventory, facts: readonly Fact[]): GuideScreen {
  const ticked = facts.filter(({ id }) => inventory.program.tickable.has(id));
  // A list that is alone reads better under its own question than under 「当てはまるものを全部」.
  const several = ticked.length > 1 ? ticked : [];
  const single = facts.filter((fact) => !several.includes(fact)).map((fact) => groupOf(inventory, fact));
  return several.length > 0 ? [...single, { kind: 'several', facts: several }] : single;
}

function groupOf(inventory: Inventory, fact: Fact): QuestionGroup {
  if (fact.id === 'wants') return { kind: 'wants', fact };
  if (fact.type === 'integer') return { kind: 'integer', fact, ranges: integerRanges(boundsOf(inventory, fact.id)) };
  return { kind: fact.type, fact };
}

/** The name of the field that carries the answer to a group. */
export function fieldOf(group: QuestionGroup): string {
  return group.kind === 'several' ? 'answer' : `answer.${group.fact.id}`;
}

/** The facts that a group asks. */
export function factsOfGroup(group: QuestionGroup): readonly Fact[] {
  return group.kind === 'several' ? group.facts : [group.fact];
}

/** The field value of one option of a list that is ticked among other things. */
export function tickedOption(fact: Fact, value: string): string {
  return `${fact.id}:${value}`;
}

/** Cuts the whole numbers at the bounds that decide (「2人以上いますか」 has the bound 2): 1 and 2 give 0, 1, 2 or more. */
export function integerRanges(bounds: readonly number[]): IntegerRange[] {
  const sorted = [...new Set(bounds)].filter((bound) => bound > 0).sort((a, b) => a - b);
  const starts = [0, ...sorted];
  return starts.map((from, index) => {
    const next = starts[index + 1];
    return { from, to: next === undefined ? null : next - 1 };
  });
}

/** Reads the fields of a posted screen. Unknown option values are dropped; わからない leaves a fact as null. */
export function readScreen(screen: GuideScreen, chosen: Chosen): PostedScreen {
  const read = screen.map((group) => ({ field: fieldOf(group), answers: readGroup(group, chosen(fieldOf(group))) }));
  return {
    answers: Object.assign({}, ...read.map(({ answers }) => answers)),
    missing: read.filter(({ answers }) => answers === undefined).map(({ field }) => field),
  };
}

function readGroup(group: QuestionGroup, chosen: readonly string[]): Facts | undefined {
  if (chosen.length === 0) return undefined;
  const unknown = chosen.includes(unknownValue);
  if (group.kind === 'several') {
    return Object.fromEntries(group.facts.map((fact) => [fact.id, readTicked(fact, chosen, unknown)]));
  }
  const value = readSingle(group, chosen, unknown);
  return value === undefined ? undefined : { [group.fact.id]: value };
}

/** What a shared list says about one of its facts: not ticked is "no", unless わからない was ticked too. */
function readTicked(fact: Fact, chosen: readonly string[], unknown: boolean): FactValue {
  if (fact.type === 'boolean') return chosen.includes(fact.id) ? true : unknown ? null : false;
  const picked = visibleOptions(fact).filter((value) => chosen.includes(tickedOption(fact, value)));
  return picked.length === 0 && (unknown || fact.atLeastOne) ? null : picked;
}

function visibleOptions(fact: Fact): string[] {
  return fact.options.filter((option) => !option.staffOnly).map((option) => option.value);
}

function readSingle(
  group: Exclude<QuestionGroup, { kind: 'several' }>,
  chosen: readonly string[],
  unknown: boolean,
): FactValue | undefined {
  const options = visibleOptions(group.fact);
  if (group.kind === 'list' || group.kind === 'wants') {
    const picked = options.filter((option) => chosen.includes(option));
    if (picked.length > 0) return picked;
    if (unknown) return null;
    return chosen.includes(noneValue) ? [] : undefined;
  }
  if (unknown) return null;
  const [first = ''] = chosen;
  if (group.kind === 'boolean') return first === 'yes' ? true : first === 'no' ? false : undefined;
  if (group.kind === 'integer') return group.ranges.find((range) => String(range.from) === first)?.from;
  return options.find((option) => option === first);
}

/** The field values that show `facts` as chosen when the group is opened again; empty when it was not answered yet. */
export function chosenValues(group: QuestionGroup, facts: Facts): string[] {
  if (group.kind === 'several') {
    const values = group.facts.map((fact) => facts[fact.id]);
    if (values.every((value) => value === undefined)) return [];
    const chosen = group.facts.flatMap((fact) => chosenOfTicked(fact, facts[fact.id]));
    if (values.some((value) => value === null)) return [...chosen, unknownValue];
    return chosen.length > 0 ? chosen : [noneValue];
  }
  const value = facts[group.fact.id];
  if (value === undefined) return [];
  if (value === null) return [unknownValue];
  if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
  if (typeof value === 'string') return [value];
  if (typeof value !== 'number') return value.length > 0 ? [...value] : [noneValue];
  if (group.kind !== 'integer') return [];
  const range = [...group.ranges].reverse().find((candidate) => value >= candidate.from);
  return range ? [String(range.from)] : [];
}

function chosenOfTicked(fact: Fact, value: FactValue | undefined): string[] {
  if (value === true) return [fact.id];
  return Array.isArray(value) ? value.map((option) => tickedOption(fact, option)) : [];
}
