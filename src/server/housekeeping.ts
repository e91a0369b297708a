import type { Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import { forgetEvents } from '#platform/events';
import { defineJobs, type Jobs } from '#platform/jobs';
import type { Log } from '#platform/log';

/** What the night and the hours do by themselves. Each task reports how much it deleted, or nothing. */
export interface Chores {
  /** Deletes what has been kept long enough: drafts, cases, visits. By name, for the log. */
  expire: Readonly<Record<string, () => Promise<number>>>;
  /** Publishes the signed heads of the audit trail outside the database. */
  publishHeads: () => Promise<void>;
  /** Moves living cases to the key of this month and destroys keys that no backup needs any more. */
  renewKeys: () => Promise<{ readonly wrapped: number; readonly destroyed: number }>;
  /** Publishes the change sets of the inventory whose day has come. */
  publishDue: () => Promise<number>;
  /** Gives back places of holds that ended and of cancellations whose time has come, and offers them to those who wait. */
  releasePlaces: () => Promise<void>;
  /** Puts back into the line whose hold is over. */
  returnHeld: () => Promise<number>;
  /** Reads the mails that came back. */
  readBounces: () => Promise<number>;
  /** Asks what became of SMS of which no receipt came. */
  askAfterMessages: () => Promise<number>;
  /** Learns from the day how long visitors are at the places. */
  learnWaiting: () => Promise<number>;
  /** Opens the next days for booking. */
  layOutDays: () => Promise<number>;
  /** Writes the backup of the night and deletes those whose time is over. */
  backUp: () => Promise<{ readonly bytes: number; readonly expired: number }>;
}

const housekeepingEvents = {
  'housekeeping.expired': { level: 'info', fields: ['kind', 'count'] },
  'housekeeping.keysRenewed': { level: 'info', fields: ['wrapped', 'destroyed'] },
  'housekeeping.backedUp': { level: 'info', fields: ['bytes', 'expired', 'ms'] },
} as const;

/** Events are kept so long that a page which slept over a weekend can still go on from where it was. */
const daysOfEvents = 7;

/** Starts the jobs that come again by themselves. Several processes share them; each runs in one process only. */
export async function startHousekeeping(database: Database, log: Log, clock: Clock, chores: Chores): Promise<Jobs> {
  log.declare(housekeepingEvents);
  const expire = async () => {
    for (const [kind, run] of Object.entries(chores.expire)) {
      log.event('housekeeping.expired', { kind, count: await run() });
    }
    await forgetEvents(database.kysely, new Date(clock.now().getTime() - daysOfEvents * 86_400_000));
  };
  const renewKeys = async () => log.event('housekeeping.keysRenewed', { ...(await chores.renewKeys()) });
  const backUp = async () => {
    const begun = performance.now();
    const { bytes, expired } = await chores.backUp();
    log.event('housekeeping.backedUp', { bytes, expired, ms: Math.round(performance.now() - begun) });
  };
  const jobs = defineJobs(
    database,
    {
      'housekeeping.backUp': backUp,
      'booking.layOut': async () => void (await chores.layOutDays()),
      'studio.publishDue': async () => void (await chores.publishDue()),
      'booking.release': chores.releasePlaces,
      'reception.returnHeld': async () => void (await chores.returnHeld()),
      'reception.learn': async () => void (await chores.learnWaiting()),
      'housekeeping.expire': expire,
      'notify.readBounces': async () => void (await chores.readBounces()),
      'notify.askAfter': async () => void (await chores.askAfterMessages()),
      'housekeeping.publishHeads': chores.publishHeads,
      'housekeeping.renewKeys': renewKeys,
    },
    {
      log,
      schedules: [
        // Before the backup, so that the backup of the night needs no key of an older month.
        { name: 'housekeeping.renewKeys', daily: '01:30' },
        { name: 'housekeeping.backUp', daily: '02:00' },
        { name: 'housekeeping.expire', daily: '02:30' },
        { name: 'reception.learn', daily: '00:30' },
        { name: 'booking.layOut', daily: '00:05' },
        { name: 'studio.publishDue', everyMinutes: 1 },
        { name: 'booking.release', everyMinutes: 1 },
        { name: 'reception.returnHeld', everyMinutes: 1 },
        { name: 'notify.readBounces', everyMinutes: 5 },
        { name: 'notify.askAfter', everyMinutes: 5 },
        { name: 'housekeeping.publishHeads', everyMinutes: 60 },
      ],
    },
  );
  await jobs.start();
  return jobs;
}
