/** A place where two people wrote different things: nothing may choose for them. */
export interface MergeConflict {
  /** Keys from the record down; an item of a list is named by its own name, not by its position. */
  path: readonly string[];
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

/** What comes of two changes of one thing. Where they are in conflict, `value` has mine. */
export interface Merged {
  value: unknown;
  conflicts: readonly MergeConflict[];
}

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A condition is one thought: half of one and half of another would be a third one that nobody wrote. */
const isCondition = (value: Plain): boolean => ['all', 'any', 'not', 'fact'].some((key) => Object.hasOwn(value, key));

/** The same content; the order of keys does not count, and a key without a value is no key. */
export function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, index) => isSame(item, right[index]));
  if (!isPlain(left) || !isPlain(right)) return false;
  return keysOf(left, right).every((key) => isSame(own(left, key), own(right, key)));
}

const own = (value: Plain, key: string): unknown => (Object.hasOwn(value, key) ? value[key] : undefined);

/** The keys of several values, each once, in the order in which they are met. */
function keysOf(...values: readonly Plain[]): string[] {
  return [...new Set(values.flatMap((value) => Object.keys(value)))];
}

/** By what the items of lists are told apart, in this order. */
const names = ['id', 'name', 'value', 'floor', 'date', 'from', 'place', 'do', 'case', 'weekday'] as const;

/** The names of the items of some lists that belong together: the same item has the same name in each of them. */
export interface NamedItems {
  nameOf(item: unknown): string;
}

/** How the items of lists can be told apart; undefined when two items of one list would have one name. */
export function namedItems(...lists: readonly (readonly unknown[])[]): NamedItems | undefined {
  const naming = (nameOf: (item: unknown) => string | undefined): NamedItems | undefined => {
    const fits = lists.every((list) => {
      const found = list.map(nameOf);
      return found.every((name) => name !== undefined) && new Set(found).size === list.length;
    });
    return fits ? { nameOf: (item) => nameOf(item) ?? '' } : undefined;
  };
  for (const key of names) {
    const found = naming((item) => {
      const value = isPlain(item) ? own(item, key) : undefined;
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
    });
    if (found) return found;
  }
  return naming((item) => JSON.stringify(item));
}

/** Whose value is to stand at a place where two people wrote different things; undefined where nobody has said. */
export type Choose = (path: readonly string[]) => 'mine' | 'theirs' | undefined;

/**
 * Joins two changes of one base, field by field (three-way): what only one of them changed is taken from them, what both
 * changed to the same stands once. Conditions are taken whole. Pure. `undefined` means that the thing is not there.
 */
export function mergeChanges(
  base: unknown,
  mine: unknown,
  theirs: unknown,
  choose: Choose = () => undefined,
  path: readonly string[] = [],
): Merged {
  if (isSame(mine, theirs) || isSame(base, theirs)) return { value: mine, conflicts: [] };
  if (isSame(base, mine)) return { value: theirs, conflicts: [] };
  const conflict = (): Merged => {
    const chosen = choose(path);
    if (chosen !== undefined) return { value: chosen === 'mine' ? mine : theirs, conflicts: [] };
    return { value: mine, conflicts: [{ path, base, mine, theirs }] };
  };
  if (Array.isArray(base) && Array.isArray(mine) && Array.isArray(theirs))
    return mergeLists(base, mine, theirs, choose, path) ?? conflict();
  if (!isPlain(mine) || !isPlain(theirs) || !(isPlain(base) || base === undefined)) return conflict();
  const before = base ?? {};
  if ([before, mine, theirs].some(isCondition)) return conflict();
  const entries: [string, unknown][] = [];
  const conflicts: MergeConflict[] = [];
  for (const key of keysOf(theirs, mine)) {
    const merged = mergeChanges(own(before, key), own(mine, key), own(theirs, key), choose, [...path, key]);
    conflicts.push(...merged.conflicts);
    if (merged.value !== undefined) entries.push([key, merged.value]);
  }
  return { value: Object.fromEntries(entries), conflicts };
}

/** Undefined when the items cannot be told apart, or when both put them into another order. */
function mergeLists(
  base: readonly unknown[],
  mine: readonly unknown[],
  theirs: readonly unknown[],
  choose: Choose,
  path: readonly string[],
): Merged | undefined {
  const named = namedItems(base, mine, theirs);
  if (!named) return undefined;
  const [baseByName, mineByName, theirsByName] = [base, mine, theirs].map(
    (list) => new Map(list.map((item) => [named.nameOf(item), item])),
  ) as [Map<string, unknown>, Map<string, unknown>, Map<string, unknown>];
  const common = [...baseByName.keys()].filter((name) => mineByName.has(name) && theirsByName.has(name));
  const orderIn = (list: ReadonlyMap<string, unknown>) => [...list.keys()].filter((name) => common.includes(name));
  const [ordered, mineOrder, theirsOrder] = [common, orderIn(mineByName), orderIn(theirsByName)];
  const mineMoved = !isSame(ordered, mineOrder);
  if (mineMoved && !isSame(ordered, theirsOrder) && !isSame(mineOrder, theirsOrder)) return undefined;
  const order = mineMoved
    ? interleave([...mineByName.keys()], [...theirsByName.keys()])
    : interleave([...theirsByName.keys()], [...mineByName.keys()]);
  const value: unknown[] = [];
  const conflicts: MergeConflict[] = [];
  for (const name of order) {
    const merged = mergeChanges(baseByName.get(name), mineByName.get(name), theirsByName.get(name), choose, [
      ...path,
      name,
    ]);
    conflicts.push(...merged.conflicts);
    if (merged.value !== undefined) value.push(merged.value);
  }
  return { value, conflicts };
}

/** All names of `first` in its order; those only in `second` stand behind the one that they follow there. */
function interleave(first: readonly string[], second: readonly string[]): string[] {
  const order = [...first];
  for (const [index, name] of second.entries()) {
    if (order.includes(name)) continue;
    const before = second.slice(0, index).findLast((other) => order.includes(other));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, name);
  }
  return order;
}
