import type { z } from 'zod';
import { conditionSentence, documentsFor, type Inventory, isShownToResidents, type Procedure } from '#inventory';
import type { Facts } from '#rules';
import {
  type Audience,
  documentsQuestion,
  guideQuestion,
  readQuestion,
  refused,
  refuseStrangeFacts,
} from './questions.ts';
import type { documentsAnswer, guideAnswer } from './shapes.ts';

/** Procedures that this audience may know of. */
export function proceduresFor(inventory: Inventory, audience: Audience): readonly Procedure[] {
  if (audience === 'city') return inventory.procedures;
  return inventory.procedures.filter((procedure) => isShownToResidents(inventory, procedure));
}

/**
 * Which procedures apply to these facts. With `unanswered: "no"` a fact that is not given counts as absent (its leaves
 * are false); with `"unknown"` only what logic decides is decided, and `next` is the screen to ask, or null when all is
 * decided. Throws a UserError for a question of another shape and for unknown facts.
 */
export function answerGuide(
  inventory: Inventory,
  question: unknown,
  audience: Audience = 'city',
): z.infer<typeof guideAnswer> {
  const { facts, unanswered } = readQuestion(guideQuestion, question);
  refuseStrangeFacts(inventory, facts, audience);
  const verdicts = inventory.program.verdicts(facts, unanswered);
  const ids = proceduresFor(inventory, audience).map(({ id }) => id);
  const having = (truth: unknown) => ids.filter((id) => verdicts.get(id) === truth);
  const next = unanswered === 'no' ? null : inventory.program.next(facts);
  return { applies: having(true), undecided: having('unknown'), next: next && [...next.facts] };
}

/** What to bring for each of some procedures. A fact that is not given counts as absent. Throws as `answerGuide` does. */
export function answerDocuments(
  inventory: Inventory,
  question: unknown,
  audience: Audience = 'city',
): z.infer<typeof documentsAnswer> {
  const { facts, procedures } = readQuestion(documentsQuestion, question);
  refuseStrangeFacts(inventory, facts, audience);
  const known = new Map(proceduresFor(inventory, audience).map((procedure) => [procedure.id, procedure]));
  const asked = procedures.map((id) => known.get(id) ?? refuseProcedure(id));
  return { documents: asked.flatMap((procedure) => documentsOf(inventory, procedure, facts)) };
}

function refuseProcedure(id: string): never {
  throw refused(`知らない手続きです: ${id}`);
}

function documentsOf(inventory: Inventory, procedure: Procedure, facts: Facts) {
  return documentsFor([procedure], facts, 'no').map((document) => ({
    procedure: procedure.id,
    id: document.id,
    name: document.name.ja,
    required: document.requiredness === 'required',
    why: document.conditions.map((condition) => conditionSentence(inventory, condition)).join('、または') || '全員',
  }));
}
