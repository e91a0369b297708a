import type { Day } from '#platform/clock';

/** A postal address in the parts of GIF; `postalCode` has seven digits. */
export interface Address {
  readonly postalCode: string;
  readonly prefecture: string;
  readonly city: string;
  readonly town: string;
  readonly block: string;
  readonly building: string;
}

/** An account for transfers. Bank and branch are names or their numbers, as the resident knows them; `number` has seven digits. */
export interface BankAccount {
  readonly bank: string;
  readonly branch: string;
  readonly kind: 'ordinary' | 'current';
  readonly number: string;
  readonly holder: string;
}

/** From one day to another, both included. */
export interface DayRange {
  readonly from: Day;
  readonly to: Day;
}

/**
 * A checked answer: texts and names as typed; days 'YYYY-MM-DD', times 'YYYY-MM-DDTHH:MM' and months 'YYYY-MM'; chosen
 * values; numbers.
 */
export type Answer = string | number | boolean | readonly string[] | Address | BankAccount | DayRange;

/** Somebody in the list of persons, with the places they take and what was answered about them, by entry. */
export interface Person {
  readonly id: string;
  readonly roles: readonly string[];
  readonly answers: ReadonlyMap<string, Answer>;
}
