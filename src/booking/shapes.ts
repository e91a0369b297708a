import { z } from 'zod';
import type { TypedContact } from './contact.ts';
import { type ReminderChoice, reminderChoices } from './reminder.ts';

/** `YYYY-MM-DD` in an address or a form. */
export const dayPattern = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
/** Which days are looked at. */
export const asked = z.object({
  day: dayPattern.optional().catch(undefined),
  from: dayPattern.optional().catch(undefined),
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
  moved: z.literal('1').optional().catch(undefined),
  new: z.literal('1').optional().catch(undefined),
});
export type Asked = z.output<typeof asked>;

export const caseParameter = z.object({ caseId: z.uuid() });
export const tokenParameter = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{22}$/) });
/** A list of boxes that may be ticked; one alone comes as a text. */
export const oneOrMore = z.union([z.string().max(40), z.array(z.string().max(40)).max(10)]);
/** Where messages go. */
export const typedFields = {
  mail: z.string().max(400).default(''),
  phone: z.string().max(100).default(''),
  reminders: oneOrMore.default([]),
};
const chosenTime = z.object({
  commandId: z.uuid().optional().catch(undefined),
  day: dayPattern.optional().catch(undefined),
  cell: z.coerce.number().int().min(0).max(143).optional().catch(undefined),
});
/** A time is chosen; what was typed on the next page before may come along. */
export const holdBody = chosenTime.extend({ ...typedFields, kept: z.literal('1').optional() });
export const moveBody = chosenTime.extend({ revision: z.coerce.number().int().min(1).optional().catch(undefined) });
export const contactBody = z.object({ booking: z.uuid().optional().catch(undefined), ...typedFields });

export const typedOf = ({ mail, phone }: TypedContact): TypedContact => ({ mail, phone });

/** Reminders that were ticked; unknown words are left out. */
export function remindersOf({ reminders }: { reminders: string | readonly string[] }): ReminderChoice[] {
  const ticked = [reminders].flat();
  return reminderChoices.filter((choice) => ticked.includes(choice));
}

/** The reminders that staff tick for somebody. */
export const remindersBody = z.object({ reminders: oneOrMore.default([]) });

/** What was typed, to be sent along while a time is chosen again. */
export function keptOf(body: TypedContact & { reminders: string | readonly string[] }) {
  return { kept: '1', mail: body.mail, phone: body.phone, reminders: remindersOf(body) };
}
