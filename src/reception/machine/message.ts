import { createHash } from 'node:crypto';
import { type Day, instantOf } from '#platform/clock';

/** What can happen to a number at a machine, with the words of its records. */
export const messageKinds = {
  issued: '発券',
  called: '呼出',
  serving: '来庁',
  finished: '完了',
  cancelled: '取消',
} as const;
export type MessageKind = keyof typeof messageKinds;

/** One thing that a machine says. */
export interface Message {
  readonly kind: MessageKind;
  /** Letters of the number as the machine prints them; empty where it prints none. */
  readonly series: string;
  readonly number: number;
  readonly at: Date;
  /** The machine's name of a seat or of a place. */
  readonly counter?: string;
  readonly service?: string;
}

/** The fields of a record as texts, by our names. */
export type RecordFields = Readonly<
  Partial<Record<'id' | 'kind' | 'ticket' | 'series' | 'number' | 'date' | 'time' | 'counter' | 'service', string>>
>;

/** A record that was read, or a sentence on what is wrong with it. */
export type Reading = { readonly id?: string; readonly message: Message } | { readonly problem: string };

/** Longest record that is taken, in characters; the records of ticket machines have under a hundred. */
export const longestRecord = 2_000;
const longestWord = 64;

/** Words of the kinds that are understood without being set. */
const knownWords: Readonly<Record<string, MessageKind>> = {
  issued: 'issued',
  issue: 'issued',
  発券: 'issued',
  受付: 'issued',
  called: 'called',
  call: 'called',
  呼出: 'called',
  呼出し: 'called',
  呼び出し: 'called',
  再呼出: 'called',
  serving: 'serving',
  arrived: 'serving',
  served: 'serving',
  来庁: 'serving',
  来客: 'serving',
  対応開始: 'serving',
  finished: 'finished',
  finish: 'finished',
  完了: 'finished',
  終了: 'finished',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  cancel: 'cancelled',
  取消: 'cancelled',
  取り消し: 'cancelled',
};

const folded = (text: string | undefined): string => (text ?? '').normalize('NFKC').trim();

function kindOf(word: string, words: Readonly<Record<string, MessageKind>>): MessageKind | undefined {
  if (Object.hasOwn(words, word)) return words[word];
  const lower = word.toLowerCase();
  return Object.hasOwn(knownWords, lower) ? knownWords[lower] : undefined;
}

/** Letters and number of a ticket: 「A012」, 「Ａ－１２」, 「12」. */
export function readTicket(text: string): { series: string; number: number } | undefined {
  const match = /^([A-Z]{0,4})[-‐−ー ]?0*(\d{1,5})$/.exec(folded(text).toUpperCase());
  const number = Number(match?.[2]);
  return match && number > 0 ? { series: match[1] ?? '', number } : undefined;
}

const dayPattern = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/;

/** A day as machines write it: 20261125, 2026/11/25, 2026-11-25. */
export function readDay(text: string): Day | undefined {
  const [, year, month = '', day = ''] = dayPattern.exec(folded(text)) ?? [];
  if (year === undefined) return undefined;
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = Date.parse(`${written}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(written) ? written : undefined;
}

/** An instant: with a zone, as day and time in Japan, or as a time of `day`. */
export function readInstant(text: string, day: Day): Date | undefined {
  const written = folded(text);
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(written)) {
    const instant = new Date(written);
    return Number.isNaN(instant.getTime()) ? undefined : instant;
  }
  const [, front, hours = '', minutes = '', seconds = '0'] =
    /^(?:(.*?)[T ]?)(\d{1,2}):?(\d\d)(?::?(\d\d))?$/.exec(written) ?? [];
  if (front === undefined) return undefined;
  const onDay = front === '' ? day : readDay(front);
  if (onDay === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  return new Date(instantOf(onDay, `${hours.padStart(2, '0')}:${minutes}`).getTime() + Number(seconds) * 1000);
}

/** Signs that no record of a machine has: a file or line of another kind. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very signs that are looked for
const binarySigns = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/;

/** What is wrong with a text as such; nothing for one that can be a record. */
export function textProblem(text: string): string | undefined {
  if (text.length > longestRecord) {
    return `1件が長すぎます(${longestRecord}文字まで)。区切りの改行がぬけていないか、発券機の出力を確かめてください。`;
  }
  if (binarySigns.test(text)) {
    return '文字でない内容が混じっています。文字コード(UTF-8かShift_JIS)と、つなぐ先を確かめてください。';
  }
  return undefined;
}

/**
 * Reads the fields of a record. `day` is the day that a time without one belongs to; `words` are the machine's own words
 * for the kinds.
 */
export function readRecord(
  fields: RecordFields,
  { day, words }: { day: Day; words: Readonly<Record<string, MessageKind>> },
): Reading {
  const wrong = Object.values(fields).find((value) => value.length > longestWord);
  if (wrong !== undefined)
    return { problem: `1つの項目が長すぎます(${longestWord}文字まで)。列の割り当てを確かめてください。` };
  const word = folded(fields.kind);
  const kind = kindOf(word, words);
  if (kind === undefined) {
    return { problem: `種類「${word}」が分かりません。発券機の設定の「ことば」に、この語の意味を加えてください。` };
  }
  const ticket = readTicket(fields.ticket ?? `${folded(fields.series)}${folded(fields.number)}`);
  if (ticket === undefined) {
    return { problem: '番号が読めません。A012 のような番号の列が割り当てられているか確かめてください。' };
  }
  const onDay = fields.date === undefined ? day : readDay(fields.date);
  const at = onDay && readInstant(fields.time ?? '', onDay);
  if (!at) {
    return { problem: '日時が読めません。「2026-11-25 10:05:30」か「10:05:30」の形で出るように設定してください。' };
  }
  const [id, counter, service] = [folded(fields.id), folded(fields.counter), folded(fields.service)];
  return {
    ...(id !== '' && { id }),
    message: { kind, ...ticket, at, ...(counter !== '' && { counter }), ...(service !== '' && { service }) },
  };
}

/**
 * The id of a record that has none of its own: what it says. A record says when it happened, so two that say the same are
 * one; the same file under another name, in another order or in another encoding says nothing new.
 */
export function idOfContent(reading: Reading, raw: string): string {
  const said =
    'message' in reading
      ? [
          reading.message.at.toISOString(),
          ...['kind', 'series', 'number', 'counter', 'service'].map((name) =>
            String(reading.message[name as keyof Message] ?? ''),
          ),
        ]
      : ['unread', raw];
  return `content:${createHash('sha256').update(JSON.stringify(said)).digest('base64url')}`;
}
