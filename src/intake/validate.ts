import type { Day } from '#platform/clock';
import { formatDay, type Language, type LocalText, localText } from '#platform/i18n';
import { type Problem, problemSentence, problems } from '#platform/japanese';
import type { Answer, Person } from './answer.ts';
import { checkAnswer, firstInput } from './check-answer.ts';
import { applicantRole, type IntakeForm, type PageId, type Question } from './form.ts';
import { applicantId, columnAsAsked, columnsFor, personIds, personInput, rolesOf } from './people.ts';
import { addInput, isRelative } from './places.ts';
import { sentences } from './problems.ts';
import type { RawAnswers } from './raw.ts';

/** Something to put right: the input that it is about, the page it stands on, and the sentence. */
export interface AnswerError {
  readonly key: string;
  readonly page: PageId;
  sentence(language: Language): string;
}

/** What stands in the form: the answers that could be taken, and what is to be put right. What was typed is untouched. */
export interface Validation {
  readonly values: ReadonlyMap<string, Answer>;
  readonly people: readonly Person[];
  readonly errors: readonly AnswerError[];
}

/** Checks all that was typed. Total: whatever comes in, it answers; unknown names are passed over. */
export function validate(form: IntakeForm, raw: RawAnswers, today: Day): Validation {
  const values = new Map<string, Answer>();
  const errors: AnswerError[] = [];
  const people = personIds(raw).map((person) => {
    const roles = rolesOf(form, raw, person);
    const page = person === applicantId ? 'applicant' : 'family';
    const answers = new Map<string, Answer>();
    for (const column of columnsFor(form, roles).map((each) => columnAsAsked(each, roles))) {
      const { answer, wrong } = checkOne(column, raw, personInput(person, column.entry), today, page);
      if (answer !== undefined) answers.set(column.entry, answer);
      errors.push(...wrong);
    }
    return { id: person, roles, answers };
  });
  errors.push(...missingPersons(form, people));
  for (const { id, questions } of form.pages) {
    for (const question of questions) {
      const { answer, wrong } = checkOne(question, raw, question.key, today, id);
      if (answer !== undefined) values.set(question.key, answer);
      errors.push(...wrong);
    }
  }
  // Sorting keeps the order within a page: persons stand above the other questions.
  return { values, people, errors: errors.sort(byPage(form)) };
}

function checkOne(
  question: Question,
  raw: RawAnswers,
  name: string,
  today: Day,
  page: PageId,
): { answer?: Answer; wrong: AnswerError[] } {
  const checked = checkAnswer(question, raw, name, today);
  if ('answer' in checked) return { answer: checked.answer, wrong: [] };
  if ('wrong' in checked) {
    const wrong = checked.wrong.map(({ part, problem }) =>
      errorAt(part === '' ? firstInput(question.kind, name) : `${name}.${part}`, page, problem, question.label),
    );
    return { wrong };
  }
  if (!question.required) return { wrong: [] };
  const message = question.options.length > 0 || question.kind === 'boolean' ? sentences.choose : problems.empty;
  return { wrong: [errorAt(firstInput(question.kind, name), page, { message, parameters: {} }, question.label)] };
}

/**
 * Places that nobody or too many take. The sentence leads to where it can be put right: the choice of the last person, or the
 * button that adds somebody while there is nobody else.
 */
function missingPersons(form: IntakeForm, people: readonly Person[]): AnswerError[] {
  const others = form.roles.filter(({ key }) => key !== applicantRole);
  const last = people.at(-1)?.id ?? applicantId;
  return others.flatMap((place) => {
    const { key, plain, minimum, maximum } = place;
    const count = people.filter(({ roles }) => roles.includes(key)).length;
    if (count >= minimum && count <= maximum) return [];
    const message =
      count > maximum ? sentences.tooManyPersons : minimum === 1 ? sentences.noOne : sentences.tooFewPersons;
    const name = last === applicantId ? addInput(isRelative(place) ? key : undefined) : personInput(last, 'roles');
    return [errorAt(name, 'family', { message, parameters: { minimum, maximum } }, plain)];
  });
}

function errorAt(key: string, page: PageId, problem: Problem, label: LocalText): AnswerError {
  return {
    key,
    page,
    sentence: (language) => problemSentence(inLanguage(problem, language), localText(label, language).text, language),
  };
}

/** Days in a sentence are written as the reader's language writes them. */
function inLanguage({ message, parameters }: Problem, language: Language): Problem {
  const { today } = parameters;
  if (typeof today !== 'string') return { message, parameters };
  const written = formatDay(today, language);
  return { message, parameters: { ...parameters, today: language === 'ja' ? written.replace(/\(.\)$/, '') : written } };
}

function byPage(form: IntakeForm): (left: AnswerError, right: AnswerError) => number {
  const order = form.pages.map(({ id }) => id);
  return (left, right) => order.indexOf(left.page) - order.indexOf(right.page);
}
