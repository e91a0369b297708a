import type { CaseEntry } from '#cases';

/** How the visitor is addressed, as they entered it. */
export interface DeskName {
  name: string;
  kana: string;
}

/** The person who files, as the pre-entry names its inputs. */
const keys = { name: 'people.p1.fullName', kana: 'people.p1.fullNameKana' } as const;

/**
 * The name that stands in large letters on the desk. Null where none was entered or may be seen, and for persons who hide
 * from somebody (支援措置): the screen can be read by those who stand in front of it.
 */
export function deskName(entries: readonly Pick<CaseEntry, 'key' | 'text'>[], isProtected: boolean): DeskName | null {
  const textOf = (key: string): string => entries.find((entry) => entry.key === key)?.text[0] ?? '';
  const name = textOf(keys.name);
  return name === '' || isProtected ? null : { name, kana: textOf(keys.kana) };
}
