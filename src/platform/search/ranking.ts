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

/** What has to be looked up in the texts: a piece in their words as they are, or as `foldSpelling` writes them. */
export interface Lookup {
  readonly field: 'words' | 'spellings';
  readonly piece: string;
}

/** The order of what was found. It knows what documents are called; what they say lies elsewhere, in memory or in a database. */
export interface Ranking {
  /** What must be looked up for a query; nothing for a query without any sign to look for. */
  lookups(query: string): readonly Lookup[];
  /** The documents that fit, the best first; `found` gives the numbers of all texts with a piece. */
  rank(query: string, found: (lookup: Lookup) => Iterable<number>, options?: { limit?: number }): readonly Hit[];
}

/** What a document is called. */
interface Names {
  readonly title: string;
  readonly sayings: readonly string[];
}

type Named = Omit<SearchDocument, 'text'>;

/**
 * How much each way of agreeing counts. The words themselves come before other spellings, and those before synonyms; what agrees
 * in several ways comes a little before what agrees in one.
 */
const worth = { itself: 1, spelling: 0.8, synonym: 0.7, resembling: 0.4, besides: 0.05 } as const;
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
/** More words than this narrow nothing down any more. */
const mostTerms = 12;

/** The two texts that a document is looked up in. A sign that nothing folds to stands between, so that no word reaches over two parts. */
export function textsOf({ title, sayings = [], text }: SearchDocument): Readonly<Record<Lookup['field'], string>> {
  const whole = [title, ...sayings, text];
  return { words: whole.map(fold).join('\n'), spellings: whole.map(foldSpelling).join('\n') };
}

const termsOf = (query: string): string[] =>
  query
    .slice(0, longestQuery)
    .split(/[\s\u3000]+/u)
    .filter((term) => fold(term) !== '')
    .slice(0, mostTerms);

/** Prepares the order of documents, each under its number. `groups` are words that mean the same. */
export function createRanking(
  documents: ReadonlyMap<number, Named>,
  groups: readonly (readonly string[])[] = [],
): Ranking {
  const synonyms = synonymsOf(groups);
  const names = new Postings();
  /** Which document each entry of `names` belongs to. */
  const owners: number[] = [];
  const folded = new Map<number, Names>();
  const spelled = new Map<number, Names>();
  for (const [number, { title, sayings = [] }] of documents) {
    folded.set(number, { title: fold(title), sayings: sayings.map(fold) });
    spelled.set(number, { title: foldSpelling(title), sayings: sayings.map(foldSpelling) });
    for (const name of [title, ...sayings]) {
      names.add(foldSpelling(name));
      owners.push(number);
    }
  }
  const weightOf = (gram: string): number => Math.log(1 + owners.length / (1 + names.count(gram)));
  const nameWeights = [...documents.values()].flatMap(({ title, sayings = [] }) =>
    [title, ...sayings].map((name) => sum(gramsOf(foldSpelling(name)), weightOf)),
  );

  /** Ways in which a text may have a word: by the word, another spelling, or a synonym. */
  function waysOf(term: string): (Lookup & { worth: number })[] {
    const written = foldSpelling(term);
    return [
      { field: 'words', piece: fold(term), worth: worth.itself },
      ...synonyms
        .alternatives(written)
        // One sign alone stands in too many words to say anything about spelling.
        .filter((piece) => piece.length > 1)
        .map((piece) => ({
          field: 'spellings' as const,
          piece,
          worth: piece === written ? worth.spelling : worth.synonym,
        })),
    ];
  }

  /** How well each document has one word of the query. */
  function scoresOf(term: string, found: (lookup: Lookup) => Iterable<number>): ReadonlyMap<number, number> {
    const scores = new Map<number, number>();
    for (const { field, piece, worth: much } of waysOf(term)) {
      const called = field === 'words' ? folded : spelled;
      for (const number of found({ field, piece })) {
        const one = called.get(number);
        if (one === undefined) continue;
        const score = much * placeOf(one, piece);
        const before = scores.get(number) ?? 0;
        scores.set(number, Math.max(before, score) + worth.besides * Math.min(before, score));
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
    lookups(query) {
      const wanted = new Map<string, Lookup>();
      for (const { field, piece } of termsOf(query).flatMap(waysOf)) wanted.set(`${field} ${piece}`, { field, piece });
      return [...wanted.values()];
    },
    rank(query, found, { limit = Number.POSITIVE_INFINITY } = {}) {
      const asked = query.slice(0, longestQuery);
      const terms = termsOf(query);
      if (terms.length === 0) return [];
      const scores = inAll(terms.map((term) => scoresOf(term, found)));
      if (scores.size < enough || fold(asked).length >= sentenceLength) {
        for (const [number, likeness] of resembling(asked)) {
          scores.set(number, Math.max(scores.get(number) ?? 0, worth.resembling * likeness));
        }
      }
      return [...scores]
        .map(([number, score]) => ({ number, score: score * (documents.get(number)?.weight ?? 1) }))
        .sort((one, other) => other.score - one.score || one.number - other.number)
        .slice(0, limit)
        .flatMap(({ number, score }) => {
          const document = documents.get(number);
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
