import { foldWidth } from './width.ts';

const twelveDigits = /(?<!\d)(\d{4})[ -]?(\d{4})[ -]?(\d{4})(?!\d)/g;

/**
 * Whether twelve digits carry the check digit of an Individual Number
 * (平成26年総務省令85号5条: weights 2–7 and 2–6 from the right, 11 minus the remainder, remainders 0 and 1 give 0).
 */
export function isMyNumber(digits: string): boolean {
  if (!/^\d{12}$/.test(digits)) return false;
  const sum = [...digits.slice(0, 11)].reverse().reduce((total, digit, place) => {
    const weight = place < 6 ? place + 2 : place - 4;
    return total + Number(digit) * weight;
  }, 0);
  const remainder = sum % 11;
  return Number(digits[11]) === (remainder <= 1 ? 0 : 11 - remainder);
}

/** Whether a text holds a My Number, in any width, in one run or in three groups of four. */
export function containsMyNumber(text: string): boolean {
  for (const [, first = '', second = '', third = ''] of foldWidth(text).matchAll(twelveDigits)) {
    if (isMyNumber(first + second + third)) return true;
  }
  return false;
}
