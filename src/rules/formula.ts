import { ConditionError } from './condition.ts';

/**
 * A condition over finite variables in negation normal form. A literal holds where the value of its variable is one of
 * the bits of `mask`; negation is the complement of the mask, so no node for it is needed.
 */
export type Formula = boolean | Literal | Group;

export interface Literal {
  readonly kind: 'literal';
  readonly variable: number;
  readonly mask: number;
}

export interface Group {
  readonly kind: 'every' | 'some';
  readonly parts: readonly Formula[];
}

/** The values still possible, one bit mask per variable. */
export type State = Int32Array<ArrayBuffer>;

/** The formula that is left when every literal the state decides is replaced by its truth. A boolean = decided. */
export function reduce(formula: Formula, state: State): Formula {
  if (typeof formula === 'boolean') return formula;
  if (formula.kind === 'literal') {
    const possible = state[formula.variable] ?? 0;
    const kept = possible & formula.mask;
    if (kept === 0) return false;
    return kept === possible ? true : formula;
  }
  const neutral = formula.kind === 'every';
  const parts: Formula[] = [];
  for (const part of formula.parts) {
    const rest = reduce(part, state);
    if (rest === !neutral) return rest;
    if (rest !== neutral) parts.push(rest);
  }
  return group(formula.kind, parts);
}

/** Joins parts that are not constants; no parts = the neutral truth, one part = itself. */
export function group(kind: Group['kind'], parts: readonly Formula[]): Formula {
  const [first] = parts;
  if (first === undefined) return kind === 'every';
  return parts.length === 1 ? first : { kind, parts };
}

/** The contrary. `full` holds all values of each variable. */
export function negate(formula: Formula, full: State): Formula {
  if (typeof formula === 'boolean') return !formula;
  if (formula.kind === 'literal') {
    return { ...formula, mask: (full[formula.variable] ?? 0) & ~formula.mask };
  }
  return {
    kind: formula.kind === 'every' ? 'some' : 'every',
    parts: formula.parts.map((part) => negate(part, full)),
  };
}

/** The variable of every literal, from left to right, with repetitions. */
export function variablesOf(formula: Formula, found: number[] = []): number[] {
  if (typeof formula === 'boolean') return found;
  if (formula.kind === 'literal') found.push(formula.variable);
  else for (const part of formula.parts) variablesOf(part, found);
  return found;
}

/** Whether each variable stands in one literal only: then three-valued reading is already exact. */
export function readsOnce(formula: Formula): boolean {
  const variables = variablesOf(formula);
  return new Set(variables).size === variables.length;
}

/** Steps a search may take. Real conditions need fewer than a hundred; the limit stops only made-up ones. */
const SEARCH_STEPS = 50_000;

/**
 * A state that makes the formula true (DPLL: unit literals first, then splitting on a literal that is left), or null
 * when there is none. Throws `ConditionError` when the search grows beyond all reason.
 */
export function solve(formula: Formula, state: State): State | null {
  const rest = reduce(formula, state);
  if (typeof rest === 'boolean') return rest ? state : null;
  const trial = state.slice();
  return satisfy(rest, trial, { steps: SEARCH_STEPS }) ? trial : null;
}

/** Narrows `state` in place until it makes the formula true; where that is impossible, leaves it as it was. */
function satisfy(formula: Formula, state: State, search: { steps: number }): boolean {
  search.steps -= 1;
  if (search.steps < 0) throw new ConditionError('条件が複雑すぎて確かめられません。条件を分けてください。');
  const rest = reduce(formula, state);
  if (typeof rest === 'boolean') return rest;
  const { literal, unit } = pivot(rest);
  const possible = state[literal.variable] ?? 0;
  for (const mask of unit ? [literal.mask] : [literal.mask, ~literal.mask]) {
    state[literal.variable] = possible & mask;
    if (satisfy(rest, state, search)) return true;
  }
  state[literal.variable] = possible;
  return false;
}

/** Whether some completion of the other variables makes the value of this one matter. */
export function dependsOn(formula: Formula, variable: number, state: State, full: State): boolean {
  return solve(difference(formula, variable, state, full), state) !== null;
}

/** Holds of the other variables exactly where the value of this one makes a difference. */
export function difference(formula: Formula, variable: number, state: State, full: State): Formula {
  const cofactors = bitsOf(state[variable] ?? 0).map((bit) => reduce(formula, narrowed(state, variable, bit)));
  const [first, ...others] = cofactors;
  if (first === undefined) return false;
  // If two other cofactors differ somewhere, one of them differs from the first there.
  const parts = others.flatMap((other) => [
    { kind: 'every' as const, parts: [first, negate(other, full)] },
    { kind: 'every' as const, parts: [negate(first, full), other] },
  ]);
  return { kind: 'some', parts };
}

/** A copy of the state in which one variable has only the given values. */
export function narrowed(state: State, variable: number, mask: number): State {
  const copy = state.slice();
  copy[variable] = mask;
  return copy;
}

/** The single bits of a mask, lowest first. */
export function bitsOf(mask: number): number[] {
  const bits: number[] = [];
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits.push(rest & -rest);
  return bits;
}

/** The literal to set next; `unit` when the formula cannot be true without it. Expects a reduced formula. */
function pivot(formula: Literal | Group): { literal: Literal; unit: boolean } {
  if (formula.kind === 'literal') return { literal: formula, unit: true };
  const direct = formula.parts.find((part): part is Literal => typeof part !== 'boolean' && part.kind === 'literal');
  if (direct) return { literal: direct, unit: formula.kind === 'every' };
  const nested = formula.parts.find((part) => typeof part !== 'boolean');
  if (nested === undefined || typeof nested === 'boolean') throw new TypeError('a reduced group has no constant parts');
  return { literal: pivot(nested).literal, unit: false };
}
