export { fold, foldSpelling } from './fold.ts';
export { createSearchIndex, type Hit, type SearchDocument, type SearchIndex } from './search-index.ts';
