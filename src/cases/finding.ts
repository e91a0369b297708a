import type { Transaction } from '#platform/database';
import type { Subject } from '#platform/http';
import { checkKana, checkPhone } from '#platform/japanese';
import type { KeyRing } from '#platform/keys';
import { type Personal, personal } from '#platform/personal';
import { foldSpelling } from '#platform/search';
import { type CaseEntry, entryClasses } from './case.ts';
import { actorOf, withCaseIfPermitted } from './gate.ts';
import type { CaseParts } from './parts.ts';
import * as store from './store.ts';
import { openVault, type Vault } from './vault.ts';

/** What somebody at the entrance tells of themselves: how their name is read (or how it begins), or their telephone number. */
export type Sought =
  | { readonly by: 'kana'; readonly name: Personal<string> }
  | { readonly by: 'phone'; readonly digits: Personal<string> };

/** Somebody who was found: no more than is needed to tell two of them apart. */
export interface FoundPerson {
  readonly caseId: string;
  readonly code: string;
  /** 「サトウ ハ…」: the family name and how the rest begins; the last two digits of the telephone number, where there is one. */
  readonly person: Personal<{ readonly name: string; readonly phoneEnd: string | null }>;
}

/** Whom to look among. */
export interface Among {
  /** The cases of those who are expected or here. */
  readonly cases: readonly string[];
  /** Those among them whom the telephone number led to by another way, such as their appointment. */
  readonly known: readonly string[];
}

/** Fewer kana than that are the beginning of too many names. */
const fewestKana = 2;
/** More matches than that are none: what is typed says too little. */
export const mostFound = 6;
/** Cases whose marks are made in one transaction. */
const atOnce = 50;
/** One mark stands for several beginnings and for some thousand numbers: it is no proof, and what it leads to is compared. */
const bits = { kana: 10, phone: 16 } as const;

const nameKey = 'people.p1.fullNameKana';
const phoneKey = /\.contactPoint$/;

/** Reads what was typed in the one field of the entrance; null for what is neither a name in kana nor a telephone number. */
export function readSought(typed: string): Sought | null {
  const phone = checkPhone(typed);
  if ('value' in phone) return { by: 'phone', digits: personal(digitsOf(phone.value)) };
  const kana = checkKana(typed);
  if (!('value' in kana)) return null;
  const name = [...folded(kana.value)].length;
  return name < fewestKana ? null : { by: 'kana', name: personal(folded(kana.value)) };
}

const digitsOf = (phone: string): string => phone.replaceAll(/\D/g, '');

/** A reading as it is compared: one kind of kana, no long vowels and small kana, no blanks and dots. */
const folded = (kana: string): string => foldSpelling(kana).replaceAll('・', '');

/** A name from each of its words on: 「サトウハナコ」「ハナコ」, so that it is found by family name, given name or both. */
function beginnings(kana: string): string[] {
  const words = kana.split(/[\s\u3000・]+/).map(folded);
  return words.map((_, index) => words.slice(index).join(''));
}

/** What a case can be found by. */
interface Known {
  readonly kana: string | null;
  readonly phones: readonly string[];
}

async function knownOf(transaction: Transaction, vault: Vault): Promise<Personal<Known>> {
  const lists = await vault.read<CaseEntry[]>(transaction, 'entry', entryClasses);
  const entries = lists.flatMap((list) => list.reveal());
  const texts = (wanted: (key: string) => boolean) =>
    entries.flatMap(({ key, value }) => (wanted(key) && typeof value === 'string' ? [value] : []));
  return personal({
    kana: texts((key) => key === nameKey)[0] ?? null,
    phones: texts((key) => phoneKey.test(key)).map(digitsOf),
  });
}

const kanaMark = (keys: Pick<KeyRing, 'blindIndex'>, name: string): store.Mark => ({
  kind: 'kana',
  mark: keys.blindIndex('cases.kana', [...name].slice(0, fewestKana).join(''), bits.kana),
});

const phoneMark = (keys: Pick<KeyRing, 'blindIndex'>, digits: string): store.Mark => ({
  kind: 'phone',
  mark: keys.blindIndex('cases.phone', digits, bits.phone),
});

function marksOf(keys: Pick<KeyRing, 'blindIndex'>, { kana, phones }: Known): store.Mark[] {
  const names = beginnings(kana ?? '').filter((name) => [...name].length >= fewestKana);
  return [...names.map((name) => kanaMark(keys, name)), ...phones.map((digits) => phoneMark(keys, digits))];
}

const markOf = (keys: Pick<KeyRing, 'blindIndex'>, sought: Sought): store.Mark =>
  sought.by === 'kana' ? kanaMark(keys, sought.name.reveal()) : phoneMark(keys, sought.digits.reveal());

function isSought({ kana, phones }: Known, sought: Sought): boolean {
  if (sought.by === 'phone') return phones.includes(sought.digits.reveal());
  const typed = sought.name.reveal();
  return beginnings(kana ?? '').some((name) => name.startsWith(typed));
}

/** Makes the marks of those who have none yet, or other entries since. */
async function mark({ database, keys }: CaseParts, caseIds: readonly string[]): Promise<void> {
  for (let start = 0; start < caseIds.length; start += atOnce) {
    await database.transaction(async (transaction) => {
      for (const caseId of await store.lockUnmarked(transaction, caseIds.slice(start, start + atOnce))) {
        const key = await keys.openCaseKey(transaction, caseId);
        if (!key) continue;
        const known = await knownOf(transaction, openVault(key));
        await store.setMarks(transaction, caseId, marksOf(keys, known.reveal()));
      }
    });
  }
}

/** The cases that are really meant, not only by their mark. No person sees anything of it. */
function matching(
  { database, keys }: CaseParts,
  sought: Sought,
  { cases, known: byOtherWay }: Among,
): Promise<string[]> {
  return database.transaction(async (transaction) => {
    const found: string[] = cases.filter((caseId) => byOtherWay.includes(caseId));
    for (const caseId of await store.findMarked(transaction, cases, markOf(keys, sought))) {
      const key = await keys.openCaseKey(transaction, caseId);
      if (!key || found.includes(caseId)) continue;
      const known = await knownOf(transaction, openVault(key));
      if (isSought(known.reveal(), sought)) found.push(caseId);
    }
    return found;
  });
}

/** 「サトウ ハ…」 */
function shortName(kana: string): string {
  const [family = '', ...others] = kana.split(/[\s\u3000]+/);
  const [next] = others.join('');
  return next === undefined ? family : `${family} ${next}…`;
}

/**
 * Finds somebody among those who are expected or here. The search is written down without what was typed, and each case
 * that is shown goes through the gate: a protected person is not in the answer. Null when there are too many.
 */
export async function findPeople(
  parts: CaseParts,
  subject: Subject,
  sought: Sought,
  among: Among,
): Promise<FoundPerson[] | null> {
  const search = {
    actor: actorOf(subject),
    action: 'case:find',
    resource: { by: sought.by },
    outcome: 'done',
  } as const;
  await parts.database.transaction((transaction) => parts.audit.append(transaction, search));
  await mark(parts, among.cases);
  const caseIds = await matching(parts, sought, among);
  if (caseIds.length > mostFound) return null;
  const found: FoundPerson[] = [];
  for (const caseId of caseIds) {
    const opened = await withCaseIfPermitted(parts, subject, 'case:find', caseId, {}, async (transaction, admitted) => {
      const known = await knownOf(transaction, admitted.vault);
      const person = known.map(({ kana, phones }) => ({
        name: kana === null ? '' : shortName(kana),
        phoneEnd: phones[0]?.slice(-2) ?? null,
      }));
      return { caseId, code: admitted.overview.code, person };
    });
    if (opened) found.push(opened.value);
  }
  return found;
}

/** Nightly: forgets by what people were found. Gives how many marks went. */
export function forgetMarks({ database }: Pick<CaseParts, 'database'>): Promise<number> {
  return database.transaction((transaction) => store.deleteMarks(transaction));
}
