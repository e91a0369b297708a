import { foldSpelling } from './fold.ts';

/** Words that mean the same for the city: everyday words, official names, abbreviations. */
export interface Synonyms {
  /** A word and what may stand in its place, all as `foldSpelling` writes them; at most `limit` of them. */
  alternatives(spelled: string, limit?: number): readonly string[];
}

/** A phrase may hold several words with synonyms; more combinations than this help nobody. */
const usualLimit = 24;
/** A single sign stands in too many words to be exchanged within a phrase. */
const shortest = 2;

/** Latin letters and figures stand in words of their own: 「dv」 is none of 「dvd」. */
const isLatin = (sign: string | undefined): boolean => sign !== undefined && /[a-z0-9]/.test(sign);

/** Whether a piece of a phrase begins or ends in the middle of such a word. */
const cutsWord = (phrase: string, from: number, until: number): boolean =>
  (isLatin(phrase[from - 1]) && isLatin(phrase[from])) || (isLatin(phrase[until - 1]) && isLatin(phrase[until]));

/** Prepares groups of words that mean the same. A word may stand in several groups. Kept small: there may be tens of thousands. */
export function synonymsOf(groups: Iterable<readonly string[]>): Synonyms {
  const wordsOf: (readonly string[])[] = [];
  const groupsOf = new Map<string, number[]>();
  let longest = 0;
  for (const group of groups) {
    const words = [...new Set(group.map(foldSpelling))].filter((word) => word.length > 0);
    const number = wordsOf.push(words) - 1;
    for (const word of words) {
      const known = groupsOf.get(word);
      if (known) known.push(number);
      else groupsOf.set(word, [number]);
      longest = Math.max(longest, word.length);
    }
  }

  const othersOf = (word: string): string[] =>
    (groupsOf.get(word) ?? []).flatMap((number) => wordsOf[number] ?? []).filter((other) => other !== word);

  /** Where in a phrase words with synonyms stand, the longest first at each place. */
  function places(phrase: string): { at: number; word: string }[] {
    const found: { at: number; word: string }[] = [];
    for (let at = 0; at < phrase.length; at += 1) {
      for (let length = Math.min(longest, phrase.length - at); length >= shortest; length -= 1) {
        const word = phrase.slice(at, at + length);
        if (!groupsOf.has(word) || cutsWord(phrase, at, at + length)) continue;
        found.push({ at, word });
        break;
      }
    }
    return found;
  }

  return {
    alternatives(spelled, limit = usualLimit) {
      const found = new Set([spelled, ...othersOf(spelled)]);
      for (const { at, word } of places(spelled)) {
        for (const other of othersOf(word)) {
          if (found.size >= limit) return [...found];
          found.add(spelled.slice(0, at) + other + spelled.slice(at + word.length));
        }
      }
      return [...found];
    },
  };
}
