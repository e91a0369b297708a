import type { z } from 'zod';
import { type CustomItem, type RecordKind, recordSchemas } from '#inventory';

/** The form that a value can be typed in. Made from the schema that checks it, so the two never differ. */
export type Shape =
  | { kind: 'text' }
  | { kind: 'number' }
  | { kind: 'yesNo' }
  | { kind: 'choice'; options: readonly string[] }
  | { kind: 'condition' }
  /** Numbers, yes and no, lists or words: written as one line. */
  | { kind: 'mixed' }
  | { kind: 'list'; of: Shape }
  /** Values under names that the record chooses itself. */
  | { kind: 'keyed'; of: Shape }
  | { kind: 'record'; fields: readonly ShapeField[] };

export interface ShapeField {
  key: string;
  shape: Shape;
  required: boolean;
  /** Set for an item of the city: its name stands with the item, not in the table of words. */
  item?: CustomItem;
}

/** The shape of a kind of records, with the city's own items of that kind. */
export function shapeOf(kind: RecordKind, items: readonly CustomItem[]): Extract<Shape, { kind: 'record' }> {
  const { fields } = shapeOfSchema(recordSchemas[kind]) as Extract<Shape, { kind: 'record' }>;
  const own = items.filter((item) => item.kind === kind);
  return {
    kind: 'record',
    fields: fields.flatMap((field) => {
      if (field.key !== 'custom') return [field];
      return own.length === 0 ? [] : [{ ...field, shape: { kind: 'record', fields: own.map(shapeOfItem) } }];
    }),
  };
}

function shapeOfItem(item: CustomItem): ShapeField {
  const shapes: Record<CustomItem['type'], Shape> = {
    text: { kind: 'text' },
    longText: { kind: 'text' },
    date: { kind: 'text' },
    link: { kind: 'text' },
    number: { kind: 'number' },
    yesNo: { kind: 'yesNo' },
    choice: { kind: 'choice', options: item.options ?? [] },
    list: { kind: 'list', of: { kind: 'text' } },
  };
  return { key: item.id, shape: shapes[item.type], required: false, item };
}

/** Reads a schema; `unwrap`, `element` and the like are how the library lets one look into it. */
function shapeOfSchema(schema: z.ZodType): Shape {
  const known = schema as z.ZodType & {
    def: { type: string };
    shape: Record<string, z.ZodType>;
    element: z.ZodType;
    options: readonly string[];
    valueType: z.ZodType;
    unwrap(): z.ZodType;
  };
  switch (known.def.type) {
    case 'optional':
      return shapeOfSchema(known.unwrap());
    case 'string':
      return { kind: 'text' };
    case 'number':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'yesNo' };
    case 'enum':
      return { kind: 'choice', options: known.options };
    case 'array':
      return { kind: 'list', of: shapeOfSchema(known.element) };
    case 'record':
      return { kind: 'keyed', of: shapeOfSchema(known.valueType) };
    case 'pipe':
      return { kind: 'condition' };
    case 'object':
      return {
        kind: 'record',
        fields: Object.entries(known.shape).map(([key, field]) => ({
          key,
          shape: shapeOfSchema(field),
          required: (field as typeof known).def.type !== 'optional',
        })),
      };
    default:
      return { kind: 'mixed' };
  }
}
