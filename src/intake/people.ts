import { applicantRole, deceasedRole, type IntakeForm, type PersonColumn } from './form.ts';
import { type RawAnswers, typedList } from './raw.ts';

/** The person who files: always first, never removed. */
export const applicantId = 'p1';

const personId = /^p\d{1,4}$/;
const mostPersons = 20;

/** Ids of the persons in the order in which they were entered; the person who files comes first. */
export function personIds(raw: RawAnswers): string[] {
  const others = typedList(raw, 'people').filter((id) => personId.test(id) && id !== applicantId);
  return [applicantId, ...new Set(others)].slice(0, mostPersons);
}

/** The name of an input of a person: `people.p2.fullName`, `people.p2.roles`. */
export function personInput(id: string, part: string): string {
  return `people.${id}.${part}`;
}

/** The places that a person takes; the person who files is always the applicant. */
export function rolesOf(form: IntakeForm, raw: RawAnswers, id: string): string[] {
  const known = new Set(form.roles.map(({ key }) => key));
  const chosen = typedList(raw, personInput(id, 'roles')).filter((key) => known.has(key) && key !== applicantRole);
  return id === applicantId ? [applicantRole, ...chosen] : chosen;
}

/** The columns that are asked of someone who takes these places. */
export function columnsFor(form: IntakeForm, roles: readonly string[]): PersonColumn[] {
  return form.columns.filter((column) => column.roles.some((role) => roles.includes(role)));
}

/** The names of all inputs that the persons are asked; a ticked place adds some. */
export function askedOfPersons(form: IntakeForm, raw: RawAnswers): string[] {
  return personIds(raw).flatMap((id) =>
    columnsFor(form, rolesOf(form, raw, id)).map(({ entry }) => personInput(id, entry)),
  );
}

/** The column as it is asked of someone: needed or not, with the time of day or without. */
export function columnAsAsked(column: PersonColumn, roles: readonly string[]): PersonColumn {
  const among = (list: readonly string[]): boolean => list.some((role) => roles.includes(role));
  return { ...column, required: among(column.requiredFor), kind: among(column.timedFor) ? 'datetime' : column.kind };
}

/** The answers with one more person, in a place of their own if one is given, with what the guide already said. */
export function withPerson(form: IntakeForm, raw: RawAnswers, place?: string): RawAnswers {
  const ids = personIds(raw);
  if (ids.length >= mostPersons) return raw;
  const id = `p${Math.max(...ids.map((other) => Number(other.slice(1)))) + 1}`;
  const own = form.roles.filter(({ key }) => key === place).map(({ key }) => key);
  const isFirst = ids.every((other) => !rolesOf(form, raw, other).some((key) => own.includes(key)));
  const ofPlace = isFirst ? own.map((key) => form.prefill.places[key]) : [];
  const known: RawAnswers = Object.assign({}, form.prefill.persons, ...ofPlace);
  const held = place === deceasedRole ? form.suggested.deceased : [];
  const roles = [...own, ...held, ...form.suggested.others];
  return { ...raw, ...ofPerson(id, known), [personInput(id, 'roles')]: roles, people: [...ids, id] };
}

/** The answers without a person and all that was typed about them. The person who files cannot be taken out. */
export function withoutPerson(raw: RawAnswers, id: string): RawAnswers {
  if (id === applicantId) return raw;
  const kept = Object.entries(raw).filter(([name]) => !name.startsWith(`people.${id}.`));
  return { ...Object.fromEntries(kept), people: personIds(raw).filter((other) => other !== id) };
}

/** A form nobody has typed in yet: the person who files, and what the guide already knows. */
export function firstAnswers(form: IntakeForm): RawAnswers {
  return {
    ...form.prefill.questions,
    ...ofPerson(applicantId, form.prefill.persons),
    people: [applicantId],
    [personInput(applicantId, 'roles')]: form.suggested.applicant,
  };
}

function ofPerson(id: string, answers: RawAnswers): RawAnswers {
  return Object.fromEntries(Object.entries(answers).map(([part, value]) => [personInput(id, part), value]));
}
