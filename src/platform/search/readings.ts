import { fold, foldSpelling } from './fold.ts';

/** A piece of a text with how it is read aloud, in katakana; what has no reading is read as it stands. */
export type ReadPiece = readonly [written: string, read: string];

/** A text read aloud. Its pieces make up the whole. */
export type Reading = readonly ReadPiece[];

/** How words of a set of texts are read. */
export interface Readings {
  /** A text in kana, as far as its words are known, as `foldSpelling` writes it. */
  of(text: string): string;
}

const han = /\p{Script=Han}/u;
const kana = /[\u3041-\u3096\u30a1-\u30fa]/u;

/** Whether some of a text is written by its sound, so that its reading may say more than its signs. */
export function isWrittenBySound(text: string): boolean {
  return kana.test(text.normalize('NFKC'));
}

/** The sound of a text that was read aloud, as `foldSpelling` writes it. */
export function soundOf(reading: Reading): string {
  return foldSpelling(reading.map(([, read]) => read).join(''));
}

/**
 * Learns from texts that were read aloud how their words are read, to read others with the same words: who asks for 自動はんばい機
 * means the words that stand in the texts, so that no analyser is needed for what is asked.
 */
export function readingsOf(readings: Iterable<Reading>): Readings {
  const known = new Map<string, string>();
  let longest = 0;
  for (const [written, read] of [...readings].flat()) {
    const word = fold(written);
    if (!han.test(word) || known.has(word)) continue;
    known.set(word, read);
    longest = Math.max(longest, word.length);
  }
  return {
    of(text) {
      const folded = fold(text);
      let sound = '';
      for (let at = 0; at < folded.length; ) {
        let length = Math.min(longest, folded.length - at);
        while (length > 1 && !known.has(folded.slice(at, at + length))) length -= 1;
        const word = folded.slice(at, at + Math.max(1, length));
        sound += known.get(word) ?? word;
        at += word.length;
      }
      return foldSpelling(sound);
    },
  };
}
