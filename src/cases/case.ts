import type { Day } from '#platform/clock';
import type { Language } from '#platform/i18n';
import type { Facts } from '#rules';

export const entryClasses = ['plain', 'personal', 'sensitive'] as const;
/** How closely an entry is held: `sensitive` needs, beside the department, that the visitor is being served there. */
export type EntryClass = (typeof entryClasses)[number];

/** One thing that was entered: as typed, as taken, and how staff read it. */
export interface CaseEntry {
  /** The question's key, or the input of a person (`people.p2.fullName`). */
  readonly key: string;
  /** What it is called, in Japanese. */
  readonly label: string;
  /** How it reads, in Japanese; no lines while it cannot be taken. */
  readonly text: readonly string[];
  /** What was typed, by the names of the inputs, whether it could be taken or not. */
  readonly typed: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The checked value as JSON; null while it cannot be taken. */
  readonly value: unknown;
  readonly class: EntryClass;
  /** The procedures whose forms it fills. */
  readonly procedures: readonly string[];
}

export type ProcedureState = 'wanted' | 'undecided' | 'done';

export interface CaseProcedure {
  readonly id: string;
  readonly department: string;
  readonly state: ProcedureState;
}

/** What may be known of a case without opening anything personal. */
export interface CaseOverview {
  readonly caseId: string;
  readonly code: string;
  readonly state: 'entering' | 'deposited' | 'closed';
  readonly language: Language;
  readonly inventoryRevision: string;
  readonly entriesRevision: number;
  readonly procedures: readonly CaseProcedure[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** What was known before anything was entered: the answers given in the guide. */
export interface KnownAnswers {
  readonly facts: Facts;
  /** Days by the id of the inventory's `dates`. */
  readonly dates: Readonly<Record<string, Day>>;
}

export interface NewCase {
  readonly facts: Facts;
  /** Days that were given, by the id of the inventory's `dates`; none where nobody asked. */
  readonly dates?: KnownAnswers['dates'];
  /** Procedures that are needed or wanted. */
  readonly procedures: readonly string[];
  /** Procedures that only the counter can decide. */
  readonly undecided: readonly string[];
  readonly language: Language;
}

/** What opens a case besides its code: the number that was given with it, or the birth date of the person who files. */
export interface SecondValue {
  readonly number?: string;
  readonly birthDate?: Day;
}

/** A note of one counter for another. */
export interface CaseNote {
  readonly id: string;
  readonly department: string;
  readonly author: string;
  readonly text: string;
  readonly at: string;
}

/** Days that a case is kept without a visit; deposited ones as the page promises (notes: retention). */
export const keptDays = { entering: 14, deposited: 30, longest: 60 } as const;
