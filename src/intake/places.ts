import { applicantRole, type IntakeForm, type PersonRole } from './form.ts';
import { applicantId, personIds, rolesOf } from './people.ts';
import type { RawAnswers } from './raw.ts';

/** The places somebody may take: a few that are asked, and the others, folded away because they are seldom changed. */
export interface OfferedPlaces {
  readonly asked: readonly PersonRole[];
  readonly folded: readonly PersonRole[];
}

/** More choices than this are hard to read. */
const mostAsked = 4;

/** The person who files is asked for places that are often theirs; others are asked first who they are in the family. */
export function placesOffered(form: IntakeForm, raw: RawAnswers, person: string): OfferedPlaces {
  const places = form.roles.filter(({ key }) => key !== applicantRole);
  const [suggested, ...ranks] =
    person === applicantId
      ? [form.suggested.applicant, places.filter(isOwn)]
      : [form.suggested.others, places.filter(isRelative), places.filter(isOwn)];
  const asked = ranks
    .flat()
    .filter(({ key }) => !suggested.includes(key) && (person === applicantId || !isTaken(form, raw, key, person)))
    .slice(0, mostAsked);
  return { asked, folded: places.filter((place) => !asked.includes(place)) };
}

/** Places of the list that somebody new could be added for: children, the deceased, witnesses. */
export function placesToAdd(form: IntakeForm, raw: RawAnswers): PersonRole[] {
  return form.roles.filter((place) => isRelative(place) && !isTaken(form, raw, place.key));
}

/** The name of the button that adds a person, in a place of their own if one is given. */
export function addInput(place?: string): string {
  return place === undefined ? 'add' : `add:${place}`;
}

/** A place that the person who files often takes. */
function isOwn({ likely }: PersonRole): boolean {
  return likely.includes(applicantRole);
}

/** A place of somebody else who is sure to be met: not the earlier owner of a dog. */
export function isRelative(place: PersonRole): boolean {
  return !isOwn(place) && (place.minimum > 0 || place.likely.includes('family'));
}

/** Whether as many others as may take a place have taken it. */
function isTaken(form: IntakeForm, raw: RawAnswers, key: string, except?: string): boolean {
  const place = form.roles.find((role) => role.key === key);
  const holders = personIds(raw).filter((id) => id !== except && rolesOf(form, raw, id).includes(key));
  return place !== undefined && holders.length >= place.maximum;
}
