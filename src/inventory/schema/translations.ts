import { z } from 'zod';
import { sentence } from './values.ts';

const names = z.record(z.string(), sentence).optional();

/** `translations/<language>.yaml`: what was translated; anything may still be missing. */
export const translationsSchema = z.strictObject({
  facts: z
    .record(
      z.string(),
      z.strictObject({
        label: sentence.optional(),
        question: sentence.optional(),
        statement: sentence.optional(),
        options: names,
      }),
    )
    .optional(),
  lifeEvents: names,
  departments: names,
  roles: names,
  entries: names,
  groups: names,
  procedures: names,
});
