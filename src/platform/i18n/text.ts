import { htmlLang, type Language } from './language.ts';

/** A text of the inventory: always in Japanese, in other languages where the city has translated it. */
export type LocalText = { ja: string } & Partial<Record<Language, string>>;

/** What is shown when a translation is missing: the nearest language that the reader may know. Japanese always exists. */
const fallbacks: Record<Language, readonly Language[]> = {
  ja: [],
  easy: [],
  en: [],
  zh: ['en'],
  ko: ['en'],
  vi: ['en'],
};

/** What stands between the parts of a short list on one line. */
export function listSeparator(language: Language): string {
  if (htmlLang(language) === 'ja') return '・';
  return language === 'zh' ? '、' : ', ';
}

/**
 * The text in the wished language, or the nearest that exists, with the language it is in, so that a page can set `lang`
 * and say that a text is not translated.
 */
export function localText(text: LocalText, language: Language): { text: string; language: Language } {
  const found = [language, ...fallbacks[language]].find((candidate) => text[candidate]);
  return found === undefined ? { text: text.ja, language: 'ja' } : { text: text[found] ?? text.ja, language: found };
}
