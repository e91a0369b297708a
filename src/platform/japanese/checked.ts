import { defineMessages, type Language, type Message } from '#platform/i18n';

/** What is wrong with something a person typed: a sentence in every language, and the facts that stand in it. */
export interface Problem {
  readonly message: Message;
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** Either the value in its stored form, or what is wrong. Validators return it; they never throw. */
export type Checked<T> = { readonly value: T } | { readonly problem: Problem };

export function accepted<T>(value: T): { readonly value: T } {
  return { value };
}

export function refused(message: Message, parameters: Problem['parameters'] = {}): { readonly problem: Problem } {
  return { problem: { message, parameters } };
}

/** The sentence to show beside the field that is called `label` on this screen: what happened and what to do. */
export function problemSentence({ message, parameters }: Problem, label: string, language: Language): string {
  const translate: (key: 'sentence', values: Problem['parameters']) => string = defineMessages({ sentence: message })(
    language,
  );
  return translate('sentence', { label, ...parameters });
}
