import { fold } from './fold.ts';

/** A word of which a part is written by its sound: 「戸せき謄本」. */
export interface HalfInKana {
  /** Whether a name may be that word: kanji stand where the word has kana, and they are read so. */
  fits(name: { readonly written: string; readonly sound: string }): boolean;
  /** Whether the name is that word and nothing besides. */
  isWhole(written: string): boolean;
}

/** Longer ones are sentences. */
const longest = 20;

const parts = /[\u30a1-\u30faー]+|[^\u30a1-\u30faー]+/gu;
const inKana = /^[\u30a1-\u30faー]/u;
const han = /\p{Script=Han}/u;
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Reads a word that is written half in kana, as people do whose kanji fail them; null for any other. A run of kana stands for at
 * most as many kanji, and the sound of the whole name has it. `soundOf` writes kana as the sounds of names are written.
 */
export function halfInKana(word: string, soundOf: (kana: string) => string): HalfInKana | null {
  const pieces = word.length > longest ? [] : (fold(word).match(parts) ?? []);
  const kana = pieces.filter((piece) => inKana.test(piece));
  if (kana.length === 0 || !pieces.some((piece) => han.test(piece))) return null;
  const pattern = pieces.map((piece) =>
    inKana.test(piece) ? `(?:${escaped(piece)}|[\\p{Script=Han}\u30a1-\u30fa]{1,${piece.length}})` : escaped(piece),
  );
  const [inside, whole] = [new RegExp(pattern.join(''), 'u'), new RegExp(`^${pattern.join('')}$`, 'u')];
  const sounds = kana.map(soundOf);
  return {
    fits({ written, sound }) {
      if (!inside.test(written)) return false;
      let at = 0;
      for (const one of sounds) {
        const found = sound.indexOf(one, at);
        if (found === -1) return false;
        at = found + one.length;
      }
      return true;
    },
    isWhole: (written) => whole.test(written),
  };
}
