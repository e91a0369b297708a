import { createHmac } from 'node:crypto';
import { type KeyRing, seal, unseal } from '#platform/keys';
import { type Personal, personal } from '#platform/personal';
import type { Channel } from './notification.ts';

/** What is needed of the keys. */
export type NotifyKeys = Pick<KeyRing, 'secret'>;

/** The value opens only in its own row. */
const placeOf = (id: string) => `v1|notification|recipient|${id}`;

/** Encrypts whom message `id` goes to. */
export function sealRecipient(keys: NotifyKeys, id: string, recipient: Personal<string>): Buffer {
  return seal(keys.secret('notify.recipient'), 0, placeOf(id), recipient.reveal());
}

/**
 * A keyed hash of where a message goes, by which one can see that the same address comes again, and nothing else. Null for
 * push, whose addresses end by themselves.
 */
export function addressHash(keys: NotifyKeys, channel: Channel, recipient: Personal<string>): Buffer | null {
  if (channel === 'push') return null;
  const address = recipient.reveal().trim().toLowerCase();
  const plain = channel === 'sms' ? address.replace(/^\+81/, '0').replaceAll(/\D/g, '') : address;
  return createHmac('sha256', keys.secret('notify.address')).update(`${channel}|${plain}`).digest();
}

/** Opens whom message `id` goes to; throws when the value is not of this row. */
export function openRecipient(keys: NotifyKeys, id: string, sealed: Buffer): Personal<string> {
  return personal(unseal(keys.secret('notify.recipient'), placeOf(id), sealed));
}
