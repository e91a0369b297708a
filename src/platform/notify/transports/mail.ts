import type { SendMailOptions } from 'nodemailer';
import { DeliveryError } from '../delivery.ts';
import { messageIdOf } from '../notification.ts';
import type { Parcel } from './transport.ts';

/** Who writes. */
export interface Sender {
  readonly from: string;
  readonly fromName?: string | undefined;
  /** Where it comes back to when nobody takes it; `from` when it is left out. */
  readonly bouncesTo?: string | undefined;
}

/** One mailbox, nothing that could end a header, a command or a list of addresses. */
const plausible = /^[^\s<>(),;:\\"@]{1,64}@[^\s<>(),;:\\"@]{1,255}$/;

/** Whom a mail goes to. Throws a DeliveryError for what cannot be an address. */
export function addressOf({ recipient }: Pick<Parcel, 'recipient'>): string {
  const address = recipient.reveal().trim();
  if (!plausible.test(address)) throw new DeliveryError('permanent', 'address');
  return address;
}

/** The mail of a parcel, as nodemailer takes it. Its Message-ID is the same each time. */
export function mailOf(parcel: Parcel, { from, fromName, bouncesTo = from }: Sender): SendMailOptions {
  const { subject, text, html, calendar, unsubscribe } = parcel.message;
  const [, domain = 'localhost'] = from.split('@');
  const address = addressOf(parcel);
  return {
    messageId: messageIdOf(parcel.id, domain),
    envelope: { from: bouncesTo, to: [address] },
    from: { address: from, name: fromName ?? '' },
    to: { address, name: '' },
    // Absent-notes and the like are not to answer (RFC 3834).
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribe === undefined
        ? {}
        : { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
    subject,
    text,
    html,
    icalEvent: calendar && { ...calendar, filename: 'yoyaku.ics' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
