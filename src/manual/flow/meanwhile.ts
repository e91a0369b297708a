import { type Choose, type MergeConflict, mergeChanges, type StaffStep } from '#inventory';
import { type DraftStep, draftOf } from './draft.ts';

/** Steps in which the changes of two people are joined. */
export interface Joined {
  steps: DraftStep[];
  /** Where both wrote different things and nobody has chosen yet. */
  conflicts: readonly MergeConflict[];
}

/**
 * Joins what somebody made of `base` with what others published meanwhile, step by step and field by field. `base` is what they
 * began with. What comes of it has the names that the steps of now have. Pure.
 */
export function joinSteps(
  base: readonly DraftStep[],
  mine: readonly DraftStep[],
  now: readonly StaffStep[],
  choose?: Choose,
): Joined {
  const theirs = namedAs(base, mine, now);
  const { value, conflicts } = mergeChanges(base, mine, theirs, choose);
  const own = draftOf(now).map(({ id }) => id);
  const taken = new Set(own);
  const names = new Map(theirs.map(({ id }, index) => [id, own[index] ?? id]));
  const joined = value as DraftStep[];
  for (const { id } of joined) if (!names.has(id)) names.set(id, freshName(id, taken));
  return { steps: renamed(joined, names), conflicts };
}

/**
 * The steps of now by the names that the same steps have in `base`. Most have no name of their own, so they are known by their name,
 * their text, or their place between others.
 */
export function namedAs(
  base: readonly DraftStep[],
  mine: readonly DraftStep[],
  now: readonly StaffStep[],
): DraftStep[] {
  const known = new Set(base.map(({ id }) => id));
  // Two people may have added the same step.
  const added = new Map(mine.flatMap(({ id, do: text }) => (known.has(id) ? [] : [[text, id] as const])));
  const pairs = pairsOf(base, now, added);
  const taken = new Set([...base, ...mine].map(({ id }) => id));
  const own = draftOf(now);
  const names = new Map(own.map(({ id }, index) => [id, pairs.get(index) ?? freshName(id, taken)]));
  return renamed(own, names);
}

/** Steps under other names, with the ways that lead to them. */
function renamed(steps: readonly DraftStep[], names: ReadonlyMap<string, string>): DraftStep[] {
  const nameOf = (id: string): string => names.get(id) ?? id;
  return steps.map(({ next, ...step }) => ({
    ...step,
    id: nameOf(step.id),
    ...(next ? { next: next.map((way) => ({ ...way, to: nameOf(way.to) })) } : {}),
  }));
}

function freshName(id: string, taken: Set<string>): string {
  let name = id;
  for (let count = 1; taken.has(name); count += 1) name = `${id.slice(0, 50)}_other_${count}`;
  taken.add(name);
  return name;
}

/** Which step of `base`, or of those that were `added` by their texts, each step of now is, by its place in the list of now. */
function pairsOf(
  base: readonly DraftStep[],
  now: readonly StaffStep[],
  added: ReadonlyMap<string, string>,
): ReadonlyMap<number, string> {
  const pairs = new Map<number, string>();
  const free = new Map(base.map((step) => [step.id, step]));
  const pair = (index: number, step: DraftStep | undefined): void => {
    if (step === undefined) return;
    pairs.set(index, step.id);
    free.delete(step.id);
  };
  for (const [index, { id }] of now.entries()) pair(index, id === undefined ? undefined : free.get(id));
  for (const [index, step] of now.entries()) {
    if (pairs.has(index)) continue;
    pair(
      index,
      [...free.values()].find((one) => one.do === step.do),
    );
  }
  for (const [index, { do: text }] of now.entries()) {
    const twin = added.get(text);
    if (!pairs.has(index) && twin !== undefined && ![...pairs.values()].includes(twin)) pairs.set(index, twin);
  }
  // Rewritten steps stand between the same neighbours as before.
  for (const [index] of now.entries()) {
    if (pairs.has(index)) continue;
    const before = index === 0 ? undefined : pairs.get(index - 1);
    if (index > 0 && before === undefined) continue;
    const place = before === undefined ? 0 : base.findIndex(({ id }) => id === before) + 1;
    const candidate = base[place];
    if (candidate && free.has(candidate.id)) pair(index, candidate);
  }
  return pairs;
}
