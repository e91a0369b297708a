import {
  conditionSentence,
  type Inventory,
  isSame,
  type MergeConflict,
  namedItems,
  type RecordKind,
  type RecordValue,
} from '#inventory';
import type { Condition } from '#rules';
import { mixedText } from './form.ts';
import { type Shape, type ShapeField, shapeOf } from './shape.ts';
import { choiceName, wordsOf } from './words.ts';

/** One place where two states of a record differ, in the words of the form. */
export interface Difference {
  /** Where it is: the names of the fields, with those of the items on the way (`documents/honnin/name`). */
  place: string;
  /** 「持ち物「本人確認書類」 › 名前」 */
  label: string;
  before: string | undefined;
  after: string | undefined;
}

interface Walk {
  kind: RecordKind;
  inventory: Inventory;
  /** The names of the fields on the way, for the words; and as they are shown. */
  path: readonly string[];
  /** As `path`, with the names of the items of lists. */
  place: readonly string[];
  labels: readonly string[];
}

/** What differs between two states of a record; `undefined` is a record that is not there. Pure. */
export function differencesOf(
  kind: RecordKind,
  before: RecordValue | undefined,
  after: RecordValue | undefined,
  inventory: Inventory,
): Difference[] {
  const shape = shapeOf(kind, inventory.items);
  const walk: Walk = { kind, inventory, path: [], place: [], labels: [] };
  return [...walked(shape, before, after, walk)];
}

/** Everything that a record says, field by field. */
export function readableFields(kind: RecordKind, value: RecordValue, inventory: Inventory): Difference[] {
  return differencesOf(kind, undefined, value, inventory);
}

/** The label of a field: its own words, or the name of the city's item. */
export const labelOf = (kind: RecordKind, path: readonly string[], field: Pick<ShapeField, 'item'>): string =>
  field.item?.name ?? wordsOf(kind, path).label;

function* walked(shape: Shape, before: unknown, after: unknown, walk: Walk): Generator<Difference> {
  if (isSame(before, after)) return;
  const label = walk.labels.join(' › ');
  const place = walk.place.join('/');
  if (shape.kind === 'record') {
    for (const field of shape.fields) {
      const path = [...walk.path, field.key];
      const labels = [...walk.labels, labelOf(walk.kind, path, field)];
      const inner = { ...walk, path, place: [...walk.place, field.key], labels };
      yield* walked(field.shape, at(before, field.key), at(after, field.key), inner);
    }
    return;
  }
  if (shape.kind === 'keyed') {
    for (const key of new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])) {
      const name = walk.inventory.factById.get(key)?.label.ja ?? key;
      const labels = [...walk.labels.slice(0, -1), `${walk.labels.at(-1) ?? ''}「${name}」`];
      yield* walked(shape.of, at(before, key), at(after, key), { ...walk, place: [...walk.place, key], labels });
    }
    return;
  }
  if (shape.kind === 'list' && shape.of.kind === 'record') {
    const lists = [listOf(before), listOf(after)] as const;
    const named = namedItems(...lists);
    if (named) {
      const [older, newer] = lists.map((list) => new Map(list.map((item) => [named.nameOf(item), item])));
      for (const name of new Set([...(older?.keys() ?? []), ...(newer?.keys() ?? [])])) {
        const [one, other] = [older?.get(name), newer?.get(name)];
        const labels = [...walk.labels.slice(0, -1), `${walk.labels.at(-1) ?? ''}「${titleOfItem(other ?? one)}」`];
        const inner = { ...walk, place: [...walk.place, name], labels };
        if (one !== undefined && other !== undefined) yield* walked(shape.of, one, other, inner);
        else if (!isSame(one, other))
          yield {
            place: inner.place.join('/'),
            label: labels.join(' › '),
            before: one === undefined ? undefined : textOf(shape.of, one, walk),
            after: other === undefined ? undefined : textOf(shape.of, other, walk),
          };
      }
      const common = [...(older?.keys() ?? [])].filter((name) => newer?.has(name));
      const moved = [...(newer?.keys() ?? [])].filter((name) => older?.has(name));
      if (!isSame(common, moved))
        yield {
          place: `${place}/`,
          label: `${label}の順番`,
          before: common.map((name) => titleOfItem(older?.get(name))).join('、'),
          after: moved.map((name) => titleOfItem(newer?.get(name))).join('、'),
        };
      return;
    }
  }
  yield {
    place,
    label,
    before: before === undefined ? undefined : textOf(shape, before, walk),
    after: after === undefined ? undefined : textOf(shape, after, walk),
  };
}

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What an item of a list is called. */
export function titleOfItem(item: unknown): string {
  for (const key of [
    'name',
    'label',
    'do',
    'place',
    'case',
    'title',
    'id',
    'date',
    'entry',
    'weekday',
    'from',
    'kind',
    'need',
  ]) {
    const text = at(item, key);
    if (typeof text === 'string' && text !== '') return text.length > 24 ? `${text.slice(0, 24)}…` : text;
  }
  return typeof item === 'string' ? item : '';
}

/** A value in words. */
function textOf(shape: Shape, value: unknown, walk: Walk): string {
  switch (shape.kind) {
    case 'yesNo':
      return value ? 'はい' : 'いいえ';
    case 'choice':
      return choiceName(String(value));
    case 'condition':
      return conditionSentence(walk.inventory, value as Condition);
    case 'mixed':
      return mixedText(value);
    case 'list':
      return listOf(value)
        .map((item) => textOf(shape.of, item, walk))
        .join(shape.of.kind === 'record' ? ' / ' : '、');
    case 'keyed':
      return Object.entries((value ?? {}) as object)
        .map(([key, item]) => `${key}: ${textOf(shape.of, item, walk)}`)
        .join('、');
    case 'record':
      return shape.fields
        .flatMap((field) => {
          const own = at(value, field.key);
          if (own === undefined) return [];
          const path = [...walk.path, field.key];
          return [`${labelOf(walk.kind, path, field)}: ${textOf(field.shape, own, { ...walk, path })}`];
        })
        .join('、');
    default:
      return nameOfReference(String(value), walk);
  }
}

/** Ids of other records are shown by their names. */
function nameOfReference(text: string, { inventory, path }: Walk): string {
  const key = path.at(-1);
  if (key === 'department') return inventory.departmentById.get(text)?.name.ja ?? text;
  if (key === 'lifeEvents') return inventory.lifeEventById.get(text)?.name.ja ?? text;
  if (key === 'related' || key === 'after') return inventory.procedureById.get(text)?.name.ja ?? text;
  return text;
}

/** A place where two people wrote different things, in the words of the form. */
export interface ConflictInWords {
  /** The path, as the choice is sent. */
  place: string;
  label: string;
  /** Undefined where there was nothing, or where it was taken out. */
  base: string | undefined;
  mine: string | undefined;
  theirs: string | undefined;
}

/**
 * Says conflicts in words, in the order of the form. `records` are states of the record in which the items on the way are
 * looked up. Pure.
 */
export function conflictsInWords(
  kind: RecordKind,
  conflicts: readonly MergeConflict[],
  records: readonly (RecordValue | undefined)[],
  inventory: Inventory,
): ConflictInWords[] {
  const order = shapeOf(kind, inventory.items).fields.map(({ key }) => key);
  return conflicts
    .toSorted(({ path: [one = ''] }, { path: [other = ''] }) => order.indexOf(one) - order.indexOf(other))
    .map((conflict) => conflictInWords(kind, conflict, records, inventory));
}

function conflictInWords(
  kind: RecordKind,
  { path: place, base, mine, theirs }: MergeConflict,
  records: readonly (RecordValue | undefined)[],
  inventory: Inventory,
): ConflictInWords {
  let shape: Shape = shapeOf(kind, inventory.items);
  let values: unknown[] = [...records];
  let walk: Walk = { kind, inventory, path: [], place: [], labels: [] };
  const named = (name: string): string[] => [...walk.labels.slice(0, -1), `${walk.labels.at(-1) ?? ''}「${name}」`];
  for (const step of place) {
    if (shape.kind === 'record') {
      const field: ShapeField | undefined = shape.fields.find(({ key }) => key === step);
      if (!field) break;
      const path = [...walk.path, step];
      walk = { ...walk, path, labels: [...walk.labels, labelOf(kind, path, field)] };
      values = values.map((value) => at(value, step));
      shape = field.shape;
    } else if (shape.kind === 'list') {
      const lists = values.map(listOf);
      const nameOf = namedItems(...lists)?.nameOf;
      values = lists.map((list) => list.find((item) => nameOf?.(item) === step));
      walk = { ...walk, labels: named(titleOfItem(values.find((value) => value !== undefined)) || step) };
      shape = shape.of;
    } else if (shape.kind === 'keyed') {
      walk = { ...walk, labels: named(inventory.factById.get(step)?.label.ja ?? step) };
      values = values.map((value) => at(value, step));
      shape = shape.of;
    }
  }
  const [own, of] = [walk, shape];
  const inWords = (value: unknown) => (value === undefined ? undefined : textOf(of, value, own));
  return {
    place: place.join('/'),
    label: walk.labels.join(' › '),
    base: inWords(base),
    mine: inWords(mine),
    theirs: inWords(theirs),
  };
}

/** A piece of a text that stayed, went or came. */
export interface TextPart {
  text: string;
  kind: 'same' | 'del' | 'ins';
}

const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });
/** Longer texts are shown whole, before and after: marking them would cost more than it shows. */
const mostSegments = 1200;

/** What changed inside a text, word by word (longest common subsequence). */
export function textDifference(before: string, after: string): TextPart[] {
  const [older, newer] = [before, after].map((text) => Array.from(segmenter.segment(text), ({ segment }) => segment));
  if (!older || !newer || older.length > mostSegments || newer.length > mostSegments)
    return [part('del', before), part('ins', after)];
  const width = newer.length + 1;
  const common = new Uint16Array((older.length + 1) * width);
  for (let row = older.length - 1; row >= 0; row -= 1)
    for (let column = newer.length - 1; column >= 0; column -= 1)
      common[row * width + column] =
        older[row] === newer[column]
          ? (common[(row + 1) * width + column + 1] ?? 0) + 1
          : Math.max(common[(row + 1) * width + column] ?? 0, common[row * width + column + 1] ?? 0);
  const parts: TextPart[] = [];
  const add = (kind: TextPart['kind'], text: string) => {
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += text;
    else parts.push(part(kind, text));
  };
  let [row, column] = [0, 0];
  while (row < older.length || column < newer.length) {
    const [one, other] = [older[row], newer[column]];
    if (one !== undefined && one === other) {
      add('same', one);
      row += 1;
      column += 1;
    } else if (
      other === undefined ||
      (one !== undefined && (common[(row + 1) * width + column] ?? 0) >= (common[row * width + column + 1] ?? 0))
    ) {
      add('del', one ?? '');
      row += 1;
    } else {
      add('ins', other);
      column += 1;
    }
  }
  return parts;
}

const part = (kind: TextPart['kind'], text: string): TextPart => ({ kind, text });
