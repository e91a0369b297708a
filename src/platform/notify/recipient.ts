import { type KeyRing, seal, unseal } from '#platform/keys';
import { type Personal, personal } from '#platform/personal';

/** What is needed of the keys. */
export type NotifyKeys = Pick<KeyRing, 'secret'>;

/** The value opens only in its own row. */
const placeOf = (id: string) => `v1|notification|recipient|${id}`;

/** Encrypts whom message `id` goes to. */
export function sealRecipient(keys: NotifyKeys, id: string, recipient: Personal<string>): Buffer {
  return seal(keys.secret('notify.recipient'), 0, placeOf(id), recipient.reveal());
}

/** Opens whom message `id` goes to; throws when the value is not of this row. */
export function openRecipient(keys: NotifyKeys, id: string, sealed: Buffer): Personal<string> {
  return personal(unseal(keys.secret('notify.recipient'), placeOf(id), sealed));
}
