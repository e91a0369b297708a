import { fold } from './fold.ts';
import { gramsOf } from './grams.ts';

/** Things by what people say of them. */
export interface Descriptions {
  /** How well each thing fits what is asked, by its number: 0 to 1, those that have nothing in common with it left out. */
  fitting(asked: string): ReadonlyMap<number, number>;
}

/** How soon it says no more that a piece is said again, and how much more is expected of things of which much is said (BM25). */
const saturation = 1.2;
const lengthShare = 0.75;
/** What is said of so many of the things that fit best is asked as well: so many pieces of it, for so much. */
const likely = 3;
const besides = 30;
const besidesWorth = 0.5;
/** A piece that is said of one of them more often than this tells no more about it. */
const mostTimes = 3;

const han = /\p{Script=Han}/u;

/** What a description says, whatever its word order and endings: pairs of signs, and single kanji, which carry meaning alone. */
const piecesOf = (text: string): readonly string[] =>
  [...gramsOf(fold(text))].filter((gram) => gram.length > 1 || han.test(gram));

/**
 * Prepares things, each a list of all that people say of it. Of a description in one's own words no single saying may have
 * much: 「昼間だけおばあちゃんを預かる所」 has 昼間 from one, 預かる from another. So all that is said of a thing counts together
 * (BM25: Robertson and Zaragoza 2009), and what is said of those that fit best is asked a second time, for those of which
 * the same is said in other words (pseudo relevance feedback).
 */
export function describedBy(things: readonly (readonly string[])[]): Descriptions {
  /** For each piece the things of which it is said, each followed by how often. Little is kept, for there are thousands of things. */
  const holders = new Map<string, number[]>();
  const lengths = things.map((sayings, number) => {
    const pieces = counted(sayings.flatMap(piecesOf));
    for (const [piece, times] of pieces) {
      const list = holders.get(piece);
      if (list) list.push(number, times);
      else holders.set(piece, [number, times]);
    }
    return sum(pieces.values());
  });
  const usualLength = sum(lengths) / Math.max(1, lengths.length);
  const rarityOf = (piece: string): number => {
    const having = (holders.get(piece)?.length ?? 0) / 2;
    return Math.log(1 + (things.length - having + 0.5) / (having + 0.5));
  };

  /** The share of the weight of all pieces that each thing has. */
  function ask(pieces: ReadonlyMap<string, number>): Map<number, number> {
    const scores = new Map<number, number>();
    let whole = 0;
    for (const [piece, weight] of pieces) {
      const much = weight * rarityOf(piece);
      whole += much;
      const list = holders.get(piece) ?? [];
      for (let at = 0; at < list.length; at += 2) {
        const [number = 0, times = 0] = [list[at], list[at + 1]];
        const length = (lengths[number] ?? 0) / usualLength;
        const share = times / (times + saturation * (1 - lengthShare + lengthShare * length));
        scores.set(number, (scores.get(number) ?? 0) + much * share);
      }
    }
    for (const [number, score] of scores) scores.set(number, score / whole);
    return scores;
  }

  /** The pieces that tell most about the things that fit best, by how much of the first question each is worth. */
  function besidesOf(fitting: ReadonlyMap<number, number>): Map<string, number> {
    const best = [...fitting].sort(([, one], [, other]) => other - one).slice(0, likely);
    const [, top] = best[0] ?? [0, 1];
    const telling = new Map<string, number>();
    for (const [number, fit] of best) {
      for (const [piece, times] of counted((things[number] ?? []).flatMap(piecesOf))) {
        const much = ((fit / top) * Math.min(mostTimes, times) * rarityOf(piece)) / (lengths[number] ?? 1);
        telling.set(piece, (telling.get(piece) ?? 0) + much);
      }
    }
    const most = [...telling].sort(([, one], [, other]) => other - one).slice(0, besides);
    const [, highest] = most[0] ?? ['', 1];
    return new Map(most.map(([piece, much]) => [piece, (besidesWorth * much) / highest]));
  }

  return {
    fitting(asked) {
      const pieces = new Map(piecesOf(asked).map((piece) => [piece, 1]));
      const first = ask(pieces);
      if (first.size === 0) return first;
      for (const [piece, weight] of besidesOf(first)) pieces.set(piece, (pieces.get(piece) ?? 0) + weight);
      return ask(pieces);
    },
  };
}

function counted(pieces: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return counts;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
