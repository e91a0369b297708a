import { fold, foldSpelling } from './fold.ts';
import { gramsOf, Postings } from './grams.ts';
import { synonymsOf } from './synonyms.ts';

/** Something that can be found. */
export interface SearchDocument {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** What people call it in their own words. Looked in like the title, shown nowhere. */
  readonly sayings?: readonly string[];
  /** Raised above others that fit as well: 1 for the thing itself, less for what is written about it. */
  readonly weight?: number;
}

export interface Hit {
  readonly id: string;
  readonly title: string;
  /** Higher is better; comparable within one search only. */
  readonly score: number;
}

/** Finds documents by any word of theirs. */
export interface SearchIndex {
  /** The documents that fit, the best first. A query without any sign to look for finds nothing. */
  search(query: string, options?: { limit?: number }): readonly Hit[];
  readonly size: number;
}

/** What a document is called. */
interface Names {
  readonly title: string;
  readonly sayings: readonly string[];
}

interface Prepared {
  readonly document: SearchDocument;
  readonly folded: Names;
  readonly spelled: Names;
}

/** How much each way of agreeing counts. The words themselves come before other spellings, and those before synonyms. */
const worth = { itself: 1, spelling: 0.8, synonym: 0.7, resembling: 0.4 } as const;
/** Where a word stands: the title says what a page is about, the text only mentions. */
const placeWorth = { wholeTitle: 1, wholeSaying: 0.9, titleStart: 0.8, title: 0.7, saying: 0.6, text: 0.3 } as const;
/** Below this a resemblance is chance. */
const resemblance = 0.34;
/** Longer questions are cut: what matters is said at first. */
const longestQuery = 200;
/** Sentences this long are questions in everyday words rather than words to look up. */
const sentenceLength = 6;
/** With so many documents that have the words, nobody needs those that only resemble. */
const enough = 5;

/** Builds an index. `groups` are words that mean the same. */
export function createSearchIndex(
  documents: readonly SearchDocument[],
  groups: readonly (readonly string[])[] = [],
): SearchIndex {
  const synonyms = synonymsOf(groups);
  const words = new Postings();
  const spellings = new Postings();
  const names = new Postings();
  /** Which document each entry of `names` belongs to. */
  const owners: number[] = [];
  const prepared = documents.map((document, number): Prepared => {
    const { title, text, sayings = [] } = document;
    // A sign that nothing folds to stands between, so that no word reaches over two texts.
    const whole = [title, ...sayings, text];
    words.add(whole.map(fold).join('\n'));
    spellings.add(whole.map(foldSpelling).join('\n'));
    for (const name of [title, ...sayings]) {
      names.add(foldSpelling(name));
      owners.push(number);
    }
    return {
      document,
      folded: { title: fold(title), sayings: sayings.map(fold) },
      spelled: { title: foldSpelling(title), sayings: sayings.map(foldSpelling) },
    };
  });
  const nameGrams = [...documents].flatMap(({ title, sayings = [] }) =>
    [title, ...sayings].map((name) => gramsOf(foldSpelling(name))),
  );
  const weightOf = (gram: string): number => Math.log(1 + owners.length / (1 + names.count(gram)));
  const nameWeights = nameGrams.map((grams) => sum(grams, weightOf));

  /** How well each document has one word of the query: by the word, another spelling, or a synonym. */
  function scoresOf(term: string): ReadonlyMap<number, number> {
    const scores = new Map<number, number>();
    const raise = (number: number, score: number) => {
      if (score > (scores.get(number) ?? 0)) scores.set(number, score);
    };
    const word = fold(term);
    for (const number of words.containing(word)) {
      const one = prepared[number];
      if (one) raise(number, worth.itself * placeOf(one.folded, word));
    }
    const spelled = foldSpelling(term);
    for (const other of synonyms.alternatives(spelled)) {
      // One sign alone stands in too many words to say anything about spelling.
      if (other.length < 2) continue;
      for (const number of spellings.containing(other)) {
        const one = prepared[number];
        if (one) raise(number, (other === spelled ? worth.spelling : worth.synonym) * placeOf(one.spelled, other));
      }
    }
    return scores;
  }

  /** Documents whose title or sayings resemble the query, although no word of it stands there as typed. */
  function resembling(query: string): ReadonlyMap<number, number> {
    const asked = gramsOf(foldSpelling(query));
    const askedWeight = sum(asked, weightOf);
    const common = new Map<number, number>();
    for (const gram of asked) {
      const weight = weightOf(gram);
      for (const name of names.having(gram)) common.set(name, (common.get(name) ?? 0) + weight);
    }
    const scores = new Map<number, number>();
    for (const [name, shared] of common) {
      const likeness = 0.6 * (shared / (nameWeights[name] ?? 1)) + 0.4 * (shared / askedWeight);
      const owner = owners[name] ?? 0;
      if (likeness >= resemblance && likeness > (scores.get(owner) ?? 0)) scores.set(owner, likeness);
    }
    return scores;
  }

  return {
    size: documents.length,
    search(query, { limit = Number.POSITIVE_INFINITY } = {}) {
      const asked = query.slice(0, longestQuery);
      const terms = asked.split(/[\s\u3000]+/u).filter((term) => fold(term) !== '');
      if (terms.length === 0) return [];
      const scores = inAll(terms.map(scoresOf));
      if (scores.size < enough || fold(asked).length >= sentenceLength) {
        for (const [number, likeness] of resembling(asked)) {
          scores.set(number, Math.max(scores.get(number) ?? 0, worth.resembling * likeness));
        }
      }
      return [...scores]
        .map(([number, score]) => ({ number, score: score * (prepared[number]?.document.weight ?? 1) }))
        .sort((one, other) => other.score - one.score || one.number - other.number)
        .slice(0, limit)
        .flatMap(({ number, score }) => {
          const document = prepared[number]?.document;
          return document ? [{ id: document.id, title: document.title, score: Number(score.toFixed(4)) }] : [];
        });
    },
  };
}

function sum(grams: Iterable<string>, weightOf: (gram: string) => number): number {
  let total = 0;
  for (const gram of grams) total += weightOf(gram);
  return total;
}

/** The documents that have every word, with the mean of how well. */
function inAll(terms: readonly ReadonlyMap<number, number>[]): Map<number, number> {
  const [first = new Map<number, number>(), ...others] = terms;
  const scores = new Map<number, number>();
  for (const [number, score] of first) {
    const rest = others.map((other) => other.get(number));
    if (rest.includes(undefined)) continue;
    scores.set(number, (score + rest.reduce<number>((total, one) => total + (one ?? 0), 0)) / terms.length);
  }
  return scores;
}

/** How much it says that a word stands where it does. Of titles with the word, the shorter ones say more. */
function placeOf({ title, sayings }: Names, word: string): number {
  if (title === word) return placeWorth.wholeTitle;
  if (sayings.includes(word)) return placeWorth.wholeSaying;
  const share = (0.1 * word.length) / Math.max(title.length, 1);
  if (title.startsWith(word)) return placeWorth.titleStart + share;
  if (title.includes(word)) return placeWorth.title + share;
  return sayings.some((saying) => saying.includes(word)) ? placeWorth.saying : placeWorth.text;
}
