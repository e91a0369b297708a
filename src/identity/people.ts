import type { Audit, AuditEntry } from '#platform/audit';
import { hashToken, newId, newToken } from '#platform/codes';
import type { Database, Transaction } from '#platform/database';
import * as accounts from './account-store.ts';
import { deleteSessions } from './session-store.ts';

export type { Duties, ListedAccount } from './account-store.ts';

/** Why a change was not made. */
export type Refusal = 'loginTaken' | 'ownAccount' | 'notThere';

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
  enable(staffId: string, actor: string): Promise<void>;
  signOutEverywhere(staffId: string, actor: string): Promise<void>;
}

const quarterOfAnHour = 15 * 60_000;

/** The actor of what a person does. */
export const staffActor = (staffId: string): string => `staff:${staffId}`;

export function openPeople(database: Database, audit: Audit): People {
  const { kysely } = database;

  /** Makes a change and writes it down in the same transaction. */
  const record = <T>(
    entry: { readonly staff: string; readonly actor: string; readonly change: string; readonly fields?: string[] },
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> =>
    database.transaction(async (transaction) => {
      const result = await work(transaction);
      await audit.append(transaction, accountEntry(entry));
      return result;
    });

  return {
    list: () => accounts.listAccounts(kysely),
    find: (staffId) => accounts.findListed(kysely, staffId),
    add: (login, duties, actor, now) =>
      database.transaction(async (transaction) => {
        const id = newId();
        if (!(await accounts.insertAccount(transaction, { id, login, ...duties }, now))) return undefined;
        await audit.append(transaction, accountEntry({ staff: id, actor, change: 'add' }));
        return id;
      }),
    change: (staffId, duties, actor) =>
      database.transaction(async (transaction) => {
        const before = await accounts.findListed(transaction, staffId, true);
        if (before === undefined) return 'notThere';
        const keeps = duties.roles.includes('administrator') || !before.roles.includes('administrator');
        if (actor === staffActor(staffId) && !keeps) return 'ownAccount';
        await accounts.updateAccount(transaction, staffId, duties);
        const fields = changedFields(before, duties);
        await audit.append(transaction, accountEntry({ staff: staffId, actor, change: 'change', fields }));
        return undefined;
      }),
    invite: (staffId, now, { actor = 'system', life = quarterOfAnHour } = {}) =>
      record({ staff: staffId, actor, change: 'invite' }, async (transaction) => {
        const token = newToken();
        await accounts.deleteInvitations(transaction, staffId);
        const endsAt = new Date(now.getTime() + life);
        await accounts.insertInvitation(transaction, { tokenHash: hashToken(token), staffId, endsAt });
        return `/staff/invitation/${token}`;
      }),
    async disable(staffId, actor, now) {
      if (actor === staffActor(staffId)) return 'ownAccount';
      return await record({ staff: staffId, actor, change: 'disable' }, async (transaction) => {
        await accounts.setDisabled(transaction, staffId, now);
        await accounts.deleteInvitations(transaction, staffId);
        await deleteSessions(transaction, staffId);
        return undefined;
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

/** An entry of the trail about an account; `change` says which change it was. */
function accountEntry(entry: {
  readonly staff: string;
  readonly actor: string;
  readonly change: string;
  readonly fields?: readonly string[];
}): AuditEntry {
  const { staff, actor, change, fields } = entry;
  return { actor, action: 'account:administer', resource: { staff, change }, outcome: 'done', fields };
}

/** Names of what is another now; what it was and is stands in no trail. */
function changedFields(before: accounts.Duties, after: accounts.Duties): (keyof accounts.Duties)[] {
  const names = ['name', 'department', 'roles', 'counters'] as const;
  return names.filter((name) => String(before[name]) !== String(after[name]));
}
