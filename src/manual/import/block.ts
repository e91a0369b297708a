/** Where a passage stands in the file it was read from, in words that staff find it by: 「2ページ 5行目」「シート『受付』のB4」. */
export type Place = string;

/** One passage of a manual, as every kind of file gives it. */
export type Block =
  /** A heading; 1 is the title of the whole. */
  | { readonly kind: 'heading'; readonly level: number; readonly text: string; readonly place: Place }
  /** A line or an item of a list. `depth` tells how far it is set in; `marker` is the number or sign that the file itself draws. */
  | {
      readonly kind: 'line';
      readonly text: string;
      readonly depth: number;
      readonly marker: 'number' | 'bullet' | null;
      readonly place: Place;
    }
  /** A table, row by row; an empty text for a cell that another one covers. */
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[]; readonly place: Place };

/** The beginning of a line that tells what kind of line it is. */
export interface Marked {
  readonly marker: 'number' | 'bullet' | 'note' | null;
  /** The number itself, where it is one. */
  readonly number: number | null;
  /** 1 for 「1.」「手順1」, 2 for 「(1)」「①」, 3 for 「ア」「a)」. */
  readonly level: number;
  readonly text: string;
}

const circled = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳';
const kanjiNumbers = '一二三四五六七八九十';
const katakanaOrder = 'アイウエオカキクケコサシスセソ';

interface Pattern {
  readonly sign: RegExp;
  readonly level: number;
  readonly number: (found: string) => number;
}

const digits = (found: string): number => Number(found.normalize('NFKC'));

/** Ways to number by hand, the plainest first. Full-width signs come from keyboards that are left in Japanese. */
const patterns: readonly Pattern[] = [
  { sign: /^(?:手順|ステップ|STEP|Step)\s*([0-9０-９]+)\s*[.．:：)）]?\s*/u, level: 1, number: digits },
  { sign: /^([0-9０-９]{1,2})\s*[.．、)）](?:\s+|(?![0-9０-９]))/u, level: 1, number: digits },
  {
    sign: /^([0-9０-９]{1,2})[\s　]+(?=\S)(?![0-9０-９年月日時分円件枚通回人歳才階号丁番項条か本名割])/u,
    level: 1,
    number: digits,
  },
  { sign: /^[(（]\s*([0-9０-９]{1,2})\s*[)）]\s*/u, level: 2, number: digits },
  { sign: new RegExp(`^([${circled}])\\s*`, 'u'), level: 2, number: (found) => circled.indexOf(found) + 1 },
  {
    sign: new RegExp(`^([${kanjiNumbers}])[、．.]\\s*`, 'u'),
    level: 1,
    number: (found) => kanjiNumbers.indexOf(found) + 1,
  },
  {
    sign: new RegExp(`^[(（]?([${katakanaOrder}])[)）．.]\\s*`, 'u'),
    level: 3,
    number: (found) => katakanaOrder.indexOf(found) + 1,
  },
  { sign: /^([a-z])[)）.]\s*/u, level: 3, number: (found) => found.charCodeAt(0) - 96 },
];

const bullet = /^[・●○■□◆◇▶►•‣–\-－*＊☐✓✔]\s*/u;
const noteMark = /^[※＊]\s*/u;

/** Reads the number or sign at the beginning of a line that somebody typed by hand. */
export function readMarker(line: string): Marked {
  const text = line.replace(/[\s　]+/gu, ' ').trim();
  if (noteMark.test(text)) return { marker: 'note', number: null, level: 1, text: text.replace(noteMark, '') };
  for (const { sign, level, number } of patterns) {
    const found = sign.exec(text);
    if (found?.[1] === undefined) continue;
    const rest = text.slice(found[0].length).trim();
    if (rest !== '') return { marker: 'number', number: number(found[1]), level, text: rest };
  }
  if (bullet.test(text)) return { marker: 'bullet', number: null, level: 1, text: text.replace(bullet, '') };
  return { marker: null, number: null, level: 1, text };
}
