/** A text as it is compared, with the place in the original that each of its signs comes from. */
export interface Folded {
  readonly text: string;
  /** For each UTF-16 unit of `text` where its letter begins in the original; one more entry for the end. */
  readonly origins: readonly number[];
}

const blanks = /[\s\u3000]+/gu;
const hiragana = /[\u3041-\u3096]/g;
const kanaStep = 0x60;

function foldLetters(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(blanks, '')
    .replace(hiragana, (kana) => String.fromCharCode(kana.charCodeAt(0) + kanaStep));
}

/**
 * One width, one case, one kind of kana, no blanks: for comparing, never for keeping. Letter for letter, so that every piece
 * cut out of a text is found in it again.
 */
export function fold(text: string): string {
  return foldLetters(text);
}

const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' });

/** The same as `fold`, with where each sign comes from, to mark what was found. */
export function foldWithOrigins(original: string): Folded {
  let text = '';
  const origins: number[] = [];
  for (const { segment, index } of graphemes.segment(original)) {
    const folded = foldLetters(segment);
    text += folded;
    for (let unit = 0; unit < folded.length; unit += 1) origins.push(index);
  }
  origins.push(original.length);
  return { text, origins };
}

/** Kana inside and after kanji that some write and some leave out: 引っ越し, 引越し, 引越. */
const okurigana = /(?<=\p{Script=Han})[\u3041-\u3096]{1,2}(?=\p{Script=Han}|[^\u3041-\u3096]|$)/gu;

/** Spellings of foreign sounds with what they are written as at their simplest. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/ー/g, ''],
  [/ヴァ/g, 'バ'],
  [/ヴィ/g, 'ビ'],
  [/ヴェ/g, 'ベ'],
  [/ヴォ/g, 'ボ'],
  [/ヴ/g, 'ブ'],
  [/ティ/g, 'チ'],
  [/ディ/g, 'ジ'],
  [/ヂ/g, 'ジ'],
  [/ヅ/g, 'ズ'],
  [/ヲ/g, 'オ'],
  [/ァ/g, 'ア'],
  [/ィ/g, 'イ'],
  [/ゥ/g, 'ウ'],
  [/ェ/g, 'エ'],
  [/ォ/g, 'オ'],
  [/ッ/g, 'ツ'],
  [/ャ/g, 'ヤ'],
  [/ュ/g, 'ユ'],
  [/ョ/g, 'ヨ'],
  [/[ヶヵ]/g, 'ケ'],
];

/** Older and newer shapes of one kanji that people type for one another. */
const kanji: Readonly<Record<string, string>> = {
  邊: '辺',
  邉: '辺',
  澤: '沢',
  齋: '斉',
  斎: '斉',
  齊: '斉',
  髙: '高',
  﨑: '崎',
  嵜: '崎',
  國: '国',
  學: '学',
  醫: '医',
  證: '証',
  變: '変',
  續: '続',
  廣: '広',
  濱: '浜',
  濵: '浜',
  櫻: '桜',
  龍: '竜',
  瀧: '滝',
  渕: '淵',
  舘: '館',
  礒: '磯',
  藝: '芸',
  惠: '恵',
  條: '条',
  氣: '気',
  眞: '真',
  碍: '害',
  礙: '害',
  廻: '回',
  附: '付',
  箇: '個',
};

/**
 * What different spellings of one word have in common: without okurigana, long vowels and small kana. Says less than `fold`, so
 * what agrees only here comes after what agrees there.
 */
export function foldSpelling(text: string): string {
  const letters = text.normalize('NFKC').toLowerCase().replace(blanks, '').replace(okurigana, '');
  const kana = foldLetters(letters);
  const simple = sounds.reduce((word, [sound, written]) => word.replace(sound, written), kana);
  return simple.replace(/\p{Script=Han}/gu, (sign) => kanji[sign] ?? sign);
}
