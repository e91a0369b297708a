import { checkPhone } from '#platform/japanese';
import { DeliveryError } from '../delivery.ts';

/** Prefixes of Japanese mobile telephones: 060, 070, 080, 090. */
const mobile = /^81[6-9]0\d{8}$/;

/**
 * The digits of a number in international form: `819012345678` of 090-1234-5678 or +81 90 1234 5678. Throws a
 * DeliveryError for what is no telephone number, a Japanese number that takes no SMS, and a country that is not in `countries`.
 */
export function internationalDigits(typed: string, countries: readonly string[]): string {
  const folded = typed.normalize('NFKC').trim();
  const isAbroad = folded.startsWith('+') && !/^\+ ?81/.test(folded);
  const digits = isAbroad ? folded.replaceAll(/\D/g, '') : japanese(folded);
  if (!/^\d{8,15}$/.test(digits)) throw new DeliveryError('permanent', 'number');
  if (!countries.some((country) => digits.startsWith(country))) throw new DeliveryError('permanent', 'number country');
  if (digits.startsWith('81') && !mobile.test(digits)) throw new DeliveryError('permanent', 'number landline');
  return digits;
}

function japanese(typed: string): string {
  const checked = checkPhone(typed);
  return 'value' in checked ? `81${checked.value.replaceAll('-', '').slice(1)}` : '';
}
