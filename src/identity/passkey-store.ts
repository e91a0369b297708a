import type { AuthenticatorTransport, WebAuthnCredential } from '@simplewebauthn/server';
import type { Executor } from '#platform/database';
import type { Tables } from './tables.ts';

/** A passkey as its owner sees it. */
export interface Passkey {
  readonly id: string;
  readonly label: string;
  readonly createdAt: Date;
  readonly usedAt: Date | null;
}

const tables = (executor: Executor) => executor.withTables<Tables>();

/** Keeps a challenge until it is used once. */
export async function insertChallenge(
  executor: Executor,
  challenge: string,
  staffId: string | undefined,
  endsAt: Date,
): Promise<void> {
  await tables(executor)
    .insertInto('passkey_challenge')
    .values({ challenge, staff_id: staffId ?? null, ends_at: endsAt })
    .execute();
}

/** Uses a challenge up. Gives whether it was made for this person (or for nobody in particular) and is still good. */
export async function takeChallenge(
  executor: Executor,
  challenge: string,
  staffId: string | undefined,
  now: Date,
): Promise<boolean> {
  const row = await tables(executor)
    .deleteFrom('passkey_challenge')
    .where('challenge', '=', challenge)
    .returning(['staff_id', 'ends_at'])
    .executeTakeFirst();
  return row !== undefined && row.staff_id === (staffId ?? null) && row.ends_at > now;
}

export async function insertPasskey(
  executor: Executor,
  staffId: string,
  credential: WebAuthnCredential,
  more: { readonly backedUp: boolean; readonly label: string; readonly now: Date },
): Promise<void> {
  await tables(executor)
    .insertInto('staff_credential')
    .values({
      id: credential.id,
      staff_id: staffId,
      public_key: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: [...(credential.transports ?? [])],
      backed_up: more.backedUp,
      label: more.label,
      created_at: more.now,
      used_at: null,
    })
    .execute();
}

/** A passkey of an account that still counts, locked until the transaction ends. */
export async function findPasskey(
  executor: Executor,
  id: string,
): Promise<{ readonly staffId: string; readonly credential: WebAuthnCredential } | undefined> {
  const row = await tables(executor)
    .selectFrom('staff_credential')
    .innerJoin('staff', 'staff.id', 'staff_credential.staff_id')
    .select(['staff_credential.id', 'staff_id', 'public_key', 'counter', 'transports'])
    .where('staff_credential.id', '=', id)
    .where('disabled_at', 'is', null)
    .forUpdate('staff_credential')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { counter } = row;
  const transports = row.transports as AuthenticatorTransport[];
  return {
    staffId: row.staff_id,
    credential: { id: row.id, publicKey: new Uint8Array(row.public_key), counter, transports },
  };
}

export async function updateCounter(executor: Executor, id: string, counter: number, now: Date): Promise<void> {
  await tables(executor).updateTable('staff_credential').set({ counter, used_at: now }).where('id', '=', id).execute();
}

export async function listPasskeys(executor: Executor, staffId: string): Promise<readonly Passkey[]> {
  return await tables(executor)
    .selectFrom('staff_credential')
    .select(['id', 'label', 'created_at as createdAt', 'used_at as usedAt'])
    .where('staff_id', '=', staffId)
    .orderBy('created_at')
    .execute();
}

export async function deletePasskey(executor: Executor, staffId: string, id: string): Promise<void> {
  await tables(executor).deleteFrom('staff_credential').where('staff_id', '=', staffId).where('id', '=', id).execute();
}
