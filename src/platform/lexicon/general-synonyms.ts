import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Synonyms, synonymsOf } from '#platform/search';

/** What is read of a group in the file; `expandControl` 2 marks words that must not stand for others. */
interface Group {
  readonly items: readonly { readonly midashi: string; readonly expandControl: number }[];
}

const excluded = 2;
/** Longer entries are sentences and titles that nobody looks for; without them the whole stays small. */
const longest = 12;

let kept: Promise<Synonyms> | null = null;

/** Synonyms of the language at large, read when they are first needed. */
export function generalSynonyms(): Promise<Synonyms> {
  kept ??= readGroups()
    .then(synonymsOf)
    .catch((error: unknown) => {
      // A file that could not be read is tried again with the next question.
      kept = null;
      throw error;
    });
  return kept;
}

/** The file is 14 MB in one line: it is read group by group, so that it never lies in memory as a whole. */
async function readGroups(): Promise<string[][]> {
  const folder = dirname(createRequire(import.meta.url).resolve('sudachi-synonyms-dictionary'));
  const groups: string[][] = [];
  let rest = '';
  for await (const part of createReadStream(join(folder, 'sudachi-synonyms-dictionary.json'), 'utf8')) {
    const pieces = `${rest}${part}`.split(groupStart);
    rest = pieces.pop() ?? '';
    for (const piece of pieces) groups.push(...wordsOf(piece));
  }
  groups.push(...wordsOf(rest));
  return groups;
}

/** Between the groups of the list. */
const groupStart = /(?<=\]\}),(?=\{"id")/;

function wordsOf(piece: string): string[][] {
  const { items } = JSON.parse(piece.replace(/^\[/, '').replace(/\]\s*$/, '')) as Group;
  const words = items
    .filter(({ midashi, expandControl }) => expandControl !== excluded && midashi.length <= longest)
    .map(({ midashi }) => midashi);
  return words.length > 1 ? [words] : [];
}
