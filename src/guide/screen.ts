import type { Fact, Inventory } from '#inventory';
import type { Facts, FactValue } from '#rules';
import { choiceNone, choiceUnknown } from '#ui';

/**
 * One screen of the guide: the facts it asks and how. The address of a screen holds the ids of its facts, so every
 * screen can be opened again, in any order; it never holds an answer.
 */
export type GuideScreen =
  | { kind: 'bundle'; facts: readonly Fact[] }
  | { kind: 'boolean' | 'enum' | 'list' | 'wants'; fact: Fact }
  | { kind: 'integer'; fact: Fact; ranges: readonly IntegerRange[] };

/** A choice for a whole number: from `from` up to and including `to` (open to the top when `to` is null). */
export interface IntegerRange {
  from: number;
  to: number | null;
}

/** What a posted screen turned out to be: answers to keep, or nothing chosen at all. */
export type PostedScreen = { answers: Facts } | { nothingChosen: true };

const unknownValue = choiceUnknown;
const noneValue = choiceNone;

/** Screens have room for eight options beside どれも当てはまらない and わからない; longer addresses are refused. */
const maximumFacts = 8;

/** The facts that `address` names, or null if it is not an address of a screen that a resident may see. */
export function factsOfAddress(inventory: Inventory, address: string): Fact[] | null {
  const ids = address.split(',');
  if (ids.length > maximumFacts || new Set(ids).size !== ids.length) return null;
  const facts = ids.map((id) => inventory.factById.get(id));
  const visible = facts.filter((fact): fact is Fact => fact !== undefined && !fact.staffOnly);
  if (visible.length !== ids.length) return null;
  return visible.length === 1 || visible.every(mayShareScreen) ? visible : null;
}

/** Things that may apply can be ticked in one list; what has exactly one answer, and the two long lists, stand alone. */
function mayShareScreen({ id, type }: Fact): boolean {
  return type === 'boolean' || (type === 'list' && id !== 'events' && id !== 'wants');
}

/** The field value of one option of a list on a screen with other facts. */
export function bundledOption(fact: Fact, value: string): string {
  return `${fact.id}:${value}`;
}

/** The address part of a screen that asks `factIds`. */
export function addressOfFacts(factIds: readonly string[]): string {
  return factIds.join(',');
}

/**
 * How the facts of an address are asked. `bounds` are the numbers at which an integer decides something
 * (「2人以上いますか」 has the bound 2).
 */
export function screenOf(facts: readonly Fact[], bounds: readonly number[]): GuideScreen | null {
  const [fact] = facts;
  if (!fact) return null;
  if (facts.length > 1) return { kind: 'bundle', facts };
  if (fact.id === 'wants') return { kind: 'wants', fact };
  if (fact.type === 'integer') return { kind: 'integer', fact, ranges: integerRanges(bounds) };
  return { kind: fact.type, fact };
}

/** Cuts the whole numbers at the bounds that decide: bounds 1 and 2 give 0, 1, 2 or more. */
export function integerRanges(bounds: readonly number[]): IntegerRange[] {
  const sorted = [...new Set(bounds)].filter((bound) => bound > 0).sort((a, b) => a - b);
  const starts = [0, ...sorted];
  return starts.map((from, index) => {
    const next = starts[index + 1];
    return { from, to: next === undefined ? null : next - 1 };
  });
}

/** Reads the fields of a posted screen. Unknown option values are dropped; わからない leaves a fact as null. */
export function readScreen(screen: GuideScreen, chosen: readonly string[]): PostedScreen {
  if (chosen.length === 0) return { nothingChosen: true };
  const unknown = chosen.includes(unknownValue);
  if (screen.kind === 'bundle') {
    const answers = screen.facts.map((fact) => [fact.id, readBundled(fact, chosen, unknown)] as const);
    return { answers: Object.fromEntries(answers) };
  }
  const value = readSingle(screen, chosen, unknown);
  return value === undefined ? { nothingChosen: true } : { answers: { [screen.fact.id]: value } };
}

/** What a shared screen says about one of its facts: not ticked is "no", unless わからない was ticked too. */
function readBundled(fact: Fact, chosen: readonly string[], unknown: boolean): FactValue {
  if (fact.type === 'boolean') return chosen.includes(fact.id) ? true : unknown ? null : false;
  const picked = visibleOptions(fact).filter((value) => chosen.includes(bundledOption(fact, value)));
  return picked.length === 0 && (unknown || fact.atLeastOne) ? null : picked;
}

function visibleOptions(fact: Fact): string[] {
  return fact.options.filter((option) => !option.staffOnly).map((option) => option.value);
}

function readSingle(
  screen: Exclude<GuideScreen, { kind: 'bundle' }>,
  chosen: readonly string[],
  unknown: boolean,
): FactValue | undefined {
  const options = visibleOptions(screen.fact);
  if (screen.kind === 'list' || screen.kind === 'wants') {
    const picked = options.filter((option) => chosen.includes(option));
    if (picked.length > 0) return picked;
    if (unknown) return null;
    return chosen.includes(noneValue) ? [] : undefined;
  }
  if (unknown) return null;
  const [first = ''] = chosen;
  if (screen.kind === 'boolean') return first === 'yes' ? true : first === 'no' ? false : undefined;
  if (screen.kind === 'integer') return screen.ranges.find((range) => String(range.from) === first)?.from;
  return options.find((option) => option === first);
}

/** The field values that show `facts` as chosen when the screen is opened again; empty when it was not answered yet. */
export function chosenValues(screen: GuideScreen, facts: Facts): string[] {
  if (screen.kind === 'bundle') {
    const values = screen.facts.map((fact) => facts[fact.id]);
    if (values.every((value) => value === undefined)) return [];
    const chosen = screen.facts.flatMap((fact) => chosenOfBundled(fact, facts[fact.id]));
    if (values.some((value) => value === null)) return [...chosen, unknownValue];
    return chosen.length > 0 ? chosen : [noneValue];
  }
  const value = facts[screen.fact.id];
  if (value === undefined) return [];
  if (value === null) return [unknownValue];
  if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
  if (typeof value === 'string') return [value];
  if (typeof value !== 'number') return value.length > 0 ? [...value] : [noneValue];
  if (screen.kind !== 'integer') return [];
  const range = [...screen.ranges].reverse().find((candidate) => value >= candidate.from);
  return range ? [String(range.from)] : [];
}

function chosenOfBundled(fact: Fact, value: FactValue | undefined): string[] {
  if (value === true) return [fact.id];
  return Array.isArray(value) ? value.map((option) => bundledOption(fact, option)) : [];
}
