import type { Condition, Facts, FactValue, Leaf } from './condition.ts';
import { ConditionError, leavesOf } from './condition.ts';
import { answerTo } from './evaluate.ts';
import { bitsOf, type Formula, type State } from './formula.ts';
import { definitionsOf, type FactDefinition, requireFitting, type Vocabulary } from './vocabulary.ts';

/**
 * One finite variable of the abstraction. A boolean has two values, an enum its options in use and one for all others, an
 * integer the intervals between its thresholds. A list is one variable of two values per option in use.
 */
interface Variable {
  readonly fact: string;
  readonly option?: string;
  readonly full: number;
}

interface FactSpace {
  readonly definition: FactDefinition;
  /** Options in use (enum, list) or thresholds in use, ascending (integer). */
  readonly options: readonly string[];
  readonly thresholds: readonly number[];
  readonly variables: readonly number[];
}

const NO = 1;
const YES = 2;
const MOST_VALUES = 31;

/** The finite space in which conditions are compared: all and only the distinctions that the given conditions make. */
export class Space {
  readonly variables: readonly Variable[];
  /** Everything possible. */
  readonly full: State;
  readonly #facts: ReadonlyMap<string, FactSpace>;

  /** Throws `ConditionError` for conditions that do not fit the vocabulary. */
  constructor(vocabulary: Vocabulary, conditions: readonly Condition[]) {
    const definitions = definitionsOf(vocabulary);
    const leaves = conditions.flatMap(leavesOf);
    requireFitting(leaves, definitions);
    const variables: Variable[] = [];
    const facts = new Map<string, FactSpace>();
    for (const [definition, own] of leavesByDefinition(leaves, definitions)) {
      facts.set(definition.id, factSpace(definition, own, variables));
    }
    this.variables = variables;
    this.full = Int32Array.from(variables, (variable) => variable.full);
    this.#facts = facts;
  }

  /** The variables of a fact; none when no condition reads it. */
  variablesOf(fact: string): readonly number[] {
    return this.#facts.get(fact)?.variables ?? [];
  }

  /** The numbers at which an integer's value begins to matter, ascending. */
  thresholdsOf(fact: string): readonly number[] {
    return this.#facts.get(fact)?.thresholds ?? [];
  }

  /** The options of an enum or list that some condition names. */
  optionsOf(fact: string): readonly string[] {
    return this.#facts.get(fact)?.options ?? [];
  }

  /** The formula of a condition whose leaves this space was made for. */
  formula(condition: Condition, holds = true): Formula {
    if ('not' in condition) return this.formula(condition.not, !holds);
    if ('all' in condition) {
      return { kind: holds ? 'every' : 'some', parts: condition.all.map((part) => this.formula(part, holds)) };
    }
    if ('any' in condition) {
      return { kind: holds ? 'some' : 'every', parts: condition.any.map((part) => this.formula(part, holds)) };
    }
    const { variable, mask } = this.#literal(condition);
    const full = this.full[variable] ?? 0;
    return { kind: 'literal', variable, mask: holds ? mask & full : full & ~mask };
  }

  /** What the answers leave possible. Answers of the wrong type or outside the vocabulary count as not given. */
  state(facts: Facts): State {
    const state = this.full.slice();
    for (const [fact, space] of this.#facts) {
      const value = answerTo(fact, facts);
      if (value !== undefined && value !== null) narrow(state, space, value);
    }
    return state;
  }

  /** Example answers for the given facts out of a state; each value is one of those still possible. */
  example(ids: Iterable<string>, state: State): Facts {
    const example: Record<string, FactValue> = {};
    for (const id of ids) {
      const space = this.#facts.get(id);
      if (space) example[id] = exampleValue(space, state);
    }
    return example;
  }

  /** The other answers to an answered fact: each other value, or the list with one option more or less. */
  alternatives(fact: string, facts: Facts): NonNullable<FactValue>[] {
    const space = this.#facts.get(fact);
    const value = answerTo(fact, facts);
    if (!space || value === undefined || value === null) return [];
    if (Array.isArray(value)) {
      return space.options.map((option) =>
        value.includes(option) ? value.filter((member) => member !== option) : [...value, option],
      );
    }
    const [variable] = space.variables;
    const full = variable === undefined ? 0 : (this.full[variable] ?? 0);
    return bitsOf(full & ~bitOfValue(space, value)).map((bit) => valueOfBit(space, bit));
  }

  #literal(leaf: Leaf): { variable: number; mask: number } {
    const space = this.#facts.get(leaf.fact);
    const index = space && 'has' in leaf ? space.options.indexOf(leaf.has) : 0;
    const variable = space?.variables[index];
    if (space === undefined || variable === undefined) throw new TypeError(`no variable for ${leaf.fact}`);
    if ('has' in leaf) return { variable, mask: YES };
    if ('gte' in leaf) return { variable, mask: -1 << (space.thresholds.indexOf(leaf.gte) + 1) };
    if (typeof leaf.is === 'boolean') return { variable, mask: leaf.is ? YES : NO };
    return { variable, mask: 1 << space.options.indexOf(leaf.is) };
  }
}

function leavesByDefinition(
  leaves: readonly Leaf[],
  definitions: ReadonlyMap<string, FactDefinition>,
): Map<FactDefinition, Leaf[]> {
  const groups = new Map<FactDefinition, Leaf[]>();
  for (const leaf of leaves) {
    const definition = definitions.get(leaf.fact);
    if (definition === undefined) continue;
    const own = groups.get(definition);
    if (own) own.push(leaf);
    else groups.set(definition, [leaf]);
  }
  return groups;
}

function factSpace(definition: FactDefinition, leaves: readonly Leaf[], variables: Variable[]): FactSpace {
  const options = [...new Set(leaves.flatMap(optionOf))];
  const thresholds = [...new Set(leaves.flatMap((leaf) => ('gte' in leaf ? [leaf.gte] : [])))].sort((a, b) => a - b);
  const first = variables.length;
  if (definition.type === 'list') {
    for (const option of options) variables.push({ fact: definition.id, option, full: NO | YES });
  } else {
    variables.push({ fact: definition.id, full: fullMask(definition, options, thresholds) });
  }
  const own = Array.from({ length: variables.length - first }, (_, index) => first + index);
  return { definition, options, thresholds, variables: own };
}

function optionOf(leaf: Leaf): string[] {
  if ('has' in leaf) return [leaf.has];
  return 'is' in leaf && typeof leaf.is === 'string' ? [leaf.is] : [];
}

function fullMask(definition: FactDefinition, options: readonly string[], thresholds: readonly number[]): number {
  if (definition.type === 'boolean') return NO | YES;
  const values = definition.type === 'enum' ? options.length : thresholds.length;
  if (values >= MOST_VALUES) {
    throw new ConditionError(
      `項目「${definition.id}」で使い分ける値が多すぎます。${MOST_VALUES - 1}個までにしてください。`,
    );
  }
  if (definition.type === 'enum') {
    const others = definition.options === undefined || definition.options.length > options.length;
    return (1 << (options.length + (others ? 1 : 0))) - 1;
  }
  const lowest = intervalOf(definition.minimum ?? Number.NEGATIVE_INFINITY, thresholds);
  const highest = intervalOf(definition.maximum ?? Number.POSITIVE_INFINITY, thresholds);
  return ((1 << (highest + 1)) - 1) & ~((1 << lowest) - 1);
}

/** The number of the interval a value lies in: 0 below the first threshold, 1 from there on … */
function intervalOf(value: number, thresholds: readonly number[]): number {
  return thresholds.filter((threshold) => value >= threshold).length;
}

function narrow(state: State, space: FactSpace, value: NonNullable<FactValue>): void {
  const { definition, variables } = space;
  if (definition.type === 'list') {
    if (!Array.isArray(value)) return;
    variables.forEach((variable, index) => {
      state[variable] = value.includes(space.options[index]) ? YES : NO;
    });
    return;
  }
  const [variable] = variables;
  if (variable === undefined) return;
  const bit = bitOfValue(space, value) & (state[variable] ?? 0);
  if (bit !== 0) state[variable] = bit;
}

function bitOfValue({ definition, options, thresholds }: FactSpace, value: NonNullable<FactValue>): number {
  if (definition.type === 'boolean') return typeof value !== 'boolean' ? 0 : value ? YES : NO;
  if (definition.type === 'integer') {
    return typeof value === 'number' && !Number.isNaN(value) ? 1 << intervalOf(value, thresholds) : 0;
  }
  if (typeof value !== 'string' || definition.options?.includes(value) === false) return 0;
  const index = options.indexOf(value);
  return 1 << (index < 0 ? options.length : index);
}

function exampleValue(space: FactSpace, state: State): FactValue {
  if (space.definition.type === 'list') {
    return space.options.filter((_, index) => state[space.variables[index] ?? -1] === YES);
  }
  const [variable] = space.variables;
  const [bit] = bitsOf(variable === undefined ? 0 : (state[variable] ?? 0));
  return bit === undefined ? null : valueOfBit(space, bit);
}

function valueOfBit({ definition, options, thresholds }: FactSpace, bit: number): boolean | string | number {
  if (definition.type === 'boolean') return bit === YES;
  const index = 31 - Math.clz32(bit);
  if (definition.type === 'enum') return options[index] ?? otherOption(definition, options);
  const threshold = thresholds[index - 1];
  if (threshold !== undefined) return Math.max(threshold, definition.minimum ?? threshold);
  return definition.minimum ?? (thresholds[0] ?? 0) - 1;
}

function otherOption(definition: FactDefinition, used: readonly string[]): string {
  // Without listed options any text is an answer, so a text that no condition names stands for all others.
  return definition.options?.find((option) => !used.includes(option)) ?? `${used.join()}以外`;
}
