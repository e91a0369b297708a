import type { Executor } from '#platform/database';
import type { Personal } from '#platform/personal';

/** A way to reach a person outside. */
export type Channel = 'mail' | 'sms' | 'push';

/** All channels. */
export const channels: readonly Channel[] = ['mail', 'sms', 'push'];

/** A message that is to be sent. Its words are made only when it goes, by the `Compose` of its kind. */
export interface NewNotification {
  /** The same key again changes nothing: `<subject>:<revision>:<kind>:<channel>`. Ids and codes only. */
  readonly dedupeKey: string;
  /** What it says, as `booking.reminder`; names the `Compose`. */
  readonly kind: string;
  readonly channel: Channel;
  /** A mail address, a telephone number (Japanese, or E.164 with `+`), or the JSON of a push subscription. */
  readonly recipient: Personal<string>;
  /** The id of what it is about. */
  readonly subject: string;
  /** The revision of the subject that it speaks of. */
  readonly subjectRevision: number;
  /** Not before this instant. */
  readonly dueAt: Date;
  /** Never after this instant. */
  readonly notAfter: Date;
}

/**
 * Where a message stands: `pending` waits; `sending` is being handed over; `sent` was accepted by the next server;
 * `delivered` reached the person's device or mailbox; `failed` was refused; `skipped` was over or changed before it went;
 * `unknown` was handed over, or may have been, and nobody answered: it is never sent again.
 */
export type State = 'pending' | 'sending' | 'sent' | 'delivered' | 'failed' | 'skipped' | 'unknown';

/** What a person gets. */
export interface Message {
  /** Subject line of a mail, title of a push message. */
  readonly subject?: string;
  readonly text: string;
  readonly html?: string;
  /** An iCalendar file (`calendarFile`) that goes with a mail. */
  readonly calendar?: { readonly method: 'REQUEST' | 'CANCEL' | 'PUBLISH'; readonly content: string };
  /** What a push message opens. */
  readonly url?: string;
  /**
   * Page on which whoever gets a mail can say that they want no more of the kind (List-Unsubscribe, RFC 2369). A POST to it
   * does so at once (RFC 8058).
   */
  readonly unsubscribe?: string;
}

/** What a `Compose` is told. */
export interface Composition {
  readonly kind: string;
  readonly channel: Channel;
  readonly subject: string;
  readonly subjectRevision: number;
}

/** Makes the words right before they go. Null: what it is about is over or has changed, nothing is sent. */
export type Compose = (executor: Executor, composition: Composition) => Promise<Message | null>;

/** A message as others may see it, without its recipient. */
export interface NotificationStatus extends Composition {
  readonly id: string;
  readonly state: State;
  readonly dueAt: Date;
  /** Why it failed, was skipped or waits, as a code. */
  readonly code: string | null;
  /** When it came to its end; null while it waits. */
  readonly endedAt: Date | null;
}

/** The Message-ID of a mail: the same whenever and by whomever it is sent, so that mailboxes and bounces know it. */
export function messageIdOf(id: string, domain: string): string {
  return `<${id}@${domain}>`;
}

/** The id of the message that a Message-ID of ours names, or null. */
export function idOfMessageId(messageId: string): string | null {
  const [, id = null] = /^<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>@\s]+>?$/i.exec(messageId.trim()) ?? [];
  return id?.toLowerCase() ?? null;
}
