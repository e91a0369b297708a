import type { Clock } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database, Executor, Transaction } from '#platform/database';
import { mostAttempts } from './delivery.ts';
import type { NewNotification, NotificationStatus } from './notification.ts';
import { addressHash, type NotifyKeys, sealRecipient } from './recipient.ts';
import * as store from './store.ts';

/** How long the fate of a message can be looked up after its time was over. */
const daysKept = 30;
/** So long an address is remembered to which nothing could be delivered. */
const daysMarked = 180;
const millisecondsOfADay = 86_400_000;
const mostListed = 200;

/**
 * Writes a message in the caller's transaction, so that it goes when that commits and never when it does not. The same
 * `dedupeKey` again changes nothing.
 */
export async function enqueueNotification(
  transaction: Transaction,
  keys: NotifyKeys,
  { recipient, ...notification }: NewNotification,
): Promise<void> {
  const id = newId();
  await store.insert(transaction, {
    ...notification,
    id,
    recipient: sealRecipient(keys, id, recipient),
    recipientHash: addressHash(keys, notification.channel, recipient),
  });
}

/**
 * Drops what is still pending about `subject` (cancelled, moved), all kinds or only `kinds`. Gives how many were dropped.
 * Once this has committed, none of them begins to be sent.
 */
export function withdrawNotifications(
  transaction: Transaction,
  subject: string,
  kinds?: readonly string[],
): Promise<number> {
  return store.withdraw(transaction, subject, kinds ?? null);
}

/** What became of the messages about `subject`, the first due first. */
export function notificationsOf(executor: Executor, subject: string): Promise<readonly NotificationStatus[]> {
  return store.listBySubject(executor, subject);
}

/** Messages for a list that staff read: those that somebody has to decide about, those that wait, or all; newest 200. */
export function listNotifications(
  executor: Executor,
  kind: store.ListKind,
  now: Date,
): Promise<readonly store.Listed[]> {
  return store.list(executor, kind, now, mostListed);
}

/** How many messages due since `since` are in each state, by channel; what still waits counts always. */
export const countNotifications = store.countSince;

/**
 * A person has a message sent again that failed or whose fate nobody knows; it keeps its id, so that a mailbox which has it
 * already can tell. `resends` is how often it had been sent again when they looked. Gives false when it is too late, or
 * somebody else was faster.
 */
export const sendNotificationAgain = store.sendAgain;

/** A person says that nothing more is to be done about a message that failed or is unknown. */
export const settleNotification = store.settle;

/**
 * The work of a night: ends what is too late (also where its channel is off, so that no recipient is kept), and forgets the
 * recipients of what failed, and deletes what was over 30 days ago. Gives how many were deleted.
 */
export async function expireNotifications({ database, clock }: { database: Database; clock: Clock }): Promise<number> {
  const now = clock.now();
  await store.endLapsed(database.kysely, now, mostAttempts);
  await store.forgetRecipients(database.kysely, now);
  await store.forgetDeadAddresses(database.kysely, new Date(now.getTime() - daysMarked * millisecondsOfADay));
  return store.deleteOld(database.kysely, new Date(now.getTime() - daysKept * millisecondsOfADay));
}
