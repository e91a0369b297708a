import { z } from 'zod';
import { identifier, sentence } from './values.ts';

/** Kinds of records that a city may give items of its own. */
export const itemKinds = [
  'procedure',
  'fact',
  'department',
  'system',
  'lifeEvent',
  'role',
  'entry',
  'date',
  'neighbour',
  'situation',
] as const;

export const itemTypes = ['text', 'longText', 'number', 'date', 'yesNo', 'choice', 'list', 'link'] as const;

/**
 * `items.yaml`: items that the city adds to records by itself. They stand in the forms of the inventory, are found and
 * exported like all others, and are shown to residents where `showTo` says so.
 */
export const itemsSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      id: identifier,
      kind: z.enum(itemKinds),
      name: sentence,
      type: z.enum(itemTypes),
      options: z.array(sentence).optional(),
      help: sentence.optional(),
      showTo: z.enum(['staff', 'residents']),
    }),
  ),
});
