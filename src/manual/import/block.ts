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
  /** How the mark is written: lines of one list are written alike, and those of a list within it are not. Empty without a mark. */
  readonly style: string;
  readonly text: string;
}

const circled = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳';
const kanjiNumbers = '一二三四五六七八九十';
const katakanaOrder = 'アイウエオカキクケコサシスセソ';

interface Pattern {
  readonly style: string;
  readonly sign: RegExp;
  readonly number: (found: string) => number;
}

const digits = (found: string): number => Number(found.normalize('NFKC'));

/** What is counted: 「2 人」 is no second item, 「2 人口」 is one. */
const counted =
  '年(?![金度齢])|月(?!額)|日(?![付程本常])|時(?!刻)|分(?![類納])|円|件(?![名数])|枚(?!数)|通(?![知帳院称])|回(?![答収覧])|人(?!数)|歳|才|階(?!段)|号|丁|番(?!号)|項(?!目)|条(?![件例])|か[月所国年]|本(?![人籍庁市町])|名(?![義前簿称])|割(?![合印])|桁|週';

/** What is measured in fractions: 「3.5倍」 is no third item. */
const measured = /^[0-9０-９]+\s*(?:mm|cm|km|m|kg|g|%|％|倍|割|万|億|時間|か月|ヶ月|年|日|度|畳|坪|㎡|平方)/u;

/** Ways to number by hand, the plainest first. Full-width signs come from keyboards that are left in Japanese. */
const patterns: readonly Pattern[] = [
  { style: '手順1', sign: /^(?:手順|ステップ|STEP|Step)\s*([0-9０-９]+)\s*[.．:：)）]?\s*/u, number: digits },
  {
    style: '1-1',
    sign: /^[0-9０-９]{1,2}[.．\-－―‐]([0-9０-９]{1,2})(?:[.．)）]\s*|\s+)(?![0-9０-９])/u,
    number: digits,
  },
  { style: '1)', sign: /^([0-9０-９]{1,2})\s*[)）]\s*/u, number: digits },
  // A sign between two digits of one width belongs to a fraction or a date.
  { style: '1.', sign: /^([0-9]{1,2})\s*[.．、](?![0-9])\s*/u, number: digits },
  { style: '1.', sign: /^([０-９]{1,2})\s*[.．、](?![０-９])\s*/u, number: digits },
  {
    style: '1',
    sign: new RegExp(`^([0-9０-９]{1,2})\\s+(?=\\S)(?![0-9０-９]|${counted})`, 'u'),
    number: digits,
  },
  { style: '(1)', sign: /^[(（]\s*([0-9０-９]{1,2})\s*[)）]\s*/u, number: digits },
  { style: '①', sign: new RegExp(`^([${circled}])\\s*`, 'u'), number: (found) => circled.indexOf(found) + 1 },
  {
    style: '一',
    sign: new RegExp(`^([${kanjiNumbers}])[、．.]\\s*`, 'u'),
    number: (found) => kanjiNumbers.indexOf(found) + 1,
  },
  {
    style: 'ア',
    sign: new RegExp(`^[(（]?([${katakanaOrder}])[)）．.]\\s*`, 'u'),
    number: (found) => katakanaOrder.indexOf(found) + 1,
  },
  {
    style: 'ア',
    sign: new RegExp(`^([${katakanaOrder}])\\s+`, 'u'),
    number: (found) => katakanaOrder.indexOf(found) + 1,
  },
  { style: 'a', sign: /^([a-z])[)）.]\s*/u, number: (found) => found.charCodeAt(0) - 96 },
];

/** 「4.4桁の番号を…」 where a fourth item is waited for. */
const closeDigits = /^([0-9]{1,2}|[０-９]{1,2})(?:\s*[.．、]|\s+(?=[0-9０-９]))/u;

const bullet = /^([・●○■□◆◇▶►•‣–\-－*＊☐✓✔])\s*/u;
const noteMark = /^[※＊]\s*/u;

/**
 * Reads the number or sign at the beginning of a line that somebody typed by hand. `next` is the number that would go on with the
 * list above, if there is one: it tells an item that begins with a digit from a fraction.
 */
export function readMarker(line: string, next: number | null = null): Marked {
  const text = line.replace(/[\s　]+/gu, ' ').trim();
  if (noteMark.test(text)) return { marker: 'note', number: null, style: '※', text: text.replace(noteMark, '') };
  for (const { sign, style, number } of patterns) {
    const found = sign.exec(text);
    if (found?.[1] === undefined) continue;
    const rest = text.slice(found[0].length).trim();
    if (rest !== '') return { marker: 'number', number: number(found[1]), style, text: rest };
  }
  const close = next === null ? null : closeDigits.exec(text);
  if (close?.[1] !== undefined && digits(close[1]) === next) {
    const rest = text.slice(close[0].length);
    if (rest !== '' && !measured.test(rest)) return { marker: 'number', number: next, style: '1.', text: rest };
  }
  const sign = bullet.exec(text);
  if (sign?.[1] !== undefined)
    return { marker: 'bullet', number: null, style: sign[1], text: text.slice(sign[0].length) };
  return { marker: null, number: null, style: '', text };
}

const spacedCount = new RegExp(`^([0-9０-９]+) (?=${counted})`, 'u');

/** Text without the narrow gaps that typesetting puts between Japanese and other letters, but with the one behind a number in front. */
export function withoutNarrowGaps(text: string): string {
  const number = /^[0-9０-９]{1,2} /u.exec(text)?.[0] ?? '';
  const rest = text
    .slice(number.length)
    .replace(/(?<=[0-9A-Za-z]) (?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu, '')
    .replace(/(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]) (?=[0-9A-Za-z])/gu, '');
  return (number + rest).replace(spacedCount, '$1');
}
