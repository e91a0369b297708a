import type { Audit, AuditEntry } from '#platform/audit';
import { newId } from '#platform/codes';
import type { Database, Transaction } from '#platform/database';
import { findListed, listAccounts } from './account-store.ts';
import { makeInvitation, needsTwoPersons, quarterOfAnHour, staffActor } from './people.ts';
import * as store from './recovery-store.ts';
import type { SecondFactors } from './second-factors.ts';
import { deleteSessions } from './session-store.ts';

/** How many others must agree before an administrator is let in again. */
export const approvalsNeeded = 2;
/** How long a request may wait for them, in milliseconds. */
const requestLife = 24 * 3600_000;

/** A request to let an administrator in again. */
export interface Recovery extends store.RecoveryRow {
  readonly approvals: readonly Pick<store.ApprovalRow, 'staffId' | 'name'>[];
}

/**
 * 管理者の復旧: whoever keeps the accounts is let in again only when two others agree (administrators or officers of
 * security), so that nobody can make another administrator's account their own. Each step stands in the trail.
 */
export interface Recoveries {
  list(now: Date): Promise<readonly Recovery[]>;
  /** Administrators for whom one may ask: not oneself, and who have a way in that they lost. */
  candidates(by: string): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** Asks for it, which is the first agreement. False when there is nobody to ask for, or somebody asked before. */
  request(staffId: string, by: string, now: Date): Promise<boolean>;
  /** Agrees. False for the person themselves, a second time, or when the request is gone. */
  approve(id: string, by: string, now: Date): Promise<boolean>;
  /** Ends a request: anybody who may agree, or the person themselves, who has the way in after all. */
  withdraw(id: string, by: string, now: Date): Promise<boolean>;
  /**
   * When two have agreed: takes the second factor away, ends the sessions, and gives the path of a link that opens the
   * account once, for a quarter of an hour. Undefined before that, and for the person themselves.
   */
  invite(id: string, by: string, now: Date): Promise<string | undefined>;
}

export function openRecoveries(
  database: Database,
  audit: Audit,
  secondFactors: Pick<SecondFactors, 'removeIn'>,
): Recoveries {
  const { kysely } = database;

  /** Works on a request that still counts, and writes down what came of it. */
  const step = <T>(
    { id, by, now, change }: { id: string; by: string; now: Date; change: Change },
    work: (transaction: Transaction, recovery: store.RecoveryRow) => Promise<T | undefined>,
  ): Promise<T | undefined> =>
    database.transaction(async (transaction) => {
      const recovery = await store.holdRecovery(transaction, id, now);
      const done = recovery && (await work(transaction, recovery));
      if (recovery && done !== undefined) await audit.append(transaction, entryOf(recovery.staffId, by, change));
      return done;
    });

  return {
    async list(now) {
      const recoveries = await store.listRecoveries(kysely, now);
      const approvals = await store.listApprovals(
        kysely,
        recoveries.map(({ id }) => id),
      );
      return recoveries.map((recovery) => ({
        ...recovery,
        approvals: approvals.filter(({ recoveryId }) => recoveryId === recovery.id),
      }));
    },
    async candidates(by) {
      const people = await listAccounts(kysely);
      return people.filter((person) => person.id !== by && !person.disabled && needsTwoPersons(person));
    },
    request: (staffId, by, now) =>
      database.transaction(async (transaction) => {
        const account = await findListed(transaction, staffId, true);
        if (account === undefined || account.disabled || staffId === by || !needsTwoPersons(account)) return false;
        const row = { id: newId(), staffId, requestedAt: now, endsAt: new Date(now.getTime() + requestLife) };
        if (!(await store.insertRecovery(transaction, row))) return false;
        await store.insertApproval(transaction, row.id, by, now);
        await audit.append(transaction, entryOf(staffId, by, 'request'));
        return true;
      }),
    async approve(id, by, now) {
      const done = await step({ id, by, now, change: 'approve' }, async (transaction, { staffId }) =>
        staffId !== by && (await store.insertApproval(transaction, id, by, now)) ? true : undefined,
      );
      return done ?? false;
    },
    async withdraw(id, by, now) {
      const done = await step({ id, by, now, change: 'withdraw' }, async (transaction) => {
        await store.deleteRecovery(transaction, id);
        return true;
      });
      return done ?? false;
    },
    invite: (id, by, now) =>
      step({ id, by, now, change: 'invite' }, async (transaction, { staffId }) => {
        const approvals = await store.listApprovals(transaction, [id]);
        if (staffId === by || approvals.length < approvalsNeeded) return undefined;
        await store.deleteRecovery(transaction, id);
        await secondFactors.removeIn(transaction, staffId);
        await deleteSessions(transaction, staffId);
        return await makeInvitation(transaction, staffId, new Date(now.getTime() + quarterOfAnHour));
      }),
  };
}

type Change = 'request' | 'approve' | 'withdraw' | 'invite';

function entryOf(staff: string, by: string, change: Change): AuditEntry {
  return { actor: staffActor(by), action: 'account:recover', resource: { staff, change }, outcome: 'done' };
}
