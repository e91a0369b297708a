import type { Remark } from '../finding.ts';
import { type InventoryRecords, type TranslatedLanguage, type Translations, translatedLanguages } from '../schema.ts';

/** Translations that are missing, or that are of something that does not exist. */
export function checkTranslations(records: InventoryRecords): Remark[] {
  return translatedLanguages.flatMap((language) => {
    const translation = records.translations[language];
    const file = `translations/${language}.yaml`;
    if (!translation) {
      const message = `「${file}」がないので、日本語か英語で示します。`;
      return [{ level: 'information', code: 'no-translation', message, file, path: [] }];
    }
    return [...checkLanguage(records, language, translation, file)];
  });
}

/** Tables whose やさしい日本語 stands with the records. */
const easyWithRecords: ReadonlySet<string> = new Set(['roles', 'entries']);

function* checkLanguage(
  records: InventoryRecords,
  language: TranslatedLanguage,
  translation: Translations,
  file: string,
): Generator<Remark> {
  const say = (level: Remark['level'], code: string, message: string, path: string[]): Remark => ({
    level,
    code,
    message,
    file,
    path,
  });
  for (const [table, ids] of Object.entries(tables(records)) as [keyof ReturnType<typeof tables>, string[]][]) {
    const names = translation[table] ?? {};
    const missing =
      language === 'easy' && easyWithRecords.has(table) ? [] : ids.filter((id) => names[id] === undefined);
    if (missing.length > 0)
      yield say('information', 'no-translation', `訳がありません: ${missing.join('・')}`, [table]);
    for (const id of Object.keys(names))
      if (!ids.includes(id))
        yield say('warning', 'unknown-translation', `「${id}」はもうありません。訳を消してください。`, [table, id]);
  }
  for (const fact of records.facts) {
    const own = translation.facts?.[fact.id];
    const options = (fact.options ?? []).map(({ value }) => value);
    const missing = [
      ...(own?.label === undefined ? ['label'] : []),
      ...(own?.question === undefined && language !== 'easy' ? ['question'] : []),
      ...(fact.statement !== undefined && own?.statement === undefined ? ['statement'] : []),
      ...options.filter((value) => own?.options?.[value] === undefined),
    ];
    if (missing.length > 0)
      yield say('information', 'no-translation', `訳がありません: ${missing.join('・')}`, ['facts', fact.id]);
    for (const value of Object.keys(own?.options ?? {}))
      if (!options.includes(value))
        yield say('warning', 'unknown-translation', `選択肢「${value}」はもうありません。`, [
          'facts',
          fact.id,
          'options',
          value,
        ]);
  }
  const known = new Set(records.facts.map(({ id }) => id));
  for (const id of Object.keys(translation.facts ?? {}))
    if (!known.has(id))
      yield say('warning', 'unknown-translation', `事実「${id}」はもうありません。訳を消してください。`, ['facts', id]);
}

function tables(records: InventoryRecords) {
  const groups = records.facts.flatMap(({ options }) => (options ?? []).flatMap(({ group }) => group ?? []));
  return {
    lifeEvents: records.lifeEvents.map(({ id }) => id),
    departments: records.departments.map(({ id }) => id),
    roles: records.roles.map(({ id }) => id),
    entries: records.entries.map(({ name }) => name),
    groups: [...new Set(groups)],
    procedures: records.procedures.map(({ id }) => id),
  };
}
