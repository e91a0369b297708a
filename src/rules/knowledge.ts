import type { Facts } from './condition.ts';
import { type Formula, group, reduce, type State, solve, variablesOf } from './formula.ts';
import type { Space } from './space.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The implications of a vocabulary as formulas that every resident satisfies. */
export function constraintsOf(vocabulary: Vocabulary, space: Space): Formula[] {
  return (vocabulary.implications ?? []).map(({ when, then }) => ({
    kind: 'some',
    parts: [space.formula(when, false), space.formula(then)],
  }));
}

/** The constraints that can bear on a formula, directly or through other constraints, as one formula. */
export function relatedTo(formula: Formula, constraints: readonly Formula[]): Formula {
  return group('every', related(formula, constraints));
}

function related(formula: Formula, constraints: readonly Formula[]): Formula[] {
  const reached = new Set(variablesOf(formula));
  let found: Formula[] = [];
  for (;;) {
    const touching = constraints.filter((constraint) => variablesOf(constraint).some((name) => reached.has(name)));
    if (touching.length === found.length) return found;
    found = touching;
    for (const constraint of found) for (const variable of variablesOf(constraint)) reached.add(variable);
  }
}

/** What the answers leave possible, and the background knowledge that may still be used with them. */
export interface Known {
  readonly state: State;
  /** Without those that the answers contradict, and those bound up with them: there the resident is right. */
  readonly constraints: readonly Formula[];
}

/** Constraints that are bound up with each other: the answers contradict all of them or none. */
interface Bond {
  readonly together: Formula;
  readonly members: ReadonlySet<Formula>;
}

const bonds = new WeakMap<readonly Formula[], readonly Bond[]>();

/** Sorts constraints by what they are bound up with; found out once for each list. */
function bondsOf(constraints: readonly Formula[]): readonly Bond[] {
  const known = bonds.get(constraints);
  if (known !== undefined) return known;
  const found: Bond[] = [];
  for (const constraint of constraints) {
    if (found.some(({ members }) => members.has(constraint))) continue;
    const members = related(constraint, constraints);
    found.push({ together: group('every', members), members: new Set(members) });
  }
  bonds.set(constraints, found);
  return found;
}

/** Reads the answers and draws the simple conclusions (unit propagation) from the implications. */
export function knownFrom(facts: Facts, space: Space, constraints: readonly Formula[]): Known {
  const state = space.state(facts);
  const contradicted = bondsOf(constraints).filter(({ together }) => solve(together, state) === null);
  const kept =
    contradicted.length === 0
      ? constraints
      : constraints.filter((constraint) => !contradicted.some(({ members }) => members.has(constraint)));
  return { state: kept.length > 0 ? propagate(state, kept) : state, constraints: kept };
}

function propagate(given: State, constraints: readonly Formula[]): State {
  const state = given.slice();
  for (;;) {
    let changed = false;
    for (const constraint of constraints) {
      const rest = reduce(constraint, state);
      if (typeof rest === 'boolean' || rest.kind === 'some') continue;
      for (const part of rest.kind === 'literal' ? [rest] : rest.parts) {
        if (typeof part === 'boolean' || part.kind !== 'literal') continue;
        state[part.variable] = (state[part.variable] ?? 0) & part.mask;
        changed = true;
      }
    }
    if (!changed) return state;
  }
}

/** The truth of a formula in every completion that respects the constraints; undefined when both truths are possible. */
export function settled(formula: Formula, contrary: Formula, constraint: Formula, state: State): boolean | undefined {
  if (solve({ kind: 'every', parts: [formula, constraint] }, state) === null) return false;
  if (solve({ kind: 'every', parts: [contrary, constraint] }, state) === null) return true;
  return undefined;
}
