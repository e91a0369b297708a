/** A language of the interface. `easy` is やさしい日本語: a language of its own in every list, Japanese (`ja`) to browsers. */
export type Language = 'ja' | 'easy' | 'en' | 'zh' | 'ko' | 'vi';

/** Every language in the order of the menus, with the name its speakers use. Names are never translated. */
export const languages: readonly { readonly id: Language; readonly name: string }[] = [
  { id: 'ja', name: '日本語' },
  { id: 'easy', name: 'やさしい日本語(にほんご)' },
  { id: 'en', name: 'English' },
  { id: 'zh', name: '中文' },
  { id: 'ko', name: '한국어' },
  { id: 'vi', name: 'Tiếng Việt' },
];

/** True when a value from outside (cookie, form field) names a language of the interface. */
export function isLanguage(value: unknown): value is Language {
  return languages.some(({ id }) => id === value);
}

/** The BCP 47 tag for a `lang` attribute: it selects voices and glyph shapes, so Chinese is told apart from Japanese. */
export function htmlLang(language: Language): string {
  if (language === 'easy') return 'ja';
  return language === 'zh' ? 'zh-Hans' : language;
}

/** The part of an Accept-Language header that is read; browsers send less, and a hostile one ends here. */
const acceptLanguageLimit = 300;

/** One entry of the header, `zh-TW;q=0.8`, as the primary subtag and its weight. */
function readPreference(entry: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';');
  const quality = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { tag: tag.split('-')[0] ?? '', weight: Number.isFinite(weight) ? weight : 0 };
}

/**
 * The language to answer in: what the visitor chose (cookie) wins, then the browser's wishes (RFC 9110 §12.5.4), then
 * Japanese. Regional variants count as their language. `easy` is only ever chosen by a person, never guessed.
 */
export function negotiateLanguage(cookie: string | undefined, acceptLanguage: string | undefined): Language {
  if (isLanguage(cookie)) return cookie;
  const wishes = (acceptLanguage ?? '')
    .slice(0, acceptLanguageLimit)
    .split(',')
    .map(readPreference)
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  const known = wishes.map(({ tag }) => tag).find((tag) => tag !== 'easy' && isLanguage(tag));
  return isLanguage(known) ? known : 'ja';
}
