import type { LocalText } from '#platform/i18n';
import type { RawAnswers } from './raw.ts';

/** How a question is asked and checked. `lines` is a short list of texts; `country` a country of ISO 3166. */
export type QuestionKind =
  | 'text'
  | 'textarea'
  | 'name'
  | 'kana'
  | 'date'
  | 'datetime'
  | 'yearmonth'
  | 'daterange'
  | 'number'
  | 'boolean'
  | 'select'
  | 'checkbox'
  | 'tel'
  | 'address'
  | 'bankAccount'
  | 'country'
  | 'lines';

/** A field of a form: `field` is its id, or `group/inner` for a field within a group. */
export interface FieldReference {
  readonly procedure: string;
  readonly field: string;
}

export interface Option {
  readonly value: string;
  readonly label: LocalText;
}

/** One question: one answer, which fills every field in `covers`. */
export interface Question {
  /** `role.entry` for what is shared between forms, `procedure.field` for what is not. */
  readonly key: string;
  readonly entry: string;
  /** Whom the answer is about, as the inventory's role. */
  readonly role: string;
  readonly kind: QuestionKind;
  readonly label: LocalText;
  readonly help?: LocalText;
  readonly required: boolean;
  readonly options: readonly Option[];
  /** Bounds of a number, or of how many lines. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** Longest text, in graphemes. */
  readonly limit: number;
  /** Patterns of the fields as the inventory writes them. */
  readonly patterns: readonly string[];
  /** The day must not lie after today. */
  readonly notAfterToday: boolean;
  readonly sensitive: boolean;
  readonly covers: readonly FieldReference[];
}

/** Whom a form needs: one or several persons of the list stand in this place. */
export interface PersonRole {
  /** The role, or `procedure.field` where one form has several places for the same role. */
  readonly key: string;
  readonly role: string;
  /** As staff and papers call it. */
  readonly label: LocalText;
  /** As residents are asked. */
  readonly plain: LocalText;
  /** Roles whose holder often takes this place too. */
  readonly likely: readonly string[];
  readonly minimum: number;
  readonly maximum: number;
  readonly covers: readonly FieldReference[];
}

/** What is asked of a person who has one of `roles`; an answer is needed for those with one of `requiredFor`. */
export interface PersonColumn extends Question {
  readonly roles: readonly string[];
  readonly requiredFor: readonly string[];
  /** Roles for whom the time of day belongs to the date (the hour of a birth). */
  readonly timedFor: readonly string[];
}

/** What only the counter takes: an empty box on paper, never a question on the internet side. */
export interface CounterItem {
  readonly reason: 'notOnline' | 'dayOfVisit';
  /** In Japanese the words of the form, in other languages those of the entry. */
  readonly label: LocalText;
  readonly covers: readonly [FieldReference];
}

export const pageIds = ['applicant', 'family', 'place', 'procedures', 'account'] as const;
export type PageId = (typeof pageIds)[number];

export interface FormPage {
  readonly id: PageId;
  readonly questions: readonly Question[];
}

/** All forms of a case as one: every (role, entry) once, every person once, at most five pages. */
export interface IntakeForm {
  readonly procedures: readonly string[];
  readonly pages: readonly FormPage[];
  readonly roles: readonly PersonRole[];
  readonly columns: readonly PersonColumn[];
  readonly atCounter: readonly CounterItem[];
  /** Places that are taken at first and can be changed: by the person who files, by everybody else, and by the deceased. */
  readonly suggested: {
    readonly applicant: readonly string[];
    readonly others: readonly string[];
    readonly deceased: readonly string[];
  };
  /** What the guide already knows, in the form of typed answers. */
  readonly prefill: Prefill;
}

/** What is known before anything is typed, by the names of inputs. */
export interface Prefill {
  readonly questions: RawAnswers;
  /** About every person: `healthInsurance`. */
  readonly persons: RawAnswers;
  /** About the one person who takes a place, by the key of the place: the birth date of the child. */
  readonly places: Readonly<Record<string, RawAnswers>>;
}

/** The person who files is the first of the list and always there. */
export const applicantRole = 'applicant';

/** Key of the place of the person who died. */
export const deceasedRole = 'deceased';

/** Procedures that need an answer, for 「なぜ聞くのですか」. */
export function proceduresOf(covers: readonly FieldReference[]): string[] {
  return [...new Set(covers.map(({ procedure }) => procedure))];
}
