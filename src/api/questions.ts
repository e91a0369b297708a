import { type ZodType, z } from 'zod';
import type { Fact, Inventory } from '#inventory';
import { UserError } from '#platform/errors';
import type { Facts, FactValue } from '#rules';

/** Who asks: the city itself at its command line, or anyone. What only staff may know is not there for the public. */
export type Audience = 'city' | 'public';

const longest = 200;
const word = z.string().max(longest);

/** Facts as other programs send them; `null` is わからない. */
const factsShape = z.record(word, z.union([z.boolean(), word, z.number().int(), z.array(word).max(longest), z.null()]));

export const guideQuestion = z.strictObject({
  facts: factsShape,
  unanswered: z.enum(['no', 'unknown']).default('unknown'),
});

export const documentsQuestion = z.strictObject({ facts: factsShape, procedures: z.array(word).max(longest) });

/** As many hits as anybody may ask for; without it the fifty best. */
const mostHits = 100_000;

export const searchQuestion = z.strictObject({
  q: z.string().max(1000),
  limit: z.number().int().min(1).max(mostHits).optional(),
});

/** One document of a file that is searched instead of the inventory. */
export const searchedDocument = z.object({
  id: z.string().min(1).max(1000),
  title: z.string().max(10_000).default(''),
  text: z.string().max(2_000_000).default(''),
});

/** The question in its shape. Throws a UserError that names what is wrong. */
export function readQuestion<T>(schema: ZodType<T>, question: unknown): T {
  const result = schema.safeParse(question);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw refused(`質問の形が違います: ${issue?.path.join('.') || '全体'} — ${issue?.message ?? ''}`);
}

/** Refuses facts that do not exist or cannot have such a value: a misspelt one must not look like an unanswered one. */
export function refuseStrangeFacts(inventory: Inventory, facts: Facts, audience: Audience): void {
  for (const [id, value] of Object.entries(facts)) {
    const fact = inventory.factById.get(id);
    if (fact === undefined || (fact.staffOnly && audience === 'public')) throw refused(`知らない項目です: ${id}`);
    if (!isPossible(fact, value, audience)) throw refused(`項目 ${id} に入らない値です: ${JSON.stringify(value)}`);
  }
}

/** An error in what was asked. */
export function refused(sentence: string): UserError {
  return new UserError('question.refused', sentence, 400);
}

function isPossible(fact: Fact, value: FactValue | null | undefined, audience: Audience): boolean {
  if (value === null || value === undefined) return true;
  const isOption = (chosen: unknown) =>
    fact.options.some((option) => option.value === chosen && !(option.staffOnly && audience === 'public'));
  switch (fact.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return typeof value === 'number';
    case 'enum':
      return isOption(value);
    case 'list':
      return Array.isArray(value) && value.every(isOption);
  }
}
