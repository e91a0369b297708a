import { sql } from 'kysely';
import type { Executor } from '#platform/database';
import type { Tables } from './tables.ts';

/** A member of staff as others may know them. */
export interface Account {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly department: string;
  readonly roles: readonly string[];
  readonly counters: readonly string[];
}

const columns = ['id', 'login', 'name', 'department', 'roles', 'counters'] as const;

const tables = (executor: Executor) => executor.withTables<Tables>();

/** Adds an account; one with the same login takes the new name, department, roles and counters. Gives its id. */
export async function putAccount(executor: Executor, account: Account, demo: boolean, now: Date): Promise<string> {
  const { id, login, name, department } = account;
  const duties = { name, department, roles: [...account.roles], counters: [...account.counters] };
  const row = await tables(executor)
    .insertInto('staff')
    .values({ id, login, ...duties, demo, password_hash: null, created_at: now, disabled_at: null })
    .onConflict((conflict) => conflict.column('login').doUpdateSet(duties))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Adds an account; false when the login is taken. */
export async function insertAccount(executor: Executor, account: Account, now: Date): Promise<boolean> {
  const { roles, counters, ...person } = account;
  const { numInsertedOrUpdatedRows } = await tables(executor)
    .insertInto('staff')
    .values({
      ...person,
      roles: [...roles],
      counters: [...counters],
      demo: false,
      password_hash: null,
      created_at: now,
      disabled_at: null,
    })
    .onConflict((conflict) => conflict.column('login').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** What an administrator decides about a person; the login stays. */
export type Duties = Omit<Account, 'id' | 'login'>;

export async function updateAccount(executor: Executor, staffId: string, duties: Duties): Promise<void> {
  const { roles, counters, ...person } = duties;
  await tables(executor)
    .updateTable('staff')
    .set({ ...person, roles: [...roles], counters: [...counters] })
    .where('id', '=', staffId)
    .execute();
}

/** An account as the list of people shows it. */
export interface ListedAccount extends Account {
  readonly disabled: boolean;
  /** Whether they have a passkey, or a password with its second factor, or are there for trying the product out. */
  readonly canSignIn: boolean;
}

const hasPasskey = sql<boolean>`exists (select from staff_credential where staff_credential.staff_id = staff.id)`;
const hasPassword = sql<boolean>`(password_hash is not null and exists (
  select from staff_second_factor where staff_second_factor.staff_id = staff.id and secret is not null))`;

const listed = (executor: Executor) =>
  tables(executor)
    .selectFrom('staff')
    .select(columns)
    .select(sql<boolean>`disabled_at is not null`.as('disabled'))
    .select(sql<boolean>`${hasPasskey} or ${hasPassword} or demo`.as('canSignIn'));

/** Everyone, those whose account was ended last. */
export async function listAccounts(executor: Executor): Promise<readonly ListedAccount[]> {
  return await listed(executor).orderBy(sql`disabled_at is not null`).orderBy('department').orderBy('login').execute();
}

/** One account, ended or not. `held` keeps others from changing it until the transaction ends. */
export async function findListed(
  executor: Executor,
  staffId: string,
  held: boolean = false,
): Promise<ListedAccount | undefined> {
  const query = listed(executor).where('id', '=', staffId);
  return await (held ? query.forUpdate() : query).executeTakeFirst();
}

export async function findAccount(executor: Executor, id: string): Promise<Account | undefined> {
  return await tables(executor)
    .selectFrom('staff')
    .select(columns)
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
}

/** An account with its password hash, by login. */
export async function findLogin(
  executor: Executor,
  login: string,
): Promise<(Account & { readonly password_hash: string | null }) | undefined> {
  return await tables(executor)
    .selectFrom('staff')
    .select([...columns, 'password_hash'])
    .where('login', '=', login)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
}

export async function listDemoAccounts(executor: Executor): Promise<readonly Account[]> {
  return await tables(executor).selectFrom('staff').select(columns).where('demo', '=', true).orderBy('id').execute();
}

/** Whether anyone has a way to sign in: a passkey or, where `passwords` are on, a password with its second factor. */
export async function canAnyoneSignIn(executor: Executor, passwords: boolean): Promise<boolean> {
  const row = await tables(executor)
    .selectFrom('staff')
    .select('id')
    .where('disabled_at', 'is', null)
    .where(passwords ? sql<boolean>`(${hasPasskey} or ${hasPassword})` : hasPasskey)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function setPasswordHash(executor: Executor, staffId: string, hash: string): Promise<void> {
  await tables(executor).updateTable('staff').set({ password_hash: hash }).where('id', '=', staffId).execute();
}

/** Ends an account (its sessions no longer count from this moment), or with null lets it count again. */
export async function setDisabled(executor: Executor, staffId: string, disabledAt: Date | null): Promise<void> {
  await tables(executor).updateTable('staff').set({ disabled_at: disabledAt }).where('id', '=', staffId).execute();
}

/** Keeps an invitation. */
export async function insertInvitation(
  executor: Executor,
  invitation: { readonly tokenHash: string; readonly staffId: string; readonly endsAt: Date },
): Promise<void> {
  const { tokenHash, staffId, endsAt } = invitation;
  await tables(executor)
    .insertInto('staff_invitation')
    .values({ token_hash: tokenHash, staff_id: staffId, ends_at: endsAt })
    .execute();
}

/** Links that were not used yet are good no more. */
export async function deleteInvitations(executor: Executor, staffId: string): Promise<void> {
  await tables(executor).deleteFrom('staff_invitation').where('staff_id', '=', staffId).execute();
}

/** Takes an invitation away and gives whom it was for, if it is still good. */
export async function takeInvitation(executor: Executor, tokenHash: string, now: Date): Promise<string | undefined> {
  const row = await tables(executor)
    .deleteFrom('staff_invitation')
    .where('token_hash', '=', tokenHash)
    .returning(['staff_id', 'ends_at'])
    .executeTakeFirst();
  return row !== undefined && row.ends_at > now ? (row.staff_id ?? undefined) : undefined;
}
