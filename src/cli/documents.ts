import { z } from 'zod';
import { conditionSentence, documentsFor, type Inventory } from '#inventory';
import { factsInput, readQuestion, refuseUnknownFacts } from './questions.ts';

const documentsQuestion = z.strictObject({ facts: factsInput, procedures: z.array(z.string()) });

export interface DocumentAnswer {
  procedure: string;
  id: string;
  name: string;
  required: boolean;
  why: string;
}

/** What to bring for each of some procedures. A fact that is not given counts as absent. */
export function answerDocuments(inventory: Inventory, question: unknown): { documents: DocumentAnswer[] } {
  const { facts, procedures } = readQuestion(documentsQuestion, question);
  refuseUnknownFacts(inventory, facts);
  return { documents: procedures.flatMap((id) => documentsOf(inventory, id, facts)) };
}

function documentsOf(inventory: Inventory, id: string, facts: Parameters<typeof documentsFor>[1]): DocumentAnswer[] {
  const procedure = inventory.procedureById.get(id);
  if (procedure === undefined) throw new Error(`知らない手続きです: ${id}`);
  return documentsFor([procedure], facts, 'no').map((document) => ({
    procedure: id,
    id: document.id,
    name: document.name.ja,
    required: document.requiredness === 'required',
    why: document.conditions.map((condition) => conditionSentence(inventory, condition)).join('、または') || '全員',
  }));
}
