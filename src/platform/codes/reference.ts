import { randomInt } from 'node:crypto';

/** 31 signs that are not mistaken for one another when read aloud or copied by hand: no 0 O, no 1 I L. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const randomSigns = 8;

/** Signs that no code holds, and the signs that they may have been read from. */
const mistaken: Record<string, string> = { '0': 'DQ', O: 'DQ', '1': 'J7', I: 'J7', L: 'J7' };

/** Blanks and every kind of dash or long sound mark that a Japanese keyboard puts between the groups. */
const separators = /[\s\p{Dash}ー_・.]/gu;

/**
 * The sign that makes the weighted sum a multiple of 31. 31 is prime and the weights differ, so every single wrong
 * sign and every exchange of two signs changes the sum.
 */
function checkSign(signs: string): string {
  const sum = [...signs].reduce((total, sign, index) => total + alphabet.indexOf(sign) * (index + 2), 0);
  return alphabet.charAt((alphabet.length - (sum % alphabet.length)) % alphabet.length);
}

function grouped(signs: string): string {
  return `${signs.slice(0, 3)}-${signs.slice(3, 6)}-${signs.slice(6)}`;
}

function isValid(signs: string): boolean {
  return [...signs].every((sign) => alphabet.includes(sign)) && checkSign(signs.slice(0, randomSigns)) === signs.at(-1);
}

/** All texts that `typed` may stand for, when a sign that no code holds is read as one of its look-alikes. */
function readings(typed: string): string[] {
  return [...typed].reduce<string[]>(
    (starts, sign) => starts.flatMap((start) => [...(mistaken[sign] ?? sign)].map((read) => start + read)),
    [''],
  );
}

/** A new code for a person to note down: 8 random signs (31⁸, about 39.6 bits) and a check sign, as `H7K-4M2-P9X`. */
export function newReferenceCode(): string {
  const signs = Array.from({ length: randomSigns }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
  return grouped(signs + checkSign(signs));
}

/**
 * The code that was meant by what a person typed, as `H7K-4M2-P9X`, or null when it cannot be one. Small and
 * full-width letters, blanks, any dash and missing dashes are taken; 0 O 1 I L are read as the look-alike that fits.
 */
export function normalizeReferenceCode(typed: string): string | null {
  if (typed.length > 64) return null;
  const signs = typed.normalize('NFKC').replace(separators, '').toUpperCase();
  if (signs.length !== randomSigns + 1) return null;
  const [only, ...others] = readings(signs).filter(isValid);
  return only !== undefined && others.length === 0 ? grouped(only) : null;
}
