import type { Audit, AuditEntry } from '#platform/audit';
import { hashToken, newId, newToken } from '#platform/codes';
import type { Database, Transaction } from '#platform/database';
import * as accounts from './account-store.ts';
import { deleteSessions } from './session-store.ts';

export type { Duties, ListedAccount } from './account-store.ts';

/** Why a change was not made: there is no such person, or one must not do it to oneself. */
export type Refusal = 'notThere' | 'ownAccount';

/** The accounts of the staff as an administrator keeps them. Every change stands in the audit trail. */
export interface People {
  list(): Promise<readonly accounts.ListedAccount[]>;
  find(staffId: string): Promise<accounts.ListedAccount | undefined>;
  /** Adds a person, who cannot sign in before they were invited. Gives their id, or undefined when the login is taken. */
  add(login: string, duties: accounts.Duties, actor: string, now: Date): Promise<string | undefined>;
  /** Takes effect at the next request of the person. Nobody takes the keys of administration from themselves. */
  change(staffId: string, duties: accounts.Duties, actor: string): Promise<Refusal | undefined>;
  /**
   * A link that opens an account once, handed over in person; gives its path. Links made before are good no more. `life`
   * in milliseconds, a quarter of an hour where nothing is said.
   */
  invite(staffId: string, now: Date, by?: { readonly actor?: string; readonly life?: number }): Promise<string>;
  /** Ends an account: all its sessions and links stop counting at once. Nobody ends their own. */
  disable(staffId: string, actor: string, now: Date): Promise<Refusal | undefined>;
  /** Lets an ended account count again; the person needs no new passkey. */
  enable(staffId: string, actor: string): Promise<Refusal | undefined>;
  signOutEverywhere(staffId: string, actor: string): Promise<Refusal | undefined>;
}

/** How long a link that opens an account is good, in milliseconds. */
export const quarterOfAnHour = 15 * 60_000;

/** The actor of what a person does. */
export const staffActor = (staffId: string): string => `staff:${staffId}`;

export function openPeople(database: Database, audit: Audit): People {
  const { kysely } = database;

  /** Changes an account that is there, and writes it down in the same transaction. */
  const record = (
    { staff, actor, change }: AccountChange,
    work: (transaction: Transaction) => Promise<void>,
  ): Promise<Refusal | undefined> =>
    database.transaction(async (transaction) => {
      if ((await accounts.findListed(transaction, staff, true)) === undefined) return 'notThere';
      await work(transaction);
      await audit.append(transaction, entryOf({ staff, actor, change }));
      return undefined;
    });

  return {
    list: () => accounts.listAccounts(kysely),
    find: (staffId) => accounts.findListed(kysely, staffId),
    add: (login, duties, actor, now) =>
      database.transaction(async (transaction) => {
        const id = newId();
        if (!(await accounts.insertAccount(transaction, { id, login, ...duties }, now))) return undefined;
        await audit.append(transaction, entryOf({ staff: id, actor, change: 'add' }));
        return id;
      }),
    change: (staffId, duties, actor) =>
      database.transaction(async (transaction) => {
        const before = await accounts.findListed(transaction, staffId, true);
        if (before === undefined) return 'notThere';
        const gives = before.roles.includes('administrator') && !duties.roles.includes('administrator');
        if (gives && actor === staffActor(staffId)) return 'ownAccount';
        await accounts.updateAccount(transaction, staffId, duties);
        const fields = changedFields(before, duties);
        await audit.append(transaction, { ...entryOf({ staff: staffId, actor, change: 'change' }), fields });
        return undefined;
      }),
    invite: (staffId, now, { actor = 'system', life = quarterOfAnHour } = {}) =>
      database.transaction(async (transaction) => {
        await audit.append(transaction, entryOf({ staff: staffId, actor, change: 'invite' }));
        return await makeInvitation(transaction, staffId, new Date(now.getTime() + life));
      }),
    async disable(staffId, actor, now) {
      if (actor === staffActor(staffId)) return 'ownAccount';
      return await record({ staff: staffId, actor, change: 'disable' }, async (transaction) => {
        await accounts.setDisabled(transaction, staffId, now);
        await accounts.deleteInvitations(transaction, staffId);
        await deleteSessions(transaction, staffId);
      });
    },
    enable: (staffId, actor) =>
      record({ staff: staffId, actor, change: 'enable' }, (transaction) =>
        accounts.setDisabled(transaction, staffId, null),
      ),
    signOutEverywhere: (staffId, actor) =>
      record({ staff: staffId, actor, change: 'signOut' }, (transaction) => deleteSessions(transaction, staffId)),
  };
}

/** A link that opens an account once, in place of those before it; gives its path. */
export async function makeInvitation(transaction: Transaction, staffId: string, endsAt: Date): Promise<string> {
  const token = newToken();
  await accounts.deleteInvitations(transaction, staffId);
  await accounts.insertInvitation(transaction, { tokenHash: hashToken(token), staffId, endsAt });
  return `/staff/invitation/${token}`;
}

/** Whether two others must agree before this account is let in again: it keeps the accounts, and has been used. */
export function needsTwoPersons({ roles, canSignIn }: accounts.ListedAccount): boolean {
  return canSignIn && roles.includes('administrator');
}

interface AccountChange {
  readonly staff: string;
  readonly actor: string;
  readonly change: 'add' | 'change' | 'invite' | 'disable' | 'enable' | 'signOut';
}

function entryOf({ staff, actor, change }: AccountChange): AuditEntry {
  return { actor, action: 'account:administer', resource: { staff, change }, outcome: 'done' };
}

/** Names of what is another now; what it was and is stands in no trail. */
function changedFields(before: accounts.Duties, after: accounts.Duties): (keyof accounts.Duties)[] {
  const names = ['name', 'department', 'roles', 'counters'] as const;
  return names.filter((name) => String(before[name]) !== String(after[name]));
}
