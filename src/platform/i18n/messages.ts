import type { Language } from './language.ts';

/** One interface sentence in all languages; a missing one is a compile error. `{name}` marks a parameter. */
export type Message = Readonly<Record<Language, string>>;

type ParameterNames<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterNames<Rest>
  : never;

type Parameters<Text extends string> = [ParameterNames<Text>] extends [never]
  ? []
  : [values: Readonly<Record<ParameterNames<Text>, string | number>>];

/** Gives a sentence by its key; the parameters asked for are those that the Japanese sentence names. */
export type Translate<Table extends Record<string, Message>> = <Key extends keyof Table & string>(
  key: Key,
  ...parameters: Parameters<Table[Key]['ja']>
) => string;

/** The sentences of one module: called with a language it gives `t`; `table` is for tests that look at every sentence. */
export interface Messages<Table extends Record<string, Message>> {
  (language: Language): Translate<Table>;
  readonly table: Table;
}

const parameterPattern = /\{([a-zA-Z]+)\}/g;

function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(parameterPattern, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

/** The names of the parameters in a sentence, sorted; equal in every language of a well-kept message. */
export function parameterNames(sentence: string): string[] {
  return [...new Set(Array.from(sentence.matchAll(parameterPattern), ([, name = '']) => name))].sort();
}

/**
 * Declares the sentences of a module in all six languages:
 * `const messages = defineMessages({ left: { ja: 'あと{days}日', … } }); messages(language)('left', { days: 3 })`.
 * A missing language, an unknown key and a missing parameter do not compile.
 */
export function defineMessages<const Table extends Record<string, Message>>(table: Table): Messages<Table> {
  const translate =
    (language: Language): Translate<Table> =>
    (key, ...[values]) => {
      const sentence = (table[key] as Message)[language];
      return values === undefined ? sentence : fill(sentence, values);
    };
  return Object.assign(translate, { table });
}
