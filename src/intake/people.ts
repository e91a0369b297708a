import { applicantRole, type IntakeForm, type PersonColumn } from './form.ts';
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

/** The column as it is asked of someone: needed or not, with the time of day or without. */
export function columnAsAsked(column: PersonColumn, roles: readonly string[]): PersonColumn {
  const among = (list: readonly string[]): boolean => list.some((role) => roles.includes(role));
  return { ...column, required: among(column.requiredFor), kind: among(column.timedFor) ? 'datetime' : column.kind };
}

/** The answers with one more person, who gets what the guide already said about everybody. */
export function withPerson(form: IntakeForm, raw: RawAnswers): RawAnswers {
  const ids = personIds(raw);
  if (ids.length >= mostPersons) return raw;
  const last = Math.max(...ids.map((id) => Number(id.slice(1))));
  const id = `p${last + 1}`;
  return { ...raw, ...personPrefill(form, id), people: [...ids, id] };
}

/** The answers without a person and all that was typed about them. The person who files cannot be taken out. */
export function withoutPerson(raw: RawAnswers, id: string): RawAnswers {
  if (id === applicantId) return raw;
  const kept = Object.entries(raw).filter(([name]) => !name.startsWith(`people.${id}.`));
  return { ...Object.fromEntries(kept), people: personIds(raw).filter((other) => other !== id) };
}

/** What the guide said about everybody, as answers of one person. */
export function personPrefill(form: IntakeForm, id: string): RawAnswers {
  return Object.fromEntries(
    form.columns.flatMap(({ key, entry }) => {
      const value = form.prefill[key];
      return value === undefined ? [] : [[personInput(id, entry), value]];
    }),
  );
}

/** A form nobody has typed in yet: the person who files, and what the guide already knows. */
export function firstAnswers(form: IntakeForm): RawAnswers {
  const questions = form.pages.flatMap(({ questions: list }) => list.map(({ key }) => key));
  const known = questions.flatMap((key) =>
    form.prefill[key] === undefined ? [] : [[key, form.prefill[key]] as const],
  );
  return {
    ...Object.fromEntries(known),
    ...personPrefill(form, applicantId),
    people: [applicantId],
    [personInput(applicantId, 'roles')]: form.suggestedRoles,
  };
}
