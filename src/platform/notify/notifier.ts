import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '#platform/clock';
import type { HttpSmsConfig, NotifyConfig } from '#platform/config';
import type { Database, Stop } from '#platform/database';
import { describeError, type Log } from '#platform/log';
import { Alarm } from './alarm.ts';
import { readBounce } from './bounce.ts';
import { readBounceMailbox } from './bounce-mailbox.ts';
import { ChannelRun, type Outcome, type Report, type Times, usualTimes } from './channel.ts';
import { saysDead } from './dead-address.ts';
import { type Channel, type Compose, channels, idOfMessageId } from './notification.ts';
import type { NotifyKeys } from './recipient.ts';
import * as store from './store.ts';
import { readHttpReceipts } from './transports/http-receipts.ts';
import { openTransport } from './transports/open.ts';
import { readSecret } from './transports/secret.ts';
import type { Receipt } from './transports/transport.ts';

/** How many messages ended in which way. */
export type Counts = Record<Outcome, number>;

export interface NotifierParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly keys: NotifyKeys;
  readonly log: Log;
  readonly config: NotifyConfig;
  /** Who makes the words of each kind. A kind that is not here is left to processes that know it. */
  readonly composers: Readonly<Record<string, Compose>>;
  /** Where passwords are read. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Counts for the measures of the process: name and labels. */
  readonly count?: (name: string, labels: Readonly<Record<string, string>>) => void;
  readonly times?: Times;
  /** A certificate authority that push services are trusted by besides the usual ones, as PEM. */
  readonly authority?: string;
}

/** Sends what is in the outbox. Any number of processes may run one on the same database. */
export interface Notifier {
  /** The channels that are on: only for these is it worth writing messages. */
  readonly channels: readonly Channel[];
  /** Sends from now on, as messages come due. */
  start(): Promise<void>;
  /** Begins nothing more, waits up to 25 s for what is on its way, and closes the lines. */
  stop(): Promise<void>;
  /** Sends all that is due now and settles when that is done; `signal` keeps further messages from being begun. */
  runDue(signal?: AbortSignal): Promise<Counts>;
  /** Notes what a provider says about a message it had taken. Gives false when no message is known by that number. */
  receipt(channel: Channel, receipt: Receipt): Promise<boolean>;
  /** Notes the receipts in what an HTTP provider of SMS sent to us (JSON or a form); gives how many were known. */
  receiveSmsReceipts(body: string): Promise<number>;
  /** Reads a mail that came back (RFC 3464 or free text) and notes what it says. Gives whether it was about one of ours. */
  receiveBounce(raw: string | Buffer): Promise<boolean>;
  /** Reads the mailbox that mails come back to, if one is set; gives how many mails were read. Never throws. */
  readBounces(): Promise<number>;
  /** Asks providers what became of messages of which no receipt came; gives how many came to an end by it. Never throws. */
  askAfter(): Promise<number>;
  /** How many messages are in each state, by channel. */
  counts(): ReturnType<typeof store.countStates>;
}

/** What is logged: counts, ids and codes, never a recipient or a text. */
const notifyEvents = {
  'notify.ended': { level: 'info', fields: ['channel', 'outcome', 'kind', 'notification', 'code'] },
  'notify.troubled': { level: 'warning', fields: ['channel', 'outcome', 'kind', 'notification', 'code'] },
  'notify.resting': { level: 'warning', fields: ['channel', 'code', 'seconds'] },
  'notify.broken': { level: 'error', fields: ['channel', 'error', 'code', 'at'] },
  'notify.bouncesUnread': { level: 'warning', fields: ['error', 'code', 'at'] },
  'notify.receiptUnknown': { level: 'info', fields: ['channel'] },
} as const;

const patience = 25_000;
/** A receipt may come before the answer that it belongs to is written down, here or in another process; milliseconds. */
const receiptPauses = [0, 500, 2_000, 5_000];
const chance = () => randomInt(1_000) / 1_000;
const noCounts = (): Counts => ({ sent: 0, failed: 0, skipped: 0, unknown: 0, retried: 0 });

/** Makes the notifier of this process; nothing is sent before `start` or `runDue`. Throws an OperatorError for a password file that cannot be read. */
export function createNotifier(parts: NotifierParts): Notifier {
  const { database, clock, log, config, environment = process.env } = parts;
  log.declare(notifyEvents);
  let tally = noCounts();
  let isStarted = false;
  let unlisten: Stop = async () => undefined;
  const report = ({ channel, outcome, id, kind, code }: Report) => {
    tally[outcome] += 1;
    parts.count?.('notifications_total', { channel, outcome });
    const isTrouble = outcome === 'failed' || outcome === 'unknown' || outcome === 'retried';
    log.event(isTrouble ? 'notify.troubled' : 'notify.ended', { channel, outcome, kind, notification: id, code });
  };

  async function receipt(channel: Channel, { providerId, state, code }: Receipt): Promise<boolean> {
    for (const pause of receiptPauses) {
      await wait(pause);
      const now = clock.now();
      if (await store.noteReceipt(database.kysely, { channel, providerId }, { state, code, now })) return true;
    }
    log.event('notify.receiptUnknown', { channel });
    return false;
  }

  const lines = channels.flatMap((channel) => {
    const transport = openTransport(channel, config, {
      keys: parts.keys,
      clock,
      environment,
      authority: parts.authority,
      takeReceipt: async (taken) => void (await receipt(channel, taken)),
    });
    if (transport === null) return [];
    const alarm: Alarm = new Alarm(clock, () => run.wake());
    const run = new ChannelRun({
      ...parts,
      channel,
      transport,
      hours: channel === 'sms' ? config.smsHours : undefined,
      times: parts.times ?? usualTimes,
      report,
      resting: (code, seconds) => log.event('notify.resting', { channel, code, seconds }),
      failed: (error) => {
        log.event('notify.broken', { channel, ...describeError(error) });
        line.setAlarm(null);
      },
      nextAt: (at) => line.setAlarm(at),
      chance,
    });
    const line = { channel, transport, alarm, run, setAlarm: (at: Date | null) => isStarted && alarm.set(at) };
    return [line];
  });

  async function receiveBounce(raw: string | Buffer): Promise<boolean> {
    const bounce = readBounce(raw);
    const id = bounce && idOfMessageId(bounce.messageId);
    if (!id || bounce.status === 'delayed') return false;
    const noted = { state: bounce.status, code: bounce.code, now: clock.now() };
    const isKnown = await store.noteReceipt(database.kysely, { channel: 'mail', id }, noted);
    if (isKnown && saysDead(bounce.code)) await store.markAddress(database.kysely, id, bounce.code, noted.now);
    return isKnown;
  }

  // Read now, so that a password file which cannot be used stops the start and not the night.
  const mailboxPassword = readSecret(config.bounces?.password, environment) ?? '';

  return {
    channels: lines.map(({ channel }) => channel),
    async start() {
      isStarted = true;
      for (const { transport } of lines) transport.open?.();
      const wakeAll = () => {
        for (const { run } of lines) run.wake();
      };
      const hear = (dueAt: string) => {
        const at = new Date(Number(dueAt));
        if (at <= clock.now()) wakeAll();
        else for (const { setAlarm } of lines) setAlarm(at);
      };
      unlisten = await database.listen(store.notificationChannel, hear, wakeAll);
    },
    async stop() {
      isStarted = false;
      await unlisten();
      for (const { alarm, run } of lines) {
        alarm.clear();
        run.shut();
      }
      const ended = Promise.all(lines.map(({ run }) => run.idle()));
      await Promise.race([ended, wait(patience, undefined, { ref: false })]);
      await Promise.all(lines.map(({ transport }) => transport.close()));
    },
    async runDue(signal) {
      tally = noCounts();
      const shut = () => {
        for (const { run } of lines) run.shut();
      };
      signal?.addEventListener('abort', shut, { once: true });
      if (!signal?.aborted) for (const { run } of lines) run.wake();
      await Promise.all(lines.map(({ run }) => run.idle()));
      signal?.removeEventListener('abort', shut);
      return tally;
    },
    receipt,
    async receiveSmsReceipts(body) {
      const template = config.sms?.kind === 'http' ? (config.sms as HttpSmsConfig).receipt : undefined;
      const receipts = template === undefined ? [] : readHttpReceipts(template, body);
      const known = await Promise.all(receipts.map((taken) => receipt('sms', taken)));
      return known.filter(Boolean).length;
    },
    receiveBounce,
    async readBounces() {
      if (config.bounces === undefined) return 0;
      try {
        return await readBounceMailbox(config.bounces, mailboxPassword, receiveBounce);
      } catch (error) {
        log.event('notify.bouncesUnread', describeError(error));
        return 0;
      }
    },
    async askAfter() {
      let ended = 0;
      for (const { channel, run } of lines) {
        ended += await run.askAfter().catch((error: unknown) => {
          log.event('notify.broken', { channel, ...describeError(error) });
          return 0;
        });
      }
      return ended;
    },
    counts: () => store.countStates(database.kysely),
  };
}
