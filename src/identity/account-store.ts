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

/** Whether anyone has a way to sign in: a passkey or a password. */
export async function canAnyoneSignIn(executor: Executor): Promise<boolean> {
  const row = await tables(executor)
    .selectFrom('staff')
    .leftJoin('staff_credential', 'staff_credential.staff_id', 'staff.id')
    .select('staff.id')
    .where('disabled_at', 'is', null)
    .where((where) => where.or([where('staff_credential.id', 'is not', null), where('password_hash', 'is not', null)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function setPasswordHash(executor: Executor, staffId: string, hash: string): Promise<void> {
  await tables(executor).updateTable('staff').set({ password_hash: hash }).where('id', '=', staffId).execute();
}

/** Ends an account; its sessions no longer count from this moment. */
export async function disableAccount(executor: Executor, staffId: string, now: Date): Promise<void> {
  await tables(executor).updateTable('staff').set({ disabled_at: now }).where('id', '=', staffId).execute();
}

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

/** Takes an invitation away and gives whom it was for, if it is still good. */
export async function takeInvitation(executor: Executor, tokenHash: string, now: Date): Promise<string | undefined> {
  const row = await tables(executor)
    .deleteFrom('staff_invitation')
    .where('token_hash', '=', tokenHash)
    .returning(['staff_id', 'ends_at'])
    .executeTakeFirst();
  return row !== undefined && row.ends_at > now ? (row.staff_id ?? undefined) : undefined;
}
