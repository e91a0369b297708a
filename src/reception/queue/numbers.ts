import { z } from 'zod';

/** Numbers that are lent to tablets and kiosks in blocks, so that they have some without a network; no place gives them out. */
export const lentNumbers = { first: 900, last: 4999 } as const;

/** What stands on the tickets of a place: 「A001」, 「001」, or the numbers 「301」 to 「500」. */
export const numberFormat = z.strictObject({
  /** Before the digits; empty where the number stands alone. */
  letter: z.string().regex(/^[A-Z]{0,2}$/),
  first: z
    .int()
    .min(0)
    .max(99_999)
    .refine((first) => first < lentNumbers.first || first > lentNumbers.last),
  /** The last number of a day; null where there is no end. */
  last: z.int().min(0).max(99_999).nullable(),
  /** Digits at least, filled with zeros in front. */
  digits: z.int().min(1).max(5),
  /** So many numbers are given out in a day; null where there is no limit. */
  dailyLimit: z.int().min(1).max(99_999).nullable(),
});
export type NumberFormat = z.output<typeof numberFormat>;

/** The number as it is shown and spoken: 「A007」. */
export function ticketText({ letter, digits }: Pick<NumberFormat, 'letter' | 'digits'>, number: number): string {
  return `${letter}${String(number).padStart(digits, '0')}`;
}

/** A number that was given outside, as it stands on that paper: its letter and three digits at least. */
export function givenTicket({ series, number }: { series: string; number: number }): string {
  return ticketText({ letter: series, digits: 3 }, number);
}

/** Whether two places could give out the same number on one day. */
export function clashes(one: NumberFormat, other: NumberFormat): boolean {
  if (one.letter !== other.letter) return false;
  return one.first <= (other.last ?? Infinity) && other.first <= (one.last ?? Infinity);
}
