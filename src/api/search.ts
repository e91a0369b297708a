import type { z } from 'zod';
import type { Inventory, Procedure } from '#inventory';
import { createSearchIndex, type SearchDocument, type SearchIndex } from '#platform/search';
import { proceduresFor } from './answers.ts';
import { type Audience, readQuestion, searchedDocument, searchQuestion } from './questions.ts';
import type { searchAnswer } from './shapes.ts';

/** Of two procedures that fit as well, what one must do comes first. */
const needWeight = { required: 1, recommended: 0.95, optional: 0.9 } as const;

/** As many hits as anybody reads. */
const mostHits = 50;

/** The inventory as it is searched: every procedure with all its words, and with what people call it in their own. */
export function searchDocumentsOf(inventory: Inventory, audience: Audience = 'city'): SearchDocument[] {
  return proceduresFor(inventory, audience).map((procedure) => ({
    id: procedure.id,
    title: procedure.name.ja,
    weight: needWeight[procedure.need],
    sayings: sayingsOf(inventory, procedure),
    text: textOf(inventory, procedure),
  }));
}

/** An index over the procedures of the inventory. */
export function searchInventory(inventory: Inventory, audience: Audience = 'city'): SearchIndex {
  return createSearchIndex(searchDocumentsOf(inventory, audience), inventory.words.synonyms);
}

/** Answers `{"q"}` with the best hits. Throws a UserError for a question of another shape. */
export function answerSearch(index: SearchIndex, question: unknown): z.infer<typeof searchAnswer> {
  const { q, limit } = readQuestion(searchQuestion, question);
  return { hits: [...index.search(q, { limit: limit ?? mostHits })] };
}

/** A document of a file, as one line of JSON says it. Throws a UserError for another shape. */
export function readSearchDocument(line: unknown): SearchDocument {
  return readQuestion(searchedDocument, line);
}

/** Names in other words: the reading, plain Japanese, and the phrases of `words.yaml` that lead to it. What an event asks for comes of the event; what one may also do does not. */
function sayingsOf(inventory: Inventory, { id, nameKana, name, lifeEvents, need }: Procedure): string[] {
  const isOf = (one: string) => lifeEvents.includes(one);
  const said = inventory.words.words.filter(
    ({ procedures = [], events = [], wants = [] }) =>
      procedures.includes(id) || wants.some(isOf) || (need === 'required' && events.some(isOf)),
  );
  return [nameKana, ...(name.easy ? [name.easy] : []), ...said.flatMap(({ phrases }) => phrases)];
}

function textOf(inventory: Inventory, procedure: Procedure): string {
  const { summary, deadline, documents, fee, counter, legalBasis, staffSteps, notes, department } = procedure;
  return [
    summary.ja,
    deadline.text.ja,
    ...documents.flatMap((document) => [document.name.ja, document.description.ja]),
    fee.text,
    counter.place,
    inventory.departmentById.get(department)?.name.ja,
    ...legalBasis,
    ...staffSteps.map(({ do: work }) => work),
    ...notes,
  ]
    .filter((part) => part !== undefined)
    .join('\n');
}
