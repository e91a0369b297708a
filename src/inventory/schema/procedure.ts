import { z } from 'zod';
import { formSchema } from './form.ts';
import { condition, customValues, day, factIdentifier, identifier, sentence } from './values.ts';

export const needSchema = z.enum(['required', 'recommended', 'optional']);
const confidence = z.enum(['high', 'medium', 'low']);

const documentSchema = z.strictObject({
  id: identifier,
  name: sentence,
  nameEn: sentence,
  descriptionEn: sentence,
  note: sentence.optional(),
  required: z.boolean(),
  when: condition.optional(),
});

/**
 * The day a deadline counts from: a day of `dates.yaml`, for those residents for whom `when` holds (always, if absent),
 * `plusDays` later (the day after one leaves a job is the day one leaves its insurance), or the first or last day of the
 * month after it (a pension contribution is due on the last day of the next month).
 */
const anchorSchema = z.strictObject({
  date: factIdentifier,
  when: condition.optional(),
  plusDays: z.number().int().min(-92).max(92).optional(),
  nextMonth: z.enum(['first', 'last']).optional(),
});

const deadlineSchema = z.strictObject({
  kind: z.enum(['within', 'before', 'window', 'asap', 'with', 'none']),
  value: z.number().int().positive().optional(),
  unit: z.enum(['days', 'months', 'years']).optional(),
  from: sentence.optional(),
  countsFirstDay: z.boolean().optional(),
  text: sentence,
  textEn: sentence,
  penalty: sentence.optional(),
  appliesWhen: condition.optional(),
  anchors: z.array(anchorSchema).min(1).optional(),
});

/** Where a step leads to: the `id` of a step of the same procedure, or `end`. */
const nextStepSchema = z.strictObject({
  to: identifier,
  when: condition.optional(),
  label: sentence.optional(),
});

/**
 * What somebody does. `when` leaves a step out for everybody else. Without `next` the next step of the list follows; with it,
 * one of those it names, and the next of the list where all that it names have a condition and none holds.
 */
const staffStepSchema = z.strictObject({
  id: identifier.optional(),
  who: z.enum(['来庁者', '窓口', '審査者', '他課', 'システム']),
  do: sentence,
  system: sentence.optional(),
  documents: z.array(identifier).optional(),
  data: z.array(factIdentifier).optional(),
  when: condition.optional(),
  /** What decides between several next steps: 「そろっている?」. */
  ask: sentence.optional(),
  next: z.array(nextStepSchema).min(1).optional(),
});

/** `procedures/<department>/<id>.yaml`: one procedure. */
export const procedureSchema = z.strictObject({
  id: identifier,
  name: sentence,
  nameKana: sentence,
  nameEn: sentence,
  easyJa: sentence,
  descriptionEn: sentence,
  department: identifier,
  lifeEvents: z.array(identifier).min(1),
  gifCategory: sentence,
  gifServiceType: sentence,
  need: needSchema,
  needWhen: z.array(z.strictObject({ when: condition, need: needSchema })).optional(),
  scope: z.enum(['asahikawa', 'mixed', 'national']),
  evidence: z.enum(['asahikawa_page', 'other_public_page', 'knowledge_only']),
  confidence,
  who: sentence,
  when: condition,
  deadline: deadlineSchema,
  applicants: z.array(sentence).min(1),
  agent: z.strictObject({ allowed: z.boolean(), needs: z.array(sentence).optional(), note: sentence.optional() }),
  documents: z.array(documentSchema),
  fee: z.strictObject({
    amount: z.number().int().min(0),
    text: sentence,
    variants: z.array(z.strictObject({ case: sentence, amount: z.number().int().min(0) })).optional(),
  }),
  counter: z.strictObject({
    department: identifier,
    floor: z.number().int().optional(),
    window: sentence.optional(),
    place: sentence,
    verified: z.boolean(),
    source: z.url().optional(),
  }),
  channels: z.strictObject({
    counter: z.boolean(),
    branch: z.boolean(),
    mail: z.boolean(),
    nightDuty: z.boolean(),
    convenienceStore: z.boolean().optional(),
    phone: z.boolean().optional(),
    online: z.strictObject({ available: z.boolean(), via: sentence.optional() }),
    note: sentence.optional(),
  }),
  legalBasis: z.array(sentence),
  form: formSchema,
  staffSteps: z.array(staffStepSchema).min(4, '職員の手順は4つ以上書いてください'),
  duration: z.strictObject({
    counterMinutes: z.number().positive(),
    confidence: z.enum(['estimate', 'measured']),
  }),
  outputs: z.array(sentence).optional(),
  order: z.strictObject({ after: z.array(identifier).min(1) }).optional(),
  related: z.array(identifier),
  notes: z.array(sentence),
  sources: z.array(sentence),
  checkedOn: day,
  custom: customValues,
});
