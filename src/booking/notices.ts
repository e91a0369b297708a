import type { Inventory } from '#inventory';
import type { Clock } from '#platform/clock';
import type { Executor, Transaction } from '#platform/database';
import { formatDay, type Language, languages, localText, stripReadings } from '#platform/i18n';
import {
  type Channel,
  type Compose,
  calendarFile,
  enqueueNotification,
  htmlOf,
  type Message,
  type NotifyKeys,
  withdrawNotifications,
} from '#platform/notify';
import { personal } from '#platform/personal';
import { dayAndTime } from '#reception';
import { instantOfCell, timeOf } from './cell.ts';
import type { Contact } from './contact.ts';
import { templateOf } from './message-store.ts';
import { messages } from './messages.ts';
import { reminderChoices, reminderTimes } from './reminder.ts';
import { type Booking, bookingById } from './store.ts';
import { fillIn, type NoticeKind, templates, type Values } from './templates.ts';

/** What a resident is told about an appointment. Each is written in the transaction of the change itself. */
export interface Notices {
  confirmed(transaction: Transaction, booking: Booking, contact: Contact): Promise<void>;
  moved(transaction: Transaction, booking: Booking, contact: Contact | null): Promise<void>;
  cancelled(transaction: Transaction, booking: Booking, contact: Contact | null): Promise<void>;
  /** The city cannot keep the appointment and is sorry. */
  calledOff(transaction: Transaction, booking: Booking, contact: Contact | null): Promise<void>;
  /** They want other reminders, or none: those that wait are dropped, and those of the appointment as it is now are written. */
  remindersChosen(transaction: Transaction, booking: Booking, contact: Contact | null): Promise<void>;
  /** A place became free for somebody on the waiting list: it is held for them until `until`. */
  offered(transaction: Transaction, booking: Booking, contact: Contact, until: Date): Promise<void>;
}

const hour = 3_600_000;
/** News of a change is worth sending for so long: also an SMS of the evening, which waits until the morning. */
const newsHours = 24;
const prefix = 'booking.';
const nothing: Contact = { mail: null, phone: null };

/** The addresses of a contact by channel. */
function addressesOf({ mail, phone }: Contact): { channel: Channel; address: string }[] {
  return [
    ...(mail ? [{ channel: 'mail' as const, address: mail }] : []),
    ...(phone ? [{ channel: 'sms' as const, address: phone }] : []),
  ];
}

/** Makes the notices; `channels` are those that the city has set up. */
export function createNotices({
  keys,
  clock,
  channels,
}: {
  keys: NotifyKeys;
  clock: Clock;
  channels: readonly Channel[];
}): Notices {
  async function write(
    transaction: Transaction,
    booking: Booking,
    contact: Contact,
    times: readonly { kind: string; dueAt: Date; notAfter: Date }[],
  ): Promise<void> {
    for (const { channel, address } of addressesOf(contact)) {
      if (!channels.includes(channel)) continue;
      for (const { kind, dueAt, notAfter } of times) {
        await enqueueNotification(transaction, keys, {
          dedupeKey: `${booking.id}:${booking.revision}:${kind}:${channel}`,
          kind: prefix + kind,
          channel,
          recipient: personal(address),
          subject: booking.id,
          subjectRevision: booking.revision,
          dueAt,
          notAfter,
        });
      }
    }
  }

  const reminders = (booking: Booking) =>
    reminderTimes(booking, booking.reminders, clock.now()).map(({ choice, ...time }) => ({
      kind: `reminder.${choice}`,
      ...time,
    }));
  const news = (kind: NoticeKind, until = new Date(clock.now().getTime() + newsHours * hour)) => ({
    kind,
    dueAt: clock.now(),
    notAfter: until,
  });
  /** News of an appointment that stands says nothing any more once it has begun. */
  const newsOf = (kind: NoticeKind, { day, firstCell }: Booking) => {
    const { dueAt, notAfter, ...rest } = news(kind);
    const begins = instantOfCell(day, firstCell);
    return { ...rest, dueAt, notAfter: begins < notAfter && begins > dueAt ? begins : notAfter };
  };

  return {
    confirmed: (transaction, booking, contact) =>
      write(transaction, booking, contact, [newsOf('confirmed', booking), ...reminders(booking)]),
    async moved(transaction, booking, contact) {
      await withdrawNotifications(transaction, booking.id);
      await write(transaction, booking, contact ?? nothing, [newsOf('moved', booking), ...reminders(booking)]);
    },
    async cancelled(transaction, booking, contact) {
      await withdrawNotifications(transaction, booking.id);
      await write(transaction, booking, contact ?? nothing, [news('cancelled')]);
    },
    async calledOff(transaction, booking, contact) {
      await withdrawNotifications(transaction, booking.id);
      await write(transaction, booking, contact ?? nothing, [news('calledOff')]);
    },
    async remindersChosen(transaction, booking, contact) {
      const kinds = reminderChoices.map((choice) => `${prefix}reminder.${choice}`);
      await withdrawNotifications(transaction, booking.id, kinds);
      await write(transaction, booking, contact ?? nothing, reminders(booking));
    },
    offered: (transaction, booking, contact, until) => write(transaction, booking, contact, [news('offer', until)]),
  };
}

/** What the words of a notice are made of. */
export interface NoticeParts {
  inventory: () => Inventory;
  /** Where residents come to first, in their language. */
  entrance: (language: Language) => Promise<string>;
  /** The address of the page of an appointment. */
  linkOf: (bookingId: string) => string;
  /** The address of the page on which its reminders stop. */
  stopLinkOf: (bookingId: string) => string;
  /** The name behind the @ in the names of appointments in calendars. */
  domain: string;
}

/** Which states of an appointment each notice speaks of; in any other one it is not sent. */
const statesOf: Readonly<Record<NoticeKind, Booking['state']>> = {
  confirmed: 'confirmed',
  reminder: 'confirmed',
  moved: 'confirmed',
  cancelled: 'cancelled',
  calledOff: 'cancelled',
  offer: 'held',
};

/** Makes the words of a notice right before it goes. Null: the appointment has changed since, and nothing is sent. */
async function compose(
  executor: Executor,
  parts: NoticeParts,
  kind: NoticeKind,
  { channel, subject, subjectRevision }: Parameters<Compose>[1],
): Promise<Message | null> {
  const booking = await bookingById(executor, subject);
  if (booking?.state !== statesOf[kind] || booking.revision !== subjectRevision) return null;
  const language = languageOf(booking);
  const template = (await templateOf(executor, kind, language)) ?? templates[kind][language];
  const values = {
    when: stripReadings(`${formatDay(booking.day, language)} ${timeOf(booking.firstCell)}`),
    city: cityName(parts.inventory(), language),
    place: stripReadings(await parts.entrance(language)),
    link: parts.linkOf(booking.id),
    until: booking.releaseAt === null ? '' : stripReadings(dayAndTime(booking.releaseAt, language)),
  };
  if (channel === 'sms') return { text: plain(template.sms, values) };
  const stop = kind === 'reminder' ? parts.stopLinkOf(booking.id) : undefined;
  const farewell = stop === undefined ? '' : `\n\n${stripReadings(messages(language)('stopLine'))}\n${stop}`;
  const text = plain(template.mail, values) + farewell;
  const message = {
    subject: plain(template.subject, values),
    text,
    html: htmlOf(text, language),
    url: values.link,
    unsubscribe: stop,
  };
  return kind === 'offer' ? message : { ...message, calendar: calendarOf(booking, kind, values, parts) };
}

/** The city as a message names it. */
export const cityName = ({ city }: Inventory, language: Language): string =>
  stripReadings(localText(city.name, language).text);

const languageOf = (booking: Booking): Language => languages.find(({ id }) => id === booking.language)?.id ?? 'ja';

const plain = (text: string, values: Values): string => fillIn(stripReadings(text), values);

/** The appointment for the calendar of whoever gets the mail. */
export function calendarOf(
  booking: Booking,
  kind: NoticeKind,
  { place, link }: Pick<Values, 'place' | 'link'>,
  { domain, inventory }: Pick<NoticeParts, 'domain' | 'inventory'>,
): NonNullable<Message['calendar']> {
  const language = languageOf(booking);
  const method = kind === 'cancelled' || kind === 'calledOff' ? 'CANCEL' : 'PUBLISH';
  const content = calendarFile({
    method,
    uid: `${booking.id}@${domain}`,
    sequence: booking.revision,
    stamp: booking.changedAt,
    start: instantOfCell(booking.day, booking.firstCell),
    end: instantOfCell(booking.day, booking.firstCell + booking.cellCount),
    summary: stripReadings(messages(language)('calendarTitle', { city: cityName(inventory(), language) })),
    // The address comes first: it is what a map looks for.
    location: `${inventory().city.hall.address} ${place}`,
    url: link,
    alarmMinutes: 120,
  });
  return { method, content };
}

/** Who makes the words of each kind of notice, for the notifier. */
export function noticeComposers(parts: NoticeParts): Record<string, Compose> {
  const kinds: readonly (readonly [string, NoticeKind])[] = [
    ...(['confirmed', 'moved', 'cancelled', 'calledOff', 'offer'] as const).map((kind) => [kind, kind] as const),
    ...reminderChoices.map((choice) => [`reminder.${choice}`, 'reminder'] as const),
  ];
  return Object.fromEntries(
    kinds.map(([name, kind]) => [
      prefix + name,
      (executor, composition) => compose(executor, parts, kind, composition),
    ]),
  );
}
