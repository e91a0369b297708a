import { type ZodType, z } from 'zod';
import type { Inventory } from '#inventory';
import type { Facts } from '#rules';

/** Facts as they come on a line of JSON; `null` is わからない. */
export const factsInput = z.record(
  z.string(),
  z.union([z.boolean(), z.string(), z.number().int(), z.array(z.string()), z.null()]),
);

/** The question of a line in its shape, or an error whose message names what is wrong. */
export function readQuestion<T>(schema: ZodType<T>, question: unknown): T {
  const result = schema.safeParse(question);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`質問の形が違います: ${issue?.path.join('.') || '行'} — ${issue?.message ?? ''}`);
}

/** A misspelt fact must not look like an unanswered one. */
export function refuseUnknownFacts(inventory: Inventory, facts: Facts): void {
  const unknown = Object.keys(facts).filter((id) => !inventory.factById.has(id));
  if (unknown.length > 0) throw new Error(`知らない項目です: ${unknown.join('、')}`);
}
