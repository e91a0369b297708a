import type { IntakeForm, Question } from './form.ts';
import { applicantId, columnsFor, personIds, personInput, rolesOf } from './people.ts';
import { type RawAnswers, typed, typedUnder } from './raw.ts';

/** Addresses that are most often the same as one that was entered, by the entry of that one. */
const sameAddress: Readonly<Record<string, string>> = {
  fullAddress: 'applicant.newAddress',
  newPlace: 'applicant.newAddress',
  previousPlace: 'applicant.previousAddress',
};

/** The address of the person who files that answers a question which is left empty. */
export function sameAddressAs(form: IntakeForm, raw: RawAnswers, question: Question): Question | undefined {
  const isOwn = question.kind === 'address' && rolesOf(form, raw, applicantId).includes(question.role);
  const questions = form.pages.flatMap((page) => page.questions);
  return isOwn ? questions.find(({ key }) => key === sameAddress[question.entry]) : undefined;
}

/**
 * The answers with what follows from others, wherever nothing was typed: the head of the household is related to the head as
 * 「世帯主」, and whoever moved lives at the new address.
 */
export function withDerived(form: IntakeForm, raw: RawAnswers): RawAnswers {
  const questions = form.pages.flatMap((page) => page.questions);
  const addresses = questions.flatMap((question) => {
    const source = sameAddressAs(form, raw, question);
    return source === undefined || isTyped(raw, question.key) ? [] : copied(raw, source.key, question.key);
  });
  const heads = personIds(raw).flatMap((id) => {
    const roles = rolesOf(form, raw, id);
    const name = personInput(id, 'relationToHead');
    const isAsked = columnsFor(form, roles).some(({ entry }) => entry === 'relationToHead');
    return roles.includes('head') && isAsked && typed(raw, name) === '' ? [[name, '世帯主']] : [];
  });
  return { ...raw, ...Object.fromEntries([...addresses, ...heads]) };
}

function isTyped(raw: RawAnswers, name: string): boolean {
  return Object.keys(typedUnder(raw, name)).some((key) => typed(raw, key) !== '');
}

function copied(raw: RawAnswers, from: string, to: string): [string, RawAnswers[string]][] {
  return Object.entries(typedUnder(raw, from)).map(([name, value]) => [`${to}${name.slice(from.length)}`, value]);
}
