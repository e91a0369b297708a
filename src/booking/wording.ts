import { smsText } from '#platform/notify';
import type { NoticeKind, Placeholder, Template, Values } from './templates.ts';
import { fillIn, placeholdersOf, unknownPlaceholders } from './templates.ts';

/** The boxes of a template. */
export const wordingBoxes = ['subject', 'mail', 'sms'] as const;
export type WordingBox = (typeof wordingBoxes)[number];

/** What is wrong with a box; with a problem nothing is saved. */
export interface WordingProblem {
  readonly name: WordingBox;
  readonly message: string;
}

const boxNames: Readonly<Record<WordingBox, string>> = { subject: '件名', mail: 'メールの文', sms: 'SMSの文' };
/** Signs of the longest words that are taken. */
export const longestWording: Readonly<Record<WordingBox, number>> = { subject: 120, mail: 4_000, sms: 500 };
/** An SMS of more messages costs much and is taken for advertising. */
const mostSegments = 3;
/** In these the resident has to do something on the page that the link leads to. */
const needsLink: readonly NoticeKind[] = ['confirmed', 'reminder', 'moved', 'calledOff', 'offer'];

/** Why the words cannot be sent as they stand; empty when they can. */
export function wordingProblems(kind: NoticeKind, words: Template): WordingProblem[] {
  const known = placeholdersOf(kind)
    .map((name) => `{${name}}`)
    .join('、');
  return wordingBoxes.flatMap((name): WordingProblem[] => {
    const text = words[name];
    if (text.trim() === '') return [{ name, message: `${boxNames[name]}を入れてください。` }];
    if (text.length > longestWording[name]) {
      return [{ name, message: `${boxNames[name]}を${longestWording[name]}字までにしてください。` }];
    }
    const [unknown] = unknownPlaceholders(kind, text);
    if (unknown !== undefined) {
      return [{ name, message: `「{${unknown}}」は使えません。使えるのは ${known} です。` }];
    }
    if (/[{}]/.test(text.replaceAll(/\{[^{}]*\}/g, ''))) {
      return [{ name, message: `「{」と「}」の組を確かめてください。使えるのは ${known} です。` }];
    }
    return [];
  });
}

/** What whoever wrote the words should know; they can be saved all the same. */
export function wordingWarnings(kind: NoticeKind, words: Template, example: Values): string[] {
  const lacks = (name: Placeholder, box: WordingBox) => !words[box].includes(`{${name}}`);
  const boxes = ['mail', 'sms'] as const;
  const { segments } = smsLength(words.sms, example);
  return [
    ...boxes
      .filter((box) => needsLink.includes(kind) && lacks('link', box))
      .map((box) => `${boxNames[box]}に {link} がありません。受け取った方が、変更や取り消しのページを開けません。`),
    ...boxes
      .filter((box) => lacks('when', box))
      .map((box) => `${boxNames[box]}に {when} がありません。いつの予約のことか分かりません。`),
    ...(segments > mostSegments
      ? [`SMSが${segments}通に分かれます。短くすると、料金が減り、読みやすくなります。`]
      : []),
  ];
}

/** How long an SMS becomes with the values of an example: signs, and messages that are paid for. */
export function smsLength(sms: string, example: Values): { signs: number; segments: number } {
  const text = fillIn(sms, example);
  return { signs: [...text].length, segments: smsText(text).parts.length };
}
