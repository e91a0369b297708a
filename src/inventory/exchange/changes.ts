import { isDeepStrictEqual } from 'node:util';
import type { InventoryRecords } from '../schema.ts';

/** The kinds of records, by the list or value of a pack they stand in. */
export type RecordKind = keyof InventoryRecords;

/** One record as it is and as it would be; undefined where there is none. */
export interface RecordChange {
  kind: RecordKind;
  /** Its id (a name where records go by names); the kind itself where a pack holds only one, the language of translations. */
  id: string;
  before: unknown;
  after: unknown;
}

interface Named {
  id?: string;
  name?: string;
  ja?: string;
  option?: string;
}

/** By what a record of a list is known: its id, its name, or its place where it has neither. */
function keyOf(record: unknown, index: number): string {
  const { id, name, option, ja } = (record ?? {}) as Named;
  return [id, name, option, ja].find((one) => typeof one === 'string') ?? `#${index + 1}`;
}

function membersOf(value: unknown, kind: RecordKind): Map<string, unknown> {
  if (Array.isArray(value)) return new Map(value.map((record, index) => [keyOf(record, index), record]));
  if (kind === 'translations') return new Map(Object.entries((value ?? {}) as object));
  return value === undefined ? new Map() : new Map([[kind, value]]);
}

/** What differs between two states of an inventory, record by record. Pure; a change set can take it as it is. */
export function changesBetween(before: InventoryRecords, after: InventoryRecords): RecordChange[] {
  const kinds = [...new Set([...Object.keys(before), ...Object.keys(after)])] as RecordKind[];
  return kinds.flatMap((kind) => {
    const [was, is] = [membersOf(before[kind], kind), membersOf(after[kind], kind)];
    return [...new Set([...was.keys(), ...is.keys()])].flatMap((id) =>
      isDeepStrictEqual(plain(was.get(id)), plain(is.get(id)))
        ? []
        : [{ kind, id, before: was.get(id), after: is.get(id) }],
    );
  });
}

/** Values without keys that say nothing, as files hold them. */
export const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
