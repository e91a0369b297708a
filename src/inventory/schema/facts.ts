import { z } from 'zod';
import { condition, customValues, factIdentifier, identifier, localText, sentence } from './values.ts';

const optionValue = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/, '英数字と _ で書いてください');

const option = z.strictObject({
  value: optionValue,
  label: sentence,
  labelEn: sentence,
  group: sentence.optional(),
  staffOnly: z.boolean().optional(),
});

/** `facts.yaml`: the vocabulary of the conditions. */
export const factsSchema = z.strictObject({
  facts: z.array(
    z.strictObject({
      id: factIdentifier,
      type: z.enum(['boolean', 'enum', 'list', 'integer']),
      label: sentence,
      labelEn: sentence,
      question: sentence,
      easyJa: sentence,
      questionEn: sentence,
      /** What a resident ticks to say yes to a boolean: 「犬を飼っている」. */
      statement: sentence.optional(),
      statementEn: sentence.optional(),
      options: z.array(option).min(2).optional(),
      askWhen: condition,
      /** When it is offered beside the result though it is not asked on the way; absent: as `askWhen`. */
      offerWhen: condition.optional(),
      staffOnly: z.boolean().optional(),
      atLeastOne: z.boolean().optional(),
      minimum: z.number().int().optional(),
      maximum: z.number().int().optional(),
      note: sentence.optional(),
      custom: customValues,
    }),
  ),
});

/** `implications.yaml`: what is logically certain about every resident. */
export const implicationsSchema = z.strictObject({
  // biome-ignore lint/suspicious/noThenProperty: records are never awaited, and when/then is how people say it.
  implications: z.array(z.strictObject({ when: condition, then: condition, why: sentence })),
});

/** `life-events.yaml`: the tree for browsing. Which procedures belong to an event stands with the procedures. */
export const lifeEventsSchema = z.strictObject({
  lifeEvents: z.array(
    z.strictObject({
      id: identifier,
      name: sentence,
      nameEn: sentence,
      asEvent: z.boolean(),
      custom: customValues,
    }),
  ),
});

/** `home.yaml`: the tiles of the home page, each with the choices behind it. */
export const homeSchema = z.strictObject({
  tiles: z.array(
    z.strictObject({
      id: identifier,
      icon: sentence,
      name: localText,
      events: z.array(optionValue),
      wants: z.array(optionValue),
    }),
  ),
});

/** `dates.yaml`: the days that deadlines count from, each asked once for all procedures. */
export const datesSchema = z.strictObject({
  dates: z.array(
    z.strictObject({
      id: factIdentifier,
      label: localText,
      question: localText,
      bounds: z.enum(['past', 'future', 'any']),
      entries: z.array(z.strictObject({ role: factIdentifier, entry: factIdentifier })),
      custom: customValues,
    }),
  ),
});

/** `neighbours.yaml`: offices that are not the city's. */
export const neighboursSchema = z.strictObject({
  neighbours: z.array(
    z.strictObject({ id: identifier, name: localText, purpose: localText, when: condition, custom: customValues }),
  ),
});

const metres = z.number().min(0).max(500);

/**
 * `floors.yaml`: where things are in the building, in metres from the upper left corner of each floor's plan. A floor
 * whose positions the city has not confirmed says so with `confidence`.
 */
export const floorsSchema = z.strictObject({
  floors: z.array(
    z.strictObject({
      floor: z.number().int(),
      width: metres,
      depth: metres,
      confidence: z.enum(['confirmed', 'estimate']),
      /** Where one comes onto the floor, and to which side one looks then. */
      arrival: z.strictObject({
        by: z.enum(['entrance', 'lift']),
        x: metres,
        y: metres,
        facing: z.enum(['up', 'down', 'left', 'right']),
      }),
      points: z.array(
        z.strictObject({
          kind: z.enum(['counter', 'lift', 'stairs', 'toilet', 'accessibleToilet', 'nursing']),
          /** A counter is named as tickets name it: 「1階 3番窓口」. */
          place: sentence.optional(),
          x: metres,
          y: metres,
        }),
      ),
    }),
  ),
});

/** `words.yaml`: everyday words and what they are about. */
export const wordsSchema = z.strictObject({
  words: z.array(
    z.strictObject({
      events: z.array(optionValue).optional(),
      wants: z.array(optionValue).optional(),
      procedures: z.array(identifier).optional(),
      phrases: z.array(sentence).min(1),
    }),
  ),
  synonyms: z.array(z.array(sentence).min(2)),
});

/** `synonyms.yaml`: words that the search takes for the same, the city's own word first. */
export const synonymsSchema = z.strictObject({ synonyms: z.array(z.array(sentence).min(2)) });

const factValue = z.union([z.boolean(), z.string(), z.number().int(), z.array(z.string()), z.null()]);

/** `situations.yaml`: example residents with the procedures that each must, may and must not be shown. */
export const situationsSchema = z.strictObject({
  note: sentence.optional(),
  situations: z.array(
    z.strictObject({
      id: identifier,
      title: sentence,
      story: sentence,
      facts: z.record(factIdentifier, factValue),
      expected: z.strictObject({
        required: z.array(identifier),
        requiredAnyOf: z.array(z.array(identifier)).optional(),
        acceptable: z.array(identifier),
        forbidden: z.array(identifier),
      }),
      reason: sentence.optional(),
      custom: customValues,
    }),
  ),
});
