import { z } from 'zod';
import type { Inventory } from '#inventory';
import { factsInput, readQuestion, refuseUnknownFacts } from './questions.ts';

const guideQuestion = z.strictObject({
  facts: factsInput,
  unanswered: z.enum(['no', 'unknown']).default('unknown'),
});

export interface GuideAnswer {
  applies: string[];
  undecided: string[];
  next: readonly string[] | null;
}

/**
 * Which procedures apply to these facts. With `unanswered: "no"` a fact that is not given counts as absent (its leaves
 * are false); with `"unknown"` only what logic decides is decided, and `next` is the screen to ask.
 */
export function answerGuide(inventory: Inventory, question: unknown): GuideAnswer {
  const { facts, unanswered } = readQuestion(guideQuestion, question);
  refuseUnknownFacts(inventory, facts);
  const verdicts = inventory.program.verdicts(facts, unanswered);
  const having = (truth: unknown) =>
    inventory.procedures.map(({ id }) => id).filter((id) => verdicts.get(id) === truth);
  return {
    applies: having(true),
    undecided: having('unknown'),
    next: unanswered === 'no' ? null : (inventory.program.next(facts)?.facts ?? null),
  };
}
