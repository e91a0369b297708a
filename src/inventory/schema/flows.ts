import { z } from 'zod';
import { identifier, sentence } from './values.ts';

/** What a flow is about: who comes in, the work at the counter, a question by phone, mail or FAX, an online application. */
export const flowScopes = ['arrival', 'counter', 'inquiry', 'online'] as const;

/** One step of a flow. `who` names its lane; 《手続き》《場所》《課》《電話》《期限》《窓口システム》 stand for what the inventory knows. */
const templateStepSchema = z.strictObject({
  id: identifier,
  who: sentence,
  do: sentence,
  /** The papers of the procedure belong to this step. */
  withDocuments: z.boolean().optional(),
  /** Only where a second person looks at the work. */
  reviewed: z.boolean().optional(),
  /** Somebody outside the city's pool is spoken with: what they tell, what they are told. */
  receives: sentence.optional(),
  sends: sentence.optional(),
  /** Asked after the step, where it leads to several. */
  ask: sentence.optional(),
  next: z
    .array(z.strictObject({ to: identifier, label: sentence.optional() }))
    .min(1)
    .optional(),
});

/**
 * `flows.yaml`: how a city goes about a scope where it is not as the product assumes; for all procedures, or for those of some
 * departments. Optional.
 */
export const flowsSchema = z.strictObject({
  flows: z.array(
    z.strictObject({
      scope: z.enum(['arrival', 'inquiry', 'online']),
      departments: z.array(identifier).min(1).optional(),
      partner: sentence.optional(),
      steps: z.array(templateStepSchema).min(2),
    }),
  ),
});
