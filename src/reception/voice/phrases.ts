import type { Inventory } from '#inventory';
import { localText } from '#platform/i18n';
import type { Service } from '../queue/hall-store.ts';
import { chineseNumber, japaneseNumber, kanaOf, koreanNumber, lettersAloud } from './reading.ts';

/** Languages in which calls are spoken. */
export const voiceLanguages = ['ja', 'en', 'zh', 'ko'] as const;
export type VoiceLanguage = (typeof voiceLanguages)[number];

export const voiceLanguageNames: Readonly<Record<VoiceLanguage, string>> = {
  ja: '日本語',
  en: '英語',
  zh: '中国語',
  ko: '韓国語',
};

/**
 * A piece of a call that is spoken in one breath. `text` is for voices that read the language's own writing, `kana` how it
 * sounds, for Japanese voices that know no characters.
 */
export interface Phrase {
  language: VoiceLanguage;
  text: string;
  kana?: string;
}

/** A ticket in its parts: 「A007」 is series A, number 7. */
export function partsOfTicket(ticket: string): { series: string; number: number } {
  const [, series = '', digits = ''] = /^([A-Z]*)(\d+)$/.exec(ticket) ?? [];
  return { series, number: Number(digits) };
}

/** 「エー、」: the letter, which is said apart so that it is not heard as part of the number. */
export function seriesPhrase(series: string, language: VoiceLanguage): Phrase {
  switch (language) {
    case 'ja':
      return { language, text: `${lettersAloud(series, 'ja')}、`, kana: `${lettersAloud(series, 'ja')}、` };
    case 'ko':
      return { language, text: lettersAloud(series, 'ko') };
    case 'en':
      return { language, text: `Number ${[...series].join(' ')},` };
    case 'zh':
      return { language, text: `${[...series].join(' ')},` };
  }
}

/** 「じゅうにばんの、かた。」 */
export function numberPhrase(number: number, language: VoiceLanguage): Phrase {
  switch (language) {
    case 'ja':
      return { language, text: `${number}番のかた、`, kana: `${japaneseNumber(number)}ばんのかた、` };
    case 'en':
      return { language, text: `${number}.` };
    case 'zh':
      return { language, text: `${chineseNumber(number)}号,` };
    case 'ko':
      return { language, text: `${koreanNumber(number)} 번 고객님,` };
  }
}

/** The number of a window, where it is one. */
function windowNumber({ window }: Pick<Service, 'window'>): number | null {
  return window !== null && /^[1-9]\d{0,2}$/.test(window) ? Number(window) : null;
}

/** The name of a place without a number as residents hear it, with its reading. */
function nameOf(service: Service, language: VoiceLanguage, inventory: Inventory): { text: string; kana: string } {
  const departments = service.departments.flatMap((id) => inventory.departmentById.get(id) ?? []);
  // The name on the door is often that of a department; then its reading is known.
  const own = departments.find(({ name }) => service.name.includes(name.ja));
  if (language === 'ja') {
    const easy = own && localText(own.name, 'easy');
    return { text: service.name, kana: easy?.language === 'easy' ? kanaOf(easy.text) : service.name };
  }
  const local = departments.map(({ name }) => localText(name, language)).find((one) => one.language === language);
  return { text: local?.text ?? service.name, kana: '' };
}

/** 「1かい、3番窓口へ、お越しください。」: where to go, with the floor, since a display may show several. */
export function placePhrase(service: Service, language: VoiceLanguage, inventory: Inventory): Phrase {
  const window = windowNumber(service);
  const { floor } = service;
  const ground = Math.abs(floor) || 1;
  if (language === 'ja') {
    const floorKana = `${floor < 0 ? 'ちか' : ''}${floorsAloud[ground] ?? `${japaneseNumber(ground)}かい`}`;
    const floorText = `${floor < 0 ? '地下' : ''}${ground}階`;
    const { text, kana } =
      window === null
        ? nameOf(service, language, inventory)
        : { text: `${window}番窓口`, kana: `${japaneseNumber(window)}ばんまどぐち` };
    return {
      language,
      text: `${floorText}、${text}へお越しください。`,
      kana: `${floorKana}、${kana}え、おこしください。`,
    };
  }
  const name = window === null ? nameOf(service, language, inventory).text : null;
  const below = floor < 0;
  switch (language) {
    case 'en':
      return {
        language,
        text: `Please go to ${name ?? `window ${window}`}, ${below ? `basement ${ground}` : `floor ${ground}`}.`,
      };
    case 'zh': {
      const where = `${below ? '地下' : ''}${chineseNumber(ground)}楼`;
      return { language, text: `请到${where}${window === null ? name : `${chineseNumber(window)}号窗口`}。` };
    }
    case 'ko': {
      const where = `${below ? '지하 ' : ''}${koreanNumber(ground)} 층`;
      return { language, text: `${where} ${window === null ? name : `${koreanNumber(window)} 번 창구`}로 오세요.` };
    }
  }
}

/** Floors whose reading differs from the number's (NHK 日本語発音アクセント新辞典: 三階は「さんがい」). */
const floorsAloud: Readonly<Record<number, string>> = {
  1: 'いっかい',
  3: 'さんがい',
  6: 'ろっかい',
  8: 'はちかい',
  10: 'じゅっかい',
};

/** A whole call in one language, piece by piece: 「エー、」「12番のかた、」「1階、3番窓口へお越しください。」 */
export function callPhrases(ticket: string, service: Service, language: VoiceLanguage, inventory: Inventory): Phrase[] {
  const { series, number } = partsOfTicket(ticket);
  return [
    ...(series === '' ? [] : [seriesPhrase(series, language)]),
    numberPhrase(number, language),
    placePhrase(service, language, inventory),
  ];
}

/** A call as one sentence, for a browser's own voice. */
export function callSentence(phrases: readonly Phrase[]): string {
  return phrases.map(({ text }) => text).join(' ');
}
