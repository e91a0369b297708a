import {
  type Checked,
  checkFreeText,
  checkKana,
  checkPostalCode,
  foldLetters,
  foldWidth,
  type Problem,
  refused,
} from '#platform/japanese';
import type { Address, BankAccount } from './answer.ts';
import { sentences } from './problems.ts';
import { type RawAnswers, typed } from './raw.ts';

/** What is wrong in one input of several; `part` is empty for a question with one input. */
export interface PartProblem {
  readonly part: string;
  readonly problem: Problem;
}

type CheckedParts<T> = { readonly value: T } | { readonly wrong: readonly PartProblem[] };

const partLimit = 120;

/** An address. The block number may be 「なし」; postal code and building may stay empty. */
export function checkAddress(raw: RawAnswers, name: string): CheckedParts<Address> {
  const part = (key: string): string => typed(raw, `${name}.${key}`);
  const parts = {
    postalCode: optional(part('postalCode'), checkPostalCode),
    prefecture: needed(part('prefecture'), sentences.prefectureMissing),
    city: needed(part('city'), sentences.cityMissing),
    town: needed(part('town'), sentences.townMissing),
    block: needed(part('block'), sentences.blockMissing),
    building: optional(part('building'), (text) => checkFreeText(text, partLimit)),
  };
  return collected(parts);
}

function needed(text: string, missing: Problem['message']): Checked<string> {
  return foldWidth(text) === '' ? refused(missing) : checkFreeText(foldLetters(text), partLimit);
}

function optional(text: string, check: (text: string) => Checked<string>): Checked<string> {
  return foldWidth(text) === '' ? { value: '' } : check(text);
}

/** An account. Numbers shorter than seven digits get zeros in front, as banks print them. */
export function checkBankAccount(raw: RawAnswers, name: string): CheckedParts<BankAccount> {
  const part = (key: string): string => typed(raw, `${name}.${key}`);
  const kind = part('kind');
  const parts = {
    bank: needed(part('bank'), sentences.bankMissing),
    branch: needed(part('branch'), sentences.branchMissing),
    kind: checkAccountKind(kind),
    number: checkAccountNumber(part('number')),
    holder: foldWidth(part('holder')) === '' ? refused(sentences.holderMissing) : checkKana(part('holder')),
  };
  return collected(parts);
}

function checkAccountKind(kind: string): Checked<BankAccount['kind']> {
  return kind === 'ordinary' || kind === 'current' ? { value: kind } : refused(sentences.accountKindMissing);
}

function checkAccountNumber(text: string): Checked<string> {
  const digits = foldWidth(text).replace(/[ -]/g, '');
  return /^\d{1,7}$/.test(digits) ? { value: digits.padStart(7, '0') } : refused(sentences.notAccountNumber);
}

/** The whole, when every part was taken; otherwise what is wrong in which part. */
function collected<T extends object>(parts: { readonly [Key in keyof T]: Checked<T[Key]> }): CheckedParts<T> {
  const entries = Object.entries(parts) as [string, Checked<unknown>][];
  const wrong = entries.flatMap(([part, checked]) =>
    'problem' in checked ? [{ part, problem: checked.problem }] : [],
  );
  if (wrong.length > 0) return { wrong };
  return {
    value: Object.fromEntries(entries.map(([part, checked]) => [part, 'value' in checked ? checked.value : ''])) as T,
  };
}
