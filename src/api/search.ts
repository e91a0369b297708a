import type { z } from 'zod';
import type { Inventory } from '#inventory';
import { procedureDocuments } from '#manual';
import { generalSynonyms, withReadings } from '#platform/lexicon';
import { createSearchIndex, type SearchDocument, type SearchIndex } from '#platform/search';
import { proceduresFor } from './answers.ts';
import { type Audience, readQuestion, searchedDocument, searchQuestion } from './questions.ts';
import type { searchAnswer } from './shapes.ts';

/** As many hits as anybody reads. */
const mostHits = 50;

/** An index over the procedures of the inventory. */
export function searchInventory(inventory: Inventory, audience: Audience = 'city'): Promise<SearchIndex> {
  return indexWithReadings(inventory, procedureDocuments(inventory, proceduresFor(inventory, audience)));
}

/** An index over documents that also knows how their names sound, and the words of the city and of the language at large. */
export async function indexWithReadings(
  { synonyms }: Inventory,
  documents: readonly SearchDocument[],
): Promise<SearchIndex> {
  const [read, general] = await Promise.all([withReadings(documents), generalSynonyms()]);
  return createSearchIndex(read, synonyms, { general });
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
