import { defineMessages, type Language, type LocalText, languages } from '#platform/i18n';

/** Sentences of the inventory's own rules, in six languages. */
export const messages = defineMessages({
  until: {
    ja: '{day}まで',
    easy: '{day}まで',
    en: 'By {day}',
    zh: '{day}前',
    ko: '{day}까지',
    vi: 'Chậm nhất {day}',
  },
  mustCome: {
    ja: '本人が来る必要があります。',
    easy: '本人(ほんにん)が 来(き)てください。ほかの 人(ひと)は できません。',
    en: 'The person concerned must come in person.',
    zh: '必须由本人前来办理。',
    ko: '본인이 직접 오셔야 합니다.',
    vi: 'Người làm thủ tục phải tự đến.',
  },
  onlyHere: {
    ja: 'この手続きは、窓口でお受けします。',
    easy: 'この 手続(てつづき)は 市役所(しやくしょ)に 来(き)てください。',
    en: 'This procedure is handled at the counter.',
    zh: '此手续在窗口办理。',
    ko: '이 절차는 창구에서 접수합니다.',
    vi: 'Thủ tục này làm tại quầy.',
  },
});

/** A sentence in each language at once, for values that are shown later in the reader's language. */
export function inEveryLanguage(sentence: (language: Language) => string): LocalText {
  const texts = languages.map(({ id }) => [id, sentence(id)] as const);
  return { ja: sentence('ja'), ...Object.fromEntries(texts) };
}
