import type { Inventory } from '#inventory';
import { type Condition, ConditionError, ConditionSyntaxError, parseFeel, printFeel } from '#rules';
import { conditionOfRows, type Join, joins, type Row, type RowGroup, rowsOf } from './rows.ts';
import type { Shape } from './shape.ts';

/** What stands in a form: texts as they were typed, in the structure of the record. */
export type Raw = string | readonly Raw[] | { readonly [key: string]: Raw };

/** The fields of a sent form by name. */
export type Entries = Readonly<Record<string, string>>;

const isList = (raw: Raw | undefined): raw is readonly Raw[] => Array.isArray(raw);
const isRecord = (raw: Raw | undefined): raw is { readonly [key: string]: Raw } =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

/** No list of a record is longer; more would be sent only to do harm. */
const mostItems = 1000;
const deepest = 12;

/** A value as it is typed: 「はい」 for yes, plain words as they are, everything else as JSON. */
export function mixedText(value: unknown): string {
  if (value === true) return 'はい';
  if (value === false) return 'いいえ';
  if (value === null) return 'わからない';
  return typeof value === 'string' && readMixed(value) === value ? value : JSON.stringify(value);
}

/** The value that was typed; the other way of `mixedText`. */
export function readMixed(text: string): unknown {
  const typed = text.trim();
  if (typed === 'はい') return true;
  if (typed === 'いいえ') return false;
  if (typed === 'わからない') return null;
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}

/** A record as it stands in its form. */
export function rawOf(shape: Shape, value: unknown): Raw {
  switch (shape.kind) {
    case 'text':
    case 'number':
    case 'choice':
      return value === undefined ? '' : String(value);
    case 'yesNo':
      return value === undefined ? '' : value ? 'yes' : 'no';
    case 'mixed':
      return value === undefined ? '' : mixedText(value);
    case 'condition':
      return value === undefined ? '' : printFeel(value as Condition);
    case 'list':
      return ((value ?? []) as unknown[]).map((item) => rawOf(shape.of, item));
    case 'keyed':
      return Object.entries((value ?? {}) as object).map(([key, item]) => ({ key, value: rawOf(shape.of, item) }));
    case 'record':
      return Object.fromEntries(
        shape.fields.map((field) => [
          field.key,
          rawOf(field.shape, (value as Record<string, unknown> | undefined)?.[field.key]),
        ]),
      );
  }
}

/** The names of all fields below a name come as `name.part`; a form is a tree written flat. */
interface Tree {
  text?: string;
  parts: Map<string, Tree>;
}

function treeOf(entries: Entries): Tree {
  const root: Tree = { parts: new Map() };
  for (const [name, text] of Object.entries(entries)) {
    if (!name.startsWith('v.')) continue;
    let tree = root;
    const path = name.slice(2).split('.');
    if (path.length > deepest * 2) continue;
    for (const part of path) {
      const next = tree.parts.get(part) ?? { parts: new Map() };
      tree.parts.set(part, next);
      tree = next;
    }
    tree.text = text;
  }
  return root;
}

/** Lists come with positions; only their order counts. */
function itemsOf(tree: Tree | undefined): Tree[] {
  return [...(tree?.parts ?? [])]
    .filter(([part]) => /^\d{1,4}$/.test(part))
    .sort(([left], [right]) => Number(left) - Number(right))
    .slice(0, mostItems)
    .map(([, item]) => item);
}

/** What a sent form holds. Fields that the shape does not have are left out; nothing that it has is. */
export function rawOfEntries(shape: Shape, entries: Entries): Raw {
  return readTree(shape, treeOf(entries), 0);
}

const tidyText = (text: string | undefined): string => (text ?? '').replaceAll('\r\n', '\n').replaceAll('\u0000', '');

function readTree(shape: Shape, tree: Tree | undefined, depth: number): Raw {
  switch (shape.kind) {
    case 'list':
      return itemsOf(tree).map((item) => readTree(shape.of, item, depth + 1));
    case 'keyed':
      return itemsOf(tree).map((item) => ({
        key: tidyText(item.parts.get('key')?.text),
        value: readTree(shape.of, item.parts.get('value'), depth + 1),
      }));
    case 'record':
      return Object.fromEntries(
        shape.fields.map(({ key, shape: own }) => [key, readTree(own, tree?.parts.get(key), depth + 1)]),
      );
    case 'condition': {
      const rows = tree?.parts.get('rows');
      return rows ? { rows: readRows(rows, 0) } : tidyText(tree?.text);
    }
    default:
      return tidyText(tree?.text);
  }
}

function readRows(tree: Tree, depth: number): Raw {
  const rows = depth < deepest ? itemsOf(tree.parts.get('rows')) : [];
  return {
    join: tidyText(tree.parts.get('join')?.text),
    rows: rows.map((row): Raw => {
      const group = row.parts.get('group');
      return group ? { group: readRows(group, depth + 1) } : { test: tidyText(row.parts.get('test')?.text) };
    }),
  };
}

/** Rows of a form as a group. */
export function groupOf(raw: Raw): RowGroup {
  const own = isRecord(raw) ? raw : {};
  const join = joins.find((one) => one === own.join) ?? 'all';
  const rows = isList(own.rows) ? own.rows : [];
  return {
    join: join satisfies Join,
    rows: rows.map((row): Row => {
      if (isRecord(row) && row.group !== undefined) return groupOf(row.group);
      return { test: isRecord(row) && typeof row.test === 'string' ? row.test : '' };
    }),
  };
}

/** A group as it stands in a form. */
export function rawOfGroup({ join, rows }: RowGroup): Raw {
  return { join, rows: rows.map((row): Raw => ('test' in row ? { test: row.test } : { group: rawOfGroup(row) })) };
}

/** Whether nothing was typed into it. */
function isBlank(raw: Raw): boolean {
  if (typeof raw === 'string') return raw.trim() === '';
  return Object.values(raw).every((part: Raw) => isBlank(part));
}

/** The form without the lines that were added and left empty. */
export function tidied(shape: Shape, raw: Raw): Raw {
  if (shape.kind === 'list' || shape.kind === 'keyed') {
    const of = shape.kind === 'list' ? shape.of : shape;
    const items = (isList(raw) ? raw : []).filter((item) => !isBlank(item));
    if (shape.kind === 'list') return items.map((item) => tidied(of, item));
    return items.map((item) => (isRecord(item) ? { ...item, value: tidied(shape.of, item.value ?? '') } : item));
  }
  if (shape.kind !== 'record' || !isRecord(raw)) return raw;
  return Object.fromEntries(shape.fields.map(({ key, shape: own }) => [key, tidied(own, raw[key] ?? '')]));
}

const digits = (text: string): string => text.normalize('NFKC').replaceAll(',', '').trim();

/** What the form says, for the schema to check. `tests` are the sentences of rows. Undefined where nothing was typed. */
export function typedValue(shape: Shape, raw: Raw, tests: ReadonlyMap<string, Condition>, required = true): unknown {
  switch (shape.kind) {
    case 'text':
    case 'choice':
      return typeof raw === 'string' && raw.trim() !== '' ? raw.trim() : undefined;
    case 'number': {
      const text = typeof raw === 'string' ? digits(raw) : '';
      return text === '' ? undefined : /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    }
    case 'yesNo':
      return raw === 'yes' ? true : raw === 'no' ? false : undefined;
    case 'mixed':
      return typeof raw === 'string' && raw.trim() !== '' ? readMixed(raw) : undefined;
    case 'condition':
      if (isRecord(raw)) return conditionOfRows(tests, groupOf(raw.rows ?? '')).condition;
      return typeof raw === 'string' && raw.trim() !== '' ? raw.trim() : undefined;
    case 'list': {
      const items = (isList(raw) ? raw : []).map((item) => typedValue(shape.of, item, tests));
      return items.length === 0 && !required ? undefined : items;
    }
    case 'keyed': {
      const pairs = (isList(raw) ? raw : []).flatMap((item) =>
        isRecord(item) ? [[String(item.key), typedValue(shape.of, item.value ?? '', tests)] as const] : [],
      );
      return pairs.length === 0 && !required ? undefined : Object.fromEntries(pairs);
    }
    case 'record': {
      const own = isRecord(raw) ? raw : {};
      const entries = shape.fields.flatMap(({ key, shape: part, required: isRequired }) => {
        const value = typedValue(part, own[key] ?? '', tests, isRequired);
        return value === undefined ? [] : [[key, value] as const];
      });
      const hasContent = !isBlank(own);
      return !required && !hasContent ? undefined : Object.fromEntries(entries);
    }
  }
}

/** What a button of the form does to it: `up`, `down`, `remove` or `add` at a place, or opens a condition as rows. */
export interface FormAction {
  verb: 'add' | 'addGroup' | 'remove' | 'up' | 'down' | 'rows' | 'text';
  path: readonly string[];
}

/** Reads the value of a pressed button (`add:documents`); undefined when it is no change of the form. */
export function readAction(text: string): FormAction | undefined {
  const found = /^(add|addGroup|remove|up|down|rows|text):([\w.]{1,200})$/.exec(text);
  if (!found) return undefined;
  return { verb: found[1] as FormAction['verb'], path: (found[2] ?? '').split('.') };
}

/** The form after the pressed button. A place that is not there leaves it as it is. */
export function acted(
  shape: Shape,
  raw: Raw,
  { verb, path }: FormAction,
  inventory: Inventory,
  tests: ReadonlyMap<string, Condition>,
): Raw {
  const [key = '', ...rest] = path;
  if (verb === 'rows' || verb === 'text') {
    if (path.length > 0)
      return into(shape, raw, key, (part, own) => acted(part, own, { verb, path: rest }, inventory, tests));
    return shape.kind === 'condition' ? switched(raw, verb, inventory, tests) : raw;
  }
  if (shape.kind === 'condition')
    return isRecord(raw) && key === 'rows' ? { rows: actedRows(raw.rows ?? '', verb, rest) } : raw;
  const isHere = verb === 'add' ? path.length === 0 : path.length === 1 && isList(raw);
  if (!isHere) return into(shape, raw, key, (part, own) => acted(part, own, { verb, path: rest }, inventory, tests));
  if (shape.kind !== 'list' && shape.kind !== 'keyed') return raw;
  const items = isList(raw) ? raw : [];
  if (verb !== 'add') return moved(items, verb, Number(key));
  const empty = shape.kind === 'list' ? rawOf(shape.of, undefined) : { key: '', value: rawOf(shape.of, undefined) };
  return items.length < mostItems ? [...items, empty] : items;
}

function into(shape: Shape, raw: Raw, key: string, change: (shape: Shape, raw: Raw) => Raw): Raw {
  if (shape.kind === 'record' && isRecord(raw)) {
    const field = shape.fields.find((one) => one.key === key);
    return field ? { ...raw, [key]: change(field.shape, raw[key] ?? '') } : raw;
  }
  if (shape.kind === 'list' && isList(raw))
    return raw.map((item, index) => (String(index) === key ? change(shape.of, item) : item));
  if (shape.kind === 'keyed' && isRecord(raw) && key === 'value')
    return { ...raw, value: change(shape.of, raw.value ?? '') };
  if (shape.kind === 'keyed' && isList(raw))
    return raw.map((item, index) => (String(index) === key ? into(shape, item, 'value', change) : item));
  return raw;
}

function moved(items: readonly Raw[], verb: FormAction['verb'], index: number): readonly Raw[] {
  const item = items[index];
  if (item === undefined) return items;
  const rest = items.toSpliced(index, 1);
  if (verb === 'remove') return rest;
  return rest.toSpliced(Math.max(0, Math.min(rest.length, verb === 'up' ? index - 1 : index + 1)), 0, item);
}

/** From text to rows and back. Text that cannot be read stays text, with its error. */
function switched(raw: Raw, verb: 'rows' | 'text', inventory: Inventory, tests: ReadonlyMap<string, Condition>): Raw {
  if (verb === 'text' && isRecord(raw)) {
    const { condition, problems } = conditionOfRows(tests, groupOf(raw.rows ?? ''));
    return problems.length > 0 ? raw : printFeel(condition);
  }
  if (verb === 'rows' && typeof raw === 'string') {
    const condition = readText(raw);
    return condition ? { rows: rawOfGroup(rowsOf(inventory, condition)) } : raw;
  }
  return raw;
}

/** A condition typed as text; undefined when it cannot be read. */
export function readText(text: string): Condition | undefined {
  try {
    return parseFeel(text);
  } catch (error) {
    if (error instanceof ConditionSyntaxError || error instanceof ConditionError) return undefined;
    throw error;
  }
}

function actedRows(raw: Raw, verb: FormAction['verb'], path: readonly string[]): Raw {
  const own = isRecord(raw) ? raw : {};
  const rows = isList(own.rows) ? own.rows : [];
  const [key = '', ...rest] = path[0] === 'rows' ? path.slice(1) : path;
  if (verb === 'add' && key === '') return { ...own, rows: [...rows, { test: '' }] };
  if (verb === 'addGroup' && key === '')
    return { ...own, rows: [...rows, { group: { join: 'any', rows: [{ test: '' }] } }] };
  if (rest.length === 0) return { ...own, rows: moved(rows, verb, Number(key)) };
  return {
    ...own,
    rows: rows.map((row, index) =>
      String(index) === key && isRecord(row) && row.group !== undefined
        ? { group: actedRows(row.group, verb, rest.slice(1)) }
        : row,
    ),
  };
}
