import { foldSpelling, type Synonyms, synonymsOf } from '#platform/search';
import type { Inventory } from './inventory.ts';

/** Something that everyday words may be about, with how well they fit: 0 (not at all) to 1. */
export interface Match {
  id: string;
  score: number;
}

/** What a sentence may be about, each list from the best match down. */
export interface WordMatches {
  /** Values of the fact `events`. */
  events: Match[];
  /** Values of the fact `wants`. */
  wants: Match[];
  procedures: Match[];
}

type Kind = keyof WordMatches;

interface Phrase {
  kind: Kind;
  id: string;
  grams: ReadonlySet<string>;
}

interface Index {
  /** Every spelling of a word with the one it is read as, the longest first. */
  spellings: readonly (readonly [string, string])[];
  phrases: readonly Phrase[];
  /** Weight of a gram: rare ones say more. */
  weights: ReadonlyMap<string, number>;
  unknownWeight: number;
}

/** Sentences as they are typed, and as `foldSpelling` writes them, which is how synonyms are known. */
interface Indexes {
  typed: Index;
  spelled: Index;
  /** The city's own words that mean the same. */
  city: Synonyms;
}

const indexes = new WeakMap<Inventory, Indexes>();

/** Below this a match is chance. */
const threshold = 0.3;

/** Below this it is worth asking again in other words. */
const sure = 0.45;
/** Other words may share a piece with anything, so what they fit must fit better. */
const otherThreshold = 0.4;
/** How much what was found in the city's other words counts, and in those of the language at large. */
const otherWords = { city: 0.9, general: 0.7 } as const;

/** Longer sentences are cut: what matters is said in the first lines. */
const maximumLength = 500;

/**
 * Finds what a sentence in everyday Japanese is about, from the phrases of `words.yaml`, the labels of events and wishes
 * and the names of procedures. Words are compared by pieces of two letters, so endings and word order hardly matter. A sentence that
 * fits nothing well is asked again with words in their place that mean the same: those of the city, then `general` ones.
 */
export function findByWords(inventory: Inventory, text: string, { general }: { general?: Synonyms } = {}): WordMatches {
  const { typed, spelled, city } = indexesOf(inventory);
  const found: Record<Kind, Map<string, number>> = { events: new Map(), wants: new Map(), procedures: new Map() };
  const best = () => Math.max(0, ...Object.values(found).flatMap((scores) => [...scores.values()]));
  const ask = (words: string, index: Index, worth: number, least: number): void => {
    const asked = gramsOf(words);
    for (const { kind, id, grams } of index.phrases) {
      const score = worth * similarity(asked, grams, index);
      if (score >= least && score > (found[kind].get(id) ?? 0)) found[kind].set(id, score);
    }
  };
  const sentence = plain(text.slice(0, maximumLength), typed.spellings);
  ask(sentence, typed, 1, threshold);
  const written = foldSpelling(sentence);
  const askAgain = (synonyms: Synonyms, worth: number): void => {
    if (best() >= sure) return;
    for (const words of synonyms.alternatives(written))
      if (words !== written) ask(words, spelled, worth, otherThreshold);
  };
  askAgain(city, otherWords.city);
  if (general) askAgain(general, otherWords.general);
  return { events: ranked(found.events), wants: ranked(found.wants), procedures: ranked(found.procedures) };
}

function ranked(scores: ReadonlyMap<string, number>): Match[] {
  return [...scores].map(([id, score]) => ({ id, score })).sort((left, right) => right.score - left.score);
}

/** How much of the phrase is in the sentence counts most; how much of the sentence it explains decides between equals. */
function similarity(asked: ReadonlySet<string>, phrase: ReadonlySet<string>, index: Index): number {
  const weigh = (grams: Iterable<string>) => {
    let sum = 0;
    for (const gram of grams) sum += index.weights.get(gram) ?? index.unknownWeight;
    return sum;
  };
  const common = weigh([...phrase].filter((gram) => asked.has(gram)));
  if (common === 0) return 0;
  return 0.6 * (common / weigh(phrase)) + 0.4 * (common / weigh(asked));
}

function indexesOf(inventory: Inventory): Indexes {
  const kept = indexes.get(inventory);
  if (kept) return kept;
  const built = {
    typed: buildIndex(inventory, (sentence) => sentence),
    spelled: buildIndex(inventory, foldSpelling),
    city: synonymsOf(inventory.synonyms),
  };
  indexes.set(inventory, built);
  return built;
}

function buildIndex(inventory: Inventory, write: (sentence: string) => string): Index {
  const spellings = inventory.words.synonyms
    .flatMap(([canonical = '', ...others]) => others.map((other) => [normal(other), normal(canonical)] as const))
    .sort(([left], [right]) => right.length - left.length);
  const phrases = sayings(inventory).map(
    ([kind, id, text]): Phrase => ({ kind, id, grams: gramsOf(write(plain(text, spellings))) }),
  );
  const counts = new Map<string, number>();
  for (const { grams } of phrases) for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  const weightOf = (count: number) => Math.log(1 + phrases.length / count);
  return {
    spellings,
    phrases,
    weights: new Map([...counts].map(([gram, count]) => [gram, weightOf(count)])),
    // Words that no phrase knows say little about which phrase is meant.
    unknownWeight: weightOf(phrases.length) / 2,
  };
}

function sayings(inventory: Inventory): [Kind, string, string][] {
  const labels = (fact: 'events' | 'wants') =>
    (inventory.factById.get(fact)?.options ?? [])
      .filter(({ staffOnly }) => !staffOnly)
      .map(({ value, label }): [Kind, string, string] => [fact, value, label.ja]);
  const said = inventory.words.words.flatMap(({ phrases, ...about }) =>
    (['events', 'wants', 'procedures'] as const).flatMap((kind) =>
      (about[kind] ?? []).flatMap((id) => phrases.map((phrase): [Kind, string, string] => [kind, id, phrase])),
    ),
  );
  const names = inventory.procedures.map(({ id, name }): [Kind, string, string] => ['procedures', id, name.ja]);
  return [...labels('events'), ...labels('wants'), ...names, ...said];
}

/** One width, one case, and only letters: for comparing, never for keeping. */
function normal(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}ー]/gu, '');
}

/** What a sentence is made polite with; it would look like common ground between any two. */
const politeness = [
  'どうすればいいですか',
  'どうしたらいいですか',
  'どうすればよいですか',
  'お願いします',
  'ください',
  '教えて',
  'ましたが',
  'んですけど',
  'んですが',
  'のですが',
  'ました',
  'ですか',
  'ですが',
  'です',
  'ます',
  '手続き',
  '手続',
];

/** What a sentence says, without politeness and differences of spelling. */
function plain(text: string, spellings: Index['spellings']): string {
  const unified = spellings.reduce(
    (sentence, [other, canonical]) => sentence.replaceAll(other, canonical),
    normal(text),
  );
  return politeness.reduce((sentence, word) => sentence.replaceAll(word, ''), unified);
}

/** Pairs of neighbouring letters, and each kanji and number for itself, since they carry meaning alone. */
function gramsOf(text: string): ReadonlySet<string> {
  const letters = [...text];
  const pairs = letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
  const signs = letters.filter((letter) => /\p{Script=Han}|\p{Number}/u.test(letter));
  return new Set([...pairs, ...signs]);
}
