import type { Transaction } from '#platform/database';
import { checkPhone, foldWidth } from '#platform/japanese';
import type { KeyRing } from '#platform/keys';
import { type Personal, personal } from '#platform/personal';

/** Where messages about an appointment go. */
export interface Contact {
  mail: string | null;
  /** With hyphens, as Japanese numbers are written. */
  phone: string | null;
}

/** What is wrong with a typed address: in words of the page. */
export type ContactProblem = 'notMail' | 'notPhone' | 'notMobile' | 'nothing';

export interface TypedContact {
  mail: string;
  phone: string;
}

/** Addresses as residents have them: no spaces, one @, a name with a dot behind it (RFC 5321 limits). */
const mailAddress = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+$/;
/** SMS reaches mobile phones only. */
const mobile = /^0[789]0/;

export type ReadContact =
  | { contact: Contact; problems: Readonly<Record<string, never>> }
  | { contact: null; problems: Partial<Record<'mail' | 'phone', ContactProblem>> };

/** Reads the two boxes. Both may be empty: an appointment needs no address, only reminders do. */
export function readContact(typed: TypedContact, wantsReminders: boolean): ReadContact {
  const mail = foldWidth(typed.mail).replace(/\s/g, '');
  const phoneTyped = foldWidth(typed.phone);
  const problems: Partial<Record<'mail' | 'phone', ContactProblem>> = {};
  if (mail !== '' && (mail.length > 254 || !mailAddress.test(mail))) problems.mail = 'notMail';
  const phone = phoneTyped === '' ? null : checkPhone(phoneTyped);
  if (phone && !('value' in phone)) problems.phone = 'notPhone';
  else if (phone && 'value' in phone && !mobile.test(phone.value)) problems.phone = 'notMobile';
  if (wantsReminders && mail === '' && phone === null) problems.mail = 'nothing';
  if (Object.keys(problems).length > 0) return { contact: null, problems };
  return {
    contact: { mail: mail || null, phone: phone && 'value' in phone ? phone.value : null },
    problems: {},
  };
}

type Keys = Pick<KeyRing, 'openCaseKey' | 'blindIndex'>;

/** Where a contact is kept: with an appointment, or with a wish on the waiting list. */
type Table = 'booking' | 'waiting_list';

const placeOf = (row: string, table: Table) => ({ table, column: 'contact', row, revision: 1 });

/** Seals a contact with the key of its case. */
export async function sealContact(
  transaction: Transaction,
  keys: Keys,
  { id, caseId }: { id: string; caseId: string },
  contact: Contact,
  table: Table = 'booking',
): Promise<Buffer | null> {
  const key = await keys.openCaseKey(transaction, caseId);
  return key ? key.encrypt(placeOf(id, table), JSON.stringify(contact)) : null;
}

/** Opens a contact; null where none was left or the case is gone. */
export async function openContact(
  executor: Transaction,
  keys: Keys,
  { id, caseId, contact }: { id: string; caseId: string; contact: Buffer | null },
  table: Table = 'booking',
): Promise<Personal<Contact> | null> {
  const key = contact && (await keys.openCaseKey(executor, caseId));
  if (!key || !contact) return null;
  return key.decrypt(placeOf(id, table), contact).map((text) => JSON.parse(text) as Contact);
}

const indexBits = 31;

/** Fingerprints of the addresses, by which one can see that the same one comes again, and nothing else. */
export function contactIndexes(keys: Keys, { mail, phone }: Contact): number[] {
  return [mail?.toLowerCase(), phone?.replaceAll('-', '')].flatMap((value) =>
    value ? [keys.blindIndex('booking.contact', personal(value), indexBits)] : [],
  );
}

/** An address with its middle hidden, for a page that others may see: 「090-****-1187」, 「ha…@example.jp」. */
export function maskedContact({ mail, phone }: Contact): string[] {
  const [name = '', domain = ''] = mail?.split('@') ?? [];
  return [
    ...(mail ? [`${name.slice(0, 2)}…@${domain}`] : []),
    ...(phone ? [phone.replace(/^(\d+)-\d+-(\d+)$/, '$1-****-$2')] : []),
  ];
}
