import type { Inventory } from '#inventory';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import type { EventBus } from '#platform/events';
import { localText, stripReadings } from '#platform/i18n';
import { seal, unseal } from '#platform/keys';
import { type Compose, enqueueNotification, type NotifyKeys, withdrawNotifications } from '#platform/notify';
import { type Personal, personal } from '#platform/personal';
import { turnOf } from '../queue/board.ts';
import { servicesOf } from '../queue/hall-store.ts';
import { legById } from '../queue/leg-store.ts';
import type { ReceptionService } from '../queue/service.ts';
import { currentLeg } from '../queue/visit.ts';
import { visitById } from '../queue/visit-store.ts';
import { placeText } from '../texts.ts';
import { turnMessages } from './turn-messages.ts';
import { isNear, type TurnNotice } from './turn-notice.ts';
import {
  allNotices,
  forgetNotices,
  forgetPastNotices,
  noticeOf,
  type SealedNotice,
  saveNotice,
} from './turn-notice-store.ts';

/** Tells people shortly before it is their turn. */
export interface TurnNotices {
  /** What a visit asked for; null when it did not. */
  of(visitId: string): Promise<Omit<TurnNotice, 'language'> | null>;
  /** Notes that somebody wants to be told, and where. */
  ask(notice: TurnNotice, address: Personal<string>): Promise<void>;
  /** Nobody is to be told any more. */
  forget(visitId: string): Promise<void>;
  /** Looks who is to be told now, and forgets those whose visit is over. */
  look(): Promise<void>;
  /** Forgets what was left of visits that are over; gives how many. */
  expire(): Promise<number>;
  /** Looks whenever something happens in the hall, until it is closed. */
  start(failed: (error: unknown) => void): Promise<{ close(): Promise<void> }>;
  /** Who makes the words, for the notifier. */
  readonly composers: Record<string, Compose>;
}

export interface TurnNoticeParts {
  database: Database;
  clock: Clock;
  bus: EventBus;
  keys: NotifyKeys;
  reception: ReceptionService;
  inventory: () => Inventory;
  /** Scheme and host for the link. */
  origin: string;
}

const kind = 'turn.near';
/** A notice that could not go out for so long comes too late. */
const usefulMinutes = 30;
/** Things that happen together are looked at together; and by themselves times come nearer. Milliseconds. */
const gatherTime = 150;
const lookEvery = 30_000;

const placeOf = (visitId: string) => `v1|turn_notice|contact|${visitId}`;

export function createTurnNotices(parts: TurnNoticeParts): TurnNotices {
  const { database, clock, bus, keys, reception, inventory, origin } = parts;
  const secret = () => keys.secret('reception.turnNotice');

  /** Sends what is near, once for each place; what is over is withdrawn. */
  async function tell(notice: SealedNotice, legId: string): Promise<void> {
    const now = clock.now();
    await database.transaction((transaction) =>
      enqueueNotification(transaction, keys, {
        dedupeKey: `${legId}:${kind}:${notice.channel}`,
        kind,
        channel: notice.channel,
        recipient: personal(unseal(secret(), placeOf(notice.visitId), notice.contact)),
        subject: legId,
        subjectRevision: 0,
        dueAt: now,
        notAfter: new Date(now.getTime() + usefulMinutes * 60_000),
      }),
    );
  }

  async function look(): Promise<void> {
    const notices = await allNotices(database.kysely);
    if (notices.length === 0) return;
    const snapshot = await reception.snapshot();
    const over: string[] = [];
    for (const notice of notices) {
      const visit = snapshot.visits.get(notice.visitId);
      if (visit?.state !== 'active') {
        over.push(notice.visitId);
        continue;
      }
      const leg = currentLeg(snapshot.legs.filter(({ visitId }) => visitId === visit.id));
      const turn = leg && turnOf(snapshot, leg.id);
      if (leg && turn && isNear(notice, turn)) await tell(notice, leg.id);
      if (leg && !turn) await database.transaction((transaction) => withdrawNotifications(transaction, leg.id, [kind]));
    }
    await forgetNotices(database.kysely, over);
  }

  const compose: Compose = async (executor, { channel, subject }) => {
    const leg = await legById(executor, subject);
    // Who is called already hears it in the hall; who left needs no message.
    if (leg?.state !== 'waiting') return null;
    const [visit, services] = await Promise.all([
      visitById(executor, leg.visitId),
      servicesOf(executor, reception.facilityId),
    ]);
    const service = services.find(({ id }) => id === leg.serviceId);
    if (!visit || !service) return null;
    const t = turnMessages(visit.language);
    const url = `${origin}/turn/${reception.tokenOf(visit.id)}`;
    const now = inventory();
    const values = {
      city: localText(now.city.name, visit.language).text,
      number: visit.ticket,
      place: stripReadings(placeText(service, visit.language, now)),
    };
    const text = stripReadings(t('nearText', values));
    if (channel === 'sms') return { text: `${text} ${url}` };
    return {
      subject: stripReadings(t('nearTitle', values)),
      text: channel === 'mail' ? `${text}\n\n${url}` : text,
      url,
    };
  };

  return {
    composers: { [kind]: compose },
    of: (visitId) => noticeOf(database.kysely, visitId),
    async ask(notice, address) {
      const contact = seal(secret(), 0, placeOf(notice.visitId), address.reveal());
      await database.transaction((transaction) => saveNotice(transaction, { ...notice, contact }, clock.now()));
      await look();
    },
    forget: async (visitId) => void (await forgetNotices(database.kysely, [visitId])),
    look,
    expire: () => forgetPastNotices(database.kysely),
    async start(failed) {
      let gathering: NodeJS.Timeout | undefined;
      let looking: Promise<void> = Promise.resolve();
      const soon = () => {
        gathering ??= setTimeout(() => {
          gathering = undefined;
          looking = looking.then(look).catch(failed);
        }, gatherTime);
      };
      const stop = await bus.subscribe([`queue:${reception.facilityId}`], null, soon);
      const timer = setInterval(soon, lookEvery);
      timer.unref();
      return {
        async close() {
          stop();
          clearInterval(timer);
          clearTimeout(gathering);
          await looking;
        },
      };
    },
  };
}
