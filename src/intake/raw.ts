/** Answers as typed, by the name of the input: kept whatever they are, so that nothing typed is lost. */
export type RawAnswers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The one text under a name; empty where nothing was typed. */
export function typed(raw: RawAnswers, name: string): string {
  const found = Object.hasOwn(raw, name) ? raw[name] : undefined;
  return typeof found === 'string' ? found : (found?.[0] ?? '');
}

/** All texts under a name, without empty ones. */
export function typedList(raw: RawAnswers, name: string): string[] {
  const found = Object.hasOwn(raw, name) ? raw[name] : undefined;
  return (typeof found === 'string' ? [found] : [...(found ?? [])]).filter((text) => text.trim() !== '');
}

/** The part of the answers whose names are `name` or begin with `name.`. */
export function typedUnder(raw: RawAnswers, name: string): RawAnswers {
  return Object.fromEntries(Object.entries(raw).filter(([key]) => key === name || key.startsWith(`${name}.`)));
}
