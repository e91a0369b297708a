import type { Audit } from '#platform/audit';
import type { Day } from '#platform/clock';
import { addDays, toDay } from '#platform/clock';
import { newId } from '#platform/codes';
import type { Database, Executor } from '#platform/database';
import { appendEvent } from '#platform/events';
import type { Staff } from '#platform/http';
import { checkFreeText, graphemeLength, problemSentence } from '#platform/japanese';
import * as store from './emergency-store.ts';

export type { Emergency } from './emergency-store.ts';

/** Why a case may be opened that is not one's own, with the words of the page. */
export const emergencyCategories = {
  life: '命や体に関わる',
  cover: '担当の職員がいない',
  law: '法令による照会に答える',
  fault: 'システムの不具合を調べる',
  other: 'そのほか',
} as const;

export type EmergencyCategory = keyof typeof emergencyCategories;

/** Topic of the events that whoever watches over security hears at once. */
export const securityTopic = 'security';

/** Half an hour, in milliseconds. */
const life = 30 * 60_000;
const shortestReason = 10;
export const longestReason = 400;
/** Open days within which somebody else looks at what was opened. */
const daysToReview = 3;

/** 非常時の閲覧: opening one case that is not one's own, for half an hour, in everybody's sight. */
export interface Emergencies {
  /** Opens a case; written into the trail and told at once. Gives until when. */
  open(
    staff: Staff,
    caseId: string,
    why: { readonly category: EmergencyCategory; readonly reason: string },
    now: Date,
  ): Promise<Date>;
  /** The emergency by which someone has a case open now. */
  live(staffId: string, caseId: string, now: Date): Promise<store.Emergency | undefined>;
  unreviewed(): Promise<readonly store.Emergency[]>;
  openedIn(from: Date, until: Date): Promise<readonly store.Emergency[]>;
  /** Says that somebody else has looked at it; false when it was done already or is their own. */
  review(reviewer: Staff, id: string, now: Date): Promise<boolean>;
}

export function openEmergencies(database: Database, audit: Audit): Emergencies {
  const { kysely } = database;
  return {
    open: (staff, caseId, { category, reason }, now) =>
      database.transaction(async (transaction) => {
        const id = newId();
        const endsAt = new Date(now.getTime() + life);
        const { staffId } = staff;
        await store.insertEmergency(transaction, { id, caseId, staffId, category, reason, openedAt: now, endsAt });
        await audit.append(transaction, {
          actor: `staff:${staffId}`,
          action: 'case:breakGlass',
          resource: { case: caseId, emergency: id },
          purpose: category,
          outcome: 'done',
        });
        const payload = { category, department: staff.department };
        await appendEvent(transaction, { topic: securityTopic, subject: id, kind: 'emergency.opened', payload });
        return endsAt;
      }),
    live: (staffId, caseId, now) => store.findLive(kysely, staffId, caseId, now),
    unreviewed: () => store.listUnreviewed(kysely),
    openedIn: (from, until) => store.listOpened(kysely, from, until),
    review: (reviewer, id, now) =>
      database.transaction(async (transaction) => {
        const caseId = await store.markReviewed(transaction, id, reviewer.staffId, now);
        if (caseId === undefined) return false;
        await audit.append(transaction, {
          actor: `staff:${reviewer.staffId}`,
          action: 'audit:review',
          resource: { case: caseId, emergency: id },
          outcome: 'done',
        });
        await appendEvent(transaction, { topic: securityTopic, subject: id, kind: 'emergency.reviewed' });
        return true;
      }),
  };
}

/** Whether someone has opened a case as an emergency that lasts still. For the gate of the cases. */
export async function isEmergency(executor: Executor, staffId: string, caseId: string, now: Date): Promise<boolean> {
  return (await store.findLive(executor, staffId, caseId, now)) !== undefined;
}

/** What is wrong with a reason, in a sentence; undefined when it will do. */
export function reasonProblem(reason: string): string | undefined {
  const checked = checkFreeText(reason, longestReason);
  if ('problem' in checked) return problemSentence(checked.problem, '理由', 'ja');
  return graphemeLength(checked.value) < shortestReason
    ? `理由を${shortestReason}文字以上で書いてください。何のために開くのかが、あとで読む人に分かるようにします。`
    : undefined;
}

/** The day by which somebody else has to have looked: the third open day after it. */
export function reviewDay(openedAt: Date, nextOpenDay: (day: Day) => Day): Day {
  let day = toDay(openedAt);
  for (let count = 0; count < daysToReview; count += 1) day = nextOpenDay(addDays(day, 1));
  return day;
}
