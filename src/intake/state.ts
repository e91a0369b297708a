import type { CaseEntry, CaseOverview } from '#cases';
import type { Day } from '#platform/clock';
import type { Facts } from '#rules';
import type { Answer, Person } from './answer.ts';
import { displayAnswer } from './display.ts';
import { applicantRole, type IntakeForm, type PageId, proceduresOf, type Question } from './form.ts';
import { applicantId, columnAsAsked, columnsFor, personIds, personInput, rolesOf } from './people.ts';
import { type RawAnswers, typedUnder } from './raw.ts';
import { type Validation, validate } from './validate.ts';

/** The pre-entry of one case as it stands: what is asked, what was typed, and what that amounts to. */
export interface IntakeState {
  readonly overview: CaseOverview;
  /** What the guide was told. */
  readonly facts: Facts;
  readonly form: IntakeForm;
  readonly raw: RawAnswers;
  readonly validation: Validation;
}

/** The typed answers after a page was sent: what belongs to the page is replaced, everything else stays. */
export function withPage(form: IntakeForm, page: PageId, before: RawAnswers, sent: RawAnswers): RawAnswers {
  const belongs = namesOf(form, page, before);
  const pick = (answers: RawAnswers, wanted: boolean): [string, RawAnswers[string]][] =>
    Object.entries(answers).filter(([name]) => belongs(name) === wanted);
  return Object.fromEntries([...pick(before, false), ...pick(sent, true)]);
}

/** Whether an input stands on a page. Persons are on the page of the person who files, or on that of the family. */
function namesOf(form: IntakeForm, page: PageId, raw: RawAnswers): (name: string) => boolean {
  const questions = form.pages.find(({ id }) => id === page)?.questions ?? [];
  const persons = page === 'applicant' ? [applicantId] : page === 'family' ? personIds(raw).slice(1) : [];
  const stems = [
    ...questions.map(({ key }) => key),
    ...persons.flatMap((person) =>
      ['roles', ...form.columns.map(({ entry }) => entry)].map((part) => personInput(person, part)),
    ),
  ];
  return (name) => stems.some((stem) => name === stem || name.startsWith(`${stem}.`));
}

/** What was typed, from the entries of the case; null while nothing was saved. */
export function rawOf(entries: readonly CaseEntry[]): RawAnswers | null {
  return entries.length === 0 ? null : Object.assign({}, ...entries.map(({ typed }) => typed));
}

/** Everything that was typed as entries of the case: with label and reading for staff, and whose forms it fills. */
export function entriesOf(form: IntakeForm, raw: RawAnswers, { values, people }: Validation): CaseEntry[] {
  const questions = form.pages.flatMap(({ questions: list }) => list);
  const persons = personIds(raw).map(
    (id) => people.find((person) => person.id === id) ?? { id, roles: [], answers: new Map() },
  );
  return [
    peopleEntry(form, raw),
    ...questions.flatMap((question) =>
      entryOf(question, question.key, question.label.ja, raw, values.get(question.key)),
    ),
    ...persons.flatMap((person, index) => personEntries(form, raw, person, index + 1)),
  ];
}

function peopleEntry(form: IntakeForm, raw: RawAnswers): CaseEntry {
  const people = personIds(raw);
  return {
    key: 'people',
    label: '手続きに関わる人',
    text: [`${people.length}人`],
    typed: { people },
    value: people,
    class: 'personal',
    procedures: form.procedures,
  };
}

function personEntries(form: IntakeForm, raw: RawAnswers, person: Person, number: number): CaseEntry[] {
  const roles = rolesOf(form, raw, person.id);
  const labels = form.roles.filter(({ key }) => roles.includes(key)).map(({ label }) => label.ja);
  const key = personInput(person.id, 'roles');
  const places: CaseEntry = {
    key,
    label: `${number}人目 当てはまるもの`,
    text: labels,
    typed: typedUnder(raw, key),
    value: roles,
    class: 'personal',
    procedures: form.procedures,
  };
  const columns = form.columns.flatMap((column) => {
    const asked = columnAsAsked(column, roles);
    const name = personInput(person.id, column.entry);
    return entryOf(asked, name, `${number}人目 ${column.label.ja}`, raw, person.answers.get(column.entry));
  });
  return [places, ...columns];
}

/** Nothing typed is no entry. */
function entryOf(
  question: Question,
  key: string,
  label: string,
  raw: RawAnswers,
  answer: Answer | undefined,
): CaseEntry[] {
  const typed = typedUnder(raw, key);
  if (Object.keys(typed).length === 0) return [];
  return [
    {
      key,
      label,
      text: answer === undefined ? [] : displayAnswer(question, answer, 'ja'),
      typed,
      value: answer ?? null,
      class: question.sensitive ? 'sensitive' : 'personal',
      procedures: proceduresOf(question.covers),
    },
  ];
}

/** Birth date of the person who files, where it is known: it opens the case together with the code. */
export function birthDateOf({ people }: Validation): Day | null {
  const answer = people.find(({ id }) => id === applicantId)?.answers.get('dateOfBirth');
  return typeof answer === 'string' ? answer.slice(0, 10) : null;
}

/** An answer that is shown: on the page of checking, on paper. */
export interface ShownAnswer {
  readonly name: string;
  readonly question: Question;
  readonly answer: Answer | undefined;
}

/** The questions that somebody is asked, with their answers. */
export function answersOfPerson(form: IntakeForm, person: Person): ShownAnswer[] {
  return columnsFor(form, person.roles)
    .map((column) => columnAsAsked(column, person.roles))
    .map((question) => ({
      name: personInput(person.id, question.entry),
      question,
      answer: person.answers.get(question.entry),
    }));
}

/** The places that somebody takes besides being the one who files. */
export function placesOf(form: IntakeForm, person: Person): IntakeForm['roles'] {
  return form.roles.filter(({ key }) => key !== applicantRole && person.roles.includes(key));
}

/** How far a page is: answers that stand, and what is missing or to be put right. */
export interface PageProgress {
  readonly id: PageId;
  readonly entered: number;
  readonly open: number;
}

/** How far every page of the form is. */
export function progressOf({ form, validation }: Pick<IntakeState, 'form' | 'validation'>): PageProgress[] {
  return form.pages.map(({ id, questions }) => {
    const answered = questions.filter(({ key }) => validation.values.has(key)).length;
    const ofPersons = personsOn(id, validation).map(({ answers }) => answers.size);
    return {
      id,
      entered: ofPersons.reduce((sum, count) => sum + count, answered),
      open: validation.errors.filter(({ page }) => page === id).length,
    };
  });
}

/** The persons that stand on a page: who files on the first, everybody else on that of the family. */
export function personsOn(page: PageId, { people }: Pick<Validation, 'people'>): readonly Person[] {
  return page === 'applicant' ? people.slice(0, 1) : page === 'family' ? people.slice(1) : [];
}

/** The state after a change of what was typed. */
export function stateWith(
  { overview, facts, form }: Pick<IntakeState, 'overview' | 'facts' | 'form'>,
  raw: RawAnswers,
  today: Day,
): IntakeState {
  return { overview, facts, form, raw, validation: validate(form, raw, today) };
}
