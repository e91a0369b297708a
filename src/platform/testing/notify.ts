import { createHash } from 'node:crypto';
import { type Clock, toDay } from '#platform/clock';
import { newId } from '#platform/codes';
import type { NotifyConfig, SmppConfig, SmtpConfig } from '#platform/config';
import type { Database } from '#platform/database';
import { createLog } from '#platform/log';
import {
  type Compose,
  createNotifier,
  enqueueNotification,
  type Message,
  type NewNotification,
  type Notifier,
} from '#platform/notify';
import { personal } from '#platform/personal';
import type { Times } from '../notify/channel.ts';

/** Keys that are the same in every process of a test. */
export const testKeys = { secret: (purpose: string) => createHash('sha256').update(`test ${purpose}`).digest() };

/** A clock that a test sets; it stands still in between. */
export function settableClock(instant: string): Clock & { set(instant: Date | string): void } {
  let now = new Date(instant);
  return {
    now: () => now,
    today: () => toDay(now),
    set: (next) => {
      now = new Date(next);
    },
  };
}

/** Settings for a mail server without TLS on this machine. */
export function smtpAt(port: number, connections = 4): SmtpConfig {
  return {
    kind: 'smtp',
    host: '127.0.0.1',
    port,
    secure: false,
    requireTls: false,
    from: 'noreply@city.example',
    fromName: '旭川市',
    connections,
  };
}

/** Settings for an SMS centre without TLS on this machine. */
export function smppAt(port: number, connections = 4): SmppConfig {
  return {
    kind: 'smpp',
    host: '127.0.0.1',
    port,
    secure: false,
    user: 'madoguchi',
    systemType: '',
    long: 'udh',
    from: 'ASAHIKAWA',
    countries: ['81'],
    connections,
  };
}

/** Every hour of the day. */
export const allDay = { from: '00:00', to: '24:00' };

/** Composes the same short text for everything. */
export const sameText: Compose = async () => ({ subject: '予約のお知らせ', text: '明日 10:00 にお越しください。' });

export interface Outset {
  readonly database: Database;
  readonly clock: Clock;
  readonly config: Partial<NotifyConfig>;
  readonly compose?: Compose | Message;
  readonly times?: Times;
  readonly environment?: NodeJS.ProcessEnv;
}

/** A notifier whose log can be read. */
export function testNotifier({
  database,
  clock,
  config,
  compose = sameText,
  times,
  environment = {},
}: Outset): Notifier & {
  readonly lines: readonly string[];
} {
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line) }, 'debug', clock);
  const reminder: Compose = typeof compose === 'function' ? compose : async () => compose;
  const notifier = createNotifier({
    database,
    clock,
    keys: testKeys,
    log,
    config: { smsHours: allDay, ...config },
    composers: { reminder },
    environment,
    times,
  });
  return { ...notifier, lines };
}

/** Puts one message into the outbox, due at once; gives its subject. */
export async function post(
  database: Database,
  recipient: string,
  given: Partial<Omit<NewNotification, 'recipient'>> = {},
): Promise<string> {
  const subject = given.subject ?? newId();
  const notification: NewNotification = {
    dedupeKey: `${subject}:1:reminder:${given.channel ?? 'mail'}`,
    kind: 'reminder',
    channel: 'mail',
    subject,
    subjectRevision: 1,
    dueAt: new Date('2027-03-24T08:00:00Z'),
    notAfter: new Date('2027-03-24T12:00:00Z'),
    ...given,
    recipient: personal(recipient),
  };
  await database.transaction((transaction) => enqueueNotification(transaction, testKeys, notification));
  return subject;
}
