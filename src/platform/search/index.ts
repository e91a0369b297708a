export { fold, foldSpelling } from './fold.ts';
export { gramsOf, neededGrams } from './grams.ts';
export { excerptOf, type Marked, markWords } from './marks.ts';
export { createRanking, type Hit, type Lookup, type Ranking, type SearchDocument, textsOf } from './ranking.ts';
export { type Reading, type ReadPiece, soundOf } from './readings.ts';
export { createSearchIndex, type SearchIndex } from './search-index.ts';
export { type Synonyms, synonymsOf } from './synonyms.ts';
