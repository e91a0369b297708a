import { fold } from './fold.ts';

/** Whether a name, as it is written and as it sounds, is the word and nothing besides, has it in it, or neither. */
export type Fit = (written: string, sound: string) => 'whole' | 'part' | null;

/** Longer ones are sentences. */
const longest = 20;

const parts = /[\u30a1-\u30faー]+|[^\u30a1-\u30faー]+/gu;
const inKana = /^[\u30a1-\u30faー]/u;
const han = /\p{Script=Han}/u;
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Reads a word that is written half in kana, as people do whose kanji fail them (「戸せき謄本」), and tells which names it may be;
 * null for any other word. A run of kana stands for at most as many kanji, and the sound of the name has it. `soundOf` writes
 * kana as the sounds of names are written.
 */
export function halfInKana(word: string, soundOf: (kana: string) => string): Fit | null {
  const pieces = word.length > longest ? [] : (fold(word).match(parts) ?? []);
  const kana = pieces.filter((piece) => inKana.test(piece));
  if (kana.length === 0 || !pieces.some((piece) => han.test(piece))) return null;
  const pattern = pieces.map((piece) =>
    inKana.test(piece) ? `(?:${escaped(piece)}|[\\p{Script=Han}\u30a1-\u30fa]{1,${piece.length}})` : escaped(piece),
  );
  const shape = new RegExp(pattern.join(''), 'u');
  const sounds = kana.map(soundOf);
  return (written, sound) => {
    const [found] = shape.exec(written) ?? [];
    if (found === undefined) return null;
    let at = 0;
    for (const one of sounds) {
      const place = sound.indexOf(one, at);
      if (place === -1) return null;
      at = place + one.length;
    }
    return found === written ? 'whole' : 'part';
  };
}
