import type { Day } from '#platform/clock';
import {
  accepted,
  type Checked,
  checkEraDate,
  checkEraMonth,
  checkFreeText,
  checkKana,
  checkName,
  checkPhone,
  checkWholeNumber,
  refused,
} from '#platform/japanese';
import type { Answer } from './answer.ts';
import { isCountry } from './countries.ts';
import type { Question } from './form.ts';
import { checkPattern } from './pattern.ts';
import { sentences } from './problems.ts';
import { type RawAnswers, typed, typedList, typedUnder } from './raw.ts';
import { checkAddress, checkBankAccount, type PartProblem } from './structured.ts';

/** What was checked: the answer, nothing because nothing was typed, or what is to be put right in which input. */
export type CheckedAnswer =
  | { readonly answer: Answer }
  | { readonly empty: true }
  | { readonly wrong: readonly PartProblem[] };

/** What a question needs to be checked. A column of the list of persons is one too. */
export type Checkable = Pick<
  Question,
  'kind' | 'options' | 'minimum' | 'maximum' | 'limit' | 'patterns' | 'notAfterToday'
>;

/** Checks what was typed under `name`. Never throws, whatever was typed. Whether an answer is needed is not looked at here. */
export function checkAnswer(question: Checkable, raw: RawAnswers, name: string, today: Day): CheckedAnswer {
  if (isEmpty(question, raw, name)) return { empty: true };
  if (question.kind === 'address') return structured(checkAddress(raw, name));
  if (question.kind === 'bankAccount') return structured(checkBankAccount(raw, name));
  const checked = checkSimple(question, raw, name, today);
  return 'value' in checked ? { answer: checked.value } : { wrong: [{ part: '', problem: checked.problem }] };
}

function structured(checked: { value: Answer } | { wrong: readonly PartProblem[] }): CheckedAnswer {
  return 'value' in checked ? { answer: checked.value } : checked;
}

/** Choices that are always sent with a form (the era, the kind of account) do not make it answered. */
function isEmpty({ kind }: Checkable, raw: RawAnswers, name: string): boolean {
  const chosenAlone = kind === 'bankAccount' ? `${name}.kind` : '';
  return Object.keys(typedUnder(raw, name)).every(
    (key) => key === chosenAlone || key.endsWith('.era') || typedList(raw, key).length === 0,
  );
}

function checkSimple(question: Checkable, raw: RawAnswers, name: string, today: Day): Checked<Answer> {
  const text = typed(raw, name);
  switch (question.kind) {
    case 'name':
      return checkName(text, question.limit);
    case 'kana':
      return checkKana(text, question.limit);
    case 'tel':
      return checkPhone(text);
    case 'number':
      return checkWholeNumber(text, question);
    case 'boolean':
      return text === 'yes' || text === 'no' ? accepted(text === 'yes') : refused(sentences.choose);
    case 'select':
      return question.options.some(({ value }) => value === text) ? accepted(text) : refused(sentences.choose);
    case 'country':
      return isCountry(text) ? accepted(text) : refused(sentences.choose);
    case 'checkbox':
      return checkChoices(question, typedList(raw, name));
    case 'lines':
      return checkLines(question, typedList(raw, name));
    case 'date':
      return checkDay(question, raw, name, today);
    case 'datetime':
      return checkInstant(question, raw, name, today);
    case 'yearmonth':
      return checkEraMonth(dateParts(raw, name));
    case 'daterange':
      return checkRange(raw, name);
    default:
      return checkText(question, text);
  }
}

/** Texts with a pattern are folded to half width, because the pattern says that they are numbers and letters. */
function checkText(question: Checkable, text: string): Checked<string> {
  const checked = checkFreeText(text, question.limit);
  return 'value' in checked ? checkPattern(question.patterns, checked.value) : checked;
}

function checkChoices({ options }: Checkable, chosen: readonly string[]): Checked<readonly string[]> {
  return chosen.every((choice) => options.some(({ value }) => value === choice))
    ? accepted(chosen)
    : refused(sentences.choose);
}

function checkLines({ minimum = 0, maximum, limit }: Checkable, lines: readonly string[]): Checked<readonly string[]> {
  const checked = lines.map((line) => checkFreeText(line, limit));
  const wrong = checked.find((line) => 'problem' in line);
  if (wrong) return wrong;
  if (lines.length < minimum) return refused(sentences.tooFewLines, { minimum });
  if (maximum !== undefined && lines.length > maximum) return refused(sentences.tooManyLines, { maximum });
  return accepted(checked.flatMap((line) => ('value' in line ? [line.value] : [])));
}

function dateParts(raw: RawAnswers, name: string): { era: string; year: string; month: string; day: string } {
  const part = (key: string): string => typed(raw, `${name}.${key}`);
  return { era: part('era'), year: part('year'), month: part('month'), day: part('day') };
}

function checkDay({ notAfterToday }: Checkable, raw: RawAnswers, name: string, today: Day): Checked<Day> {
  const checked = checkEraDate(dateParts(raw, name));
  if ('problem' in checked || !notAfterToday || checked.value <= today) return checked;
  return refused(sentences.notAfterToday, { today });
}

/** A day with hour and minute; both are asked because a certificate carries them. */
function checkInstant(question: Checkable, raw: RawAnswers, name: string, today: Day): Checked<string> {
  const day = checkDay(question, raw, name, today);
  if ('problem' in day) return day;
  const [hour, minute] = ['hour', 'minute'].map((part) => checkWholeNumber(typed(raw, `${name}.${part}`)));
  if (!hour || !minute || 'problem' in hour || 'problem' in minute || hour.value > 23 || minute.value > 59) {
    return refused(sentences.noSuchTime);
  }
  return accepted(`${day.value}T${twoDigits(hour.value)}:${twoDigits(minute.value)}`);
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

function checkRange(raw: RawAnswers, name: string): Checked<{ from: Day; to: Day }> {
  const from = checkEraDate(dateParts(raw, `${name}.from`));
  if ('problem' in from) return from;
  const to = checkEraDate(dateParts(raw, `${name}.to`));
  if ('problem' in to) return to;
  return from.value <= to.value ? accepted({ from: from.value, to: to.value }) : refused(sentences.endsBeforeStart);
}

/** The input that a sentence leads to: dates and addresses have several. */
export function firstInput(kind: Question['kind'], name: string): string {
  return kind === 'daterange' ? `${name}.from` : name;
}

/** What was typed for a date, folded, for the echo beside its boxes; null while it is no day. */
export function dayTyped(raw: RawAnswers, name: string): Day | null {
  const checked = checkEraDate(dateParts(raw, name));
  return 'value' in checked ? checked.value : null;
}
