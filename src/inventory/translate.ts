import type { LocalText } from '#platform/i18n';
import { type InventoryRecords, type TranslatedLanguage, type Translations, translatedLanguages } from './schema.ts';

/** Parts of the translations that give one name for an id. */
export type NameTable = 'lifeEvents' | 'departments' | 'roles' | 'entries' | 'groups' | 'procedures';

/** Adds to a text what the translations hold for it. Texts that stand with the record win. */
export interface Translate {
  (table: NameTable, id: string, text: LocalText): LocalText;
  fact(id: string, part: 'label' | 'question' | 'statement', text: LocalText): LocalText;
  option(factId: string, value: string, text: LocalText): LocalText;
}

/** A `Translate` over the translations of a pack; what is missing there stays missing. */
export function translator(translations: InventoryRecords['translations']): Translate {
  const add = (text: LocalText, find: (translation: Translations) => string | undefined): LocalText => {
    const found: Partial<Record<TranslatedLanguage, string>> = {};
    for (const language of translatedLanguages) {
      const translated = translations[language] && find(translations[language]);
      if (translated !== undefined) found[language] = translated;
    }
    return { ...found, ...text };
  };
  return Object.assign(
    (table: NameTable, id: string, text: LocalText) => add(text, (translation) => translation[table]?.[id]),
    {
      fact: (id: string, part: 'label' | 'question' | 'statement', text: LocalText) =>
        add(text, (translation) => translation.facts?.[id]?.[part]),
      option: (factId: string, value: string, text: LocalText) =>
        add(text, (translation) => translation.facts?.[factId]?.options?.[value]),
    },
  );
}
