import type { Audit } from '#platform/audit';
import { newId } from '#platform/codes';
import type { Database, Executor } from '#platform/database';
import { appendEvent } from '#platform/events';
import type { Staff } from '#platform/http';
import type { EmergencyCategory } from './emergency.ts';
import * as store from './emergency-store.ts';

export type { Emergency } from './emergency-store.ts';

/** Topic of the events that whoever watches over security hears at once. */
export const securityTopic = 'security';

/** Half an hour, in milliseconds. */
const life = 30 * 60_000;

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
