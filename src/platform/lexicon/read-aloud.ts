import { once } from 'node:events';
import { startThread } from '#platform/apart';
import type { Reading, SearchDocument } from '#platform/search';

/**
 * Gives how texts are read aloud, in their order. The dictionary takes 160 MB, so it works in a thread that ends when all are read:
 * give many at once.
 */
export async function readAloud(texts: readonly string[]): Promise<readonly Reading[]> {
  if (texts.length === 0) return [];
  const thread = startThread('platform/lexicon/reader', { workerData: texts });
  try {
    const [readings] = await once(thread, 'message');
    return readings as readonly Reading[];
  } finally {
    await thread.terminate();
  }
}

/** Documents with how their titles and sayings are read aloud. */
export async function withReadings<Document extends SearchDocument>(
  documents: readonly Document[],
): Promise<readonly (Document & { readonly readings: readonly Reading[] })[]> {
  const names = [...new Set(documents.flatMap(namesOf))];
  const readings = await readAloud(names);
  const byName = new Map(names.map((name, index) => [name, readings[index] ?? []]));
  return documents.map((document) => ({
    ...document,
    readings: namesOf(document).map((name) => byName.get(name) ?? []),
  }));
}

const namesOf = ({ title, sayings = [] }: SearchDocument): string[] => [title, ...sayings];
