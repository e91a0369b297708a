import { describedBy } from './descriptions.ts';
import { fold, foldSpelling } from './fold.ts';
import { gramsOf, Postings } from './grams.ts';
import { halfInKana } from './half-in-kana.ts';
import { isWrittenBySound, type Reading, readingsOf, soundOf } from './readings.ts';
import { type Synonyms, synonymsOf } from './synonyms.ts';

/** Something that can be found. */
export interface SearchDocument {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** What people call it in their own words. Looked in like the title, shown nowhere. */
  readonly sayings?: readonly string[];
  /** How the title and the sayings are read aloud, in this order; null or left out where nobody read them. */
  readonly readings?: readonly Reading[] | null;
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

type Named = Omit<SearchDocument, 'id' | 'text'>;

/**
 * How much each way of agreeing counts. The words themselves come before other spellings, those before the city's synonyms, then the
 * sound, then synonyms of the language at large; what agrees in several ways comes a little before what agrees in one.
 */
const worth = {
  itself: 1,
  spelling: 0.8,
  synonym: 0.7,
  sound: 0.65,
  general: 0.5,
  meant: 0.8,
  resembling: 0.4,
  besides: 0.05,
} as const;
/** Where a word stands: the title says what a page is about, the text only mentions. */
const placeWorth = {
  wholeTitle: 1,
  wholeSaying: 0.9,
  titleStart: 0.8,
  title: 0.7,
  saying: 0.6,
  titlePart: 0.5,
  text: 0.3,
} as const;
/** Below this a resemblance is chance. */
const resemblance = 0.34;
/** A question must fit what is said of a thing so well to be taken for one about it. */
const fits = 0.1;
/** Half of what a question says is as much as one can expect of a thing that it is about. */
const wholeFit = 0.5;
/** Where nothing else was found, a word of so many signs may be a slip of the hand, and less resemblance will do. */
const misspelledLength = 3;
const slip = 0.25;
/** Longer questions are cut: what matters is said at first. */
const longestQuery = 200;
/** Sentences this long are questions in everyday words rather than words to look up. */
const sentenceLength = 5;
/** A word that stands in more titles tells none of them from the others. */
const mostTitled = 20;
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

/** The names of all documents as one function writes them, with which of them have a piece, and which resemble a query. */
function calledBy(documents: ReadonlyMap<number, Named>, write: (name: string, reading?: Reading) => string) {
  const names = new Postings();
  /** Which document each entry of `names` belongs to. */
  const owners: number[] = [];
  const byNumber = new Map<number, Names>();
  const written: string[] = [];
  for (const [number, { title, sayings = [], readings }] of documents) {
    const [first = '', ...others] = [title, ...sayings].map((name, index) => write(name, readings?.[index]));
    byNumber.set(number, { title: first, sayings: others });
    for (const name of [first, ...others]) {
      names.add(name);
      owners.push(number);
      written.push(name);
    }
  }
  const weightOf = (gram: string): number => Math.log(1 + owners.length / (1 + names.count(gram)));
  const nameWeights = written.map((name) => sum(gramsOf(name), weightOf));

  return {
    names: byNumber,
    /** The documents one of whose names has the piece. */
    having: (piece: string): ReadonlySet<number> =>
      new Set(names.containing(piece).flatMap((name) => owners[name] ?? [])),
    /** How much the names of documents resemble `asked`, of those that do so by more than chance. */
    resembling(asked: string, least: number): ReadonlyMap<number, number> {
      const grams = gramsOf(asked);
      const askedWeight = sum(grams, weightOf);
      const common = new Map<number, number>();
      for (const gram of grams) {
        const weight = weightOf(gram);
        for (const name of names.having(gram)) common.set(name, (common.get(name) ?? 0) + weight);
      }
      const scores = new Map<number, number>();
      for (const [name, shared] of common) {
        const likeness = 0.6 * (shared / (nameWeights[name] ?? 1)) + 0.4 * (shared / askedWeight);
        const owner = owners[name] ?? 0;
        // A name of one sign stands in nearly every sentence.
        if ((written[name] ?? '').length > 1 && likeness >= least && likeness > (scores.get(owner) ?? 0))
          scores.set(owner, likeness);
      }
      return scores;
    },
  };
}

/** Prepares the order of documents, each under its number. `groups` are words that mean the same for the city, `general` those of the language at large. */
export function createRanking(
  documents: ReadonlyMap<number, Named & { readonly id: string }>,
  groups: readonly (readonly string[])[] = [],
  { general = synonymsOf([]) }: { general?: Synonyms } = {},
): Ranking {
  const synonyms = synonymsOf(groups);
  const folded = new Map(
    [...documents].map(([number, { title, sayings = [] }]) => [
      number,
      { title: fold(title), sayings: sayings.map(fold) },
    ]),
  );
  const spelled = calledBy(documents, foldSpelling);
  const sounding = calledBy(documents, (name, reading) => (reading ? soundOf(reading) : foldSpelling(name)));
  const described = describedBy(groups);
  const readings = readingsOf([...documents.values()].flatMap((document) => document.readings ?? []));

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

  /** The documents whose names agree with a word by their sound, or by a synonym of the language at large; those are few, and in memory. */
  function namedOtherwise(
    term: string,
  ): { names: ReadonlyMap<number, Names>; numbers: ReadonlySet<number>; piece: string; worth: number }[] {
    const written = foldSpelling(term);
    const sound = isWrittenBySound(term) ? readings.of(term) : '';
    return [
      { ...sounding, piece: sound, worth: worth.sound },
      ...general.alternatives(written).map((piece) => ({ ...spelled, piece, worth: worth.general })),
    ]
      .filter(({ piece }) => piece.length > 1 && piece !== written)
      .map(({ names, having, piece, worth }) => ({ names, numbers: having(piece), piece, worth }));
  }

  /** Documents whose names are a word of which a part was written in kana, with where it stands in them. */
  function namedHalfInKana(term: string): ReadonlyMap<number, number> {
    const places = new Map<number, number>();
    const fitOf = halfInKana(term, foldSpelling);
    if (fitOf === null) return places;
    for (const [number, { title, sayings }] of folded) {
      const sounds = sounding.names.get(number) ?? { title: '', sayings: [] };
      const ofTitle = fitOf(title, sounds.title);
      if (ofTitle !== null) {
        places.set(number, ofTitle === 'whole' ? placeWorth.wholeTitle : placeWorth.title);
        continue;
      }
      const fits = sayings.map((saying, index) => fitOf(saying, sounds.sayings[index] ?? ''));
      if (fits.includes('whole')) places.set(number, placeWorth.wholeSaying);
      else if (fits.includes('part')) places.set(number, placeWorth.saying);
    }
    return places;
  }

  /** How well each document has one word of the query. */
  function scoresOf(term: string, found: (lookup: Lookup) => Iterable<number>): ReadonlyMap<number, number> {
    const ways = [
      ...waysOf(term).map(({ field, piece, worth }) => ({
        names: field === 'words' ? folded : spelled.names,
        numbers: found({ field, piece }),
        piece,
        worth,
      })),
      ...namedOtherwise(term),
    ];
    const scores = new Map<number, number>();
    for (const { names, numbers, piece, worth: much } of ways) {
      for (const number of numbers) {
        const one = names.get(number);
        if (one === undefined) continue;
        const place = placeOf(one, piece);
        // The city's own other word for the very thing is as good as a saying of it.
        const score = much === worth.synonym && place === placeWorth.wholeTitle ? placeWorth.wholeSaying : much * place;
        raise(scores, number, score);
      }
    }
    for (const [number, place] of namedHalfInKana(term)) raise(scores, number, worth.sound * place);
    return scores;
  }

  /** Documents with one of these words in their title, with how much that says of them. A word that many have says nothing. */
  function titledBy(words: readonly string[]): Map<number, number> {
    const scores = new Map<number, number>();
    for (const word of new Set(words)) {
      const numbers = word.length > 1 ? spelled.having(word) : new Set<number>();
      if (numbers.size > mostTitled) continue;
      for (const number of numbers) {
        const title = spelled.names.get(number)?.title ?? '';
        if (!title.includes(word)) continue;
        const part = placeWorth.titlePart * Math.min(1, 0.4 + word.length / title.length);
        scores.set(number, Math.max(scores.get(number) ?? 0, title === word ? placeWorth.wholeSaying : part));
      }
    }
    return scores;
  }

  /**
   * Documents that are called by what a question is about in the city's words: 「団地に入りたい」 mentions a word for 市営住宅, and
   * 「本を借りる」 is nearly one for 図書館. What many are called by says little. A document with another of those words in its
   * title is about it as well.
   */
  function meant(query: string): ReadonlyMap<number, number> {
    const scores = new Map<number, number>();
    for (const [group, fit] of described.fitting(query)) {
      if (fit < fits) continue;
      const [official = '', ...others] = (groups[group] ?? []).map(foldSpelling);
      const numbers = official.length > 1 ? spelled.having(official) : new Set<number>();
      const rarity = 1 - Math.log(1 + numbers.size) / Math.log(2 + documents.size);
      const places = titledBy(others);
      for (const number of numbers) {
        const names = spelled.names.get(number);
        if (names) places.set(number, placeOf(names, official));
      }
      for (const [number, place] of places) scores.set(number, (scores.get(number) ?? 0) + fit * rarity * place);
    }
    return scores;
  }

  /** Documents whose names resemble the query in writing or in sound, although no word of it stands there as typed. */
  function resembling(query: string, least: number): ReadonlyMap<number, number> {
    const scores = new Map(spelled.resembling(foldSpelling(query), least));
    if (!isWrittenBySound(query)) return scores;
    for (const [number, likeness] of sounding.resembling(readings.of(query), least)) {
      scores.set(number, Math.max(scores.get(number) ?? 0, likeness));
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
        const least = scores.size === 0 && fold(asked).length >= misspelledLength ? slip : resemblance;
        for (const [number, likeness] of resembling(asked, least)) raise(scores, number, worth.resembling * likeness);
        for (const [number, much] of meant(asked)) raise(scores, number, worth.meant * Math.min(1, much / wholeFit));
      }
      return [...scores]
        .map(([number, score]) => ({ number, score: score * (documents.get(number)?.weight ?? 1) }))
        .sort((one, other) => other.score - one.score || one.number - other.number)
        .slice(0, limit)
        .flatMap(({ number, score }) => {
          const document = documents.get(number);
          return document ? [{ id: document.id, title: document.title, score: Math.round(score * 1e4) / 1e4 }] : [];
        });
    },
  };
}

/** A document agrees in one more way: the best way counts, and the others a little. */
function raise(scores: Map<number, number>, number: number, score: number): void {
  const before = scores.get(number) ?? 0;
  scores.set(number, Math.max(before, score) + worth.besides * Math.min(before, score));
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
