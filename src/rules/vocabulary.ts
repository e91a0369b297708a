import { type Condition, ConditionError, type Leaf } from './condition.ts';

export type FactType = 'boolean' | 'enum' | 'list' | 'integer';

/** What can be known about a resident. */
export interface FactDefinition {
  id: string;
  type: FactType;
  /** Values of an enum, members of a list. Absent: any text. */
  options?: readonly string[];
  /** A hint when the question makes sense. Absent: always. */
  askWhen?: Condition;
  /** Never asked by a screen, a bot or the phone. */
  staffOnly?: boolean;
  /** Smallest and largest value of an integer, both included. */
  minimum?: number;
  maximum?: number;
}

/** Background knowledge: where `when` holds, `then` (a leaf, or `all` of leaves) holds too. */
export interface Implication {
  when: Condition;
  then: Condition;
}

export interface Vocabulary {
  facts: readonly FactDefinition[];
  implications?: readonly Implication[];
}

/** Something that is to be decided: a procedure, a document, a form field. `weight` (default 1) ranks what matters more. */
export interface Goal {
  id: string;
  condition: Condition;
  weight?: number;
}

const indexes = new WeakMap<Vocabulary, ReadonlyMap<string, FactDefinition>>();

/** The definitions by fact id. A vocabulary is never changed once it is in use, so its index is built once. */
export function definitionsOf(vocabulary: Vocabulary): ReadonlyMap<string, FactDefinition> {
  const known = indexes.get(vocabulary);
  if (known) return known;
  const index = new Map(vocabulary.facts.map((definition) => [definition.id, definition]));
  indexes.set(vocabulary, index);
  return index;
}

/** Says in Japanese why a leaf does not fit the vocabulary, or null where it does. */
export function leafProblem(leaf: Leaf, definitions: ReadonlyMap<string, FactDefinition>): string | null {
  const definition = definitions.get(leaf.fact);
  if (!definition) return `項目「${leaf.fact}」がありません。項目の名前を確かめてください。`;
  if (!operatorFits(leaf, definition.type)) {
    return `項目「${leaf.fact}」の種類（${TYPE_NAMES[definition.type]}）では、この比べ方は使えません。比べ方を選び直してください。`;
  }
  if ('gte' in leaf && !Number.isSafeInteger(leaf.gte)) {
    return `項目「${leaf.fact}」は整数と比べてください。`;
  }
  const option = 'has' in leaf ? leaf.has : 'is' in leaf && typeof leaf.is === 'string' ? leaf.is : null;
  if (option !== null && definition.options && !definition.options.includes(option)) {
    return `項目「${leaf.fact}」に選択肢「${option}」はありません。選択肢を確かめてください。`;
  }
  return null;
}

/** Throws `ConditionError` with the first problem among the leaves. */
export function requireFitting(leaves: readonly Leaf[], definitions: ReadonlyMap<string, FactDefinition>): void {
  for (const leaf of leaves) {
    const problem = leafProblem(leaf, definitions);
    if (problem) throw new ConditionError(problem);
  }
}

const TYPE_NAMES: Readonly<Record<FactType, string>> = {
  boolean: 'はい・いいえ',
  enum: '1つ選ぶ',
  list: 'いくつでも選ぶ',
  integer: '数',
};

function operatorFits(leaf: Leaf, type: FactType): boolean {
  if ('has' in leaf) return type === 'list';
  if ('gte' in leaf) return type === 'integer';
  return typeof leaf.is === 'boolean' ? type === 'boolean' : type === 'enum';
}
