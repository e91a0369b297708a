import { z } from 'zod';

/** What the API answers. Texts stand in the languages in which the city has them; Japanese is always there. */
const localText = z.strictObject({
  ja: z.string(),
  easy: z.string().optional(),
  en: z.string().optional(),
  zh: z.string().optional(),
  ko: z.string().optional(),
  vi: z.string().optional(),
});

const ids = z.array(z.string());
const time = z.string().regex(/^\d{2}:\d{2}$/);

export const guideAnswer = z.strictObject({
  /** Procedures that apply, and those that more answers would decide. */
  applies: ids,
  undecided: ids,
  /** The facts to ask next, together on one screen; null when all is decided. */
  next: ids.nullable(),
});

export const documentsAnswer = z.strictObject({
  documents: z.array(
    z.strictObject({ procedure: z.string(), id: z.string(), name: z.string(), required: z.boolean(), why: z.string() }),
  ),
});

export const searchAnswer = z.strictObject({
  hits: z.array(z.strictObject({ id: z.string(), title: z.string(), score: z.number() })),
});

const need = z.enum(['required', 'recommended', 'optional']);

const procedureSummary = z.strictObject({
  id: z.string(),
  name: localText,
  summary: localText,
  department: z.string(),
  lifeEvents: ids,
  need,
});

export const procedureList = z.strictObject({ revision: z.string(), procedures: z.array(procedureSummary) });

/** All that residents may read about a procedure. Conditions are written in FEEL. */
export const procedureDetail = procedureSummary.extend({
  when: z.string(),
  deadline: z.strictObject({
    kind: z.enum(['within', 'before', 'window', 'asap', 'with', 'none']),
    value: z.number().int().optional(),
    unit: z.enum(['days', 'months', 'years']).optional(),
    text: localText,
  }),
  documents: z.array(
    z.strictObject({
      id: z.string(),
      name: localText,
      description: localText,
      required: z.boolean(),
      when: z.string().optional(),
    }),
  ),
  /** Yen. */
  fee: z.strictObject({ amount: z.number().int(), text: z.string() }),
  place: z.strictObject({ floor: z.number().int().optional(), window: z.string().optional(), text: z.string() }),
  channels: z.strictObject({
    counter: z.boolean(),
    branch: z.boolean(),
    mail: z.boolean(),
    nightDuty: z.boolean(),
    convenienceStore: z.boolean(),
    phone: z.boolean(),
    online: z.boolean(),
  }),
  counterMinutes: z.number(),
  legalBasis: z.array(z.string()),
  sources: z.array(z.string()),
  checkedOn: z.iso.date(),
  confidence: z.enum(['high', 'medium', 'low']),
});

const fact = z.strictObject({
  id: z.string(),
  type: z.enum(['boolean', 'enum', 'list', 'integer']),
  label: localText,
  question: localText,
  options: z.array(z.strictObject({ value: z.string(), label: localText })),
  minimum: z.number().int().optional(),
  maximum: z.number().int().optional(),
});

export const publicInventory = z.strictObject({
  /** Also the ETag: equal content has an equal revision. */
  revision: z.string(),
  city: z.strictObject({
    name: localText,
    localGovernmentCode: z.string(),
    hall: z.strictObject({ name: localText, address: z.string(), phone: z.string() }),
    hours: z.strictObject({ open: time, close: time }),
  }),
  departments: z.array(
    z.strictObject({
      id: z.string(),
      name: localText,
      place: z.string().optional(),
      phone: z.string().optional(),
    }),
  ),
  lifeEvents: z.array(z.strictObject({ id: z.string(), name: localText, procedures: ids })),
  facts: z.array(fact),
  procedures: z.array(procedureDetail),
});
