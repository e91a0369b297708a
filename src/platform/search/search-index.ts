import { Postings } from './grams.ts';
import { createRanking, type Hit, type SearchDocument, textsOf } from './ranking.ts';
import type { Synonyms } from './synonyms.ts';

/** Finds documents by any word of theirs. */
export interface SearchIndex {
  /** The documents that fit, the best first. A query without any sign to look for finds nothing. */
  search(query: string, options?: { limit?: number }): readonly Hit[];
  readonly size: number;
}

/** Builds an index in memory, for programs without a database. `groups` are words that mean the same for the city, `general` those of the language at large. */
export function createSearchIndex(
  documents: readonly SearchDocument[],
  groups: readonly (readonly string[])[] = [],
  options: { general?: Synonyms } = {},
): SearchIndex {
  const postings = { words: new Postings(), spellings: new Postings() };
  for (const document of documents) {
    const { words, spellings } = textsOf(document);
    postings.words.add(words);
    postings.spellings.add(spellings);
  }
  const ranking = createRanking(new Map(documents.map((document, number) => [number, document])), groups, options);
  return {
    size: documents.length,
    search: (query, options) => ranking.rank(query, ({ field, piece }) => postings[field].containing(piece), options),
  };
}
