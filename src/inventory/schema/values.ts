import { z } from 'zod';
import { type Condition, ConditionSyntaxError, parseFeel } from '#rules';

/** Identifier of a procedure, document, department, … as it stands in file names and addresses. */
export const identifier = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, '小文字の英数字と _ で書いてください(例: tennyu_todoke)');

/** Identifier of a fact, entry or role; a dot separates the person it is about (`deceased.isHead`). */
export const factIdentifier = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_.]{0,63}$/, '英数字と . _ で書いてください');

/** One sentence or a short paragraph. */
export const sentence = z.string().trim().min(1, '空です').max(2000, '長すぎます(2000字まで)');

/** Day written as YYYY-MM-DD. */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日付は 2026-11-22 のように書いてください');

/** Time of day written as HH:MM. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '時刻は 08:45 のように書いてください');

/** A text in several languages, as far as it is translated. */
export const localText = z.strictObject({
  ja: sentence,
  easy: sentence.optional(),
  en: sentence.optional(),
  zh: sentence.optional(),
  ko: sentence.optional(),
  vi: sentence.optional(),
});

/** What a record says about the city's own items (`items.yaml`), by the id of the item. */
export const customValues = z
  .record(identifier, z.union([z.boolean(), z.number(), sentence, z.array(sentence)]))
  .optional();

const conditionTree: z.ZodType<Condition, Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(conditionTree) }),
    z.strictObject({ any: z.array(conditionTree) }),
    z.strictObject({ not: conditionTree }),
    z.strictObject({ fact: factIdentifier, is: z.union([z.boolean(), z.string()]) }),
    z.strictObject({ fact: factIdentifier, has: z.string() }),
    z.strictObject({ fact: factIdentifier, gte: z.number().int() }),
  ]),
);

/**
 * A condition, written as one line of FEEL (`list contains(events, "tennyu") and hasMyNumberCard = true`), as `true`
 * (always) or `false` (never), or as the syntax tree itself. Read into the syntax tree.
 */
export const condition = z
  .union([z.boolean(), z.string().max(4096), conditionTree])
  .transform((value, context): Condition => {
    if (typeof value === 'boolean') return value ? { all: [] } : { any: [] };
    if (typeof value !== 'string') return value;
    try {
      return parseFeel(value);
    } catch (error) {
      if (!(error instanceof ConditionSyntaxError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });
