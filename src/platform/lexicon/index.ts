export { generalSynonyms } from './general-synonyms.ts';
export { readAloud, withReadings } from './read-aloud.ts';
