import { accepted, type Checked, refused } from './checked.ts';
import { problems } from './messages.ts';
import { foldWidth } from './width.ts';

const signsBetween = /[ ().-]/g;

/**
 * A Japanese telephone number with hyphens: 090-0000-1187, 0166-26-1111. Any hyphen style, no hyphens, +81 and brackets are
 * taken. A grouping that was typed is kept, because the length of an area code cannot be seen from the digits alone.
 */
export function checkPhone(typed: string): Checked<string> {
  const folded = foldWidth(typed).replace(/^\+81 ?-?\(?0?\)?/, '0');
  if (folded === '') return refused(problems.empty);
  const digits = folded.replace(signsBetween, '');
  if (!/^0[1-9]\d{8,9}$/.test(digits)) return refused(problems.notPhone);
  if ((digits.length === 11) !== hasElevenDigits(digits)) return refused(problems.notPhone);
  return accepted(typedGroups(folded) ?? usualGroups(digits));
}

function hasElevenDigits(digits: string): boolean {
  return /^0(?:[2-9]0|800)/.test(digits);
}

function typedGroups(folded: string): string | null {
  const groups = folded.split(/[ ().-]+/).filter((group) => group !== '');
  const [area = '', , last = ''] = groups;
  return groups.length === 3 && area.length <= 5 && (last.length === 4 || last.length === 3) ? groups.join('-') : null;
}

/** Groups where none were typed: area codes of Hokkaido outside 札幌 have four digits; 東京 and 大阪 two. */
function usualGroups(digits: string): string {
  if (/^0(?:120|570|990)/.test(digits)) return grouped(digits, 4, 3);
  if (/^0800/.test(digits)) return grouped(digits, 4, 3);
  if (digits.length === 11) return grouped(digits, 3, 4);
  if (/^0[36]/.test(digits)) return grouped(digits, 2, 4);
  if (/^01[2-6]/.test(digits)) return grouped(digits, 4, 2);
  return grouped(digits, 3, 3);
}

function grouped(digits: string, first: number, second: number): string {
  return [digits.slice(0, first), digits.slice(first, first + second), digits.slice(first + second)].join('-');
}
