import { checkName, foldLetters, problemSentence } from '#platform/japanese';
import type { Duties } from './account-store.ts';
import { normalize } from './passwords.ts';
import { type Role, roles } from './permissions.ts';

/** What an administrator typed about a person. */
export interface TypedPerson {
  readonly login: string;
  readonly name: string;
  readonly department: string;
  readonly roles: readonly string[];
  readonly counters: readonly string[];
}

export interface PersonProblem {
  readonly name: keyof TypedPerson;
  readonly message: string;
}

/** What there is to choose from. */
export interface PersonChoices {
  readonly departments: readonly string[];
  readonly counters: readonly string[];
}

const loginShape = /^[a-z0-9][a-z0-9._-]{1,39}$/;

/** Who keeps the accounts must not be the one who checks what is done with them. */
const watchers: readonly Role[] = ['auditor', 'security'];

/** What has to be put right, in the order of the form; nothing when the person can be kept as typed. */
export function personProblems(typed: TypedPerson, choices: PersonChoices): readonly PersonProblem[] {
  const messages: Record<keyof TypedPerson, string | undefined> = {
    login: loginShape.test(loginOf(typed))
      ? undefined
      : '職員番号は、半角の英字と数字で2文字以上40文字以内にしてください。記号は「.」「-」「_」が使えます。',
    name: nameProblem(typed.name),
    department: choices.departments.includes(typed.department) ? undefined : '課を選んでください。',
    roles: rolesProblem(typed.roles),
    counters: typed.counters.every((counter) => choices.counters.includes(counter))
      ? undefined
      : '窓口をもう一度選んでください。なくなった窓口が選ばれていました。',
  };
  return (Object.keys(messages) as (keyof TypedPerson)[]).flatMap((name) => {
    const message = messages[name];
    return message === undefined ? [] : [{ name, message }];
  });
}

/** The login in the form in which logins are compared. */
export function loginOf({ login }: Pick<TypedPerson, 'login'>): string {
  return normalize(foldLetters(login));
}

/** The duties of a person whose form has no problems. */
export function dutiesOf({ name, department, roles: chosen, counters }: TypedPerson): Duties {
  return { name: name.trim(), department, roles: [...new Set(chosen)], counters: [...new Set(counters)] };
}

function nameProblem(name: string): string | undefined {
  const checked = checkName(name, 60);
  return 'problem' in checked ? problemSentence(checked.problem, '氏名', 'ja') : undefined;
}

function rolesProblem(chosen: readonly string[]): string | undefined {
  if (chosen.length === 0 || !chosen.every((role) => Object.hasOwn(roles, role)))
    return '担当を1つ以上選んでください。';
  const watches = watchers.find((role) => chosen.includes(role));
  return watches !== undefined && chosen.includes('administrator')
    ? `「${roles.administrator}」と「${roles[watches]}」は、別の人にしてください。登録する人と確かめる人を分けます。`
    : undefined;
}
